"""
What each engine says of the columns of its own frames: names, as often as they occur, and types.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import narwhals as nw

from psc_workflow.pricing.frame._column_types import DUCKDB, PANDAS, POLARS, PYARROW, PYSPARK

_ENGINES = {
    nw.Implementation.POLARS: POLARS,
    nw.Implementation.PANDAS: PANDAS,
    nw.Implementation.MODIN: PANDAS,
    nw.Implementation.CUDF: PANDAS,
    nw.Implementation.DASK: PANDAS,
    nw.Implementation.PYARROW: PYARROW,
    nw.Implementation.DUCKDB: DUCKDB,
    nw.Implementation.PYSPARK: PYSPARK,
    nw.Implementation.PYSPARK_CONNECT: PYSPARK,
}

Columns = list[tuple[Any, str]]
"""Names, which pandas lets be anything, and names of types."""


def engine_of(households: Any) -> str | None:
    """Name the engine whose types a frame of narwhals has; ``None`` if it is not priced."""
    return _ENGINES.get(households.implementation)


def columns_of(native: Any, engine: str) -> Columns:
    """List the columns of *native*."""
    return _COLUMNS[engine](native)


def select_columns(households: Any, first: Sequence[Any], others: Sequence[str]) -> Any:
    """Keep the *first* columns, which in pandas may be called anything, even NaN, and some *others*."""
    if not households.implementation.is_pandas_like():
        return households.select(*first, *others)
    native, names = households.to_native(), [*first, *others]
    columns = native.iloc[:, [*range(len(first)), *map(native.columns.get_loc, others)]]
    index = households.implementation.to_native_namespace().Index  # narwhals calls a column 0 whose name is None
    labels = index(names, dtype=native.columns.dtype, name=native.columns.name, tupleize_cols=False)
    return nw.from_native(columns.set_axis(labels, axis=1))


def as_plan(households: Any) -> Any:
    """
    Return a frame of narwhals as a plan, if it is one of polars: others stay as they are.

    Polars then works all steps out at once, and keeps no column that only another
    step reads: a million households take half as long.
    """
    return households.lazy() if households.implementation.is_polars() else households


def worked_out(native: Any, like: Any) -> Any:
    """Return what a plan leads to, where *like* is no plan itself."""
    is_plan, is_eager = _is_lazy_frame(native), not _is_lazy_frame(like)
    return native.collect() if is_plan and is_eager else native


def moved(table: Any, move: Callable[[Any], Any], arrow: Any) -> Any:
    """Return what *move* makes of the rows of a table of PyArrow, which moves no views: they are texts meanwhile."""
    movable = [field.with_type(_movable(field.type, arrow)) for field in table.schema]
    if all(field.type == own.type for field, own in zip(movable, table.schema, strict=True)):
        return move(table)
    return move(table.cast(arrow.schema(movable))).cast(table.schema)


def _movable(dtype: Any, arrow: Any) -> Any:
    if arrow.types.is_string_view(dtype):
        return arrow.large_string()
    return arrow.large_binary() if arrow.types.is_binary_view(dtype) else dtype


def _is_lazy_frame(native: Any) -> bool:
    return nw.dependencies.is_polars_lazyframe(native)


def _of_polars(native: Any) -> Columns:
    return [(name, str(dtype)) for name, dtype in native.collect_schema().items()]


def _of_pandas(native: Any) -> Columns:
    return [
        (name, _described(dtype, partial(_column, native, place)))
        for place, (name, dtype) in enumerate(native.dtypes.items())
    ]


def _column(native: Any, place: int) -> Any:
    return native.iloc[:, place]


def _described(dtype: Any, values: Callable[[], Any]) -> str:
    """Name a type of pandas; one that holds anything is named after what it holds."""
    if str(dtype) == "category":
        return f"category of {_content(dtype.categories)}"
    return f"object of {_content(values())}" if str(dtype) == "object" else str(dtype)


def _content(values: Any) -> str:
    """Say what the values of an index or of a column are, apart from nulls."""
    if not hasattr(values, "tolist"):
        return "anything"  # a column of Dask, which is not computed for that
    kinds = set(map(type, values[values.notna()].tolist()))
    if all(issubclass(kind, str) for kind in kinds):
        return "texts" if kinds else "nulls"
    return "dates" if kinds == {dt.date} else ", ".join(sorted(kind.__name__ for kind in kinds))


def _of_arrow(native: Any) -> Columns:
    return [(field.name, str(field.type)) for field in native.schema]


def _of_duckdb(native: Any) -> Columns:
    return [(name, str(dtype)) for name, dtype in zip(native.columns, native.types, strict=True)]


def _of_spark(native: Any) -> Columns:
    return [(field.name, field.dataType.simpleString()) for field in native.schema.fields]


_COLUMNS: dict[str, Callable[[Any], Columns]] = {
    POLARS: _of_polars,
    PANDAS: _of_pandas,
    PYARROW: _of_arrow,
    DUCKDB: _of_duckdb,
    PYSPARK: _of_spark,
}


def is_null_only(native: Any, name: str) -> bool:
    """Whether a column of pandas holds nothing but nulls; a column of Dask is not computed for that."""
    column = native[name]
    return hasattr(column, "tolist") and bool(column.isna().all())


def has_time_of_day(native: Any, name: str, dtype: str) -> bool:
    """
    Whether a column of PyArrow's ``date64``, in a table or in pandas, has a value that is no whole day.

    No such value is a date, by the specification of Arrow, and none is converted.
    A column of Dask is not computed for that.
    """
    if not dtype.startswith("date64"):
        return False
    column = native[name]
    try:
        if hasattr(column, "cast"):
            column.cast("date32")
        elif hasattr(column, "tolist"):
            column.astype("date32[day][pyarrow]")
    except ValueError:
        return True
    return False
