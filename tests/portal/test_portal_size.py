"""
How much Python the example portal is: what more a portal needs is in the library, where every host has it.
"""

import ast
import tokenize
from pathlib import Path

import pytest

from portal_server import FOLDER

MOST_LINES = 1200
_NO_CODE = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
    tokenize.ENCODING,
}


def lines_of_code(file: Path) -> int:
    """Count the lines that hold code: no blank ones, no comments, no docstrings."""
    code: set[int] = set()
    with file.open("rb") as source:
        for token in tokenize.tokenize(source.readline):
            if token.type not in _NO_CODE:
                code.update(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(ast.parse(file.read_bytes())):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            code.difference_update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return len(code)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", 0),
        ("# a comment\n\n", 0),
        ('"""\nA docstring.\n"""\n', 0),
        ('x = (\n    1,  # a comment\n\n    2,\n)\n"""What x is."""\n', 4),
        ('def f():\n    """Do."""\n    return """a\nb"""\n', 3),
    ],
)
def test_blank_lines_comments_and_docstrings_do_not_count(text: str, lines: int, tmp_path: Path) -> None:
    (tmp_path / "some.py").write_text(text)
    assert lines_of_code(tmp_path / "some.py") == lines


def test_the_portals_own_python_stays_within_1200_lines_of_code() -> None:
    files = [FOLDER / "manage.py", *(FOLDER / "portal").rglob("*.py")]
    counts = {str(file.relative_to(FOLDER)): lines_of_code(file) for file in files if file.parent.name != "migrations"}
    assert counts["portal/desk.py"] > 100  # it is there that the portal is
    assert sum(counts.values()) <= MOST_LINES, sorted(counts.items(), key=lambda item: -item[1])
