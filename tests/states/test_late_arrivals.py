"""
Agents who arrive after the contract began: their effective date is not known yet.
"""

import datetime as dt

import attrs
import pytest

from dossiers import accept, journey
from journeys import declare
from people import ANAPA, BENOIT, CARLA, COUPLE, GUIDE, LATE_ARRIVAL, LATE_INVITATION, SIGN_WITH_MANDATE
from psc_workflow import Agent, Child, Dossier, Formula, Outcome, Regime, Role, Situation
from psc_workflow import commands as do
from psc_workflow._model.vocabulary import Certainty
from verdicts import codes


def test_a_later_arrival_is_told_that_the_effective_date_is_pending_and_can_sign() -> None:
    at = LATE_INVITATION + dt.timedelta(days=1)
    dossier = Dossier.open(GUIDE, id="D2", agent=LATE_ARRIVAL, invited_at=LATE_INVITATION)
    assert dossier.view(at=at, role=Role.AGENT).effective_on is None
    for command in journey():
        decision = dossier.decide(command, at=at, role=command.roles[0])
        dossier = decision.dossier
    assert dossier.states["affiliation"] == "confirmed"
    assert dossier.view(at=at, role=Role.AGENT).effective_on is None


def test_the_answer_is_not_given_where_it_depends_on_the_unknown_effective_date() -> None:
    """A child who turns 21 between the first possible day and a year from now may or may not be covered."""
    at = LATE_INVITATION + dt.timedelta(days=10)
    dossier = Dossier.open(GUIDE, id="D2", agent=LATE_ARRIVAL, invited_at=LATE_INVITATION)
    dossier = accept(dossier, do.StartAffiliation(), do.DeclareRegime(Regime.GENERAL), at=at)
    child = Child(dt.date(2005, 9, 5), Regime.GENERAL, Situation.NONE, disabled=False, covered_by_own_work=False)
    for born in (dt.date(2005, 9, 2), child.birth_date, dt.date(2006, 9, 12)):
        decision = dossier.decide(declare(None, attrs.evolve(child, birth_date=born)), at=at, role=Role.AGENT)
        assert (decision.outcome, decision.codes) == (Outcome.INCOMPLETE, ("effective-date-unknown",))
        assert decision.missing == ("membership.effective_date",)
    elder = attrs.evolve(child, birth_date=dt.date(2005, 9, 1))
    assert dossier.decide(declare(None, elder), at=at, role=Role.AGENT).codes == ("child-past-age-limit",)
    younger = attrs.evolve(child, birth_date=dt.date(2006, 9, 13))
    decision = dossier.decide(declare(None, younger), at=at, role=Role.AGENT)
    assert (decision.outcome, decision.warnings) == (Outcome.ACCEPTED, ("effective-date-pending",))


AT = LATE_INVITATION + dt.timedelta(days=1)


def late_at_beneficiaries(agent: Agent = LATE_ARRIVAL) -> Dossier:
    dossier = Dossier.open(GUIDE, id="D2", agent=agent, invited_at=LATE_INVITATION)
    return accept(dossier, do.StartAffiliation(), do.DeclareRegime(Regime.GENERAL), at=AT)


@pytest.mark.parametrize(
    ("child", "missing"),
    [
        (Child(dt.date(2011, 3, 1), Regime.GENERAL), ("children.0.situation",)),
        (Child(dt.date(2006, 3, 1), Regime.GENERAL, Situation.NONE), ("children.0.disabled",)),
        (Child(dt.date(2006, 3, 1), None, Situation.NONE), ("children.0.regime",)),
    ],
    ids=["asked only later", "recognition matters only later", "the regime matters on every day"],
)
def test_a_late_arrival_is_asked_for_the_facts_that_settle_it(child: Child, missing: tuple[str, ...]) -> None:
    decision = late_at_beneficiaries().decide(do.DeclareBeneficiaries(None, [child]), at=AT, role=Role.AGENT)
    assert (decision.outcome, decision.missing) == (Outcome.INCOMPLETE, missing)
    assert "effective-date-pending" in decision.warnings


def test_a_missing_fact_is_asked_for_although_the_date_alone_would_decide() -> None:
    """Refused on the last day for the age, incomplete on the first: the fact is asked for, the age not yet judged."""
    turning = Child(dt.date(2006, 3, 1), None, Situation.NONE, disabled=False, covered_by_own_work=False)
    decision = late_at_beneficiaries().decide(do.DeclareBeneficiaries(None, [turning]), at=AT, role=Role.AGENT)
    assert (decision.outcome, decision.missing) == (Outcome.INCOMPLETE, ("children.0.regime",))


def test_a_warning_that_several_children_give_is_told_once() -> None:
    decision = late_at_beneficiaries().decide(do.DeclareBeneficiaries(None, [CARLA, ANAPA]), at=AT, role=Role.AGENT)
    assert codes(decision.verdict) == ["effective-date-pending"]


def test_it_is_said_whether_the_hiring_date_or_the_effective_date_is_missing() -> None:
    turning = Child(dt.date(2005, 9, 20), Regime.GENERAL, Situation.NONE, disabled=False, covered_by_own_work=False)
    declare = do.DeclareBeneficiaries(None, [turning])
    assert late_at_beneficiaries().decide(declare, at=AT, role=Role.AGENT).codes == ("effective-date-unknown",)
    unknown = late_at_beneficiaries(attrs.evolve(BENOIT, hired_on=None)).decide(declare, at=AT, role=Role.AGENT)
    assert (unknown.codes, unknown.missing) == (("hired-on-missing",), ("agent.hired_on",))
    assert unknown.findings[0].certainty is Certainty.ASSUMED


def test_the_pending_date_is_said_when_choosing_signing_and_on_every_view() -> None:
    dossier = late_at_beneficiaries()
    assert codes(dossier.view(at=AT, role=Role.AGENT).warnings) == ["effective-date-pending"]
    dossier = accept(dossier, COUPLE, at=AT)
    assert dossier.decide(do.ChooseFormula(Formula.BASE), at=AT, role=Role.AGENT).warnings == (
        "effective-date-pending",
    )
    dossier = accept(dossier, *list(journey(COUPLE))[3:-2], at=AT)
    assert dossier.decide(SIGN_WITH_MANDATE, at=AT, role=Role.AGENT).warnings == (
        "premium-unknown",
        "effective-date-pending",
    )
