"""
Columns that are the caller's own: whatever they are called and hold, every entry hands them through, or names them.
"""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import duckdb
import narwhals as nw
import pandas as pd
import polars as pl
import pytest

from engines import of_pandas
from households import as_polars, sample_rows
from people import MEN, START
from psc_workflow.exceptions import InvalidFrameError
from psc_workflow.pricing import frame
from psc_workflow.pricing.frame._checks import _name_faults
from psc_workflow.pricing.frame._column_types import PYSPARK

LAST = dt.date(2026, 6, 3)
ROWS = [row for row in sample_rows() if row["household_id"] == "4-base"]

RETURNS: dict[str, Callable[[Any], Any]] = {
    "price": lambda table: frame.price(table, MEN, START),
    "price, lines as columns": lambda table: frame.price(table, MEN, START, lines=True),
    "schedule by month": lambda table: frame.schedule(table, MEN, START, LAST),
    "compare": lambda table: frame.compare(table, MEN, MEN, START).frame,
}
"""Entries that return the columns of the caller, too."""

ENTRIES = RETURNS | {
    "price_lines": lambda table: frame.price_lines(table, MEN, START),
    "schedule by year": lambda table: frame.schedule(table, MEN, START, LAST, by="year"),
    "summary": lambda table: frame.summary(frame.price(table, MEN, START)),
    "calibrate": lambda table: frame.calibrate(table, MEN, START),
}

OWN = {
    2026: "x",
    1.5: "x",
    None: "x",
    ("a", "b"): "x",
    START: "x",
    "day_care": "x",
    "day_sum_employer": 1,
    "note_cents": "x",
    "bonus_cents": 1.5,
    "target_cents": 37,
    "known_employer_cents": 2.0,
    "*": "x",
    "^g.*$": "x",
}
"""Columns of pandas, each with its value."""

ENGINES: dict[str, Callable[[pl.DataFrame], Any]] = {
    "polars": lambda table: table,
    "lazy polars": lambda table: table.lazy(),
    "PyArrow": lambda table: table.to_arrow(),
    "DuckDB": lambda table: duckdb.from_arrow(table.to_arrow()),
}
PATTERNS = {"polars": ["*", "^g.*$", "^nobody$"], "lazy polars": ["*", "^g.*$", "^nobody$"], "DuckDB": ["*"]}
"""Names that an engine reads as several columns."""


@pytest.mark.parametrize("entry", ENTRIES)
def test_a_column_of_pandas_may_be_called_anything_and_hold_anything(entry: str) -> None:
    table = of_pandas(ROWS)
    own = pd.DataFrame([[*OWN.values()]]).infer_objects()
    own.columns = pd.Index([*OWN], dtype=object, tupleize_cols=False)
    result = ENTRIES[entry](pd.concat([table, own], axis=1))
    if entry in RETURNS:
        came = result.iloc[:1, len(table.columns) : len(table.columns) + len(OWN)]
        pd.testing.assert_frame_equal(came, own)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("entry", ENTRIES)
def test_a_name_that_an_engine_reads_as_several_columns_is_refused_by_it_and_kept_by_others(
    entry: str, engine: str
) -> None:
    for name in ["*", "^g.*$", "^nobody$"]:
        native = ENGINES[engine](as_polars(ROWS).with_columns(pl.lit("x").alias(name)))
        if name in PATTERNS.get(engine, []):
            with pytest.raises(InvalidFrameError, match=rf"{re.escape(name)}: is a name that \w+ reads as several"):
                ENTRIES[entry](native)
            continue
        result = ENTRIES[entry](native)
        if entry in RETURNS:
            assert name in nw.from_native(result).collect_schema().names()


@pytest.mark.parametrize(
    ("names", "place", "message"),
    [
        (["gross_cents", "note.1"], "", "has a dot or a backtick, which Spark reads as something else"),
        (["gross_cents", "note`1"], "", "has a dot or a backtick, which Spark reads as something else"),
        (["gross_cents", "note", "NOTE"], "", "two columns have the same name, apart from capital letters"),
        (["gross_cents", "gross_cents"], "gross_cents", "is there twice"),
        (["gross_cents", "*"], "*", "is a name that PySpark reads as several columns"),
    ],
)
def test_a_name_that_spark_reads_as_something_else_is_one_fault(names: list[str], place: str, message: str) -> None:
    """Without Spark, which make test-all asks itself."""
    (fault,) = _name_faults(names, {"gross_cents": "INTEGER"}, PYSPARK)
    assert (fault.path, message in fault.message) == (place, True)
