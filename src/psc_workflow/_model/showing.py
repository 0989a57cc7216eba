"""
How notebooks show a value: a small table, in the colours of the page, with every text escaped.

>>> html = table("A & B", [("<b>", "16.00")])
>>> "A &amp; B" in html, "&lt;b&gt;" in html, "<b>" in html
(True, True, False)
"""

from collections.abc import Iterable, Sequence
from html import escape

_TABLE = "border-collapse:collapse;font-size:.9em;text-align:left"
_CAPTION = "text-align:left;font-weight:600;padding-bottom:.2em"
_CELL = "padding:.1em .8em .1em 0;vertical-align:top;text-align:left"
_RULE = f"{_CELL};border-top:1px solid currentColor"


def table(caption: str, rows: Iterable[Sequence[str]], totals: Iterable[Sequence[str]] = ()) -> str:
    """
    Write HTML that is as dark or as light as the page around it.

    Args:
        caption: What stands above the table.
        rows: Texts, cell by cell.
        totals: Rows below a line.
    """
    lines = [_row(cells, _CELL) for cells in rows]
    lines += [_row(cells, _CELL if number else _RULE) for number, cells in enumerate(totals)]
    head = f'<caption style="{_CAPTION}">{escape(caption)}</caption>'
    return f'<table style="{_TABLE}">{head}{"".join(lines)}</table>'


def _row(cells: Sequence[str], style: str) -> str:
    return "<tr>" + "".join(f'<td style="{style}">{escape(cell)}</td>' for cell in cells) + "</tr>"
