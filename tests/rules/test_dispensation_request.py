"""
The request compared with a table of the answers there can be.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people import ATTESTATION
from psc_workflow._model.commands import Attest, HonourStatement, RenewDispensation
from psc_workflow._model.verdict import Judgement, Verdict
from psc_workflow._model.vocabulary import Motive
from psc_workflow.rules import dispensation_request
from strategies import ANSWERS, maybe
from verdicts import codes, codes_and_paths

WARNING = {None: ["dispensation-warning-unanswered"], False: ["dispensation-warning-not-read"], True: []}


@given(ANSWERS)
def test_only_a_yes_is_a_warning_read(read: bool | None) -> None:
    findings = dispensation_request.assess_warning(read).findings
    assert codes(findings) == WARNING[read]
    assert all((finding.path, finding.facts, finding.certainty) == ("warning_read", {}, None) for finding in findings)


@given(maybe(st.builds(Attest, motive=st.sampled_from(Motive)) | st.builds(RenewDispensation)))
def test_whether_an_attestation_is_there_is_all_that_is_asked_of_it(statement: HonourStatement | None) -> None:
    """That it is complete is another rule's: even an empty one is one."""
    findings = dispensation_request.assess_attestation(statement).findings
    assert codes_and_paths(findings) == ([("attestation-needed", "")] if statement is None else [])
    assert all((finding.facts, finding.certainty) == ({}, None) for finding in findings)


# -- at the boundaries -----------------------------------------------------------------------------------


def test_an_attestation_is_needed_before_the_request() -> None:
    verdict = dispensation_request.assess_attestation(None)
    assert (verdict.outcome, codes(verdict)) == (Judgement.REFUSED, ["attestation-needed"])
    assert dispensation_request.assess_attestation(ATTESTATION) == Verdict()


@pytest.mark.parametrize(
    ("read", "outcome", "expected"),
    [
        (None, Judgement.INCOMPLETE, ["dispensation-warning-unanswered"]),
        (False, Judgement.REFUSED, ["dispensation-warning-not-read"]),
        (True, Judgement.HOLDS, []),
    ],
)
def test_the_warning_is_read_before_the_request(read: bool | None, outcome: Judgement, expected: list[str]) -> None:
    verdict = dispensation_request.assess_warning(read)
    assert (verdict.outcome, codes(verdict)) == (outcome, expected)
    assert all(finding.path == "warning_read" for finding in verdict.findings)
