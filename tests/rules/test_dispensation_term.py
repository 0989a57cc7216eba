"""
Terms of a dispensation compared with days counted one by one.
"""

import datetime as dt

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from people import FIRST_YEAR_END, ONE_DAY, START, TODAY
from psc_workflow.exceptions import NoValueInForceError
from psc_workflow.rules import dispensation_term
from strategies import DAYS, DAYS_OF_LAW, maybe, near, year_later

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
    term = dispensation_term.valid_until(end_date, effective=effective, today=today, previous=previous)
    assert term == expected(end_date, effective, today, previous)


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


# -- at the boundaries -----------------------------------------------------------------------------------


IN_2040 = dt.date(2040, 1, 1)


@pytest.mark.parametrize(
    ("end", "effective", "today", "previous", "expected"),
    [
        pytest.param(FIRST_YEAR_END - ONE_DAY, START, TODAY, None, FIRST_YEAR_END - ONE_DAY, id="eve of a year"),
        pytest.param(FIRST_YEAR_END, START, TODAY, None, FIRST_YEAR_END, id="a year to the day"),
        pytest.param(FIRST_YEAR_END + ONE_DAY, START, TODAY, None, FIRST_YEAR_END, id="a year at most"),
        pytest.param(IN_2040, START, START, None, FIRST_YEAR_END, id="asked on the effective date"),
        pytest.param(
            IN_2040,
            START,
            START + ONE_DAY,
            None,
            FIRST_YEAR_END + ONE_DAY,
            id="asked the day after: counts from the request",
        ),
        pytest.param(IN_2040, None, TODAY, None, dt.date(2027, 4, 6), id="effective date unknown: from the request"),
        pytest.param(
            IN_2040, START, dt.date(2027, 3, 2), FIRST_YEAR_END, dt.date(2028, 4, 30), id="renewed: from the day after"
        ),
        pytest.param(
            FIRST_YEAR_END + ONE_DAY,
            START,
            dt.date(2027, 3, 2),
            FIRST_YEAR_END,
            FIRST_YEAR_END + ONE_DAY,
            id="renewed for a day",
        ),
        pytest.param(IN_2040, None, TODAY, dt.date(2028, 2, 28), dt.date(2029, 2, 28), id="from 29 February"),
        pytest.param(IN_2040, None, TODAY, dt.date(2027, 2, 28), dt.date(2028, 2, 29), id="to 29 February"),
        pytest.param(dt.date.max, dt.date(9999, 6, 1), TODAY, None, dt.date.max, id="the calendar's last year"),
        pytest.param(dt.date.max, None, TODAY, dt.date.max, dt.date.max, id="after the calendar's last day"),
    ],
)
def test_a_dispensation_holds_to_its_end_date_and_a_year_at_most(
    end: dt.date, effective: dt.date | None, today: dt.date, previous: dt.date | None, expected: dt.date
) -> None:
    assert dispensation_term.valid_until(end, effective=effective, today=today, previous=previous) == expected


def test_a_renewal_is_asked_for_sixty_days_before() -> None:
    assert dispensation_term.renewal_from(FIRST_YEAR_END) == FIRST_YEAR_END - 30 * ONE_DAY == dt.date(2027, 3, 31)


@given(st.dates(), st.none() | DAYS_OF_LAW, DAYS_OF_LAW, st.none() | DAYS_OF_LAW, st.integers(0, 500))
def test_a_term_never_outlasts_the_attestation_or_a_year_and_comes_in_order(
    end: dt.date, effective: dt.date | None, today: dt.date, previous: dt.date | None, later: int
) -> None:
    term = {"effective": effective, "today": today, "previous": previous}
    valid_until = dispensation_term.valid_until(end, **term)
    begins = previous + ONE_DAY if previous else max(effective or today, today)
    assert valid_until <= end
    assert valid_until <= begins + 365 * ONE_DAY
    assert valid_until == end or valid_until >= begins + 364 * ONE_DAY
    assert (valid_until < begins) == (end < begins)
    assume((dt.date.max - end).days >= later)
    assert dispensation_term.valid_until(end + later * ONE_DAY, **term) >= valid_until
    assert dispensation_term.valid_until(end, **{**term, "today": today + later * ONE_DAY}) >= valid_until
    if previous is not None:
        assert dispensation_term.valid_until(end, **{**term, "previous": previous + later * ONE_DAY}) >= valid_until
    elif effective is not None:
        assert dispensation_term.valid_until(end, **{**term, "effective": effective + later * ONE_DAY}) >= valid_until
