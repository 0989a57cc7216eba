"""
A cover in the past compared with a count, month by month.
"""

import datetime as dt

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import example, given

from people import ONE_DAY, TODAY
from psc_workflow._model.verdict import Judgement
from psc_workflow.rules import cover_start
from strategies import maybe, near
from verdicts import facts_by_place


def months_between(first: dt.date, last: dt.date) -> int:
    """Count the calendar months of which a day is covered, one after the other."""
    month, count = first.replace(day=1), 0
    while month <= last:
        month, count = month + relativedelta(months=1), count + 1
    return count


@given(maybe(near(TODAY, 800)), near(TODAY, 40))
@example(TODAY, TODAY)
@example(TODAY - ONE_DAY, TODAY)
@example(TODAY + ONE_DAY, TODAY)
@example(dt.date(2025, 12, 31), dt.date(2026, 1, 1))
@example(None, TODAY)
def test_a_cover_that_begins_before_today_is_announced_with_the_months_that_are_due(
    starts_on: dt.date | None, today: dt.date
) -> None:
    verdict = cover_start.assess(starts_on, today=today, path="on")
    expected = {}
    if starts_on is not None and starts_on.toordinal() < today.toordinal():
        expected = {("cover-begins-in-past", "on"): {"on": starts_on, "months": months_between(starts_on, today)}}
    assert facts_by_place(verdict) == expected
    assert verdict.outcome is Judgement.HOLDS


@given(maybe(near(TODAY, 3)), maybe(near(TODAY, 3)))
@example(TODAY, TODAY)
@example(TODAY + ONE_DAY, TODAY)
def test_a_first_day_of_cover_that_moves_to_a_later_one_is_announced(
    starts_on: dt.date | None, before: dt.date | None
) -> None:
    """As ISO texts, days stand in the order of the calendar."""
    verdict = cover_start.assess_delay(starts_on, before=before)
    is_later = None not in (starts_on, before) and sorted(map(str, (starts_on, before)))[1] != str(before)
    expected = {("cover-begins-later", "on"): {"on": starts_on, "before": before}} if is_later else {}
    assert facts_by_place(verdict) == expected
    assert verdict.outcome is Judgement.HOLDS


def test_a_past_cover_to_which_no_field_leads_stands_at_none() -> None:
    (warning,) = cover_start.assess(TODAY - ONE_DAY, today=TODAY).findings
    assert warning.path == ""


@pytest.mark.parametrize(
    ("starts_on", "months"), [(dt.date(2026, 11, 1), 1), (dt.date(2026, 10, 31), 2), (dt.date(2025, 11, 2), 13)]
)
def test_the_present_month_counts_and_so_does_the_one_of_which_a_day_is_covered(
    starts_on: dt.date, months: int
) -> None:
    (warning,) = cover_start.assess(starts_on, today=dt.date(2026, 11, 2), path="on").findings
    assert warning.facts["months"] == months
