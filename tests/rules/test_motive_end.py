"""
The end of a motive: the rule asks for a day, and for nothing more.
"""

import datetime as dt

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from people import ARRIVAL, ONE_DAY
from psc_workflow._model.verdict import Judgement, Verdict
from psc_workflow.rules import motive_end
from strategies import maybe


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


# -- at the boundaries -----------------------------------------------------------------------------------


@pytest.mark.parametrize("days", [-400, -1, 0, 1, 400])
def test_a_motive_may_have_ended_before_or_may_end_later(days: int) -> None:
    assert motive_end.assess(ARRIVAL + days * ONE_DAY) == Verdict()


def test_the_day_on_which_a_motive_ended_is_needed() -> None:
    verdict = motive_end.assess(None)
    assert (verdict.outcome, verdict.missing) == (Judgement.INCOMPLETE, ("ended_on",))
