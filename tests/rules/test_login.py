"""
Signing in compared with the three things a host can report.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psc_workflow._catalogue.wording import sources
from psc_workflow._model.verdict import Verdict
from psc_workflow.rules import login


@given(st.sampled_from([True, False, None]))
def test_only_an_outcome_that_is_not_reported_is_missing(success: bool | None) -> None:
    verdict = login.assess(success)
    findings = [
        (finding.code, finding.path, finding.facts, finding.sources, finding.certainty) for finding in verdict.findings
    ]
    missing = ("login-outcome-missing", "success", {}, (sources()["guide-connexion"],), None)
    assert findings == {True: [], False: [], None: [missing]}[success]
    assert verdict.outcome == {True: "holds", False: "holds", None: "incomplete"}[success]


# -- at the boundaries -----------------------------------------------------------------------------------


@pytest.mark.parametrize("success", [True, False])
def test_a_failure_to_sign_in_is_an_answer(success: bool) -> None:
    assert login.assess(success) == Verdict()
