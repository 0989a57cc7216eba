"""
Periods of months (durées en mois).

A period of twelve months from 1 May ends on 30 April. If the month in which it
ends lacks the day, it ends on that month's last day (``assumed``: no text of the
regime says so; the rule ``ages`` agrees). A period that runs past the calendar
ends with it.

>>> last_day(dt.date(2026, 5, 1), 12)
datetime.date(2027, 4, 30)
>>> last_day(dt.date(2028, 2, 29), 12)
datetime.date(2029, 2, 28)
>>> last_day(dt.date(9999, 5, 1), 12)
datetime.date(9999, 12, 31)
"""

import calendar
import datetime as dt

_YEAR = 12
"""Months in a year."""


def last_day(first: dt.date, months: int) -> dt.date:
    """
    Return the last day, inclusive, of the period of *months* that begins on *first*.

    Args:
        months: 1 or more.
    """
    years, month = divmod(first.month - 1 + months, _YEAR)
    if first.year + years > dt.MAXYEAR:
        return dt.date.max
    month_start = dt.date(first.year + years, month + 1, 1)
    length = calendar.monthrange(month_start.year, month_start.month)[1]
    return month_start + dt.timedelta(days=min(first.day - 1, length) - 1)
