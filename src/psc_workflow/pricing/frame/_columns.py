"""
Tables, and how each engine reads them: a column of whole numbers becomes a column of what stands at these places.

This is the one thing that narwhals does not offer for all engines: it can
replace values, but it compares them one by one where a place would do.

>>> import polars
>>> frame = polars.DataFrame({"place": [2, 0, 0]})
>>> step = LookUp({"word": ("place", Column(TEXTS, ("a", "b", "c")))})
>>> step.apply(nw.from_native(frame)).to_native()["word"].to_list()
['c', 'a', 'a']
"""

import functools
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import attrs
import narwhals as nw

from psc_workflow.pricing.frame._column_types import DUCKDB, PANDAS, POLARS, PYARROW, PYSPARK
from psc_workflow.pricing.frame._formulas import Formula
from psc_workflow.pricing.frame._native import engine_of

PLACES, CENTS, TEXTS = "places", "cents", "texts"
"""What a column of a table may hold: places in another table, amounts (null where unknown), words."""

_DASK = "Dask"

_MANY = 64
"""Columns from which pandas is slow if each is stored apart; it warns of more than 100."""

_CHUNK = 1 << 18
"""The most texts in one chunk of PyArrow, which holds 2 GiB."""

_SEPARATOR = "\n"
"""What no text of a table contains."""

_ESCAPES_OF_DUCKDB = {ord("'"): "''"}
_ESCAPES_OF_SPARK = {ord("'"): r"\'", ord("\\"): r"\\", ord("$"): r"\u0024"}  # else it fills in ${variables}


@attrs.frozen(eq=False)
class Column:
    """
    One column of a table.

    Args:
        kind: ``PLACES``, ``CENTS`` or ``TEXTS``.
    """

    kind: str
    values: tuple[Any, ...]

    def in_sql(self, escapes: dict[int, str]) -> str:
        """
        Write the values as one constant of text, which an engine reads faster than a list of constants.

        Args:
            escapes: How an engine writes what would end a constant, or begin an escape.
        """
        if self.kind == TEXTS:
            return _SEPARATOR.join(self.values).translate(escapes)
        return f"[{', '.join('null' if value is None else str(value) for value in self.values)}]"


LookUps = Mapping[str, tuple[str, Column]]
"""The columns to add: each with the column of places, and what stands there."""


@attrs.frozen(eq=False)
class LookUp:
    """A step that adds columns from tables."""

    columns: LookUps

    def in_polars(self, native: Any, polars: Any) -> Any:
        """Add the columns to a frame of polars."""
        return _in_polars(native, self.columns, polars)

    def apply(self, frame: Any) -> Any:
        """Add the columns to a frame of narwhals."""
        engine = _DASK if frame.implementation.is_dask() else engine_of(frame)
        namespace = frame.implementation.to_native_namespace()
        return nw.from_native(_ENGINES[engine or ""](frame.to_native(), self.columns, namespace))


@attrs.frozen(eq=False)
class Compute:
    """A step that adds columns worked out from those of the same row."""

    columns: Mapping[str, Formula]

    def in_polars(self, native: Any, polars: Any) -> Any:
        """Add the columns to a frame of polars."""
        return native.with_columns(**_said(self, polars))

    def apply(self, frame: Any) -> Any:
        """Add the columns to a frame of narwhals."""
        if frame.implementation.is_polars():
            return nw.from_native(self.in_polars(frame.to_native(), frame.implementation.to_native_namespace()))
        return frame.with_columns(**_said(self, nw))


@functools.lru_cache(512)
def _said(step: Compute, language: Any) -> dict[str, Any]:
    return {name: formula.say(language) for name, formula in step.columns.items()}


Step = LookUp | Compute


def apply_all(steps: Iterable[Step], frame: Any) -> Any:
    """Apply *steps*, one after the other, to a frame of narwhals; one of polars is unwrapped once for all of them."""
    if not frame.implementation.is_polars():
        return functools.reduce(lambda so_far, step: step.apply(so_far), steps, frame)
    polars = frame.implementation.to_native_namespace()
    return nw.from_native(
        functools.reduce(lambda so_far, step: step.in_polars(so_far, polars), steps, frame.to_native())
    )


# -- one function an engine -----------------------------------------------------------------------


def _in_polars(native: Any, columns: LookUps, polars: Any) -> Any:
    tables = {name: polars.lit(_series(column)) for name, (_, column) in columns.items()}
    return native.with_columns(**{name: tables[name].gather(polars.col(key)) for name, (key, _) in columns.items()})


@functools.lru_cache(512)
def _series(column: Column) -> Any:
    polars = nw.Implementation.POLARS.to_native_namespace()
    types = {PLACES: polars.Int32, CENTS: polars.Int64, TEXTS: polars.String}
    return polars.Series(column.values, dtype=types[column.kind])


def _in_pandas(native: Any, columns: LookUps, pandas: Any) -> Any:
    if native.shape[1] > _MANY:
        native = native.copy()  # stores columns of a type together; else pandas warns that it has many apart
    return native.assign(**{name: _take(native[key], column, pandas) for name, (key, column) in columns.items()})


def _in_dask(native: Any, columns: LookUps, _: Any) -> Any:
    pandas = nw.Implementation.PANDAS.to_native_namespace()
    empty = native._meta  # noqa: SLF001 -- how Dask itself passes on the types of columns
    added = {
        name: native[key].map_partitions(_take, column, pandas, meta=_take(empty[key], column, pandas))
        for name, (key, column) in columns.items()
    }
    return native.assign(**added)


def _take(places: Any, column: Column, pandas: Any) -> Any:
    values = _array(column, pandas).take(places.to_numpy(dtype="int64"))
    return pandas.Series(values, index=places.index)


@functools.lru_cache(512)
def _array(column: Column, pandas: Any) -> Any:
    types = {PLACES: "Int32", CENTS: "Int64", TEXTS: None}
    return pandas.Series(column.values, dtype=types[column.kind]).array


def _in_arrow(native: Any, columns: LookUps, arrow: Any) -> Any:
    for name, (key, column) in columns.items():
        table, places = _arrow(column), native[key].combine_chunks()
        if column.kind == TEXTS and len(places) > _CHUNK:
            chunks = [table.take(places.slice(first, _CHUNK)) for first in range(0, len(places), _CHUNK)]
            native = native.append_column(name, arrow.chunked_array(chunks))
        else:
            native = native.append_column(name, table.take(places))
    return native


@functools.lru_cache(512)
def _arrow(column: Column) -> Any:
    arrow = nw.Implementation.PYARROW.to_native_namespace()
    types = {PLACES: arrow.int32(), CENTS: arrow.int64(), TEXTS: arrow.string()}
    return arrow.array(column.values, types[column.kind])


def _in_duckdb(native: Any, columns: LookUps, _: Any) -> Any:
    lists = {
        PLACES: "CAST('{}' AS INTEGER[])",
        CENTS: "CAST('{}' AS BIGINT[])",
        TEXTS: f"string_split('{{}}', '{_SEPARATOR}')",
    }
    added = (
        f"list_extract({lists[column.kind].format(column.in_sql(_ESCAPES_OF_DUCKDB))}, {key} + 1) AS {name}"
        for name, (key, column) in columns.items()
    )
    return native.project(", ".join(("*", *added)))


def _in_spark(native: Any, columns: LookUps, _: Any) -> Any:
    lists = {
        PLACES: "from_json('{}', 'array<int>')",
        CENTS: "from_json('{}', 'array<bigint>')",
        TEXTS: f"split('{{}}', '{_SEPARATOR}')",
    }
    added = (
        f"get({lists[column.kind].format(column.in_sql(_ESCAPES_OF_SPARK))}, {key}) AS {name}"
        for name, (key, column) in columns.items()
    )
    return native.selectExpr("*", *added)


_ENGINES: dict[str, Callable[[Any, LookUps, Any], Any]] = {
    POLARS: _in_polars,
    PANDAS: _in_pandas,
    _DASK: _in_dask,
    PYARROW: _in_arrow,
    DUCKDB: _in_duckdb,
    PYSPARK: _in_spark,
}
