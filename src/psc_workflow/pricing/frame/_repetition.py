"""
Rows repeated: one household becomes a row for each person, and one person a row for each line.

As tables are (``_columns``), this is written for each engine, since narwhals
has it for some of them only. No row meets another, so none moves.

>>> import narwhals, polars
>>> frame = polars.DataFrame({"id": ["a", "b", "c"], "count": [2, 0, 1]})
>>> step = Repeat("count", "number", ("id",))
>>> step.apply(narwhals.from_native(frame)).to_native().rows()
[('a', 0), ('a', 1), ('c', 0)]
"""

from collections.abc import Callable
from typing import Any

import attrs
import narwhals as nw

from psc_workflow.pricing.frame._column_types import DUCKDB, PANDAS, POLARS, PYARROW, PYSPARK
from psc_workflow.pricing.frame._native import engine_of, moved


@attrs.frozen
class Repeat:
    """
    A step that repeats each row, and numbers the repetitions from 0 on.

    Args:
        count: The column that says how often; where it is 0, the row goes.
        number: The column to add.
        keep: The columns to keep.
    """

    count: str
    number: str
    keep: tuple[str, ...]

    def apply(self, frame: Any) -> Any:
        """Repeat the rows of a frame of narwhals."""
        native, namespace = frame.to_native(), frame.implementation.to_native_namespace()
        return nw.from_native(_ENGINES[engine_of(frame) or ""](native, self, namespace))


def _in_polars(native: Any, step: Repeat, polars: Any) -> Any:
    numbers = polars.int_ranges(0, polars.col(step.count), dtype=polars.Int32).alias(step.number)
    return native.filter(polars.col(step.count) > 0).select(*step.keep, numbers).explode(step.number)


def _in_pandas(native: Any, step: Repeat, _: Any) -> Any:
    counts = native[step.count].astype("int64").reset_index(drop=True)
    rows = counts.index.repeat(counts)
    repeated = native[list(step.keep)].reset_index(drop=True).take(rows).reset_index(drop=True)
    first = (counts.cumsum() - counts).take(rows).to_numpy()
    return repeated.assign(**{step.number: repeated.index.to_numpy() - first})


def _in_arrow(native: Any, step: Repeat, arrow: Any) -> Any:
    counts = native[step.count].combine_chunks()
    most = max(counts.unique().to_pylist(), default=0)
    ranges = arrow.array([list(range(count)) for count in range(most + 1)], arrow.list_(arrow.int32())).take(counts)
    rows = arrow.compute.list_parent_indices(ranges)
    repeated = moved(native.select(list(step.keep)), lambda table: table.take(rows), arrow)
    return repeated.append_column(step.number, arrow.compute.list_flatten(ranges))


def _in_duckdb(native: Any, step: Repeat, _: Any) -> Any:
    return native.project(", ".join((*step.keep, f"CAST(unnest(range({step.count})) AS INTEGER) AS {step.number}")))


def _in_spark(native: Any, step: Repeat, _: Any) -> Any:
    numbers = f"if({step.count} > 0, sequence(0, {step.count} - 1), cast(array() AS array<int>))"
    return native.selectExpr(*step.keep, f"explode({numbers}) AS {step.number}")


_ENGINES: dict[str, Callable[[Any, Repeat, Any], Any]] = {
    POLARS: _in_polars,
    PANDAS: _in_pandas,
    PYARROW: _in_arrow,
    DUCKDB: _in_duckdb,
    PYSPARK: _in_spark,
}
