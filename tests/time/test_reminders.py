"""
Reminders of the affiliation: on which days, to whom, and to nobody who has answered.
"""

import datetime as dt

import attrs
import pytest

from dossiers import accept, at_state, dossier_in, open_dossier, tick
from people import BENOIT, DISPENSATION_REQUEST, GUIDE, INVITED, ONE_DAY
from psc_workflow import Dossier, Role
from psc_workflow import commands as do
from psc_workflow._model.effects import Recipient, SendReminder
from psc_workflow._model.vocabulary import PositionKind
from timeline import (
    DAY_7,
    DAY_14,
    FAR_AHEAD,
    LAST_DAY,
    MICROSECOND,
    SECOND,
    WINDOW_OVER,
    effects_of,
    foreseen_effects,
    milestones_of,
    reload,
    reminders_of,
    steps_at,
)


@pytest.mark.parametrize(
    ("at", "until", "number"), [(DAY_7, DAY_14, 7), (DAY_14, WINDOW_OVER, 14)], ids=["on day 7", "on day 14"]
)
def test_a_reminder_is_sent_at_the_first_instant_of_its_day_to_the_professional_address(
    at: dt.datetime, until: dt.datetime, number: int
) -> None:
    """It is of use until the next one, or the end of the time to answer, takes over."""
    dossier = open_dossier().as_of(at - MICROSECOND)
    assert steps_at(dossier, at - MICROSECOND) == ()
    (reminder,) = dossier.decide(do.Tick(), at=at, role=Role.CLOCK).effects
    assert isinstance(reminder, SendReminder)
    assert (reminder.due_at, reminder.useful_until, reminder.last_day) == (at, until, LAST_DAY)
    assert (reminder.recipient, reminder.address) == (Recipient.PROFESSIONAL, BENOIT.professional_email)
    assert f"reminder-{number}" in tick(dossier, at).record.noticed


def test_without_a_professional_address_the_reminder_leaves_it_to_the_host() -> None:
    (first, _) = foreseen_effects(open_dossier(agent=attrs.evolve(BENOIT, professional_email=None)), SendReminder)
    assert (first.recipient, first.address) == (Recipient.PROFESSIONAL, None)


@pytest.mark.parametrize("late", [MICROSECOND, SECOND, 3 * ONE_DAY, 7 * ONE_DAY - MICROSECOND], ids=str)
def test_the_same_reminder_whenever_it_is_looked_for_in_time(late: dt.timedelta) -> None:
    (on_time,) = open_dossier().decide(do.Tick(), at=DAY_7, role=Role.CLOCK).effects
    (found_late,) = open_dossier().decide(do.Tick(), at=DAY_7 + late, role=Role.CLOCK).effects
    restored = reload(at_state("home")).decide(do.StartAffiliation(), at=DAY_7 + late, role=Role.AGENT)
    assert found_late == on_time
    assert on_time in restored.effects


def test_reminders_of_two_days_and_two_dossiers_have_ids_of_their_own() -> None:
    other = Dossier.open(GUIDE, id="D2", agent=BENOIT, invited_at=INVITED)
    ids = [reminder.id for dossier in (open_dossier(), other) for reminder in foreseen_effects(dossier, SendReminder)]
    assert len(set(ids)) == 4


@pytest.mark.parametrize(
    ("at", "sent"),
    [
        (DAY_14 - MICROSECOND, [DAY_7]),
        (DAY_14, [DAY_14]),
        (WINDOW_OVER - MICROSECOND, [DAY_14]),
        (WINDOW_OVER, []),
        (FAR_AHEAD, []),
    ],
    ids=["before day 14", "on day 14", "on the last day", "on day 22", "years later"],
)
def test_a_late_tick_sends_no_stale_reminder_but_keeps_its_step_at_its_due_instant(
    at: dt.datetime, sent: list[dt.datetime]
) -> None:
    decision = open_dossier().decide(do.Tick(), at=at, role=Role.CLOCK)
    assert [reminder.due_at for reminder in effects_of(decision.effects, SendReminder)] == sent
    reminded = [step.at for step in decision.steps if step.command == "reminder-falls-due"]
    assert reminded == [reminder for reminder in (DAY_7, DAY_14) if reminder <= at]


@pytest.mark.parametrize(
    "name", ["affiliation.confirmed", "dispensation.granted", "affiliation.under_review", "affiliation.not_concerned"]
)
def test_nobody_is_reminded_who_has_signed_is_dispensed_or_being_looked_at(name: str) -> None:
    dossier = dossier_in(name)
    assert "reminder_falls_due" not in dict(milestones_of(dossier, WINDOW_OVER))
    assert effects_of(dossier.decide(do.Tick(), at=DAY_7, role=Role.CLOCK).effects) == []
    assert effects_of(dossier.decide(do.Tick(), at=DAY_14, role=Role.CLOCK).effects) == []


@pytest.mark.parametrize("state", ["regime", "identity", "signature"])
def test_who_has_begun_but_not_signed_is_reminded_by_the_same_mails_as_who_has_not(state: str) -> None:
    """Their ids are made of the dossier, the deadline and its instant, not of what was answered meanwhile."""
    assert reminders_of(at_state(state)) == [DAY_7, DAY_14]
    assert foreseen_effects(at_state(state), SendReminder) == foreseen_effects(open_dossier(), SendReminder)


@pytest.mark.parametrize("kind", PositionKind)
def test_a_reminder_not_sent_yet_is_withdrawn_once_the_agent_need_not_answer(kind: PositionKind) -> None:
    decision = open_dossier().decide(do.Tick(), at=DAY_7, role=Role.CLOCK)
    (reminder,) = decision.effects
    assert isinstance(reminder, SendReminder)
    assert decision.dossier.still_owes(reminder)
    position = do.RecordPosition(kind, DAY_7.date(), FAR_AHEAD.date())
    after = accept(decision.dossier, position, at=DAY_7)
    assert after.still_owes(reminder) is (kind is not PositionKind.NOT_CONCERNED)


@pytest.mark.parametrize("asked", [1, 2, 3], ids=["motive", "motive chosen", "attested"])
def test_who_is_asking_for_a_dispensation_is_reminded(asked: int) -> None:
    assert reminders_of(accept(open_dossier(), *DISPENSATION_REQUEST[:asked])) == [DAY_7, DAY_14]


def test_a_contract_without_reminders_sends_none() -> None:
    assert foreseen_effects(open_dossier(attrs.evolve(GUIDE, reminders=None)), SendReminder) == []
