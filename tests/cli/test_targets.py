"""
Files that commands write: none that is read, and each completely or not at all.
"""

import ast
import contextlib
import os
import resource
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import psc_workflow.cli
from documents import write_contract
from household_files import LINE, write_lines
from paths import ROOT
from psc_workflow.cli._app import COMMANDS, app
from psc_workflow.stores import SQLiteStore
from psc_workflow.testing import scenarios

SCENARIO = ROOT / "examples" / "scenarios" / "password-too-weak.json"
SOURCES = Path(psc_workflow.cli.__file__).parent
ON = ("--on", "2026-05-01")

READERS: dict[str, tuple[str, tuple[str, ...]]] = {
    "explore, a scenario": ("s.json", ("explore", "s.json", "-o", "{}")),
    "explore, a store": ("s.db", ("explore", "s.db", "--id", "password-too-weak", "-o", "{}")),
    "explore, a contract": ("own.toml", ("explore", "own.toml", "-o", "{}")),
    "explore, the contract of a store": (
        "own.toml",
        ("explore", "s.db", "own.toml", "--id", "password-too-weak", "-o", "{}"),
    ),
    "witness-paths": ("own.toml", ("witness-paths", "access", "--contract", "own.toml", "-o", "{}")),
    "price": ("in.csv", ("price", "in.csv", "--contract", "men-2026", *ON, "-o", "{}")),
    "summary": ("in.csv", ("summary", "in.csv", "--contract", "men-2026", *ON, "--rejects", "{}")),
    "compare": (
        "in.csv",
        ("compare", "in.csv", "--contract", "men-2026", *ON, "--after", "men-2026-pf", "--rejects", "{}"),
    ),
}
"""A file that a command reads, and the command with a place for the file that it writes."""

NAMES: dict[str, Callable[[Path, Path], object]] = {
    "its name": lambda _, __: None,
    "a way round": lambda _, __: None,
    "a link": lambda file, name: name.symlink_to(file.name),
    "a hard link": os.link,
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make the files that commands read, and go there."""
    monkeypatch.chdir(tmp_path)
    shutil.copy(SCENARIO, "s.json")
    with SQLiteStore("s.db") as store:
        store.create(scenarios.read(SCENARIO).dossier)
    write_contract(Path())
    write_lines(Path(), LINE)
    return Path()


def content(folder: Path) -> dict[str, bytes]:
    """Read all files, but those that SQLite leaves beside a database that is read."""
    files = (file for file in folder.iterdir() if not file.name.endswith(("-shm", "-wal")))
    return {file.name: file.read_bytes() for file in files}


@pytest.mark.parametrize("kind", NAMES)
@pytest.mark.parametrize("command", READERS)
def test_the_file_that_is_read_is_never_the_one_that_is_written(
    command: str, kind: str, folder: Path, call: Callable[..., Any]
) -> None:
    file, arguments = READERS[command]
    name = {"its name": file, "a way round": str(Path("..") / Path.cwd().name / file)}.get(kind, f"other-{file}")
    NAMES[kind](Path(file), Path(name))
    before = content(folder)
    result = call(*(argument.format(name) for argument in arguments), "--lang", "en")
    assert (result.status, result.out) == (2, "")
    assert result.err.startswith(f"psc-workflow: {name}: is the file that is read")
    assert content(folder) == before


WRITERS: dict[str, tuple[str, ...]] = {
    "explore": ("explore", "s.json", "-o", "out"),
    "witness-paths": ("witness-paths", "access", "-o", "out"),
    "new-contract": ("new-contract", "-o", "out"),
}
LEAST = 4096
"""Bytes: less than any of these files has."""


@contextlib.contextmanager
def full_disk() -> Iterator[None]:
    """Let no file become longer: what is written after the first bytes fails."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (LEAST, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("there_already", [True, False])
@pytest.mark.parametrize("command", WRITERS)
def test_a_file_that_does_not_fit_leaves_what_was_there(
    command: str, folder: Path, call: Callable[..., Any], *, there_already: bool
) -> None:
    if there_already:
        Path("out").write_text("old")
    before = content(folder)
    with full_disk():
        result = call(*WRITERS[command])
    is_kept = command == "new-contract" and there_already
    assert (result.status, result.out) == (2, "")
    assert result.err.startswith(f"psc-workflow: out: {'exists already' if is_kept else 'cannot be written: '}")
    assert content(folder) == before


@pytest.mark.parametrize("command", WRITERS)
def test_a_place_without_room_for_a_file_is_one_error(command: str, folder: Path, call: Callable[..., Any]) -> None:
    Path("out").mkdir()
    os.mkfifo("pipe")
    for place, message in (
        ("out", "is a folder"),
        ("none/out", "the folder none does not exist"),
        ("pipe", "is not a"),
    ):
        result = call(*WRITERS[command][:-1], place)
        assert (result.status, result.out) == (2, "")
        assert result.err.startswith(f"psc-workflow: {place}: {message}")
    assert list(folder.glob(".psc*")) == []


def test_the_tables_above_have_every_command_that_writes_a_file() -> None:
    writers = {
        name
        for name in COMMANDS
        if name != "campaign"
        for option in app[name].assemble_argument_collection()
        if option.name in ("--output", "--rejects")
    }
    assert writers == {arguments[0] for _, arguments in READERS.values()} | set(WRITERS)


def writes(node: ast.AST) -> bool:
    if isinstance(node, ast.Attribute):
        return node.attr in ("write_text", "write_bytes")
    return isinstance(node, ast.Constant) and node.value in ("w", "x", "xb", "wb", "a", "ab")


def test_files_are_written_in_one_place() -> None:
    """What comes on standard input is kept in a folder of its own, which is deleted; no stream is a file."""
    files = SOURCES.rglob("*.py")
    places = {file.name for file in files if any(map(writes, ast.walk(ast.parse(file.read_text(encoding="utf-8")))))}
    assert places == {"_targets.py", "_output.py", "_manners.py"}
