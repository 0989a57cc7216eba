"""
Birthdays compared with days counted: a year of life has 366 days if it holds a 29 February, 365 otherwise.
"""

import datetime as dt

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from people import ONE_DAY
from psc_workflow.rules import ages
from strategies import near

LEAPLING = dt.date(2004, 2, 29)


def is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def lived(born: dt.date, years: int) -> int:
    """
    Count the days from the birth to the birthday.

    A year of life holds the 29 February of the year it begins in, or of the
    next for who is born from March on. Who is born on 29 February begins each
    year of life then or on 1 March.
    """
    later = born.month > 2
    return sum(366 if is_leap(born.year + year + later) else 365 for year in range(years))


BIRTHS = st.dates() | near(dt.date(2004, 2, 29)) | near(dt.date(1900, 3, 1)) | near(dt.date(2000, 2, 29))


@given(BIRTHS, st.integers(0, 130), st.integers(-2, 2))
@example(LEAPLING, 21, 0)
@example(LEAPLING, 24, -1)
@example(dt.date(2000, 2, 29), 100, 0)
@example(dt.date.max, 1, 0)
@example(dt.date(9978, 12, 31), 21, 0)
@example(dt.date(9978, 12, 31), 22, 0)
@example(dt.date(9996, 2, 29), 3, 0)
@example(dt.date(9996, 2, 29), 4, 0)
def test_a_birthday_comes_after_as_many_days_as_its_years_have(born: dt.date, years: int, days: int) -> None:
    """A birthday beyond the calendar is put on its last day, and reached on none."""
    ordinal = born.toordinal() + lived(born, years)
    inside = ordinal <= dt.date.max.toordinal()
    assert ages.birthday(born, years) == (dt.date.fromordinal(ordinal) if inside else dt.date.max)
    if 1 <= ordinal + days <= dt.date.max.toordinal():
        assert ages.has_reached(born, years, on=dt.date.fromordinal(ordinal + days)) == (days >= 0)
    assert inside or not ages.has_reached(born, years, on=dt.date.max)


@given(BIRTHS, st.integers(0, 130), st.dates())
@example(dt.date(2005, 5, 1), 0, dt.date(2005, 4, 30))
def test_an_age_is_reached_once_that_many_days_are_lived(born: dt.date, years: int, on: dt.date) -> None:
    """On any day whatever, those before the birth among them."""
    assert ages.has_reached(born, years, on=on) == ((on - born).days >= lived(born, years))


@given(BIRTHS, st.integers(0, 130), st.integers(-2, 2))
@example(LEAPLING, 21, -1)
@example(LEAPLING, 21, 0)
@example(LEAPLING, 24, -1)
@example(dt.date(2005, 5, 31), 21, -1)
@example(dt.date(2005, 1, 31), 0, 0)
@example(dt.date(2005, 1, 31), 0, -1)
def test_as_many_years_are_lived_as_fit_into_the_days(born: dt.date, years: int, days: int) -> None:
    """Before the birth none are, which is told by a number below 0."""
    ordinal = born.toordinal() + lived(born, years) + days
    if not 1 <= ordinal <= dt.date.max.toordinal():
        return
    age = ages.years(born, on=dt.date.fromordinal(ordinal))
    if ordinal < born.toordinal():
        assert age == -1
    else:
        assert lived(born, age) <= ordinal - born.toordinal() < lived(born, age + 1)


@given(BIRTHS, st.dates())
@example(dt.date(2005, 5, 1), dt.date(2026, 4, 30))
@example(dt.date(2005, 5, 1), dt.date(2026, 5, 1))
def test_an_age_counted_is_the_last_one_reached(born: dt.date, on: dt.date) -> None:
    years = ages.years(born, on=on)
    if on < born:
        assert years < 0
    else:
        assert lived(born, years) <= (on - born).days < lived(born, years + 1)


TABLE = {
    "the day itself": (dt.date(2005, 5, 1), 21, dt.date(2026, 5, 1)),
    "the end of a year": (dt.date(2004, 12, 31), 21, dt.date(2025, 12, 31)),
    "the beginning of a year": (dt.date(2005, 1, 1), 21, dt.date(2026, 1, 1)),
    "29 February, in a common year": (LEAPLING, 21, dt.date(2025, 3, 1)),
    "29 February, in a leap year": (LEAPLING, 24, dt.date(2028, 2, 29)),
    "29 February, 25": (LEAPLING, 25, dt.date(2029, 3, 1)),
    "29 February 2000, in 2100, which is no leap year": (dt.date(2000, 2, 29), 100, dt.date(2100, 3, 1)),
    "28 February, in a leap year": (dt.date(2003, 2, 28), 21, dt.date(2024, 2, 28)),
    "28 February, in a common year": (dt.date(2004, 2, 28), 21, dt.date(2025, 2, 28)),
    "1 March, in a leap year": (dt.date(2003, 3, 1), 21, dt.date(2024, 3, 1)),
    "1 March, in a common year": (dt.date(2004, 3, 1), 21, dt.date(2025, 3, 1)),
    "0 years": (dt.date(2026, 4, 7), 0, dt.date(2026, 4, 7)),
    "the last year of the calendar": (dt.date(9978, 12, 31), 21, dt.date(9999, 12, 31)),
    "a leapling in the last year of the calendar": (dt.date(9996, 2, 29), 3, dt.date(9999, 3, 1)),
}


@pytest.mark.parametrize(("born", "years", "day"), TABLE.values(), ids=TABLE)
def test_the_day_before_a_birthday_the_birthday_and_the_day_after(born: dt.date, years: int, day: dt.date) -> None:
    assert ages.birthday(born, years) == day
    assert not ages.has_reached(born, years, on=day - ONE_DAY)
    assert ages.has_reached(born, years, on=day)
    assert day == dt.date.max or ages.has_reached(born, years, on=day + ONE_DAY)


@pytest.mark.parametrize("born", [dt.date(2004, 2, 28), LEAPLING, dt.date(2003, 3, 1)], ids=str)
def test_walked_day_by_day_through_a_life_each_age_of_law_begins_on_its_birthday(born: dt.date) -> None:
    walk = [born + day * ONE_DAY for day in range(25 * 366)]
    birthdays = [on for on in walk if (on.month, on.day) == (born.month, born.day)]
    if born == LEAPLING:
        birthdays += [on for on in walk if (on.month, on.day) == (3, 1) and (on - ONE_DAY).day == 28]
    for years in (16, 21, 25):
        begins = sorted(birthdays)[years]
        assert ages.birthday(born, years) == begins
        assert [on for on in walk if ages.has_reached(born, years, on=on)] == walk[walk.index(begins) :]


# -- at the boundaries -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("birth", "years", "expected"),
    [
        (dt.date(2004, 2, 29), 20, dt.date(2024, 2, 29)),
        (dt.date(2004, 2, 29), 21, dt.date(2025, 3, 1)),
        (dt.date(2005, 5, 1), 21, dt.date(2026, 5, 1)),
    ],
)
def test_birthdays(birth: dt.date, years: int, expected: dt.date) -> None:
    assert ages.birthday(birth, years) == expected
    assert ages.has_reached(birth, years, on=expected)
    assert not ages.has_reached(birth, years, on=expected - dt.timedelta(days=1))


@given(st.dates(), st.integers(0, 150), st.dates())
def test_an_age_is_reached_from_the_birthday_on_for_every_day_of_the_calendar(
    birth: dt.date, years: int, on: dt.date
) -> None:
    beyond = birth.year + years > dt.MAXYEAR
    assert ages.has_reached(birth, years, on=on) == (not beyond and on >= ages.birthday(birth, years))
