"""
Terms of a dispensation compared with days counted one by one.
"""

import datetime as dt

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from people import ONE_DAY
from psc_workflow.exceptions import NoValueInForceError
from psc_workflow.rules import dispensation_term
from strategies import DAYS, maybe, near, year_later

MAY = dt.date(2026, 5, 1)
APRIL = dt.date(2027, 4, 30)
FAR = dt.date(2090, 1, 1)


def expected(end_date: dt.date, effective: dt.date | None, today: dt.date, previous: dt.date | None) -> dt.date:
    """Take the first day out of all those it could be, then the last day of its year, or the one named."""
    if previous == dt.date.max:
        return end_date
    begins = previous + ONE_DAY if previous else today if effective is None or effective < today else effective
    following = year_later(begins)
    return min(end_date, following - ONE_DAY if begins.year < 9999 else following)


@example(FAR, MAY, dt.date(2026, 4, 7), None)
@example(APRIL, MAY, dt.date(2026, 4, 7), None)
@example(APRIL - ONE_DAY, MAY, dt.date(2026, 4, 7), None)
@example(FAR, MAY, MAY + ONE_DAY, None)
@example(FAR, None, MAY + ONE_DAY, None)
@example(FAR, MAY, dt.date(2027, 4, 7), APRIL)
@example(FAR, None, MAY, dt.date(2028, 2, 28))
@example(FAR, dt.date(2028, 2, 29), MAY, None)
@example(dt.date.max, dt.date(9999, 6, 1), MAY, None)
@example(dt.date.max, None, MAY, dt.date.max)
@example(APRIL, None, MAY, dt.date.max)
@example(dt.date.min, None, MAY, None)
@given(
    st.dates() | near(APRIL) | st.just(FAR),
    maybe(DAYS | near(MAY)),
    DAYS | near(MAY),
    maybe(DAYS | near(APRIL)),
)
def test_a_term_ends_with_its_year_or_on_the_day_attested(
    end_date: dt.date, effective: dt.date | None, today: dt.date, previous: dt.date | None
) -> None:
    found = dispensation_term.valid_until(end_date, effective=effective, today=today, previous=previous)
    assert found == expected(end_date, effective, today, previous)


@given(DAYS)
def test_a_first_term_is_what_it_is_when_no_other_is_told(today: dt.date) -> None:
    first = dispensation_term.valid_until(FAR, effective=MAY, today=today)
    assert first == expected(FAR, MAY, today, None)


@example(dt.date(2027, 4, 30))
@example(dt.date(2028, 3, 1))
@given(DAYS)
def test_a_renewal_is_asked_for_thirty_days_before_the_last(valid_until: dt.date) -> None:
    assert valid_until.toordinal() - dispensation_term.renewal_from(valid_until).toordinal() == 30


@given(st.dates(max_value=dt.date(2022, 4, 21)))
def test_before_the_decree_there_is_no_dispensation(day: dt.date) -> None:
    with pytest.raises(NoValueInForceError):
        dispensation_term.valid_until(FAR, effective=None, today=day)
    with pytest.raises(NoValueInForceError):
        dispensation_term.renewal_from(day)
