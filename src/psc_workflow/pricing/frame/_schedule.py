"""
Households of a frame, month by month: priced on the days on which something can happen, and put together.

Which days these are follows from the tariff and from the dates in the frame:
the first day of a month, the days on which values begin, and the days on which
somebody reaches an age or a year of retirement from which the tariff treats
them differently. The frame is priced on each of them, as by ``frame.price``;
in each month, households to whom nothing happens are priced once.
"""

import calendar
import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import attrs
import narwhals as nw

from psc_workflow._catalogue.components import Component
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.vocabulary import Certainty, Status, Who
from psc_workflow.exceptions import Fault, InvalidFrameError
from psc_workflow.pricing._months import Rules, month_bounds
from psc_workflow.pricing.frame._checks import RESULTS, children_of
from psc_workflow.pricing.frame._digits import is_there
from psc_workflow.pricing.frame._entries import BY_CHANNEL
from psc_workflow.pricing.frame._expressions import PREFIX, any_of, latest, true
from psc_workflow.pricing.frame._formulas import col
from psc_workflow.pricing.frame._month_columns import Priced, month_columns, year_columns, year_parts, year_sums
from psc_workflow.pricing.frame._native import select_columns
from psc_workflow.pricing.frame._rows import Rows, check_rows, price_days, price_rows
from psc_workflow.rules import ages

PERIOD = "period"
"""The column that says which month or year a row is of."""

_SUBJECT = "the households cannot be scheduled:"
_ONE_DAY = dt.timedelta(days=1)


def by_month(frame: Any, contract: Contract, first: dt.date, last: dt.date, least_certainty: Certainty) -> Any:
    """List what is due in each month: one row a household and month."""
    contract = _as_chosen(contract, first)
    names = _names(price_rows(frame, contract, first, least_certainty, BY_CHANNEL))
    moments = sorted(_moments(nw.from_native(frame), contract, first, last))

    def months(native: Any) -> Any:
        rows = check_rows(native)
        parts = []
        for begin, end in month_bounds(first, last):
            for some, days in _divided(rows, contract, [begin, *(day for day in moments if begin < day <= end)], end):
                wide, priced = _priced(some, contract, days, end, least_certainty)
                parts.append(select_columns(_month(wide, priced, end, contract), names, [PERIOD, *RESULTS]))
        return _typed(_stack(parts), RESULTS)

    is_dask = nw.from_native(frame).implementation.is_dask()  # partition by partition, which is many times as quick
    return frame.map_partitions(months) if is_dask else months(frame)


def by_year(frame: Any, contract: Contract, first: dt.date, last: dt.date, least_certainty: Certainty) -> Any:
    """
    Add up what is due in each calendar year: one row a household, told by its id, and year.

    Raises:
        InvalidFrameError: Two households have the same id, or one has none.
    """
    months = by_month(frame, contract, first, last, least_certainty)
    _check_ids(nw.from_native(frame))
    columns, keys = year_parts(contract), ("household_id", PERIOD)
    year = nw.col(PERIOD).str.slice(0, len("YYYY"))
    parts = nw.from_native(months).select("household_id", **{PERIOD: year}, **columns)
    sums = parts.group_by(*keys).agg(*year_sums(columns))
    results = year_columns(contract)
    return _typed(sums.select(*keys, **results), results)


def _divided(rows: Rows, contract: Contract, days: list[dt.date], end: dt.date) -> Iterator[tuple[Rows, list[dt.date]]]:
    """Divide the rows into those to which nothing happens in a month, but what happens to all, and the others."""
    begin = days[0]
    of_all = [begin, *(day for day in days[1:] if day in contract.periods.first_days)]
    if len(days) - len(of_all) <= 1:
        yield rows, days
        return
    is_busy = _is_busy(contract, rows.children, begin, end)
    yield rows.where(~is_busy), of_all
    yield rows.where(is_busy), days


def _is_busy(contract: Contract, children: Iterable[str], begin: dt.date, end: dt.date) -> nw.Expr:
    """Whether somebody reaches a limit after *begin*, and by *end*."""
    is_retiree = is_there("retired_on")
    conditions = []
    for column, years, of_retirees in _limits(contract.tariff.components, children):
        date = col(column)
        for year in sorted(years):
            passes = true((date > latest(begin, year)) & (date <= latest(end, year)))
            conditions.append(passes & is_retiree if of_retirees else passes)
    expression: nw.Expr = any_of(conditions).say(nw)
    return expression


def _priced(
    rows: Rows, contract: Contract, days: Sequence[dt.date], end: dt.date, least_certainty: Certainty
) -> tuple[Any, list[Priced]]:
    """Price the rows on each of the *days*, of which each stands for those up to the next one."""
    labels = {day: {name: f"{PREFIX}day_{place}_{name}" for name in RESULTS} for place, day in enumerate(days)}
    ends = [*(day - _ONE_DAY for day in days[1:]), end]
    priced = [Priced(day, last, labels[day]) for day, last in zip(days, ends, strict=True)]
    return nw.from_native(price_days(rows, contract, labels, least_certainty)), priced


def _month(wide: Any, priced: Sequence[Priced], end: dt.date, contract: Contract) -> Any:
    """Put a month together from its priced days."""
    length = calendar.monthrange(end.year, end.month)[1]
    for added in month_columns(priced, length, Rules.of(contract, priced[0].first_day), contract):
        wide = wide.with_columns(**added)
    return wide.with_columns(**{PERIOD: nw.lit(end.isoformat().rpartition("-")[0])})


def _as_chosen(contract: Contract, first: dt.date) -> Contract:
    """Let the formulas that are offered on the first day stay: a cover goes on, whether or not others can choose it."""
    offered = attrs.evolve(contract.dated("formulas", first), in_force_from=contract.formulas.values[0].in_force_from)
    formulas = attrs.evolve(contract.formulas, values=(offered,))
    return attrs.evolve(contract, formulas=formulas, recommended_formula=None)


def _names(priced: Any) -> list[Any]:
    """List the columns of a frame that can be priced, none of which is called as one that is added."""
    names = [name for name in nw.from_native(priced).collect_schema().names() if name not in RESULTS]
    faults = [Fault(name, "is there already") for name in names if isinstance(name, str) and name.casefold() == PERIOD]
    if faults:
        raise InvalidFrameError(_SUBJECT, faults)
    return names


def _check_ids(households: Any) -> None:
    """Make sure that an id stands for one household."""
    counts = households.select("household_id").group_by("household_id").agg(nw.len().alias("households"))
    repeated = counts.filter((nw.col("households") > 1) | nw.col("household_id").is_null())
    if _rows(repeated):
        message = "must be there, and be of one household only, where months are added up"
        raise InvalidFrameError(_SUBJECT, [Fault("household_id", message)])


# -- days on which something can happen -------------------------------------------------------------------


def _moments(households: Any, contract: Contract, first: dt.date, last: dt.date) -> set[dt.date]:
    """Find the days, after the first, on which the amounts of some household can change."""
    names = households.collect_schema().names()
    days = {day for day in contract.periods.first_days if first < day <= last}
    dates = households.select("retired_on", "birth_date", "partner_birth_date", *children_of(names))
    retirees = dates.filter(~nw.col("retired_on").is_null())
    for column, years, of_retirees in _limits(contract.tariff.components, children_of(names)):
        for date in _dates(retirees if of_retirees else dates, column):
            days |= {day for year in years if first < (day := ages.birthday(date, year)) <= last}
    return days


def _limits(components: Iterable[Component], children: Iterable[str]) -> Iterator[tuple[str, set[int], bool]]:
    """
    Walk the columns of dates, each with the years after which the tariff may treat a household differently.

    The last item says whether that can be only where the agent retires.
    """
    of_people = {Who.AGENT: ["birth_date"], Who.PARTNER: ["partner_birth_date"], Who.CHILD: list(children)}
    components = list(components)
    for who, columns in of_people.items():
        of_who = [component for component in components if component.who is who and component.by_age]
        limits = {year for component in of_who for year in _ends(component.from_age, component.to_age)}
        of_retirees = all(component.statuses == (Status.RETIRED,) for component in of_who)
        yield from ((column, limits, of_retirees) for column in columns if limits)
    of_years = [component for component in components if component.by_year]
    years = {year - 1 for component in of_years for year in _ends(component.from_year, component.to_year)}
    yield "retired_on", years | {0}, True


def _ends(first: int, last: int | None) -> tuple[int, ...]:
    """List the first number of a range, and the first one after it."""
    return (first,) if last is None else (first, last + 1)


def _dates(households: Any, column: str) -> Iterator[dt.date]:
    """Walk the dates of a column, each once, whatever type the engine has for them."""
    for row in _rows(households.select(column).unique()):
        value = row[column]
        if isinstance(value, dt.date) and value == value:  # noqa: PLR0124 -- no day of pandas equals itself
            yield value.date() if isinstance(value, dt.datetime) else value


def _rows(frame: Any) -> list[dict[str, Any]]:
    """Collect the rows of a small frame."""
    collected = frame.collect() if isinstance(frame, nw.LazyFrame) else frame
    rows: list[dict[str, Any]] = collected.rows(named=True)
    return rows


def _stack(parts: Sequence[Any]) -> Any:
    """Put frames one below the other; narwhals compares names, and one of pandas may be NaN, which equals none."""
    implementation = parts[0].implementation
    if not implementation.is_pandas_like():
        return nw.concat(parts, how="vertical")
    return nw.from_native(implementation.to_native_namespace().concat([part.to_native() for part in parts]))


def _typed(frame: Any, results: Iterable[str]) -> Any:
    """Return the engine's own frame; the amounts of pandas are whole numbers, even where some are null."""
    native = frame.to_native()
    if not (frame.implementation.is_pandas_like() or frame.implementation.is_dask()):
        return native
    typed = native.astype(dict.fromkeys((name for name in results if name.endswith("_cents")), "Int64"))
    return typed.reset_index(drop=True)
