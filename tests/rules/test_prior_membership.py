"""
What the agent is at the insurer's, compared with the guide's three cases.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psc_workflow._catalogue import wording
from psc_workflow._catalogue.wording import sources
from psc_workflow._model.verdict import Verdict
from psc_workflow._model.vocabulary import PriorMembership
from psc_workflow.rules import prior_membership

CASES_OF_GUIDE = {"active", "inactive", "none"}
"""An active personal space; a member without one; not a member yet."""


@given(st.none() | st.sampled_from(PriorMembership))
def test_each_of_the_guide_s_three_cases_is_an_answer_and_nothing_else(membership: PriorMembership | None) -> None:
    verdict = prior_membership.assess(membership)
    findings = [
        (finding.code, finding.path, finding.facts, finding.sources, finding.certainty) for finding in verdict.findings
    ]
    missing = ("membership-missing", "membership", {}, (sources()["guide-invitation"],), None)
    assert findings == ([] if str(membership) in CASES_OF_GUIDE else [missing])
    assert verdict.missing == (("membership",) if membership is None else ())


# -- at the boundaries -----------------------------------------------------------------------------------


@pytest.mark.parametrize("membership", PriorMembership)
def test_each_of_the_three_cases_is_an_answer(membership: PriorMembership) -> None:
    assert prior_membership.assess(membership) == Verdict()
    assert wording.word(membership).fr
