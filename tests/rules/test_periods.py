"""
Periods of months compared with a walk through the calendar, day by day.
"""

import datetime as dt

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from people import ONE_DAY
from psc_workflow.rules import periods
from strategies import near


def walked(first: dt.date, months: int) -> dt.date:
    """Turn pages: on the page where the period ends, stop on the eve of the day's number, or with the page."""
    pages, day = 0, first
    while day < dt.date.max:
        after = day + ONE_DAY
        pages += after.day == 1
        if pages == months + (after.day == 1 and first.day > 1) and after.day in (first.day, 1):
            return day
        day = after
    return day


ENDS_OF_MONTHS = st.builds(lambda year, month: dt.date(year, month, 1), st.integers(2023, 2031), st.integers(1, 12))


@example(dt.date(2026, 5, 1), 12)
@example(dt.date(2028, 2, 29), 12)
@example(dt.date(2027, 3, 1), 12)
@example(dt.date(2026, 1, 31), 1)
@example(dt.date(2026, 1, 30), 1)
@example(dt.date(2026, 1, 29), 1)
@example(dt.date(2026, 1, 28), 1)
@example(dt.date(2027, 12, 31), 2)
@example(dt.date(2026, 12, 1), 1)
@example(dt.date(2026, 12, 2), 1)
@example(dt.date(9999, 11, 30), 1)
@example(dt.date(9999, 12, 1), 1)
@example(dt.date.max, 1)
@example(dt.date(9998, 12, 31), 12)
@example(dt.date(9999, 1, 1), 12)
@example(dt.date.min, 12)
@given(st.dates() | ENDS_OF_MONTHS.flatmap(near), st.integers(1, 25))
def test_a_period_ends_where_a_walk_through_the_calendar_ends(first: dt.date, months: int) -> None:
    assert periods.last_day(first, months) == walked(first, months)


# -- at the boundaries -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "months", "last"),
    [
        (dt.date(2026, 5, 1), 1, dt.date(2026, 5, 31)),
        (dt.date(2026, 12, 1), 1, dt.date(2026, 12, 31)),
        (dt.date(2026, 12, 2), 1, dt.date(2027, 1, 1)),
        (dt.date(2026, 8, 31), 6, dt.date(2027, 2, 28)),
        (dt.date(2026, 8, 29), 6, dt.date(2027, 2, 28)),
        (dt.date(2026, 8, 28), 6, dt.date(2027, 2, 27)),
        (dt.date(2027, 8, 31), 6, dt.date(2028, 2, 29)),
        (dt.date(2026, 3, 31), 1, dt.date(2026, 4, 30)),
        (dt.date(9999, 11, 30), 1, dt.date(9999, 12, 29)),
        (dt.date(9999, 12, 1), 1, dt.date.max),
        (dt.date(9999, 12, 31), 1, dt.date.max),
    ],
)
def test_the_last_day_of_a_period_of_months(first: dt.date, months: int, last: dt.date) -> None:
    assert periods.last_day(first, months) == last


@given(st.dates(), st.integers(1, 60), st.integers(0, 800))
def test_a_period_of_months_ends_in_order_and_never_outside_the_calendar(
    first: dt.date, months: int, later: int
) -> None:
    last = periods.last_day(first, months)
    assert first < last or last == dt.date.max or (months == 1 and last >= first)
    if (dt.date.max - first).days >= later:
        assert periods.last_day(first + later * ONE_DAY, months) >= last
