"""
Verdicts of several rules together.
"""

from people import PF, TODAY
from psc_workflow import Regime
from psc_workflow._model.verdict import Judgement, Severity
from psc_workflow.rules import regime


def test_a_refusal_wins_over_a_missing_fact_and_both_are_listed() -> None:
    both = regime.assess(None, contract=PF, on=TODAY) + regime.assess(Regime.CPS, contract=PF, on=TODAY)
    assert both.outcome is Judgement.REFUSED
    assert {finding.severity for finding in both.blocking} == {Severity.MISSING, Severity.REFUSED}
    assert both.missing == ("regime",)
