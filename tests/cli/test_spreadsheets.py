"""
CSV that the command line writes and somebody opens in a spreadsheet: no cell of it is run there.
"""

import csv
import io
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from household_files import HEADER, LINE, ON, write_lines
from psc_workflow.cli import main
from psc_workflow.cli._files.writing import CsvWriter

RUN = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+1+cmd",
    "-2+3",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "＝1+1",
    "＠A1",
    "-",
    "=",
    "+33 6 12",
    "-1e5x",
]
PLAIN = ["a", "1=1", "-5", "+5", "-12.50", "-12,50", "280000", "a-b", "'=1", " =1", "Marie-Hélène", "x\n=1"]


def rows_of(*rows: list[Any]) -> list[list[str]]:
    file = io.BytesIO()
    writer = CsvWriter(Path("out.csv"), file, rows[0])
    writer.write(
        pl.DataFrame([list(row) for row in rows[1:]], schema=[str(n) for n in range(len(rows[0]))], orient="row")
    )
    return list(csv.reader(io.StringIO(file.getvalue().decode(), newline="")))


@pytest.mark.parametrize("text", RUN)
def test_what_a_spreadsheet_would_run_begins_with_an_apostrophe(text: str) -> None:
    assert rows_of(["id", "other"], [text, "b"])[1] == [f"'{text}", "b"]


@pytest.mark.parametrize("text", PLAIN)
def test_all_else_is_written_as_it_is(text: str) -> None:
    assert rows_of(["id", "other"], [text, None])[1] == [text, ""]


def test_the_name_of_a_column_is_a_cell_too() -> None:
    assert rows_of(["=1+1", "a"], ["b", "-3"]) == [["'=1+1", "a"], ["b", "-3"]]


def test_priced_and_rejected_rows_hold_no_formula(tmp_path: Path) -> None:
    """Whatever the employer's file has: ids, columns of its own and their names."""
    first = LINE.partition(",")[0]
    row = LINE.replace(first, "=1+1", 1)
    file = write_lines(tmp_path, f"{row},@A1", f"{row.replace('base', '=base', 1)},-7", header=f"{HEADER},+note")
    assert main(["price", str(file), "--contract", "men-2026", "--on", ON, "-o", str(tmp_path / "out.csv")]) == 0
    cells = [
        cell
        for name in ("out.csv", "out.rejects.csv")
        for line in csv.reader((tmp_path / name).read_text(encoding="utf-8").splitlines())
        for cell in line
    ]
    assert {"'=1+1", "'@A1", "'+note", "'=base", "-7"} <= set(cells)
    assert not [cell for cell in cells if cell[:1] in {"=", "+", "@", "\t", "\r"}]
