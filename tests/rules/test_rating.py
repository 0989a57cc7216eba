"""
Ratings compared with the three faces of the guide's last screen.
"""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from psc_workflow import Rating
from psc_workflow import commands as do
from psc_workflow._model.verdict import Severity
from psc_workflow.exceptions import InvalidCommandError
from psc_workflow.rules import rating
from strategies import maybe

FACES = {"happy": "☺", "neutral": "😐", "unhappy": "☹"}


@given(maybe(st.sampled_from(Rating)))
@example(None)
@example(Rating.UNHAPPY)
def test_any_of_the_three_faces_is_a_rating_and_none_of_them_is_missing(face: Rating | None) -> None:
    verdict = rating.assess(face)
    missing = [("rating-missing", "rating", Severity.MISSING, {})]
    findings = [(each.code, each.path, each.severity, each.facts) for each in verdict.findings]
    assert findings == ([] if str(face) in FACES else missing)


@pytest.mark.parametrize("face", [*FACES.values(), "", " ", "HAPPY", "5", 5, 0, False])
def test_what_is_no_face_does_not_reach_the_rule(face: object) -> None:
    with pytest.raises(InvalidCommandError, match="rating"):
        do.RateExperience(face)
