"""
Birthdays (anniversaires).

Days are never divided by years: the day is compared with the birthday. Anyone
born on 29 February has their birthday on 1 March in common years (``assumed``:
no text of the regime says so).

>>> birthday(dt.date(2004, 2, 29), 21)
datetime.date(2025, 3, 1)
>>> has_reached(dt.date(2005, 5, 1), 21, on=dt.date(2026, 5, 1))
True
>>> has_reached(dt.date(2005, 5, 2), 21, on=dt.date(2026, 5, 1))
False
"""

import datetime as dt


def birthday(birth_date: dt.date, years: int) -> dt.date:
    """
    Return the day on which somebody born on *birth_date* turns *years*.

    Beyond the calendar, that is its last day or, for *years* below zero, its
    first.
    """
    if not dt.MINYEAR <= birth_date.year + years <= dt.MAXYEAR:
        return dt.date.max if years > 0 else dt.date.min
    try:
        return birth_date.replace(year=birth_date.year + years)
    except ValueError:
        return dt.date(birth_date.year + years, birth_date.month + 1, 1)  # 29 February, the only day a year can lack


def years(birth_date: dt.date, *, on: dt.date) -> int:
    """Count the birthdays up to *on*; a birthday on that day counts."""
    return on.year - birth_date.year - ((on.month, on.day) < (birth_date.month, birth_date.day))


def has_reached(birth_date: dt.date, years: int, *, on: dt.date) -> bool:
    """
    Return whether the birthday has come by *on*; a birthday on that day counts.

    Year, month and day are compared as numbers: 29 February lies between
    28 February and 1 March whether or not the year has it, and no day beyond
    the calendar has to be built.
    """
    return (on.year, on.month, on.day) >= (birth_date.year + years, birth_date.month, birth_date.day)
