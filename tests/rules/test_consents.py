"""
Consents compared with a table of the three answers.
"""

import pytest
from hypothesis import example, given

from psc_workflow import commands as do
from psc_workflow._model.verdict import Severity
from psc_workflow.exceptions import InvalidCommandError
from psc_workflow.rules import consents
from strategies import ANSWERS

TABLE = {
    True: [],
    False: [],
    None: [("consent-unanswered", "partner_offers", Severity.MISSING, {})],
}


@given(ANSWERS)
@example(True)
@example(False)
@example(None)
def test_yes_and_no_are_answers_and_silence_is_none(partner_offers: bool | None) -> None:
    verdict = consents.assess(partner_offers)
    assert [(finding.code, finding.path, finding.severity, finding.facts) for finding in verdict.findings] == TABLE[
        partner_offers
    ]


@pytest.mark.parametrize("answer", ["", "oui", "false", 0, 1, []])
def test_what_is_neither_yes_nor_no_does_not_reach_the_rule(answer: object) -> None:
    """Above all nothing that only counts as true or false in Python."""
    with pytest.raises(InvalidCommandError, match="partner_offers"):
        do.GiveConsents(answer)
