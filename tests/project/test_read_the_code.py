"""
The map of the code is true: what it names exists, and its drawing of the layers is what the import linter holds.
"""

import ast
import re
import tomllib
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "src" / "psc_workflow"
MAP = (ROOT / "docs" / "explanation" / "read-the-code.md").read_text(encoding="utf-8")
DESIGN = (ROOT / "docs" / "explanation" / "design.md").read_text(encoding="utf-8")
PLACES = sorted(set(re.findall(r"`((?:\w+/)*\w+\.py):([\w.]+)`", MAP)))
FILES = sorted(set(re.findall(r"`((?:[\w-]+/)+[\w.-]+\.toml)`", MAP)))


@cache
def definitions(file: Path) -> frozenset[str]:
    """List what *file* defines at its top, and the members of its classes as ``Class.member``."""
    named: set[str] = set()
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            named.add(node.name)
        if isinstance(node, ast.ClassDef):
            named |= {f"{node.name}.{member.name}" for member in node.body if isinstance(member, ast.FunctionDef)}
    return frozenset(named)


@pytest.mark.parametrize(("file", "name"), PLACES)
def test_everything_the_map_names_stands_where_it_says(file: str, name: str) -> None:
    assert name in definitions(SOURCES / file)


@pytest.mark.parametrize("file", FILES)
def test_every_file_the_map_names_exists(file: str) -> None:
    assert (SOURCES / file).is_file()


def test_the_map_names_enough_to_be_one() -> None:
    assert len(PLACES) > 30
    assert len(FILES) > 3


def test_a_name_that_is_nowhere_is_seen() -> None:
    assert "Dossier.decide" in definitions(SOURCES / "dossier.py")
    assert "Dossier.guess" not in definitions(SOURCES / "dossier.py")


def drawings() -> list[list[str]]:
    """Read the layers drawn in the design page: one line a layer, rooms before the first two blanks."""
    blocks = re.findall(r"```text\n(.*?)```", DESIGN, re.DOTALL)
    return [[re.split(r"\s{2,}", line)[0] for line in block.splitlines()] for block in blocks]


def contracts() -> list[list[str]]:
    linter = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    return [contract["layers"] for contract in linter["contracts"] if contract["type"] == "layers"]


def test_the_drawing_of_the_layers_is_what_the_import_linter_holds() -> None:
    assert drawings() == contracts()
