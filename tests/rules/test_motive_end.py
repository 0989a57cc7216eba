"""
The end of a motive: the rule asks for a day, and for nothing more.
"""

import datetime as dt

from hypothesis import example, given
from hypothesis import strategies as st

from psc_workflow.rules import motive_end
from strategies import maybe


@example(None)
@example(dt.date.min)
@example(dt.date.max)
@given(maybe(st.dates()))
def test_a_day_is_needed_and_any_day_will_do(ended_on: dt.date | None) -> None:
    found = [(one.code, one.path, dict(one.facts), one.certainty) for one in motive_end.assess(ended_on).findings]
    assert found == ([] if isinstance(ended_on, dt.date) else [("motive-end-missing", "ended_on", {}, None)])
