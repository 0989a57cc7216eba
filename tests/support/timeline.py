"""
Instants around the days that decide, and what comes by itself until then.
"""

import datetime as dt

import attrs

from dossiers import accept, now_of, open_dossier
from people import (
    ATTESTATION,
    DISPENSATION_REQUEST,
    MOTIVE,
    NOW,
    START,
    SUSPENDING_LEAVE,
    instant,
)
from psc_workflow import Dossier, Role, contracts
from psc_workflow import commands as do
from psc_workflow._model.effects import Effect, Mail, SendReminder

SECOND, MICROSECOND, MINUTE = dt.timedelta(seconds=1), dt.timedelta(microseconds=1), dt.timedelta(minutes=1)


def midnight(year: int, month: int, day: int) -> dt.datetime:
    """Return the first instant of a civil day in Papeete."""
    return instant(year, month, day, 0)


LAST_DAY = dt.date(2026, 4, 27)
"""The last day to answer, for the agent of the tests."""
WINDOW_OVER = midnight(2026, 4, 28)
"""The first instant after it."""
DAY_7, DAY_14 = midnight(2026, 4, 13), midnight(2026, 4, 20)
"""When the reminders come."""
REPORTED_AT, REJECTED_AT = instant(2026, 4, 11), instant(2026, 4, 21)
"""Days 5 and 15 of the time to answer."""
COVER_BEGINS = midnight(START.year, START.month, START.day)
FAR_AHEAD = instant(2031, 1, 1)
"""Later than anything these tests wait for."""

LEAVE_IN_JUNE = do.Suspend(SUSPENDING_LEAVE, dt.date(2026, 6, 1))


def reload(dossier: Dossier) -> Dossier:
    """Store *dossier* and read it back."""
    return Dossier.load(dossier.dump(), contracts=contracts.builtin.including(dossier.contract, replace=True))


def long_after(dossier: Dossier, days: int = 1500) -> dt.datetime:
    """Return an instant long after the last one of *dossier*."""
    return now_of(dossier) + dt.timedelta(days=days)


def milestones_of(dossier: Dossier, until: dt.datetime = FAR_AHEAD) -> list[tuple[str, dt.datetime]]:
    """List what will come by itself, and when."""
    return [(milestone.event, milestone.due_at) for milestone in dossier.timeline(until=until)]


def instant_of(dossier: Dossier, event: str) -> dt.datetime | None:
    """Return when *event* will first come; ``None`` if it will not."""
    return next((at for name, at in milestones_of(dossier) if name == event), None)


def steps_at(dossier: Dossier, at: dt.datetime) -> tuple[tuple[str, str, dt.datetime], ...]:
    """Let time pass until *at*: return each step, with where the journey stands then, and when."""
    return tuple(
        (step.command, step.state, step.at) for step in dossier.decide(do.Tick(), at=at, role=Role.CLOCK).steps
    )


def effects_of(effects: tuple[Effect, ...], kind: type[Effect] = Mail) -> list[Effect]:
    """Select the effects of one kind."""
    return [effect for effect in effects if isinstance(effect, kind)]


def foreseen_effects(dossier: Dossier, kind: type[Effect], until: dt.datetime = FAR_AHEAD) -> list[Effect]:
    """List the effects of one kind that will come by themselves."""
    return [effect for milestone in dossier.timeline(until=until) for effect in effects_of(milestone.effects, kind)]


def reminders_of(dossier: Dossier) -> list[dt.datetime]:
    """List when the agent will be reminded."""
    return [reminder.due_at for reminder in foreseen_effects(dossier, SendReminder)]


def dispensed_until(
    end: dt.date = dt.date(2026, 12, 31), *, at: dt.datetime = NOW, start: Dossier | None = None
) -> Dossier:
    """Return the dossier of an agent dispensed by an attestation that names *end*."""
    open_request, _, _, request = DISPENSATION_REQUEST
    attestation = attrs.evolve(ATTESTATION, end_date=end)
    return accept(start or open_dossier(), open_request, MOTIVE, attestation, request, at=at)
