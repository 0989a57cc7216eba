"""
The same tariff over data frames: polars, pandas, PyArrow, DuckDB, Dask, PySpark (extra ``batch``).

One wide row a household; the columns are those of ``COLUMNS`` and, if a frame
has it, of ``OPTIONAL_COLUMNS``. Everything is integer arithmetic on whole
columns: no function is called per row, so lazy and distributed frames stay lazy
and distributed. The amounts equal those of ``pricing.price`` to the cent.

>>> import datetime as dt
>>> import polars
>>> from psc_workflow import contracts
>>> households = polars.DataFrame(
...     {"household_id": ["a"], "gross_cents": [280000], "formula": ["base"], "regime": ["general"]}
...     | dict.fromkeys(("birth_date", "retired_on", "partner_birth_date"), [None]),
...     schema_overrides=dict.fromkeys(("birth_date", "retired_on", "partner_birth_date"), polars.Date),
... )
>>> priced = price(households, contracts.get("men-2026"), dt.date(2026, 5, 1))
>>> priced.select("employer_cents", "payroll_cents", "debited_cents", "certainty_payroll").row(0)
(3770, 3770, 0, 'estimated')
"""

import datetime as dt
from typing import Any, Literal, TypeVar

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.vocabulary import Certainty
from psc_workflow._structuring.arguments import check_day, member
from psc_workflow._structuring.extras import extra_error
from psc_workflow.exceptions import HostError
from psc_workflow.pricing._calibration import Calibration
from psc_workflow.pricing._calibration import calibrate as calibrate_households
from psc_workflow.pricing._charges import check_contract
from psc_workflow.pricing._populations import Dimension, PopulationComparison, PopulationSummary
from psc_workflow.pricing._schedule import check_days

try:
    import narwhals as nw
except ModuleNotFoundError as _missing:
    raise extra_error(_missing, "batch", __name__) from None

from psc_workflow.pricing.frame._checks import (
    COLUMNS,
    OPTIONAL_COLUMNS,
    RESULTS,
)
from psc_workflow.pricing.frame._pay_counts import agents
from psc_workflow.pricing.frame._population import compare_sides, label, price_sides, summarize
from psc_workflow.pricing.frame._pricing import price, price_lines
from psc_workflow.pricing.frame._schedule import by_month, by_year

__all__ = [
    "COLUMNS",
    "OPTIONAL_COLUMNS",
    "RESULTS",
    "Dimension",
    "PopulationComparison",
    "PopulationSummary",
    "calibrate",
    "compare",
    "price",
    "price_lines",
    "schedule",
    "summary",
]

Frame = TypeVar("Frame")


def summary(priced: Any) -> PopulationSummary:
    """
    Sum up what the households of a frame pay: by channel, and by pay decile, formula and family.

    The decile of a household is 1 more than the tenths of all households of a
    pay that is known who have a lower one, rounded down: households of the same
    pay are in the same decile. A lazy frame is asked three times, each time for a few rows.

    Args:
        priced: What ``price`` returned, of any engine.

    Returns:
        For each channel the sum of the amounts that are known, how many
        households these are of, how many have none, and the worst certainty;
        and how many households have each code of what is unknown.

    Raises:
        InvalidFrameError: *priced* has not the columns that ``price`` returns.

    >>> import datetime as dt
    >>> import polars
    >>> from psc_workflow import Channel, contracts
    >>> pays = [280000, 320000, None]
    >>> households = polars.DataFrame({"household_id": ["a", "b", "c"], "gross_cents": pays}).with_columns(
    ...     polars.lit("base").alias("formula"),
    ...     polars.lit("general").alias("regime"),
    ...     *(polars.lit(None, polars.Date).alias(name) for name in ("birth_date", "retired_on", "partner_birth_date")),
    ... )
    >>> priced = price(households, contracts.get("men-2026"), dt.date(2026, 5, 1))
    >>> payroll = summary(priced).total.sums[Channel.PAYROLL]
    >>> payroll.cents, payroll.households, payroll.unknown
    (7864, 2, 1)
    """
    return summarize(priced)


def compare(
    frame: Any,
    before: Contract,
    after: Contract,
    on: dt.date,
    *,
    on_after: dt.date | None = None,
    least_certainty: Certainty = Certainty.ILLUSTRATIVE,
) -> PopulationComparison:
    """
    Compare what the households of *frame* pay under two tariffs, or on two days.

    Args:
        frame: Households, as ``price`` takes them.
        before: The first contract.
        after: The second; it may be the first one with other values
            (``Contract.with_values``), or the same on another day.
        on: Day whose tariff is used, and on which ages are taken.
        on_after: The same for *after*, if it is another one.
        least_certainty: Amounts less certain than this stay unknown.

    Returns:
        Both summaries; how many households pay more, less and the same, and
        how much, by pay decile, formula and family; and the households with
        what they pay before and after. Households whose amount is unknown on
        one side are counted apart.

    Raises:
        InvalidFrameError: *frame* cannot be priced, or a column is called as
            one that is added.
        HostError: A contract or a day is of another type, or there is no such
            certainty.
        NoValueInForceError: A tariff says nothing about its day.

    >>> import datetime as dt
    >>> import polars
    >>> from psc_workflow import contracts
    >>> households = polars.DataFrame({"household_id": ["a", "b"], "gross_cents": [280000, None]}).with_columns(
    ...     polars.lit("base").alias("formula"),
    ...     polars.lit("general").alias("regime"),
    ...     *(polars.lit(None, polars.Date).alias(name) for name in ("birth_date", "retired_on", "partner_birth_date")),
    ... )
    >>> men = contracts.get("men-2026")
    >>> comparison = compare(households, men, men.with_values({"ce": "80.10"}), dt.date(2026, 5, 1))
    >>> household = comparison.total.shifts["household"]
    >>> household.losers, household.losses, household.unknown
    (1, 94, 1)
    """
    for contract, name in ((before, "before"), (after, "after")):
        check_contract(contract, name)
    check_day(on, "on")
    day_after = on if on_after is None else on_after
    check_day(day_after, "on_after")

    def price_both(some: Any) -> Any:
        first = price(some, before, on, least_certainty=least_certainty)
        second = price(label(first, "before_"), after, day_after, least_certainty=least_certainty)
        return label(second, "after_")

    return compare_sides(price_sides(frame, price_both), after.wording)


def schedule(
    frame: Frame,
    contract: Contract,
    first: dt.date,
    last: dt.date,
    *,
    by: Literal["month", "year"] = "month",
    least_certainty: Certainty = Certainty.ILLUSTRATIVE,
) -> Frame:
    """
    List what every household of *frame* pays from *first* to *last*, as ``pricing.schedule`` does.

    The frame is priced on the first day of each month, and, in the months in
    which somebody reaches an age or a year of retirement that makes a
    difference, their households on each such day; to find these, the dates of a lazy frame are collected.

    Args:
        frame: Households, as ``price`` takes them.
        first: First day of cover.
        last: Last day of cover, included.
        by: What a row is of.
        least_certainty: Amounts less certain than this stay unknown.

    Returns:
        The same kind of frame, in no order. By month: the columns as they came,
        ``period`` (text: ``2026-05``) and the results of ``price`` for the days
        covered. By year: ``household_id``, ``period`` (``2026``), the results, and
        the sums of those months that are known, ``known_employer_cents`` and so on.

    Raises:
        InvalidFrameError: *frame* cannot be priced, has a column that is called as
            one that is added, or, by year, an id is null or of two households.
        HostError: *contract* or a day cannot be used, or *by* is something else.
        NoValueInForceError: The tariff, or a rule for months, says nothing about the first day.

    >>> import datetime as dt
    >>> import polars
    >>> from psc_workflow import contracts
    >>> households = polars.DataFrame({"household_id": ["a"], "gross_cents": [280000]}).with_columns(
    ...     polars.lit("base").alias("formula"),
    ...     polars.lit("general").alias("regime"),
    ...     *(polars.lit(None, polars.Date).alias(name) for name in ("birth_date", "retired_on", "partner_birth_date")),
    ... )
    >>> men, first, last = contracts.get("men-2026"), dt.date(2026, 5, 1), dt.date(2026, 12, 31)
    >>> schedule(households, men, first, last, by="year").select("period", "payroll_cents").row(0)
    ('2026', 30160)
    """
    check_days(contract, first, last)
    if by not in ("month", "year"):
        raise HostError("`by` must be one of: month, year")

    least_certainty = member(Certainty, least_certainty, "least_certainty")
    make = by_month if by == "month" else by_year
    return make(frame, contract, first, last, least_certainty)  # type: ignore[no-any-return]  # of the same engine


def calibrate(
    frame: Any, contract: Contract, on: dt.date, *, component: str | None = None, of: str = "ce", places: int = 5
) -> Calibration:
    """
    Work out the coefficient of the solidarity part from the pay in *frame*, as ``pricing.calibrate`` does.

    A lazy frame is collected, by pay and what decides who pays.

    Raises:
        InvalidFrameError: *frame* cannot be priced, or a row of it is wrong.
        HostError: As for ``pricing.calibrate``.
        NoValueInForceError: The tariff says nothing about that day.
    """
    priced = price(frame, contract, on)
    if nw.from_native(priced).implementation.is_dask():  # partition by partition, which is many times as quick
        priced = frame.map_partitions(lambda part: price(part, contract, on))
    households = agents(priced, contract)
    return calibrate_households(households, contract=contract, on=on, component=component, of=of, places=places)
