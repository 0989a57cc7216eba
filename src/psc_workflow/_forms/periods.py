"""
The dates with which something holds, found by trying: a rule is asked, and nothing of it is written a second time.

>>> period_of(lambda day: dt.date(1990, 3, 1) <= day <= dt.date(2010, 12, 31), dt.date(2026, 4, 7))
(datetime.date(1990, 3, 1), datetime.date(2010, 12, 31))
>>> period_of(lambda day: True, dt.date(2026, 4, 7)) is None
True
"""

import datetime as dt
from collections.abc import Callable

YEARS = (0, 8, 18, 23, 33, 60, 90)
"""Years before today at which dates are tried first: between two of them lies at most one change."""

_DAYS_A_YEAR = 365


def period_of(holds: Callable[[dt.date], bool], today: dt.date) -> tuple[dt.date | None, dt.date | None] | None:
    """
    Find the first and the last day, inclusive, on which *holds*; ``None`` in place of one that has no end.

    Returns:
        ``None`` if it always holds, never, or in several periods.
    """
    days = sample_days(today)
    answers = [holds(day) for day in days]
    changes = [place for place in range(1, len(days)) if answers[place] != answers[place - 1]]
    edges = [_edge(holds, days[place - 1], days[place]) for place in changes]
    match changes, answers[0]:
        case [_], True:
            return None, edges[0] - dt.timedelta(days=1)
        case [_], False:
            return edges[0], None
        case [_, _], False:
            return edges[0], edges[1] - dt.timedelta(days=1)
        case _:
            return None


def sample_days(today: dt.date) -> list[dt.date]:
    """List the days that are tried first, the earliest first."""
    return [today - dt.timedelta(days=years * _DAYS_A_YEAR) for years in reversed(YEARS)]


def _edge(holds: Callable[[dt.date], bool], before: dt.date, after: dt.date) -> dt.date:
    """Find the first day after *before* on which the answer is that of *after*."""
    answer = holds(after)
    while (after - before).days > 1:
        middle = before + (after - before) // 2
        before, after = (before, middle) if holds(middle) == answer else (middle, after)
    return after
