"""
What a deadline leaves in the record when it comes.
"""

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

import attrs

from psc_workflow.model.record import Cover, Dispensation, Membership, Record
from psc_workflow.model.vocabulary import EndReason, Formula
from psc_workflow.states.changes.dispensation import over
from psc_workflow.states.deadlines import child_birthdays, reminders

if TYPE_CHECKING:
    from psc_workflow.states.context import Context


def _not_asked(context: "Context") -> Record:
    return over(context.record, Dispensation())


def _expired(context: "Context") -> Record:
    return over(context.record, Dispensation(ended_on=context.record.dispensation.valid_until))


def _invited_again(context: "Context") -> Record:
    """Begin anew, with the answers given before but for signature and consents; propose cover from the day after."""
    record = context.record
    answers = attrs.evolve(record.answers, signature=None, signed_at=None, consents=None, rating=None)
    proposed = (record.dispensation.ended_on or context.today) + dt.timedelta(days=1)
    known = context.effective.day
    membership = Membership(
        effective_on=proposed if known is None or known < proposed else record.membership.effective_on,
        numbers=record.membership.numbers,
        ended=record.membership.ended,
    )
    return attrs.evolve(
        record,
        active="affiliation",
        answers=answers,
        dispensation=Dispensation(),
        invited_at=context.at,
        membership=membership,
        noticed=(),
        report=None,
        suspended_days=0,
    )


def _reminded(context: "Context") -> Record:
    come = (key for due_at, key in reminders(context.record, context.contract) if due_at <= context.at)
    return _noticed(context.record, *come)


def _announced(context: "Context") -> Record:
    birthdays = child_birthdays(context.record, context.contract)
    return _noticed(context.record, *(one.key for one in birthdays if one.noticed_at <= context.at))


def _noticed(record: Record, *keys: str) -> Record:
    return attrs.evolve(record, noticed=tuple(dict.fromkeys((*record.noticed, *keys))))


def _affiliated(context: "Context") -> Record:
    """Cover the agent alone, on the base formula; what was answered before is kept."""
    cover = Cover(Formula.BASE, False, context.today)
    membership = attrs.evolve(context.record.membership, affiliated_at=context.at, cover=cover)
    return attrs.evolve(context.record, membership=membership)


def _received(context: "Context") -> Record:
    return attrs.evolve(context.record, membership=attrs.evolve(context.record.membership, ended=None))


def end_reason(record: Record) -> EndReason:
    """Say why a membership that ends now does."""
    if record.is_dispensed:
        return EndReason.DISPENSED
    if record.states.affiliation == "not_concerned":
        return EndReason.NOT_CONCERNED
    return next(EndReason(plan.reason) for plan in record.membership.plans if plan.event == "membership_ends")


def _ended(context: "Context") -> Record:
    """Nobody is covered any more; nothing is planned."""
    membership = attrs.evolve(
        context.record.membership, affiliated_at=None, cover=None, plans=(), ended=end_reason(context.record)
    )
    return attrs.evolve(context.record, membership=membership)


def _acted(context: "Context") -> Record:
    plans = tuple(plan for plan in context.record.membership.plans if plan.event != context.event)
    return attrs.evolve(context.record, membership=attrs.evolve(context.record.membership, plans=plans))


CHANGES: dict[str, Callable[["Context"], Record]] = {
    "set_aside": _not_asked,
    "dispensation_window_ends": _not_asked,
    "dispensation_expires": _expired,
    "invited_again": _invited_again,
    "reminder_falls_due": _reminded,
    "affiliation_window_ends": _affiliated,
    "file_received": _received,
    "membership_ends": _ended,
    "suspension_begins": _acted,
    "suspension_ends": _acted,
    "child_birthday_nears": _announced,
}
"""Deadlines that change facts; the others only move the state."""
