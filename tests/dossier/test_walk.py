"""
Random walks: whatever is asked, in whatever order, the promises of the façade hold after every step.
"""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statemachine.exceptions import TransitionNotAllowed

from dossiers import EVERY_STATE, dossier_in, now_of, open_dossier, tick
from people import BENOIT, FAMILY, GUIDE, LATE_ARRIVAL, NOW, PF, START
from pool import RIGHT
from psc_workflow import Agent, Dossier, Outcome, Regime, Role, states
from psc_workflow import commands as do
from psc_workflow._model.commands import Command
from psc_workflow._model.decision import Decision
from psc_workflow._model.effects import Effect, Mail
from psc_workflow._model.vocabulary import EndReason
from psc_workflow.states._charts import journey_of
from walks import HOURS, UNKNOWN_AGENT, commands_for

pytestmark = pytest.mark.filterwarnings("ignore:.*without `role`:DeprecationWarning")  # who names none is served


@given(st.data(), st.sampled_from([GUIDE, PF]), st.sampled_from([BENOIT, LATE_ARRIVAL, UNKNOWN_AGENT]))
@settings(max_examples=max(settings().max_examples // 2, 12))
def test_the_promises_hold_on_every_walk(data: st.DataObject, contract: object, agent: Agent) -> None:
    somewhere = data.draw(st.sampled_from([None, *EVERY_STATE]))
    dossier = open_dossier(contract, agent) if somewhere is None else dossier_in(somewhere)
    at = now_of(dossier)
    for _ in range(data.draw(st.integers(10, 40))):
        at += dt.timedelta(minutes=data.draw(st.integers(-3, 30)), hours=data.draw(st.sampled_from(HOURS)))
        at = max(at, dossier.record.at - dt.timedelta(minutes=5))
        command = data.draw(commands_for(dossier, at))
        role = data.draw(st.sampled_from([None, None, None, Role.AGENT, Role.MANAGER, Role.REPRESENTATIVE, Role.CLOCK]))
        dossier = one_step(dossier, command, at, role)


WHO_ACTS = {
    *("agent-under-guardianship", "agent-minor", "curator-signature-missing", "curator-not-signed", "curator-assists"),
    *("representative-not-recorded", "representation-not-begun", "representation-over", "representation-past-majority"),
}
"""Findings on who asks, or signs."""


NOT_LISTED = {"rate-experience", "remove-beneficiary", "complete-beneficiary"}
"""Commands that are judged where they are not listed: of who has rated, and about somebody covered, of who covers nobody."""


def one_step(dossier: Dossier, command: Command, at: dt.datetime, role: Role | None) -> Dossier:
    """Decide on *command* and check everything that must hold before and after."""
    before = dossier.dump()
    now = dossier.as_of(at)
    acting = role or command.roles[0]
    offers = {offer.do: offer.offered for offer in dossier.view(at=at, role=acting).commands}
    decision = dossier.decide(command, at=at, role=role, key=f"{dossier.revision}")
    restored = Dossier.load(before)

    assert dossier.dump() == before
    assert dossier.preview(command, at=at, role=role).outcome is decision.outcome
    again = restored.decide(command, at=at, role=role, key=f"{dossier.revision}")
    assert (again.outcome, again.verdict, again.effects, again.steps, again.dossier) == (
        decision.outcome,
        decision.verdict,
        decision.effects,
        decision.steps,
        decision.dossier,
    )
    assert restored.view(at=at, role=Role.AGENT) == dossier.view(at=at, role=Role.AGENT)
    halfway = dossier.record.at + (at - dossier.record.at) / 2
    assert dossier.as_of(max(halfway, dossier.record.at)).as_of(at) == now
    has_a_way_on(now, at)
    if command.event != "tick" and acting in command.roles:
        assert (decision.outcome is Outcome.NOT_AVAILABLE) <= (command.do not in offers)
        assert command.do in offers or decision.outcome is not Outcome.ACCEPTED or is_unlisted(command, now)
        journey = journey_of(command.event, now.record)
        moved = the_engine_moves(now, journey, command, at)
        stopped = stopped_by_who_acts(decision)
        assert (moved is not None and not stopped) == (decision.outcome is Outcome.ACCEPTED)
        if moved is not None and not stopped:
            assert next(step.state for step in decision.steps if step.command == command.do) == moved
    if decision.outcome is not Outcome.ACCEPTED:
        assert decision.dossier is dossier
        assert decision.codes
        assert (decision.effects, decision.steps) == ((), ())
        offered = {name for name, is_offered in offers.items() if is_offered}
        is_asked_for = command.do in offered or (command.do in NOT_LISTED and not decision.available)
        assert set(decision.available) == (set() if is_asked_for else offered)
        return dossier
    after = decision.dossier
    assert command.event == "tick" or offers.get(command.do) or is_unlisted(command, now)
    assert after.revision == dossier.revision + len(decision.steps) == after.record.history.count
    assert Dossier.load(after.dump()) == after
    assert not (after.record.is_member and after.record.is_dispensed)
    assert all(effect.useful_until is None or effect.useful_until > at for effect in decision.effects)
    assert len({effect.id for effect in decision.effects}) == len(decision.effects)
    if decision.steps and command.event != "tick":
        assert after.decide(command, at=at, role=role, key=f"{dossier.revision}").outcome is Outcome.DUPLICATE
    assert len(after.dump()) < 16_384
    going_back_changes_nothing(now, command, after, at, acting)
    nothing_begins_too_early(after)
    nobody_writes_to_the_dead(dossier, after, decision.effects, at)
    return after


def is_unlisted(command: Command, dossier: Dossier) -> bool:
    """Whether *command* may be accepted although no page suggests it: to who has rated, and to who died."""
    has_rated = command.do == "rate-experience" and dossier.record.answers.rating is not None
    return has_rated or dossier.record.membership.ended is EndReason.DEATH


def stopped_by_who_acts(decision: Decision) -> bool:
    """Whether it is a matter of who asks, or signs, which the engine does not know."""
    return bool(WHO_ACTS & set(decision.codes))


def nothing_begins_too_early(dossier: Dossier) -> None:
    """No cover is proposed or recorded before the contract begins, or before the agent was hired."""
    effective_on, hired_on = dossier.record.membership.effective_on, dossier.record.agent.hired_on
    assert effective_on is None or effective_on >= max(START, hired_on or START)


def nobody_writes_to_the_dead(before: Dossier, after: Dossier, effects: tuple[Effect, ...], at: dt.datetime) -> None:
    """Once a death is recorded nothing comes by itself and no mail goes out, whatever was going on."""
    if before.record.membership.ended is EndReason.DEATH:
        assert not [effect for effect in effects if isinstance(effect, Mail)]
    if after.record.membership.ended is EndReason.DEATH:
        assert after.due_at() is None
        assert after.as_of(at + dt.timedelta(days=4000)) is after
        assert after.quote(at=at) is None


def has_a_way_on(dossier: Dossier, at: dt.datetime) -> None:
    """No state is a trap: something can be asked or will come, or the file is explicitly at its end."""
    if dossier.record.is_over:
        assert dossier.due_at() is None
        return
    ways = {offer.do for offer in dossier.view(at=at, role=Role.AGENT).commands if offer.offered} - {"withdraw-consent"}
    assert ways


def going_back_changes_nothing(before: Dossier, command: Command, after: Dossier, at: dt.datetime, role: Role) -> None:
    """Going back and giving the same answer again leads to the same facts and states."""
    back = after.decide(do.GoBack(), at=at, role=Role.AGENT).dossier
    if back is after or back.states != before.states or command.event in ("go_back", "report_login"):
        return
    same = back.decide(command, at=at, role=role).dossier
    assert same.states == after.states
    assert same.record.answers == after.record.answers


def the_engine_moves(dossier: Dossier, journey: str, command: Command, at: dt.datetime) -> str | None:
    """Where the real machine goes, placed at this dossier; ``None`` if it refuses."""
    machine = states.live(dossier, journey, at=at)
    try:
        machine.send(command.event, command=command)
    except TransitionNotAllowed:
        return None
    assert isinstance(machine.model.state, str)
    return machine.model.state


@given(st.sampled_from(EVERY_STATE), st.integers(1, 40 * 24))
@settings(max_examples=40)
def test_ticking_every_hour_and_once_at_the_end_give_equal_states(name: str, step: int) -> None:
    """Over forty days, from every state there is, whatever the rhythm of the clock."""
    dossier = dossier_in(name)
    start = now_of(dossier)
    end = start + dt.timedelta(days=40)
    hourly = dossier
    for hours in range(0, 40 * 24 + 1, step):
        hourly = tick(hourly, start + dt.timedelta(hours=hours))
    assert tick(hourly, end) == tick(dossier, end) == dossier.as_of(end)


def test_walks_reach_the_confirmation() -> None:
    """The walk above can get anywhere: this one, led by the right answers alone, ends confirmed."""
    dossier = open_dossier()
    for command in [c for c in RIGHT if not isinstance(c, do.DeclareBeneficiaries) or c is FAMILY]:
        decision = dossier.decide(command, at=NOW, role=command.roles[0])
        if (
            (
                decision.outcome is Outcome.ACCEPTED
                and not isinstance(command, do.DeclareRegime | do.DeclareBeneficiaries)
            )
            or (isinstance(command, do.DeclareRegime) and command.regime is Regime.GENERAL)
            or command is FAMILY
        ):
            dossier = decision.dossier
    assert dossier.states["affiliation"] == "confirmed"
