"""
What a deadline leaves in the record when it comes.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

import attrs

from psc_workflow._model.record import Cover, Dispensation, Plan, Record
from psc_workflow._model.vocabulary import EndReason, Formula
from psc_workflow.states import _dates as dates
from psc_workflow.states._changes.dispensation import over
from psc_workflow.states._changes.membership import without
from psc_workflow.states._deadlines import acts_at_once, child_birthdays, reminders

if TYPE_CHECKING:
    from psc_workflow.states._context import Context


def _not_asked(context: "Context") -> Record:
    return over(context.record, Dispensation())


def _expired(context: "Context") -> Record:
    return over(context.record, Dispensation(ended_on=context.record.dispensation.last_day))


def _invited_again(context: "Context") -> Record:
    """Begin anew, with the answers given before but for signature and consents; propose cover from the day after."""
    record, membership = context.record, context.record.membership
    answers = attrs.evolve(record.answers, signature=None, signed_at=None, consents=None, rating=None)
    proposed = dates.day_after(record.dispensation.ended_on or context.today)
    return attrs.evolve(
        record,
        active="affiliation",
        answers=answers,
        dispensation=Dispensation(),
        invited_at=context.at,
        membership=attrs.evolve(
            membership,
            effective_on=proposed if proposed > context.effective.earliest else membership.effective_on,
            processing=None,
            contested=False,
            mandate=None,
        ),
        noticed=(),
        report=None,
        suspended_days=0,
    )


def _reminded(context: "Context") -> Record:
    come = (key for day, key in reminders(context.record, context.contract) if day <= context.today)
    return _noticed(context.record, *come)


def _announced(context: "Context") -> Record:
    birthdays = child_birthdays(context.record, context.today)
    return _noticed(context.record, *(one.key for one in birthdays if one.noticed_on <= context.today))


def _noticed(record: Record, *keys: str) -> Record:
    return attrs.evolve(record, noticed=tuple(dict.fromkeys((*record.noticed, *keys))))


def _affiliated(context: "Context") -> Record:
    """Cover the agent alone, on the base formula; what was answered before is kept."""
    cover = Cover(Formula.BASE, False, context.today)
    membership = attrs.evolve(context.record.membership, affiliated_at=context.at, cover=cover)
    return attrs.evolve(context.record, membership=membership)


def _received(context: "Context") -> Record:
    membership = attrs.evolve(context.record.membership, ended=None, ended_on=None)
    return attrs.evolve(context.record, membership=membership)


def ending(context: "Context") -> Plan | None:
    """Find the end that was decided for today or before; death waits for no day."""
    plans = (plan for plan in context.record.membership.plans if plan.event == "membership_ends")
    return next((plan for plan in plans if acts_at_once(plan) or plan.on <= context.today), None)


def end_reason(context: "Context") -> EndReason:
    """Say why a membership that ends now does: what a manager decided comes first."""
    plan = ending(context)
    if plan is not None:
        return EndReason(plan.reason)
    return EndReason.DISPENSED if context.record.is_dispensed else EndReason.NOT_CONCERNED


def _ended(context: "Context") -> Record:
    """Nobody is covered any more; what was decided for a later day still is, and a leave goes on."""
    record, membership, plan = context.record, context.record.membership, ending(context)
    reason = end_reason(context)
    report = record.report
    if reason is EndReason.NOT_CONCERNED and report is not None:
        report = attrs.evolve(report, cover=membership.cover)
    plans = () if plan is not None else membership.plans
    if plan is None and context.state == "suspended":
        plans = (*(one for one in plans if one.event != "suspension_begins"), Plan("suspension_begins", context.today))
    ended = attrs.evolve(
        membership,
        affiliated_at=None,
        cover=None,
        plans=plans,
        ended=reason,
        ended_on=plan.on if plan is not None else context.today,
    )
    return attrs.evolve(record, membership=ended, report=report)


def _acted(context: "Context") -> Record:
    membership = context.record.membership
    (plan,) = (one for one in membership.plans if one.event == context.event)
    others = tuple(one for one in membership.plans if one is not plan)
    since = plan.on if plan.event == "suspension_begins" else None
    return attrs.evolve(context.record, membership=attrs.evolve(membership, plans=others, suspended_on=since))


def _left(context: "Context") -> Record:
    """Cover those no longer whose day has come."""
    record, plans = context.record, context.record.membership.plans
    come = [plan for plan in plans if plan.event == "beneficiary_leaves" and plan.on <= context.today]
    for plan in come:
        record = without(record, plan)
    left = tuple(plan for plan in record.membership.plans if plan not in come)
    return attrs.evolve(record, membership=attrs.evolve(record.membership, plans=left))


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
    "beneficiary_leaves": _left,
    "child_birthday_nears": _announced,
}
"""Deadlines that change facts; the others only move the state."""
