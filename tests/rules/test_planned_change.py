"""
Changes beside what was decided before, compared with sets of days.
"""

import datetime as dt

import pytest
from hypothesis import example, given

from people import FIRST_OF_JUNE, ONE_DAY
from psc_workflow._model.verdict import Judgement, Verdict
from psc_workflow.rules import planned_change
from strategies import maybe, near
from verdicts import codes, facts_by_place

DAYS = maybe(near(FIRST_OF_JUNE, 3))
CALENDAR = {FIRST_OF_JUNE + number * ONE_DAY for number in range(-10, 11)}


@given(DAYS, DAYS, DAYS)
@example(FIRST_OF_JUNE, FIRST_OF_JUNE, FIRST_OF_JUNE)
@example(FIRST_OF_JUNE, FIRST_OF_JUNE - ONE_DAY, FIRST_OF_JUNE + ONE_DAY)
@example(FIRST_OF_JUNE, FIRST_OF_JUNE + ONE_DAY, FIRST_OF_JUNE - ONE_DAY)
@example(None, FIRST_OF_JUNE, FIRST_OF_JUNE)
def test_a_change_says_which_day_it_replaces_and_whether_it_has_a_day_of_membership_left(
    on: dt.date | None, planned_on: dt.date | None, ends_on: dt.date | None
) -> None:
    verdict = planned_change.assess(on, planned_on=planned_on, ends_on=ends_on)
    members = {day for day in CALENDAR if ends_on is None or (day - ends_on).days < 0}
    table = {
        ("change-replaced", "on"): ({"planned_on": planned_on}, len({on, planned_on} - {None}) == 2),
        ("change-after-end", "on"): ({"on": on, "ends_on": ends_on}, on is not None and on not in members),
    }
    assert facts_by_place(verdict) == {place: facts for place, (facts, applies) in table.items() if applies}
    assert verdict.outcome is Judgement.HOLDS


def test_with_nothing_decided_before_nothing_is_said() -> None:
    assert planned_change.assess(FIRST_OF_JUNE) == Verdict()


@pytest.mark.parametrize(("days", "expected"), [(-1, []), (0, ["change-after-end"]), (1, ["change-after-end"])])
def test_the_first_day_without_membership_is_too_late(days: int, expected: list[str]) -> None:
    on = FIRST_OF_JUNE + days * ONE_DAY
    assert codes(planned_change.assess(on, ends_on=FIRST_OF_JUNE)) == expected
