"""
Departure, retirement, leaves and transfer: each acts on its day, planned or not.
"""

import datetime as dt

import attrs
import pytest

from dossiers import accept, at_state, dossier_in, now_of, tick
from people import DISPENSATION_REQUEST, GUIDE, IN_FORCE, LATE_ARRIVAL, MOTIVE_SINCE_TODAY, ONE_DAY, instant
from psc_workflow import Outcome, Role
from psc_workflow import commands as do
from psc_workflow._model.effects import ContinueUnder, OpenRetireeWindow
from psc_workflow._model.vocabulary import EndReason
from timeline import (
    COVER_BEGINS,
    FAR_AHEAD,
    LAST_DAY,
    LEAVE_IN_JUNE,
    MICROSECOND,
    WINDOW_OVER,
    dispensed_until,
    effects_of,
    instant_of,
    midnight,
    steps_at,
)

LEAVES = dt.date(2026, 9, 1)
LEFT = midnight(2026, 9, 1)
MEMBER_STATES = ["membership.in_force", "membership.suspended", "affiliation.confirmed", "affiliation.auto_affiliated"]


@pytest.mark.parametrize("name", MEMBER_STATES)
def test_a_departure_planned_for_a_day_to_come_acts_on_that_day_and_not_before(name: str) -> None:
    dossier = dossier_in(name)
    planned = accept(dossier, do.EndMembership(EndReason.DEPARTURE, LEAVES), at=now_of(dossier))
    assert planned.states == dossier.states
    assert planned.as_of(LEFT - MICROSECOND).record.is_member
    gone = planned.as_of(LEFT)
    assert (gone.states["membership"], gone.record.membership.ended) == ("ended", EndReason.DEPARTURE)
    assert (gone.record.membership.cover, gone.due_at()) == (None, None)
    assert effects_of(planned.decide(do.Tick(), at=LEFT, role=Role.CLOCK).effects) == []


@pytest.mark.parametrize("on", [dt.date(2026, 5, 4), dt.date(2026, 5, 1)], ids=["today", "past"])
def test_a_departure_of_today_or_past_acts_at_once(on: dt.date) -> None:
    decision = dossier_in("membership.in_force").decide(
        do.EndMembership(EndReason.DEPARTURE, on), at=IN_FORCE, role=Role.MANAGER
    )
    assert [(step.command, step.at) for step in decision.steps] == [
        ("end-membership", IN_FORCE),
        ("membership-ends", IN_FORCE),
    ]


def test_a_later_decision_takes_the_place_of_the_one_before() -> None:
    dossier = accept(dossier_in("membership.in_force"), do.EndMembership(EndReason.DEPARTURE, LEAVES), at=IN_FORCE)
    dossier = accept(dossier, do.EndMembership(EndReason.DEPARTURE, dt.date(2026, 12, 1)), at=IN_FORCE)
    assert instant_of(dossier, "membership_ends") == midnight(2026, 12, 1)


def test_who_leaves_while_the_time_to_answer_runs_is_not_affiliated() -> None:
    dossier = accept(at_state("formula"), do.EndMembership(EndReason.DEPARTURE, LAST_DAY))
    gone = dossier.as_of(WINDOW_OVER)
    assert (gone.record.is_member, gone.record.membership.ended) == (False, EndReason.DEPARTURE)
    assert gone.due_at() is None


def test_who_leaves_while_dispensed_is_asked_nothing_more() -> None:
    gone = tick(accept(dispensed_until(), do.EndMembership(EndReason.DEPARTURE, LEAVES)), LEFT)
    assert gone.record.membership.ended is EndReason.DEPARTURE
    assert (gone.due_at(), gone.timeline(until=FAR_AHEAD)) == (None, ())


@pytest.mark.parametrize("how", ["renounced", "motive ended", "expired"])
def test_a_departure_planned_while_dispensed_stands_when_the_dispensation_ends_before(how: str) -> None:
    dossier = accept(dispensed_until(dt.date(2026, 8, 20)), do.EndMembership(EndReason.DEPARTURE, LEAVES))
    at = instant(2026, 8, 18)
    match how:
        case "renounced":
            dossier = accept(dossier, do.RenounceDispensation(), at=at)
        case "motive ended":
            dossier = accept(dossier, do.ReportMotiveEnd(at.date()), at=at)
    gone = dossier.as_of(FAR_AHEAD)
    assert (gone.record.is_member, gone.record.membership.ended) == (False, EndReason.DEPARTURE)


def test_a_departure_planned_stands_when_the_member_is_dispensed_before() -> None:
    dossier = accept(
        at_state("confirmed"),
        do.EndMembership(EndReason.DEPARTURE, LEAVES),
        DISPENSATION_REQUEST[0],
        MOTIVE_SINCE_TODAY,
        *DISPENSATION_REQUEST[2:],
    )
    assert dossier.record.is_dispensed
    gone = dossier.as_of(FAR_AHEAD)
    assert (gone.record.is_member, gone.record.membership.ended) == (False, EndReason.DEPARTURE)


@pytest.mark.parametrize("reason", [EndReason.DEPARTURE, EndReason.RETIREMENT, EndReason.DEATH])
@pytest.mark.parametrize("on", [dt.date(2024, 12, 31), dt.date(1900, 1, 1)], ids=str)
def test_an_end_dated_long_before_the_contract_is_answered_and_does_not_crash(reason: EndReason, on: dt.date) -> None:
    """Whether such a day is refused as a slip or acts at once, it is a business outcome."""
    decision = dossier_in("membership.in_force").decide(do.EndMembership(reason, on), at=IN_FORCE, role=Role.MANAGER)
    assert decision.outcome in (Outcome.ACCEPTED, Outcome.REFUSED)


@pytest.mark.parametrize("on", [LEAVES, dt.date(2028, 2, 29)], ids=["1 September", "29 February"])
def test_whoever_retires_under_the_contract_learns_that_no_text_says_until_when_to_join(on: dt.date) -> None:
    """The two years of art. 30 are not theirs."""
    decision = dossier_in("membership.in_force").decide(
        do.EndMembership(EndReason.RETIREMENT, on), at=IN_FORCE, role=Role.MANAGER
    )
    assert "retirees-window-unknown" in decision.warnings
    dossier, at = decision.dossier, GUIDE.start_of(on)
    assert dossier.as_of(at - MICROSECOND).states["membership"] == "in_force"
    decision = dossier.decide(do.Tick(), at=at + 30 * ONE_DAY, role=Role.CLOCK)
    (window,) = effects_of(decision.effects, OpenRetireeWindow)
    assert (window.opens_on, window.last_day, window.due_at, window.useful_until) == (on, None, at, None)
    assert decision.dossier.record.membership.ended is EndReason.RETIREMENT


@pytest.mark.parametrize(
    ("on", "last_day", "expected"),
    [
        (dt.date(2026, 4, 30), dt.date(2028, 4, 30), ()),
        (dt.date(2026, 5, 1), None, ("retirees-window-unknown",)),
    ],
    ids=["the day before the effect", "the day of the effect"],
)
def test_only_who_had_retired_before_the_contract_took_effect_has_two_years_from_it(
    on: dt.date, last_day: dt.date | None, expected: tuple[str, ...]
) -> None:
    invited = dossier_in("affiliation.home")
    decision = invited.decide(do.EndMembership(EndReason.RETIREMENT, on), at=now_of(invited), role=Role.MANAGER)
    assert tuple(code for code in decision.warnings if code.startswith("retirees")) == expected
    ended = decision.dossier.decide(do.Tick(), at=GUIDE.start_of(on), role=Role.CLOCK)
    (window,) = effects_of((*decision.effects, *ended.effects), OpenRetireeWindow)
    assert (window.opens_on, window.last_day) == (dt.date(2026, 5, 1), last_day)


def test_a_leave_and_the_return_from_it_act_on_their_days() -> None:
    dossier = accept(dossier_in("membership.in_force"), LEAVE_IN_JUNE, at=IN_FORCE)
    leaves, returns = midnight(2026, 6, 1), midnight(2026, 9, 1)
    assert dossier.states["membership"] == "in_force"
    assert dossier.as_of(leaves - MICROSECOND).states["membership"] == "in_force"
    away = tick(dossier, leaves)
    assert away.states["membership"] == "suspended"
    back = accept(away, do.Reinstate(LEAVES), at=leaves + ONE_DAY)
    assert back.as_of(returns - MICROSECOND).states["membership"] == "suspended"
    assert back.as_of(returns).states["membership"] == "in_force"
    assert back.as_of(returns).record.membership.plans == ()


def test_a_leave_and_a_return_of_days_past_act_at_once() -> None:
    at = instant(2026, 6, 15)
    away = accept(dossier_in("membership.in_force"), LEAVE_IN_JUNE, at=at)
    assert away.states["membership"] == "suspended"
    assert accept(away, do.Reinstate(at.date()), at=at).states["membership"] == "in_force"


def test_a_leave_that_begins_with_the_cover_begins_once_it_is_in_force() -> None:
    dossier = accept(at_state("confirmed"), attrs.evolve(LEAVE_IN_JUNE, on=dt.date(2026, 5, 1)))
    assert [(name, state) for name, state, at in steps_at(dossier, COVER_BEGINS) if at == COVER_BEGINS] == [
        ("enters-into-force", "in_force"),
        ("suspension-begins", "suspended"),
    ]


def test_a_leave_from_before_the_cover_begins_once_it_is_in_force() -> None:
    at = instant(2026, 8, 1)
    dossier = accept(at_state("confirmed", agent=LATE_ARRIVAL), do.RecordEffectiveDate(dt.date(2026, 10, 1)), at=at)
    dossier = accept(dossier, attrs.evolve(LEAVE_IN_JUNE, on=dt.date(2026, 9, 1)), at=at)
    assert dossier.as_of(midnight(2026, 9, 2)).states["membership"] == "received"
    begins = midnight(2026, 10, 1)
    assert steps_at(dossier, begins) == (
        ("enters-into-force", "in_force", begins),
        ("suspension-begins", "suspended", begins),
    )


def test_a_transfer_ends_here_and_continues_there_and_leaves_the_past_as_it_was() -> None:
    dossier = dossier_in("membership.in_force")
    planned = accept(dossier, do.Transfer("men-2026", LEAVES), at=IN_FORCE)
    assert planned.as_of(LEFT - MICROSECOND).states["membership"] == "in_force"
    decision = planned.decide(do.Tick(), at=LEFT + ONE_DAY, role=Role.CLOCK)
    (elsewhere,) = decision.effects
    assert isinstance(elsewhere, ContinueUnder)
    assert (elsewhere.next_contract, elsewhere.on, elsewhere.due_at) == ("men-2026", LEAVES, LEFT)
    gone = decision.dossier
    assert (gone.record.membership.ended, gone.due_at()) == (EndReason.TRANSFER, None)
    assert gone.record.history.steps == (*planned.record.history.steps, *decision.steps)[-16:]
    assert len(decision.steps) == 1
    assert gone.record.answers == dossier.record.answers
    assert gone.contract == GUIDE
