"""
A dispensation that is not one's own is contested as a request to join is: a manager looks at it, and nothing else changes.
"""

import datetime as dt

import attrs
import pytest

from dossiers import accept, dossier_in, now_of
from people import ATTESTATION
from psc_workflow import Outcome
from psc_workflow import commands as do
from psc_workflow._model.effects import AskForReview, Review
from psc_workflow._model.vocabulary import Role
from timeline import reload

IN_FORCE_STATES = ["dispensation.granted", "dispensation.renewal_due"]


@pytest.mark.parametrize("state", IN_FORCE_STATES)
def test_a_dispensation_in_force_can_be_contested_and_a_manager_looks_at_it(state: str) -> None:
    dispensed = dossier_in(state)
    decision = dispensed.decide(do.ReportNotMine(), at=now_of(dispensed), role=Role.AGENT)
    (effect,) = decision.effects
    assert isinstance(effect, AskForReview)
    assert (decision.outcome, effect.about) == (Outcome.ACCEPTED, Review.NOT_MINE)
    contested = decision.dossier
    assert contested.states == dispensed.states
    assert contested.view(at=now_of(dispensed), role=Role.AGENT).contested
    assert contested.due_at() == dispensed.due_at()
    assert reload(contested) == contested
    (step,) = decision.steps
    assert (step.journey, step.command) == ("dispensation", "report-not-mine")


@pytest.mark.parametrize("state", IN_FORCE_STATES)
def test_the_manager_s_answer_settles_it(state: str) -> None:
    """The outcome is reported, or the dispensation is renounced for the agent, who is invited again."""
    dispensed = dossier_in(state)
    at = now_of(dispensed)
    contested = accept(dispensed, do.ReportNotMine(), at=at)
    answered = contested.decide(do.ReportProcessing("dispense confirmée"), at=at, role=Role.MANAGER)
    assert not answered.dossier.view(at=at, role=Role.AGENT).contested
    assert answered.dossier.states == contested.states
    renounced = contested.decide(do.RenounceDispensation(), at=at, role=Role.MANAGER).dossier
    assert not renounced.view(at=at, role=Role.AGENT).contested
    assert renounced.states["dispensation"] == "renounced"


def test_whoever_renews_it_says_that_it_is_theirs() -> None:
    dispensed = dossier_in("dispensation.renewal_due")
    at = now_of(dispensed)
    contested = accept(dispensed, do.ReportNotMine(), at=at)
    fields = attrs.asdict(ATTESTATION, recurse=False) | {
        "end_date": contested.record.dispensation.last_day + dt.timedelta(days=300),
        "signed_on": contested.contract.civil_day(at),
    }
    decision = contested.decide(do.RenewDispensation(**fields), at=at, role=Role.AGENT)
    assert decision.outcome is Outcome.ACCEPTED
    assert not decision.dossier.view(at=at, role=Role.AGENT).contested


@pytest.mark.parametrize("state", ["dispensation.home", "dispensation.attestation", "dispensation.renounced"])
def test_without_a_dispensation_in_force_there_is_none_to_contest(state: str) -> None:
    dossier = dossier_in(state)
    assert dossier.decide(do.ReportNotMine(), at=now_of(dossier), role=Role.AGENT).outcome is Outcome.NOT_AVAILABLE


def test_a_member_s_report_still_concerns_the_membership() -> None:
    member = dossier_in("membership.in_force")
    (step,) = member.decide(do.ReportNotMine(), at=now_of(member), role=Role.AGENT).steps
    assert step.journey == "membership"
