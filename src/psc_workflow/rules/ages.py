"""
Birthdays (anniversaires).

Days are never divided by years: the day is compared with the birthday. Who is
born on 29 February has their birthday on 1 March in common years (``assumed``:
no text of the regime says it).

>>> birthday(dt.date(2004, 2, 29), 21)
datetime.date(2025, 3, 1)
>>> has_reached(dt.date(2005, 5, 1), 21, on=dt.date(2026, 5, 1))
True
>>> has_reached(dt.date(2005, 5, 2), 21, on=dt.date(2026, 5, 1))
False
"""

import datetime as dt


def birthday(birth_date: dt.date, years: int) -> dt.date:
    """Give the day on which somebody born on *birth_date* turns *years*; the last day there is, if that is too far."""
    if birth_date.year + years > dt.MAXYEAR:
        return dt.date.max
    try:
        return birth_date.replace(year=birth_date.year + years)
    except ValueError:
        return dt.date(birth_date.year + years, birth_date.month + 1, 1)  # 29 February, the one day a year can lack


def years(birth_date: dt.date, *, on: dt.date) -> int:
    """Count the birthdays that have come *on* that day; the birthday itself counts."""
    return on.year - birth_date.year - ((on.month, on.day) < (birth_date.month, birth_date.day))


def has_reached(birth_date: dt.date, years: int, *, on: dt.date) -> bool:
    """
    Whether the birthday has come *on* that day; the birthday itself counts.

    Year, month and day are compared as they stand: 29 February comes before
    1 March and after 28 February, whether or not the year has it, and no day
    beyond the calendar has to be made.
    """
    return (on.year, on.month, on.day) >= (birth_date.year + years, birth_date.month, birth_date.day)
