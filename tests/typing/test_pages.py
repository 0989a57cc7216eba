"""
The code of every page, as a reader would copy it: type checkers have nothing to object.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from sybil import Sybil
from sybil.parsers.myst import DocTestDirectiveParser, PythonCodeBlockParser

pytestmark = pytest.mark.typing
ROOT = Path(__file__).parents[2]
SKIPPED = ("_build", "generated", "findings", "commands", "rules", "values", "amounts")
PAGES = [page for page in (ROOT / "docs").rglob("*.md") if not {*page.parts} & {*SKIPPED}]
BLOCKS = Sybil(parsers=[DocTestDirectiveParser(), PythonCodeBlockParser()])
"""The same as those of ``conftest.py``, which runs what they find."""


def module(page: Path) -> str:
    """Join the blocks of *page*, each on the lines on which it stands there: they share their names, as when they run."""
    lines = [""] * len(page.read_text(encoding="utf-8").splitlines())
    for example in BLOCKS.parse(page).examples():
        is_doctest = hasattr(example.parsed, "want")
        code = (example.parsed.source if is_doctest else str(example.parsed)).splitlines()
        first = example.line - 1 if is_doctest else example.line
        lines[first : first + len(code)] = code
    return "\n".join(lines).rstrip() + "\n"


def test_the_code_of_all_pages_has_the_right_types(tmp_path: Path, check: Callable[[list[Path]], list[object]]) -> None:
    files = []
    for page in (ROOT / "README.md", *PAGES):
        code = module(page)
        if code.strip():
            name = "_".join(page.relative_to(ROOT).with_suffix("").parts).replace("-", "_")
            files.append(tmp_path / f"{name}.py")
            files[-1].write_text(code, encoding="utf-8")
    assert len(files) > 10
    errors = check(files)
    assert not errors, "\n".join(map(str, errors))
