"""
The rows of a frame, priced: columns are judged, brought to types that are computed with, and returned as they came.
"""

import datetime as dt
import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import attrs
import narwhals as nw

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.vocabulary import Certainty
from psc_workflow.exceptions import Fault, InvalidFrameError
from psc_workflow.pricing.frame._arrow import has_polars, results_by_polars
from psc_workflow.pricing.frame._checks import COLUMNS, OPTIONAL_COLUMNS, RESULTS, children_of, judge
from psc_workflow.pricing.frame._column_types import PANDAS
from psc_workflow.pricing.frame._columns import Step, apply_all
from psc_workflow.pricing.frame._entries import Accounts
from psc_workflow.pricing.frame._inputs import as_they_are_priced, as_they_came
from psc_workflow.pricing.frame._line_steps import LINE_RESULTS, line_steps
from psc_workflow.pricing.frame._line_steps import Step as LineStep
from psc_workflow.pricing.frame._native import as_plan, columns_of, engine_of, moved, select_columns, worked_out
from psc_workflow.pricing.frame._pipeline import steps

_SLICE = 1 << 16
"""Households of a table of PyArrow whose lines are written at a time: few enough for the caches of a processor."""

_READ = {*COLUMNS, *OPTIONAL_COLUMNS} - {"household_id"}
"""What is read of a household, apart from its children."""

_SUBJECT = "the households cannot be priced:"


def price_rows(frame: Any, contract: Contract, on: dt.date, least_certainty: Certainty, accounts: Accounts) -> Any:
    """
    Price the rows of *frame*; what ``price`` returns and raises.

    Args:
        accounts: What amounts are added up by.
    """
    rows, results = check_rows(frame, accounts.lines), (*RESULTS, *accounts.lines)
    all_steps = steps(contract, on, rows.children, least_certainty, rows.optional, accounts)
    if rows.households.implementation.is_pyarrow() and has_polars():
        return _priced_by_polars(rows, all_steps, results)
    priced = apply_all(all_steps, as_plan(rows.households))
    return worked_out(as_they_came(priced, rows.names, results), rows.households.to_native())


def _priced_by_polars(rows: "Rows", all_steps: Iterable[Step], results: Sequence[str]) -> Any:
    """Return a table of PyArrow with its *results*."""
    table = as_they_came(rows.households, rows.names, ())
    read = rows.households.to_native().select([*(name for name in rows.names if name in _READ), *rows.children])
    for name, column in zip(results, results_by_polars(read, partial(apply_all, all_steps), results), strict=True):
        table = table.append_column(name, column)
    return table


def write_lines(frame: Any, contract: Contract, on: dt.date, least_certainty: Certainty) -> Any:
    """Write the lines of the rows of *frame*; what ``price_lines`` returns and raises."""
    rows = check_rows(frame)
    all_steps = line_steps(contract, on, rows.children, least_certainty, rows.optional)
    if rows.households.implementation.is_dask():  # partition by partition: a worker repeats the rows that it has
        return frame.map_partitions(write_lines, contract, on, least_certainty)
    parts = [_write(part, all_steps) for part in _slices(rows.households)]
    if len(parts) > 1:
        return rows.households.implementation.to_native_namespace().concat_tables(parts)
    return parts[0]


def _slices(households: Any) -> Iterator[Any]:
    """Cut a table of PyArrow, which takes longer for each row the more it has; other frames stay whole."""
    if not households.implementation.is_pyarrow():
        yield households
        return
    native = households.to_native()
    for first in range(0, max(native.num_rows, 1), _SLICE):
        yield nw.from_native(native.slice(first, _SLICE))


def _write(households: Any, all_steps: Iterable[LineStep]) -> Any:
    """Write the lines of some households."""
    lines = functools.reduce(lambda so_far, step: step.apply(so_far), all_steps, as_plan(households))
    native = worked_out(lines.select("household_id", *LINE_RESULTS).to_native(), households.to_native())
    return native.astype({"cents": "Int64"}) if lines.implementation.is_pandas_like() else native


def price_days(
    rows: "Rows", contract: Contract, days: Mapping[dt.date, Mapping[str, str]], least_certainty: Certainty
) -> Any:
    """
    Price rows on several days.

    Args:
        days: For each day, what its results are called, by the name that
            ``price`` gives them.

    Returns:
        The frame, its columns as they came, then the results of all days.
    """
    priced = rows.households  # day by day: polars would take longer to plan many days than to price them
    columns = [*priced.collect_schema().names()]
    for on, labels in days.items():
        priced = apply_all(steps(contract, on, rows.children, least_certainty, rows.optional), priced)
        priced = select_columns(priced, columns, [*labels]).rename(labels)
        columns += labels.values()
    results = [label for labels in days.values() for label in labels.values()]
    return as_they_came(priced, rows.names, results)


@attrs.frozen
class Rows:
    """
    Rows that can be priced.

    Args:
        households: The frame of narwhals, its columns in types that are
            computed with.
        names: Its columns, as they came.
        optional: Those of ``OPTIONAL_COLUMNS`` that it has.
    """

    households: Any
    names: list[Any]
    optional: frozenset[str]

    @property
    def children(self) -> tuple[str, ...]:
        """The columns of children's birth dates."""
        return children_of(self.names)

    def where(self, condition: Any) -> "Rows":
        """Return the rows of which a *condition* of narwhals holds."""
        households = self.households
        if not households.implementation.is_pyarrow():
            return attrs.evolve(self, households=households.filter(condition))
        arrow = households.implementation.to_native_namespace()
        native = moved(households.to_native(), lambda table: nw.from_native(table).filter(condition).to_native(), arrow)
        return attrs.evolve(self, households=nw.from_native(native))


def check_rows(frame: Any, added: Iterable[str] = ()) -> Rows:
    """
    Check the columns of a frame; none may be called as one that is *added*, beside the results.

    Raises:
        InvalidFrameError: They cannot be priced.
    """
    households, engine = _households(frame)
    native = households.to_native()
    columns = columns_of(native, engine)
    judgement = judge(columns, engine, native)
    names = [name for name, _ in columns]
    present = {str(name).casefold() for name in names}
    repeated = [Fault(name, "is there already") for name in added if name in present]
    if judgement.faults or repeated:
        raise InvalidFrameError(_SUBJECT, [*judgement.faults, *repeated])
    if households.implementation.is_dask() and any(dtype.startswith("date64") for dtype in judgement.types.values()):
        households = nw.from_native(native.map_partitions(_check_days, meta=native._meta))  # noqa: SLF001 -- as Dask does
    optional = frozenset(name for name in OPTIONAL_COLUMNS if name in names)
    return Rows(as_they_are_priced(households, judgement, engine), names, optional)


def _check_days(part: Any) -> Any:
    """Return a partition of Dask, its values checked."""
    faults = judge(columns_of(part, PANDAS), PANDAS, part).faults
    if faults:
        raise InvalidFrameError(_SUBJECT, faults)
    return part


def _households(frame: Any) -> tuple[Any, str]:
    """Wrap a frame, and name the engine whose types it has."""
    try:
        households: Any = nw.from_native(frame)
        engine = engine_of(households)
        households.collect_schema()
    except (TypeError, nw.exceptions.NarwhalsError) as error:
        message = f"must be a data frame without duplicate columns ({type(error).__name__})"
        raise InvalidFrameError(_SUBJECT, [Fault("", message)]) from None
    message = "must be a frame of polars, pandas, PyArrow, DuckDB, Dask or PySpark" if engine is None else ""
    if households.implementation.is_dask() and not all(isinstance(name, str) for name in frame.columns):
        message = "must have columns whose names are text: Dask cannot compare others"
    if engine is None or message:
        raise InvalidFrameError(_SUBJECT, [Fault("", message)])
    return households, engine
