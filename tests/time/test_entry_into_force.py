"""
The entry into force: on the first day of the contract, or on the day that a manager records.
"""

import datetime as dt

import pytest

from dossiers import accept, at_state, dossier_in, journey, open_dossier
from people import BENOIT, GUIDE, IN_FORCE, INVITED, LATE_ARRIVAL, NOW, ONE_DAY, instant
from psc_workflow import Dossier, Role
from psc_workflow import commands as do
from psc_workflow._model.effects import Recipient, SendAutomaticAffiliation
from timeline import COVER_BEGINS, FAR_AHEAD, MICROSECOND, WINDOW_OVER, effects_of, instant_of, midnight


@pytest.mark.parametrize("name", ["affiliation.confirmed", "affiliation.auto_affiliated"])
def test_the_membership_enters_into_force_at_the_first_instant_of_1_may(name: str) -> None:
    dossier = dossier_in(name)
    assert dossier.as_of(COVER_BEGINS - MICROSECOND).states["membership"] == "received"
    assert dossier.as_of(COVER_BEGINS).states["membership"] == "in_force"
    assert dossier.as_of(FAR_AHEAD).record.history.steps[-1].at == COVER_BEGINS or instant_of(
        dossier, "child_birthday_nears"
    )


def test_who_signs_after_the_start_is_covered_at_once() -> None:
    at = IN_FORCE
    dossier = Dossier.open(GUIDE, id="D1", agent=BENOIT, invited_at=INVITED + 20 * ONE_DAY)
    for command in [command for command in journey() if not isinstance(command, do.RateExperience)]:
        dossier = accept(dossier, command, at=at)
    assert dossier.states["membership"] == "in_force"
    assert [(step.command, step.at) for step in dossier.record.history.steps][-3:] == [
        ("sign", at),
        ("file-received", at),
        ("enters-into-force", at),
    ]


def test_a_later_arrival_does_not_enter_into_force_until_a_manager_records_the_day() -> None:
    dossier = at_state("confirmed", agent=LATE_ARRIVAL)
    assert instant_of(dossier, "enters_into_force") is None
    assert dossier.as_of(FAR_AHEAD).states["membership"] == "received"
    assert dossier.view(at=FAR_AHEAD, role=Role.AGENT).effective_on is None


def test_a_recorded_day_to_come_is_waited_for() -> None:
    dossier = accept(at_state("confirmed", agent=LATE_ARRIVAL), do.RecordEffectiveDate(dt.date(2026, 10, 1)))
    assert dossier.states["membership"] == "received"
    assert dossier.due_at() == midnight(2026, 10, 1)
    assert dossier.as_of(midnight(2026, 10, 1)).states["membership"] == "in_force"
    assert dossier.view(at=NOW, role=Role.AGENT).effective_on == dt.date(2026, 10, 1)


@pytest.mark.parametrize("on", [dt.date(2026, 9, 1), dt.date(2026, 11, 2)], ids=["past", "today"])
def test_a_recorded_day_that_is_past_or_today_counts_at_once(on: dt.date) -> None:
    at = instant(2026, 11, 2)
    decision = at_state("confirmed", agent=LATE_ARRIVAL).decide(do.RecordEffectiveDate(on), at=at, role=Role.MANAGER)
    assert [(step.command, step.at) for step in decision.steps] == [
        ("record-effective-date", at),
        ("enters-into-force", at),
    ]
    assert decision.dossier.states["membership"] == "in_force"


def test_silence_affiliates_a_later_arrival_too_but_says_no_day() -> None:
    decision = open_dossier(agent=LATE_ARRIVAL).decide(do.Tick(), at=WINDOW_OVER, role=Role.CLOCK)
    (mail,) = effects_of(decision.effects, SendAutomaticAffiliation)
    assert (mail.effective_on, mail.recipient, mail.due_at, mail.useful_until) == (
        None,
        Recipient.PROFESSIONAL,
        WINDOW_OVER,
        None,
    )
    assert (decision.dossier.states["membership"], decision.dossier.due_at()) == ("received", None)
