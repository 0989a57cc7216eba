"""
Schedules and calibrations over frames: integer for integer those of the households one by one, on every engine.
"""

import datetime as dt
import itertools
from collections.abc import Callable
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import engines
from effort import ASKS_DASK
from engines import ENGINES, rows_of
from households import (
    ALL_CONTRACTS,
    CHILD_COLUMNS,
    DRAWN_ROWS,
    as_polars,
    household,
    sample_rows,
    with_offered_formulas,
)
from people import MEN, START
from psc_workflow import Formula
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.month_rules import BrokenMonths, ChangedMonths
from psc_workflow._catalogue.values import Dated
from psc_workflow._model.vocabulary import Certainty, Channel, Status, Who
from psc_workflow.exceptions import HostError, InvalidFrameError, NoValueInForceError
from psc_workflow.pricing import Premium, calibrate, frame, schedule
from psc_workflow.pricing.frame import _schedule as frame_schedule
from tariffs import LATER, SINCE, SOURCES, amount, component, ruled, tariff, tariffs

FIRST_DAYS = st.sampled_from([START, dt.date(2026, 5, 17), dt.date(2026, 12, 1)])
LENGTHS = st.sampled_from([0, 13, 30]) | st.integers(0, 45)
ONE_DAY = dt.timedelta(days=1)

BANDS = tariff(
    component("young", amount(value="1"), to_age=59),
    component("old", amount(value="2"), amount(value="2.5", in_force_from=LATER), from_age=60),
    component("child", amount(value="5"), who=Who.CHILD, to_age=20),
    component("grown", amount(), who=Who.CHILD, from_age=21),
    component("partner", amount(value="9"), who=Who.PARTNER, to_age=53),
    component("partner-later", amount(value="7"), who=Who.PARTNER, from_age=54),
    component("pension", amount(value="30"), statuses=(Status.RETIRED,), to_year=6, channel=Channel.EMPLOYER),
    component("pension-later", amount(value="40"), statuses=(Status.RETIRED,), from_year=7, channel=Channel.EMPLOYER),
    component("of-pay", amount(coefficient="0.01"), statuses=(Status.ACTIVE,), channel=Channel.PAYROLL),
    component("less", amount(share="-0.5", of_lines=("young", "old"), certainty=Certainty.ESTIMATED)),
    statuses=(Status.ACTIVE, Status.RETIRED),
)


def one_by_one(row: dict[str, Any], contract: Contract, first: dt.date, last: dt.date) -> Any:
    return schedule(household(row), contract=contract, formula=Formula(row["formula"]), first=first, last=last)


def facts(premium: Premium) -> tuple[Any, ...]:
    totals = premium.totals
    return (*totals.cents, *(certainty.value for certainty in totals.certainties), ";".join(totals.incomplete))


def results(row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in frame.RESULTS)


def check(rows: list[dict[str, Any]], contract: Contract, first: dt.date, last: dt.date, native: Any) -> None:
    """Compare months and years of each row with those of its household."""
    by_id = {row["household_id"]: row for row in rows}
    plans = {name: one_by_one(row, contract, first, last) for name, row in by_id.items()}
    months = rows_of(frame.schedule(native, contract, first, last))
    expected = {
        (name, f"{month.first_day:%Y-%m}"): facts(month) for name, plan in plans.items() for month in plan.months
    }
    assert {(row["household_id"], row["period"]): results(row) for row in months} == expected
    assert len(months) == len(expected)
    years = rows_of(frame.schedule(native, contract, first, last, by="year"))
    sums = {
        (row["household_id"], row["period"]): tuple(row[f"known_{channel.value}_cents"] for channel in Channel)
        for row in years
    }
    expected = {(name, str(year.first_day.year)): year for name, plan in plans.items() for year in plan.years}
    assert {(row["household_id"], row["period"]): results(row) for row in years} == {
        key: facts(year) for key, year in expected.items()
    }
    assert sums == {key: year.known_cents for key, year in expected.items()}


@given(
    st.sampled_from(ALL_CONTRACTS) | tariffs(),
    st.lists(DRAWN_ROWS, min_size=1, max_size=3),
    st.sampled_from([None, *BrokenMonths]),
    st.sampled_from([None, *ChangedMonths]),
    FIRST_DAYS,
    LENGTHS,
)
@settings(max_examples=max(settings().max_examples // 5, 5))
def test_a_frame_gives_what_its_households_give_one_by_one(  # noqa: PLR0917 -- what is drawn
    contract: Contract,
    rows: list[dict[str, Any]],
    broken: BrokenMonths | None,
    changed: ChangedMonths | None,
    first: dt.date,
    length: int,
) -> None:
    contract = ruled(contract, broken, changed)
    rows = [
        row | {"household_id": f"{place}"} for place, row in enumerate(with_offered_formulas(rows, contract, first))
    ]
    check(rows, contract, first, first + length * ONE_DAY, as_polars(rows))


def born_near_the_days() -> list[dict[str, Any]]:
    """List households of which much happens in the months around the year's end."""
    rows = []
    for place in range(4):
        row = sample_rows()[place] | {"household_id": f"h{place}", "formula": "base", "regime": "general"}
        row |= {"position": None, "gross_cents": 280000 + place, "retired_on": None}
        row |= {"birth_date": dt.date(1966, 12, 9 + place % 2), "partner_birth_date": dt.date(1972, 12, 9)}
        row |= dict.fromkeys(CHILD_COLUMNS) | {CHILD_COLUMNS[0]: dt.date(2005, 12, 28 - place // 2)}
        rows.append(row | ({"retired_on": dt.date(2026 - 6 * (place % 2), 12, 10)} if place % 3 else {}))
    return rows


MAKERS: dict[str, Callable[[list[dict[str, Any]]], Any]] = {"polars": as_polars, **engines.MAKERS}
RULES = (BrokenMonths.BY_DAY, ChangedMonths.BY_DAY)


@pytest.mark.parametrize(
    ("engine", "broken", "changed"),
    [
        *itertools.product(["polars"], [None, *BrokenMonths], [None, *ChangedMonths]),
        *((engine, *RULES) for engine in MAKERS if engine not in {"polars", "Dask"}),
    ],
)
def test_every_engine_gives_what_the_households_give(
    engine: str, broken: BrokenMonths | None, changed: ChangedMonths | None
) -> None:
    rows = born_near_the_days()
    check(rows, ruled(BANDS, broken, changed), dt.date(2026, 12, 1), dt.date(2027, 1, 15), MAKERS[engine](rows))


def test_a_year_of_retirement_after_which_nothing_comes_ends_in_a_frame_as_for_a_household() -> None:
    """The amount ends with the sixth year, and no later component begins with the seventh."""
    pension = component("pension", amount(value="30"), statuses=(Status.RETIRED,), to_year=6)
    contract = ruled(tariff(pension, statuses=(Status.ACTIVE, Status.RETIRED)), *RULES)
    retired = next(row for row in born_near_the_days() if row["retired_on"] == dt.date(2020, 12, 10))
    rows = [retired | dict.fromkeys(CHILD_COLUMNS) | {"partner_birth_date": None}]
    check(rows, contract, dt.date(2026, 12, 1), dt.date(2026, 12, 31), as_polars(rows))


ALONE = tariff(
    component("fee", amount(value="3"), amount(value="4", in_force_from=dt.date(2026, 6, 11))),
    component("from-60-on", amount(value="1"), from_age=60, to_age=64, channel=Channel.EMPLOYER),
)


@pytest.mark.parametrize("broken", [None, *BrokenMonths])
@pytest.mark.parametrize("changed", [None, *ChangedMonths])
def test_one_thing_that_happens_in_a_month_is_as_one_by_one(
    broken: BrokenMonths | None, changed: ChangedMonths | None
) -> None:
    """A value changes on 11 June; in July an agent comes to the only band there is, in August another leaves it."""
    births = {"comes": dt.date(1966, 7, 20), "leaves": dt.date(1961, 8, 20)}
    row = born_near_the_days()[0] | {"partner_birth_date": None} | dict.fromkeys(CHILD_COLUMNS)
    rows = [row | {"household_id": name, "birth_date": birth} for name, birth in births.items()]
    check(rows, ruled(ALONE, broken, changed), START, dt.date(2026, 8, 30), as_polars(rows))


@pytest.mark.skipif(
    not ASKS_DASK, reason="a schedule prices frames of pandas day by day, and Dask takes seconds for each"
)
def test_dask_gives_what_the_households_give() -> None:
    """Its frames are priced partition by partition, as those of pandas are: two days are enough."""
    rows = born_near_the_days()
    check(rows, ruled(BANDS, *RULES), dt.date(2026, 12, 8), dt.date(2026, 12, 9), MAKERS["Dask"](rows))


@pytest.mark.parametrize("engine", [engine for engine in MAKERS if engine != "Dask"])
def test_the_contract_of_the_ministry_over_every_engine(engine: str) -> None:
    rows = with_offered_formulas(sample_rows(), MEN, START)
    check(rows, MEN, START, dt.date(2026, 6, 30), MAKERS[engine](rows))


def test_a_lazy_frame_stays_lazy_and_a_frame_keeps_its_columns() -> None:
    rows = born_near_the_days()
    lazy = as_polars(rows).lazy()
    months = frame.schedule(lazy, BANDS, START, dt.date(2026, 6, 30))
    assert type(months) is type(lazy)
    assert months.collect_schema().names() == [*as_polars(rows).columns, "period", *frame.RESULTS]
    pandas = frame.schedule(ENGINES["pandas"](rows), BANDS, START, dt.date(2026, 6, 30))
    assert list(pandas.index) == list(range(8))
    assert str(pandas["debited_cents"].dtype) == "Int64"


@pytest.mark.parametrize("by", ["month", "year"])
def test_amounts_of_pandas_are_whole_numbers_of_which_some_may_be_null(by: Any) -> None:
    table = frame.schedule(ENGINES["pandas"](born_near_the_days()), ALONE, START, dt.date(2026, 5, 10), by=by)
    assert {str(table[name].dtype) for name in table.columns if name.endswith("_cents")} == {"Int64"}


def test_a_formula_that_others_cannot_choose_any_more_goes_on() -> None:
    offered = [Dated(SINCE, Certainty.PUBLISHED, SOURCES, (Formula.BASE, Formula.OPTION_1))]
    offered.append(attrs.evolve(offered[0], in_force_from=dt.date(2026, 6, 1), value=(Formula.BASE,)))
    formulas = attrs.evolve(MEN.formulas, values=tuple(offered))
    contract = attrs.evolve(BANDS, formulas=formulas, recommended_formula=None)
    rows = [row | {"formula": "option_1"} for row in born_near_the_days()]
    check(rows, contract, START, dt.date(2026, 8, 31), as_polars(rows))


def test_a_row_that_is_wrong_is_wrong_in_each_month_and_in_the_year() -> None:
    rows = as_polars([born_near_the_days()[0] | {"formula": "gold"}])
    for by in ("month", "year"):
        for row in rows_of(frame.schedule(rows, MEN, START, dt.date(2026, 6, 30), by=by)):  # type: ignore[call-overload]
            assert (row["payroll_cents"], row["incomplete"]) == (None, "formula-not-offered")


def test_years_are_told_by_the_id() -> None:
    row = born_near_the_days()[0]
    for ids in (["a", "a"], ["a", None]):
        twice = as_polars([row | {"household_id": name} for name in ids])
        with pytest.raises(
            InvalidFrameError, match=r"\n  household_id: must be there, and be of one household only, where"
        ):
            frame.schedule(twice, MEN, START, START, by="year")
        assert len(frame.schedule(twice, MEN, START, START)) == 2


@pytest.mark.parametrize(
    ("wrong", "error", "message"),
    [
        ({"last": START - ONE_DAY}, HostError, "`last`"),
        ({"by": "week"}, HostError, "`by`"),
        ({"contract": "men-2026"}, HostError, "`contract`"),
        ({"first": START - ONE_DAY}, NoValueInForceError, "2026-04-30"),
        ({"frame": [1]}, InvalidFrameError, "data frame"),
        ({"frame": as_polars([]).rename({"regime": "x"})}, InvalidFrameError, "regime"),
        ({"frame": as_polars([]).rename({"position": "period"})}, InvalidFrameError, "period"),
    ],
)
def test_what_cannot_be_used_is_told_before_anything_is_priced(
    wrong: dict[str, Any], error: type[Exception], message: str
) -> None:
    asked = {"frame": as_polars([]), "contract": MEN, "first": START, "last": START}
    with pytest.raises(error, match=message):
        frame.schedule(**asked | wrong)


def test_a_frame_without_rows_has_no_months() -> None:
    for by in ("month", "year"):
        assert rows_of(frame.schedule(as_polars([]), MEN, START, dt.date(2026, 12, 31), by=by)) == []  # type: ignore[call-overload]


# -- calibration -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("engine", ["polars", *ENGINES])
def test_a_frame_is_calibrated_on_as_its_households_are(engine: str) -> None:
    rows = [
        row
        for row in with_offered_formulas(sample_rows(), MEN, START)
        if row["regime"] is not None and (row["gross_cents"] or row["retired_on"])
    ]
    native = MAKERS[engine](rows)
    expected = calibrate(map(household, rows), contract=MEN, on=START)
    assert expected.left_out > 0
    assert frame.calibrate(native, MEN, START) == expected
    assert frame.calibrate(native, MEN, START, places=3).coefficient == round(expected.exact, 3)


def test_a_frame_is_calibrated_by_age_where_the_tariff_is() -> None:
    young = tariff(
        component("of-pay", amount(coefficient="0.01"), to_age=59), component("old", amount(value="1"), from_age=60)
    )
    rows = [sample_rows()[0] | {"gross_cents": 280000, "birth_date": dt.date(year, 1, 1)} for year in (1960, 1980)]
    solution = frame.calibrate(as_polars(rows), young, START)
    assert solution == calibrate(map(household, rows), contract=young, on=START)
    assert (solution.population, solution.left_out) == (1, 1)


def test_a_frame_that_gives_no_coefficient_is_one_clear_error() -> None:
    with pytest.raises(HostError, match="nobody"):
        frame.calibrate(as_polars([]), MEN, START)
    wrong = as_polars([sample_rows()[9] | {"formula": "gold"}])
    with pytest.raises(InvalidFrameError, match="formula-not-offered"):
        frame.calibrate(wrong, MEN, START)
    with pytest.raises(HostError, match="the pay of 1"):
        frame.calibrate(as_polars([born_near_the_days()[0] | {"gross_cents": None}]), MEN, START)


def test_households_to_whom_nothing_happens_are_priced_once_a_month(monkeypatch: pytest.MonkeyPatch) -> None:
    """Birthdays are on every fifth day of the year."""
    rows = [
        sample_rows()[0] | {"household_id": str(place), "birth_date": dt.date(1966, 1, 1) + place * ONE_DAY}
        for place in range(0, 365, 5)
    ]
    priced = 0

    def count_rows(rows: Any, *arguments: Any) -> Any:
        nonlocal priced
        priced += len(rows.households) * len(arguments[1])
        return price_days(rows, *arguments)

    price_days = frame_schedule.price_days
    monkeypatch.setattr(frame_schedule, "price_days", count_rows)
    months = frame.schedule(as_polars(rows), BANDS, dt.date(2026, 1, 1), dt.date(2026, 12, 31))
    assert len(months) == len(rows) * 12
    assert priced < len(rows) * 365 // 8  # an eighth of pricing everybody on each day
