"""
An agent whose dispensation is over is invited again, with a new 21 days.
"""

import datetime as dt

import attrs
import pytest

from dossiers import accept, at_state, open_dossier, tick
from people import ATTESTATION, BENOIT, DISPENSATION_REQUEST, GUIDE, NOW, ONE_DAY, REPORT_CPS, instant
from psc_workflow import Dossier, Outcome, Role
from psc_workflow import commands as do
from psc_workflow._model.effects import Effect, Recipient, SendAutomaticAffiliation, SendInvitation, SendReminder
from psc_workflow._model.vocabulary import Motive
from timeline import (
    MICROSECOND,
    REJECTED_AT,
    REPORTED_AT,
    dispensed_until,
    effects_of,
    foreseen_effects,
    instant_of,
    midnight,
    milestones_of,
    reminders_of,
)

RENOUNCED_AT = instant(2026, 6, 10)


def over_by(way: str) -> tuple[Dossier, Dossier, dt.datetime, dt.date]:
    """Give a dossier before and after its dispensation ended, when, and the first day of the cover proposed."""
    before = dispensed_until(start=at_state("signature"))
    at, after = RENOUNCED_AT, before
    match way:
        case "renounced":
            after = accept(before, do.RenounceDispensation(), at=at)
            return before, after, at, dt.date(2026, 6, 11)
        case "motive ended today":
            after = accept(before, do.ReportMotiveEnd(at.date()), at=at)
            return before, after, at, dt.date(2026, 6, 11)
        case "motive ended before":
            after = accept(before, do.ReportMotiveEnd(dt.date(2026, 6, 5)), at=at)
            return before, after, at, dt.date(2026, 6, 6)
        case _:
            at = midnight(2027, 1, 1)
            return before, tick(before, at), at, dt.date(2027, 1, 1)


WAYS = ["renounced", "motive ended today", "motive ended before", "expired"]


@pytest.mark.parametrize("way", WAYS)
def test_when_a_dispensation_ends_the_agent_is_invited_again_with_a_new_21_days(way: str) -> None:
    before, after, at, _ = over_by(way)
    decision = before.decide(do.Tick(), at=at, role=Role.CLOCK) if way == "expired" else None
    (invitation,) = effects_of(decision.effects if decision else _last_effects(way), SendInvitation)
    last_day = GUIDE.civil_day(at) + 21 * ONE_DAY
    over = GUIDE.start_of(last_day + ONE_DAY)
    assert (invitation.recipient, invitation.address) == (Recipient.PROFESSIONAL, BENOIT.professional_email)
    assert (invitation.due_at, invitation.useful_until, invitation.last_day) == (at, over, last_day)
    assert (after.states["affiliation"], after.record.active, after.record.invited_at) == ("home", "affiliation", at)
    assert after.as_of(over - MICROSECOND).states["affiliation"] == "home"
    assert after.as_of(over).states["affiliation"] == "auto_affiliated"
    assert reminders_of(after) == [GUIDE.start_of(GUIDE.civil_day(at) + number * ONE_DAY) for number in (7, 14)]
    assert {reminder.last_day for reminder in foreseen_effects(after, SendReminder)} == {last_day}


def _last_effects(way: str) -> tuple[Effect, ...]:
    """Give the effects of the command that ends the dispensation."""
    commands = {
        "renounced": do.RenounceDispensation(),
        "motive ended today": do.ReportMotiveEnd(RENOUNCED_AT.date()),
        "motive ended before": do.ReportMotiveEnd(dt.date(2026, 6, 5)),
    }
    return over_by(way)[0].decide(commands[way], at=RENOUNCED_AT, role=Role.AGENT).effects


@pytest.mark.parametrize("way", WAYS)
def test_cover_is_proposed_from_the_day_after_the_dispensation_and_silence_begins_it_at_once(way: str) -> None:
    _, after, at, proposed = over_by(way)
    assert after.view(at=at, role=Role.AGENT).effective_on == proposed
    over = instant_of(after, "affiliation_window_ends")
    silent = after.decide(do.Tick(), at=over, role=Role.CLOCK)
    assert [(step.command, step.at) for step in silent.steps][-3:] == [
        ("affiliation-window-ends", over),
        ("file-received", over),
        ("enters-into-force", over),
    ]
    (mail,) = effects_of(silent.effects, SendAutomaticAffiliation)
    assert mail.effective_on == proposed == silent.dossier.view(at=over, role=Role.AGENT).effective_on


def test_who_renounces_before_the_start_is_proposed_cover_from_the_start() -> None:
    assert accept(dispensed_until(), do.RenounceDispensation()).view(at=NOW, role=Role.AGENT).effective_on == dt.date(
        2026, 5, 1
    )


def test_the_reminders_of_a_second_invitation_have_ids_of_their_own() -> None:
    first = {reminder.id for reminder in foreseen_effects(open_dossier(), SendReminder)}
    _, after, _, _ = over_by("renounced")
    assert not first & {reminder.id for reminder in foreseen_effects(after, SendReminder)}


def test_a_second_window_counts_nothing_of_the_first() -> None:
    """Neither the reminders that came in it, nor the days for which it stood still."""
    first = accept(accept(at_state("formula"), REPORT_CPS, at=REPORTED_AT), do.RejectReport(), at=REJECTED_AT)
    at = instant(2026, 4, 25)
    reminded = tick(first, at)
    assert reminded.record.noticed
    after = accept(dispensed_until(at=at, start=reminded), do.RenounceDispensation(), at=at)
    assert reminders_of(after) == [midnight(2026, 5, 2), midnight(2026, 5, 9)]
    assert instant_of(after, "affiliation_window_ends") == midnight(2026, 5, 17)


def test_a_second_dispensation_can_be_asked_for_until_the_last_instant_of_the_second_window() -> None:
    _, after, at, _ = over_by("renounced")
    over = instant_of(after, "affiliation_window_ends")
    asking = accept(after, *DISPENSATION_REQUEST[:2], attrs.evolve(ATTESTATION, signed_on=at.date()), at=at)
    assert (
        asking.decide(DISPENSATION_REQUEST[3], at=over - MICROSECOND, role=Role.AGENT).dossier.states["dispensation"]
        == "granted"
    )
    assert asking.decide(DISPENSATION_REQUEST[3], at=over, role=Role.AGENT).outcome is Outcome.NOT_AVAILABLE
    assert asking.as_of(over).states["dispensation"] == "closed"


def test_a_dispensation_never_renewed_leads_by_itself_to_a_cover_in_force() -> None:
    """The whole course, foreseen from the day it was granted."""
    expiry, silence = midnight(2027, 1, 1), midnight(2027, 1, 23)
    assert milestones_of(dispensed_until()) == [
        ("renewal_falls_due", midnight(2026, 12, 1)),
        ("dispensation_expires", expiry),
        ("invited_again", expiry),
        ("reminder_falls_due", midnight(2027, 1, 8)),
        ("reminder_falls_due", midnight(2027, 1, 15)),
        ("affiliation_window_ends", silence),
        ("file_received", silence),
        ("enters_into_force", silence),
    ]


@pytest.mark.parametrize(
    "motive", [Motive.C2S, Motive.COMPULSORY_COLLECTIVE, Motive.PARTNER_COLLECTIVE, Motive.MILITARY_COLLECTIVE]
)
def test_while_dispensed_nothing_but_the_renewal_comes(motive: Motive) -> None:
    attestation = attrs.evolve(ATTESTATION, motive=motive)
    dossier = accept(
        open_dossier(), DISPENSATION_REQUEST[0], do.ChooseMotive(motive), attestation, DISPENSATION_REQUEST[3]
    )
    assert [name for name, _ in milestones_of(dossier, midnight(2026, 12, 31))] == ["renewal_falls_due"]


def test_the_effective_date_counts_from_the_first_invitation_ever_after() -> None:
    """An agent of unknown hiring, invited in time, keeps the contract's first day when invited again after it."""
    dossier = accept(open_dossier(agent=attrs.evolve(BENOIT, hired_on=None)), *DISPENSATION_REQUEST)
    again = accept(dossier, do.ReportMotiveEnd(dt.date(2026, 4, 20)), at=instant(2026, 5, 10))
    assert again.view(at=instant(2026, 5, 10), role=Role.AGENT).effective_on == dt.date(2026, 5, 1)
