"""
Frames of other engines than polars, made from rows, and read again.
"""

from collections.abc import Callable
from typing import Any

import dask.dataframe as dd
import duckdb
import narwhals as nw

from effort import ASKS_DASK
from households import DATES, as_polars


def of_pandas(rows: list[dict[str, Any]]) -> Any:
    """With the types that pandas users have: datetime64 for dates, float64 for whole numbers with gaps."""
    table = as_polars(rows).to_arrow().to_pandas()
    return table.assign(
        gross_cents=table["gross_cents"].astype("Int64"),
        **{name: table[name].astype("datetime64[ns]") for name in DATES},
    )


PYARROW_ALONE = "PyArrow, without polars"
"""A table that PyArrow prices itself, as where polars is not installed."""

MAKERS: dict[str, Callable[[list[dict[str, Any]]], Any]] = {
    "pandas": of_pandas,
    "PyArrow": lambda rows: as_polars(rows).to_arrow(),
    PYARROW_ALONE: lambda rows: as_polars(rows).to_arrow(),
    "DuckDB": lambda rows: duckdb.from_arrow(as_polars(rows).to_arrow()),
    "Dask": lambda rows: dd.from_pandas(of_pandas(rows), npartitions=2),
}

ENGINES = {name: make for name, make in MAKERS.items() if ASKS_DASK or name != "Dask"}
"""Where time is short, Dask is asked for prices and lines alone."""


def rows_of(native: Any) -> list[dict[str, Any]]:
    """Collect the rows of a frame."""
    wrapped = nw.from_native(native)
    collected = wrapped.collect("polars") if isinstance(wrapped, nw.LazyFrame) else wrapped
    rows: list[dict[str, Any]] = collected.to_polars().to_dicts()
    return rows
