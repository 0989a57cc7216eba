"""
A member who is dispensed later: the motive needs an event, the membership ends, and all of it can be signed again.
"""

import datetime as dt
from collections.abc import Callable

import attrs
import pytest

from dossiers import accept, at_state, dossier_in, journey, now_of, tick
from journeys import (
    ENDS_OF_DISPENSATION,
    MEMBER_REQUEST,
    MEMBERS,
    REQUEST,
    START_DISPENSATION,
    end_dispensation,
    steps_of,
)
from people import ATTESTATION, DISPENSATION_REQUEST, IN_FORCE, MOTIVE, NOW, SUSPENDING_LEAVE
from psc_workflow import Dossier, Outcome, Rating, Role
from psc_workflow import commands as do
from psc_workflow._model.effects import SendInvitation
from psc_workflow._model.vocabulary import EndReason, Motive


@pytest.mark.parametrize("days", [0, 1, 100], ids=["the day of the effect", "the day after", "months later"])
@pytest.mark.parametrize("member", MEMBERS.values(), ids=MEMBERS)
def test_a_member_whose_cover_has_begun_needs_a_motive_that_an_event_opened_since(
    member: Callable[[], Dossier], days: int
) -> None:
    """Since the signature, or since the invitation for who never chose."""
    dossier = member()
    at = max(now_of(dossier), effect_of(dossier) + dt.timedelta(days=days))
    membership = dossier.record.membership
    chosen = membership.affiliated_at if membership.cover.chosen else dossier.record.invited_at
    since = dossier.contract.civil_day(chosen)
    asking, today = accept(dossier, START_DISPENSATION, at=at), dossier.contract.civil_day(at)
    expected = {
        None: (Outcome.INCOMPLETE, ("motive-event-missing",)),
        since - dt.timedelta(days=1): (Outcome.REFUSED, ("motive-opened-earlier",)),
        today + dt.timedelta(days=1): (Outcome.REFUSED, ("motive-event-in-future",)),
        since: (Outcome.ACCEPTED, ()),
        today: (Outcome.ACCEPTED, ()),
    }
    for opened_on, answer in expected.items():
        decision = asking.decide(
            attrs.evolve(MOTIVE, facts=do.MotiveFacts(opened_on=opened_on)), at=at, role=Role.AGENT
        )
        assert (decision.outcome, decision.codes) == answer
    contract = do.MotiveFacts(contract_end=dt.date(2026, 12, 31), in_force_since=dt.date(2020, 1, 1), opened_on=since)
    assert (
        asking.decide(do.ChooseMotive(Motive.INDIVIDUAL_CONTRACT, contract), at=at, role=Role.AGENT).outcome
        is Outcome.REFUSED
    )


@pytest.mark.parametrize("name", [name for name in MEMBERS if name not in ("in force", "suspended")])
def test_before_the_effect_every_motive_counts_also_after_a_signature_or_a_silence(name: str) -> None:
    """As at the start: the moment to ask is the day on which the guarantees begin, if that is later."""
    dossier = MEMBERS[name]()
    at = effect_of(dossier) - dt.timedelta(seconds=1)
    asking = accept(dossier, START_DISPENSATION, at=at)
    for opened_on in (None, dt.date(2019, 9, 1), dossier.contract.civil_day(at), dt.date(2026, 5, 1)):
        decision = asking.decide(
            attrs.evolve(MOTIVE, facts=do.MotiveFacts(opened_on=opened_on)), at=at, role=Role.AGENT
        )
        assert (decision.outcome, decision.codes) == (Outcome.ACCEPTED, ())
    contract = do.MotiveFacts(contract_end=dt.date(2026, 12, 31), in_force_since=dt.date(2020, 1, 1))
    assert (
        asking.decide(do.ChooseMotive(Motive.INDIVIDUAL_CONTRACT, contract), at=at, role=Role.AGENT).outcome
        is Outcome.ACCEPTED
    )
    later = attrs.evolve(MOTIVE, facts=do.MotiveFacts(opened_on=dt.date(2026, 5, 2)))
    assert asking.decide(later, at=at, role=Role.AGENT).codes == ("motive-begins-later",)


def effect_of(dossier: Dossier) -> dt.datetime:
    return dossier.contract.start_of(dt.date(2026, 5, 1))


@pytest.mark.parametrize("member", MEMBERS.values(), ids=MEMBERS)
def test_a_member_s_dispensation_ends_the_membership_in_the_same_decision(member: Callable[[], Dossier]) -> None:
    dossier = member()
    at = now_of(dossier)
    event = attrs.evolve(MOTIVE, facts=do.MotiveFacts(opened_on=at.date()))
    asking = accept(dossier, START_DISPENSATION, event, ATTESTATION, at=at)
    assert asking.record.is_member
    decision = asking.decide(REQUEST, at=at, role=Role.AGENT)
    assert steps_of(decision) == [("request-dispensation", "granted"), ("membership-ends", "ended")]
    assert {step.at for step in decision.steps} == {at}
    membership = decision.dossier.record.membership
    assert (membership.ended, membership.affiliated_at, membership.cover) == (EndReason.DISPENSED, None, None)
    view = decision.dossier.view(at=at, role=Role.AGENT)
    assert (view.cover, view.dispensed_until) == (None, dt.date(2026, 12, 31))


@pytest.mark.parametrize("way", ENDS_OF_DISPENSATION)
def test_when_that_dispensation_ends_one_is_invited_again_with_the_answers_kept_and_the_signature_gone(
    way: str,
) -> None:
    signed = accept(at_state("confirmed"), do.RateExperience(Rating.HAPPY))
    after = end_dispensation(way, accept(signed, *MEMBER_REQUEST))
    at = after.record.at
    assert (after.states["affiliation"], after.record.active, after.record.is_member) == ("home", "affiliation", False)
    before, now = signed.view(at=NOW, role=Role.AGENT).answers, after.view(at=at, role=Role.AGENT).answers
    gone = {"signature", "signed_at", "consents", "rating", "motive"}
    assert {name: now[name] for name in now if name not in gone} == {
        name: before[name] for name in before if name not in gone
    }
    assert now["identity"]["first_name"] == "Benoît"
    assert (now["signature"], now["signed_at"], now["consents"], now["rating"]) == (None, None, None, None)
    assert now["attestation"] is None


def test_who_signs_again_is_a_member_again() -> None:
    after = end_dispensation("renounced", accept(at_state("confirmed"), *MEMBER_REQUEST))
    again = accept(after, *[command for command in journey() if not isinstance(command, do.RateExperience)])
    assert (again.states["affiliation"], again.states["membership"]) == ("confirmed", "received")
    assert (again.record.membership.ended, again.record.is_member) == (None, True)


def test_a_dispensation_that_ends_asks_for_one_invitation_in_the_same_decision() -> None:
    decision = dossier_in("dispensation.granted").decide(do.RenounceDispensation(), at=NOW, role=Role.AGENT)
    assert steps_of(decision) == [("renounce-dispensation", "renounced"), ("invited-again", "home")]
    assert [type(effect) for effect in decision.effects] == [SendInvitation]


def test_a_leave_outlasts_a_dispensation() -> None:
    member = tick(at_state("confirmed"), IN_FORCE)
    event = attrs.evolve(DISPENSATION_REQUEST[1], facts=do.MotiveFacts(opened_on=IN_FORCE.date()))
    away = accept(member, do.Suspend(SUSPENDING_LEAVE, IN_FORCE.date()), at=IN_FORCE)
    again = accept(
        away, DISPENSATION_REQUEST[0], event, *DISPENSATION_REQUEST[2:], do.RenounceDispensation(), at=IN_FORCE
    )
    assert tick(again, IN_FORCE + dt.timedelta(days=30)).states["membership"] == "suspended"
