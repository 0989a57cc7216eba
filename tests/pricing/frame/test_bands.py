"""
Bands of whole numbers: counted with plain numbers, and compared in a frame with the same.
"""

import datetime as dt
from typing import Any

import narwhals as nw
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from psc_workflow.pricing.frame._bands import Bands, IntegerColumn, YearsSince
from psc_workflow.rules import ages

NUMBERS = range(-3, 16)
LIMITS = st.lists(
    st.tuples(st.integers(0, 8), st.none() | st.integers(0, 5)).map(
        lambda pair: (pair[0], None if pair[1] is None else pair[0] + pair[1])
    ),
    min_size=1,
    max_size=4,
)
DAYS = [dt.date(2024, 2, 29), dt.date(2025, 2, 28), dt.date(2026, 3, 1), dt.date(2026, 5, 1), dt.date(2028, 2, 29)]


def band_of(number: int, limits: list[tuple[int, int | None]]) -> int:
    """Count the differences that the tariff makes up to *number*."""
    cuts = {first for first, _ in limits} | {last + 1 for _, last in limits if last is not None}
    return sum(cut <= number for cut in cuts)


@given(LIMITS)
def test_the_numbers_between_two_limits_are_those_of_the_bands_within(limits: list[tuple[int, int | None]]) -> None:
    bands = Bands.of(limits)
    assert bands.all == tuple(sorted({band_of(number, limits) for number in (-1, *range(99))}))
    for first, last in limits:
        numbers = [number for number in range(99) if number >= first and (last is None or number <= last)]
        assert set(bands.within(first, last)) == {band_of(number, limits) for number in numbers}


def test_a_tariff_that_makes_no_difference_has_one_band() -> None:
    assert Bands.of([]).all == (0,)


@st.composite
def asked(draw: st.DrawFn) -> tuple[list[tuple[int, int | None]], frozenset[int | None], frozenset[int | None]]:
    """Draw limits, the bands that are possible, one beside the other, and those asked for."""
    limits = draw(LIMITS)
    every = Bands.of(limits).all
    possible = every[draw(st.integers(0, len(every) - 1)) :]
    missing = draw(st.sampled_from([(), (None,)]))
    values = draw(st.sets(st.sampled_from([*possible, *missing])))
    return limits, frozenset(values), frozenset({*possible, *missing})


def in_bands(table: dict[str, Any], condition: nw.Expr) -> list[bool]:
    return nw.from_native(pl.DataFrame(table)).with_columns(in_bands=condition)["in_bands"].to_list()


@given(asked())
def test_a_column_of_numbers_is_in_the_bands_its_numbers_are_in(drawn: tuple[Any, ...]) -> None:
    limits, values, possible = drawn
    numbers: list[int | None] = [number for number in NUMBERS if band_of(number, limits) in possible]
    numbers += [None] if None in possible else []
    condition = Bands.of(limits).condition(values, possible, IntegerColumn("number"))
    expected = [(None if number is None else band_of(number, limits)) in values for number in numbers]
    assert in_bands({"number": numbers}, condition) == expected


@given(asked(), st.sampled_from(DAYS))
def test_a_column_of_dates_is_in_the_bands_the_years_since_are_in(drawn: tuple[Any, ...], on: dt.date) -> None:
    limits, values, possible = drawn
    days = [
        dt.date(on.year - years, month, day)
        for years in range(12)
        for month, day in [(2, 28), (3, 1), (on.month, min(on.day, 28)), (4, 30), (5, 2)]
    ]
    days += [dt.date(year, 2, 29) for year in (2016, 2020, 2024)]
    days = [day for day in days if day <= on and band_of(ages.years(day, on=on), limits) in possible]
    rows = [*days, None] if None in possible else days
    condition = Bands.of(limits).condition(values, possible, YearsSince("since", on))
    expected = [(None if day is None else band_of(ages.years(day, on=on), limits)) in values for day in rows]
    assert in_bands({"since": pl.Series(rows, dtype=pl.Date)}, condition) == expected


def test_more_years_than_the_calendar_has_have_passed_since_no_day() -> None:
    bands, on = Bands.of([(3000, None)]), dt.date(2026, 5, 1)
    days = {"since": pl.Series([dt.date(1, 1, 2), on])}
    for asked, expected in ((bands.within(3000, None), False), ((0,), True)):
        condition = bands.condition(frozenset(asked), frozenset(bands.all), YearsSince("since", on))
        assert in_bands(days, condition) == [expected] * 2
