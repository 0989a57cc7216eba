"""
Days compared with a count of the days between them.
"""

import datetime as dt

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from people import ONE_DAY, START
from psc_workflow._model.verdict import Judgement
from psc_workflow.rules import change_day
from strategies import maybe, near
from verdicts import codes, facts_by_place

ANY_DAY = near(START, 2) | st.dates()


@given(maybe(ANY_DAY), maybe(near(START, 2)))
@example(dt.date(2026, 4, 30), START)
@example(START, START)
@example(dt.date(2026, 5, 2), START)
@example(dt.date.min, dt.date.max)
@example(dt.date.max, dt.date.min)
@example(dt.date.min, None)
@example(None, START)
def test_a_day_is_given_and_lies_no_day_before_the_first(on: dt.date | None, first: dt.date | None) -> None:
    verdict = change_day.assess(on, first=first)
    days = 0 if on is None or first is None else (on - first).days
    table = {
        ("day-missing", "on"): ({}, on is None),
        ("day-too-early", "on"): ({"on": on, "first": first}, days <= -1),
    }
    assert facts_by_place(verdict) == {place: facts for place, (facts, applies) in table.items() if applies}
    assert verdict.outcome is (
        Judgement.INCOMPLETE if on is None else Judgement.REFUSED if days < 0 else Judgement.HOLDS
    )


@given(maybe(ANY_DAY))
def test_without_a_first_day_any_day_does(on: dt.date | None) -> None:
    assert change_day.assess(on) == change_day.assess(on, first=None)
    assert change_day.assess(on).holds == (on is not None)


# -- at the boundaries -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "first", "expected"),
    [
        (None, None, ["day-missing"]),
        (None, START, ["day-missing"]),
        (START - ONE_DAY, START, ["day-too-early"]),
        (START, START, []),
        (START + ONE_DAY, START, []),
        (dt.date(1990, 1, 1), None, []),
    ],
    ids=str,
)
def test_a_day_is_given_and_not_before_the_first_possible_one(
    on: dt.date | None, first: dt.date | None, expected: list[str]
) -> None:
    verdict = change_day.assess(on, first=first)
    assert codes(verdict) == expected
    assert verdict.missing == (() if on else ("on",))
