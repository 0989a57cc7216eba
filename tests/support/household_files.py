"""
Files of households, as ``psc-workflow price`` reads and writes them.
"""

import csv
import io
from pathlib import Path
from typing import Any

import polars as pl

from households import DATES, SCHEMA, sample_rows
from people import START

ON = START.isoformat()
SUFFIXES = [".csv", ".parquet"]
RIGHT_ROW = {
    "household_id": "a",
    "gross_cents": "280000",
    "formula": "base",
    "regime": "general",
    "position": "active",
    "birth_date": "1970-03-12",
    "retired_on": "",
    "partner_birth_date": "",
    "child_1_birth_date": "2019-09-09",
    "note": "mine",
}
HEADER = ",".join(RIGHT_ROW)
LINE = ",".join(RIGHT_ROW.values())


def line(**changes: str) -> str:
    """Write a right line with *changes*."""
    text = io.StringIO()
    csv.writer(text).writerow((RIGHT_ROW | changes).values())
    return text.getvalue().removesuffix("\r\n")


def write_lines(folder: Path, *lines: str, header: str = HEADER, name: str = "in.csv") -> Path:
    """Write *lines* below a header."""
    file = folder / name
    file.write_bytes("\n".join([header, *lines, ""]).encode())
    return file


def rows_of(file: Path) -> list[dict[str, Any]]:
    """Read a file of households, whatever it is, with the types that a Parquet file has."""
    if file.suffix == ".parquet":
        return pl.read_parquet(file).to_dicts()
    cents = [f"{channel}_cents" for channel in ("gross", "employer", "payroll", "debited")]
    types = dict.fromkeys(cents, pl.Int64) | dict.fromkeys(DATES, pl.Date)
    frame = pl.read_csv(file, schema_overrides=types, infer_schema=False)
    return frame.with_columns(pl.col("incomplete").fill_null("")).to_dicts()


def read_rejects(folder: Path, name: str = "out.rejects.csv") -> list[dict[str, str]]:
    """Read the rows that were rejected."""
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def sample_file(folder: Path, suffix: str) -> Path:
    """Write the households of ``sample`` as CSV or Parquet."""
    file = folder / f"in{suffix}"
    table = pl.DataFrame(sample_rows(), schema=SCHEMA)
    table.write_csv(file) if suffix == ".csv" else table.write_parquet(file)
    return file
