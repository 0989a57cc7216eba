"""
A death stops every deadline and every mail.
"""

import datetime as dt

import pytest

from dossiers import EVERY_STATE, accept, at_state, dossier_in, now_of
from people import DISPENSATION_REQUEST, IN_FORCE, MOTIVE_SINCE_TODAY
from psc_workflow import Dossier, Outcome, Role, effects
from psc_workflow import commands as do
from psc_workflow._model.decision import Decision
from psc_workflow._model.effects import InformSurvivors
from psc_workflow._model.vocabulary import EndReason
from timeline import FAR_AHEAD, reload


def dies(dossier: Dossier, on: dt.date | None = None) -> Decision[Dossier]:
    """Record the death of the agent."""
    at = now_of(dossier)
    return dossier.decide(do.EndMembership(EndReason.DEATH, on or at.date()), at=at, role=Role.MANAGER)


@pytest.mark.parametrize("name", [name for name in EVERY_STATE if name != "membership.ended"])
def test_death_stops_every_deadline_and_every_mail_at_once_wherever_one_is(name: str) -> None:
    """Before any affiliation, while dispensed, under review or closed, and as a member."""
    decision = dies(dossier_in(name))
    assert decision.outcome is Outcome.ACCEPTED
    dead = decision.dossier
    assert dead.record.membership.ended is EndReason.DEATH
    assert [type(effect) for effect in decision.effects] == [InformSurvivors]
    assert (dead.due_at(), dead.timeline(until=FAR_AHEAD)) == (None, ())
    assert dead.as_of(FAR_AHEAD) is dead
    assert dead.view(at=FAR_AHEAD, role=Role.AGENT).deadlines == ()
    assert reload(dead) == dead


@pytest.mark.parametrize("renounced", [False, True], ids=["dispensed", "invited again"])
def test_death_stops_everything_also_for_a_member_who_was_dispensed_later(*, renounced: bool) -> None:
    dossier = accept(at_state("confirmed"), DISPENSATION_REQUEST[0], MOTIVE_SINCE_TODAY, *DISPENSATION_REQUEST[2:])
    dossier = accept(dossier, do.RenounceDispensation()) if renounced else dossier
    decision = dies(dossier)
    assert decision.outcome is Outcome.ACCEPTED
    assert (decision.dossier.due_at(), decision.dossier.timeline(until=FAR_AHEAD)) == (None, ())


@pytest.mark.parametrize("on", [dt.date(2026, 3, 1), dt.date(2026, 4, 7)], ids=["a day past", "the day of the request"])
def test_death_acts_at_once_whatever_the_day_recorded(on: dt.date) -> None:
    decision = dies(dossier_in("membership.in_force"), on)
    assert decision.dossier.record.membership.ended is EndReason.DEATH
    assert [type(effect) for effect in decision.effects] == [InformSurvivors]
    assert (decision.dossier.states["membership"], decision.dossier.due_at()) == ("ended", None)


def test_death_takes_the_place_of_a_departure_planned() -> None:
    leaving = accept(
        dossier_in("membership.in_force"), do.EndMembership(EndReason.DEPARTURE, dt.date(2026, 9, 1)), at=IN_FORCE
    )
    decision = dies(leaving)
    assert decision.dossier.record.membership.ended is EndReason.DEATH
    assert decision.dossier.record.membership.plans == ()


def test_a_report_rejected_after_death_affiliates_nobody() -> None:
    dead = dies(dossier_in("affiliation.not_concerned")).dossier
    after = dead.decide(do.RejectReport(), at=now_of(dead), role=Role.MANAGER).dossier
    assert after.timeline(until=FAR_AHEAD) == ()
    assert not after.as_of(FAR_AHEAD).record.is_member


@pytest.mark.parametrize(
    ("state", "beneficiaries"),
    [("membership.in_force", ("partner", "carla")), ("affiliation.home", ())],
)
def test_survivors_are_named_by_reference_with_their_rights(state: str, beneficiaries: tuple[str, ...]) -> None:
    """Whom the agent covered until the death; the rights of art. 5 II, and of art. 31 until its last day."""
    (effect,) = dies(dossier_in(state)).effects
    assert isinstance(effect, InformSurvivors)
    assert effect.beneficiaries == beneficiaries
    assert [right.value for right in effect.rights] == ["art_5_ii", "art_31"]
    assert effect.last_day == dt.date(2028, 4, 30)


def test_tasks_of_earlier_releases_stay_readable() -> None:
    """They name no rights, and a last day where none is given any more."""
    base = {"id": "e1", "due_at": "2026-05-01T00:00:00+00:00", "useful_until": None}
    survivors = effects.parse(base | {"type": "InformSurvivors", "on": "2026-05-01"})
    assert (survivors.beneficiaries, survivors.rights, survivors.last_day) == ((), (), None)
    window = effects.parse(base | {"type": "OpenRetireeWindow", "opens_on": "2026-09-01", "last_day": "2028-08-31"})
    assert window.last_day == dt.date(2028, 8, 31)
