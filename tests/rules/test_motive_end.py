"""
The end of a motive: the rule asks for a day that does not come before the motive.
"""

import datetime as dt

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from people import ARRIVAL, ONE_DAY
from psc_workflow._model.verdict import Judgement, Verdict
from psc_workflow.rules import motive_end
from strategies import maybe, near


@example(None)
@example(dt.date.min)
@example(dt.date.max)
@given(maybe(st.dates()))
def test_a_day_is_needed_and_any_day_will_do(ended_on: dt.date | None) -> None:
    findings = [
        (finding.code, finding.path, dict(finding.facts), finding.certainty)
        for finding in motive_end.assess(ended_on).findings
    ]
    assert findings == ([] if isinstance(ended_on, dt.date) else [("motive-end-missing", "ended_on", {}, None)])


@given(*[maybe(near(ARRIVAL, 2))] * 3)
def test_no_motive_ends_before_it_began_and_none_unseen_before_the_grant(
    ended_on: dt.date | None, began_on: dt.date | None, granted_on: dt.date | None
) -> None:
    verdict = motive_end.assess(ended_on, began_on=began_on, granted_on=granted_on)
    table = ["motive-end-missing"]
    if ended_on is not None:
        days = sorted({ended_on, *filter(None, (began_on, granted_on))})
        earlier = days[: days.index(ended_on) + 1]
        before_start, before_grant = (day is not None and day not in earlier for day in (began_on, granted_on))
        table = ["motive-ended-before-start"] if before_start else ["motive-ended-before-grant"] * before_grant
    assert [finding.code for finding in verdict.findings] == table
    assert verdict.holds == (table in ([], ["motive-ended-before-grant"]))


# -- at the boundaries -----------------------------------------------------------------------------------


@pytest.mark.parametrize("days", [-400, -1, 0, 1, 400])
def test_a_motive_may_have_ended_before_or_may_end_later(days: int) -> None:
    assert motive_end.assess(ARRIVAL + days * ONE_DAY) == Verdict()


def test_the_day_on_which_a_motive_ended_is_needed() -> None:
    verdict = motive_end.assess(None)
    assert (verdict.outcome, verdict.missing) == (Judgement.INCOMPLETE, ("ended_on",))
