"""
What a deadline leaves in the record when it comes.
"""

import datetime as dt
from collections.abc import Callable

from psc_workflow._model.record import Cover, Dispensation, FormerMembership, Membership, Plan, Record
from psc_workflow._model.vocabulary import EndReason
from psc_workflow._structuring.evolving import evolve
from psc_workflow.states._changes.dispensation import end_dispensation
from psc_workflow.states._changes.membership import with_new_time, without_beneficiary
from psc_workflow.states._context import Context
from psc_workflow.states._dates import day_after
from psc_workflow.states._deadlines import acts_at_once, child_birthdays, reminders


def _dispensation_not_asked(context: Context) -> Record:
    return end_dispensation(context.record, Dispensation())


def _dispensation_expires(context: Context) -> Record:
    return end_dispensation(context.record, Dispensation(ended_on=context.record.dispensation.last_day))


def _invited_again(context: Context) -> Record:
    """Begin anew, with earlier answers except signature and consents."""
    record, membership = context.record, context.record.membership
    answers = evolve(record.answers, signature=None, signed_at=None, consents=None, rating=None)
    return evolve(
        record,
        active="affiliation",
        answers=answers,
        dispensation=Dispensation(),
        invited_at=context.at,
        membership=evolve(
            membership,
            effective_on=_proposed_date(context),
            rehired_on=None,
            processing=None,
            contested=False,
            mandate=None,
            curator_mandate=None,
        ),
        noticed=(),
        report=None,
        suspended_days=0,
    )


def _position_ends(context: Context) -> Record:
    return with_new_time(context.record, context.at)


def _proposed_date(context: Context) -> dt.date | None:
    """Propose cover from the day after a dispensation; when it begins after a new employment is not known."""
    membership = context.record.membership
    if membership.rehired_on is not None:
        return None
    proposed = day_after(context.record.dispensation.ended_on or context.today)
    return proposed if proposed > context.effective.earliest else membership.effective_on


def _reminder_falls_due(context: Context) -> Record:
    return _with_notices(context.record, *(key for day, key in reminders(context.days) if day <= context.today))


def _child_birthday_nears(context: Context) -> Record:
    birthdays = child_birthdays(context.record, context.today)
    return _with_notices(
        context.record, *(birthday.key for birthday in birthdays if birthday.noticed_on <= context.today)
    )


def _with_notices(record: Record, *keys: str) -> Record:
    return evolve(record, noticed=tuple(dict.fromkeys((*record.noticed, *keys))))


def _affiliation_window_ends(context: Context) -> Record:
    """Cover the agent alone, on the base formula; earlier answers are kept."""
    cover = Cover(context.contract.base_formula, False, context.today)
    membership = evolve(context.record.membership, affiliated_at=context.at, cover=cover)
    return evolve(context.record, membership=membership)


def _file_received(context: Context) -> Record:
    membership = evolve(context.record.membership, ended=None, ended_on=None)
    return evolve(context.record, membership=membership)


def planned_end(context: Context) -> Plan | None:
    """Find the end that was decided for today or before; death waits for no day."""
    plans = (plan for plan in context.record.membership.plans if plan.event == "membership_ends")
    return next((plan for plan in plans if acts_at_once(plan) or plan.on <= context.today), None)


def end_reason(context: Context) -> EndReason:
    """Find why a membership that ends now does: what a manager decided comes first."""
    plan = planned_end(context)
    if plan is not None:
        return EndReason(plan.reason)
    return EndReason.DISPENSED if context.record.is_dispensed else EndReason.NOT_CONCERNED


def _membership_ends(context: Context) -> Record:
    """Cover nobody any more; what was decided for a later day still is, and a leave goes on."""
    record, membership, plan = context.record, context.record.membership, planned_end(context)
    reason = end_reason(context)
    report = record.report
    if reason is EndReason.NOT_CONCERNED and report is not None:
        report = evolve(report, cover=membership.cover)
    plans = () if plan is not None else membership.plans
    if plan is None and context.state == "suspended":
        others = (plan for plan in plans if plan.event != "suspension_begins")
        plans = (*others, Plan("suspension_begins", context.today))
    membership = evolve(
        membership,
        former=_former(membership) if plan is not None and reason is not EndReason.DEATH else None,
        affiliated_at=None,
        cover=None,
        plans=plans,
        ended=reason,
        ended_on=plan.on if plan is not None else context.today,
    )
    return evolve(record, membership=membership, report=report)


def _former(membership: Membership) -> FormerMembership | None:
    """Keep what the membership was, in case the employment begins again; nothing if the agent was no member."""
    if membership.affiliated_at is None or membership.cover is None:
        return membership.former
    removals = tuple(plan for plan in membership.plans if plan.event == "beneficiary_leaves")
    return FormerMembership(membership.affiliated_at, membership.cover, removals)


def _carry_out_plan(context: Context) -> Record:
    membership = context.record.membership
    (plan,) = (plan for plan in membership.plans if plan.event == context.event)
    others = tuple(other for other in membership.plans if other is not plan)
    since = plan.on if plan.event == "suspension_begins" else None
    return evolve(context.record, membership=evolve(membership, plans=others, suspended_on=since))


def _beneficiary_leaves(context: Context) -> Record:
    """Stop covering those whose day has come."""
    record, plans = context.record, context.record.membership.plans
    due = [plan for plan in plans if plan.event == "beneficiary_leaves" and plan.on <= context.today]
    for plan in due:
        record = without_beneficiary(record, plan)
    remaining = tuple(plan for plan in record.membership.plans if plan not in due)
    return evolve(record, membership=evolve(record.membership, plans=remaining))


CHANGES: dict[str, Callable[[Context], Record]] = {
    "set_aside": _dispensation_not_asked,
    "dispensation_window_ends": _dispensation_not_asked,
    "dispensation_expires": _dispensation_expires,
    "invited_again": _invited_again,
    "position_ends": _position_ends,
    "reminder_falls_due": _reminder_falls_due,
    "affiliation_window_ends": _affiliation_window_ends,
    "file_received": _file_received,
    "membership_ends": _membership_ends,
    "suspension_begins": _carry_out_plan,
    "suspension_ends": _carry_out_plan,
    "beneficiary_leaves": _beneficiary_leaves,
    "child_birthday_nears": _child_birthday_nears,
}
"""Deadlines that change facts; the others only move the state."""
