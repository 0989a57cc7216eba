"""
Periods of months compared with a walk through the calendar, day by day.
"""

import datetime as dt

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
