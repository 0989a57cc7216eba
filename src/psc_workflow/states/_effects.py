"""
What the host must do once a command is accepted, or a deadline has come.
"""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator
from functools import partial

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model import commands as do
from psc_workflow._model import effects as to
from psc_workflow._model.effects import AnyEffect, Recipient
from psc_workflow._model.record import Record
from psc_workflow._model.vocabulary import DocumentKind, EndReason
from psc_workflow._structuring import canonical
from psc_workflow.rules import retirement
from psc_workflow.states._changes.deadlines import end_reason
from psc_workflow.states._context import Context
from psc_workflow.states._dates import Days, day_after, first_instant
from psc_workflow.states._deadlines import child_birthdays, reminders
from psc_workflow.states._making import Make, invitation_address, mail, naming, own_address, task
from psc_workflow.states._notices import announce_change, announce_loss


def effects(context: Context, record: Record) -> tuple[AnyEffect, ...]:
    """
    List the effects of the command or the deadline.

    Args:
        record: The record as decided. Ids of a command's effects are made
            from its id and revision, those of a deadline's from its id, the
            deadline and its instant.
    """
    if context.command is None:
        list_makers, key = _DEADLINES.get(context.event), f"{context.event}\n{context.at.isoformat()}"
    else:
        list_makers, key = _COMMANDS.get(type(context.command)), str(record.revision)
    makers = (*(list_makers(context, record) if list_makers else ()), *_notices(context, record))
    return tuple(naming(make(_id(record, key, place), context.at), record) for place, make in enumerate(makers))


def _notices(context: Context, record: Record) -> Iterator[Make]:
    """Announce what the command changes, and whose cover it ends, after everything else that it has done."""
    if context.command is not None:
        yield from announce_change(context, record)
        yield from announce_loss(context)


def _id(record: Record, key: str, place: int) -> str:
    return hashlib.sha256(canonical([record.id, key, place])).hexdigest()[:32]


# -- commands -------------------------------------------------------------------


def _sign(context: Context, record: Record) -> Iterator[Make]:
    yield mail(
        to.SendAcknowledgement,
        *own_address(record),
        request=to.Request.AFFILIATION,
        requested_on=context.today,
    )


def _acknowledge_request(context: Context, record: Record) -> Iterator[Make]:
    is_renewal = isinstance(context.command, do.RenewDispensation)
    yield mail(
        to.SendAcknowledgement,
        *own_address(record),
        request=to.Request.RENEWAL if is_renewal else to.Request.DISPENSATION,
        requested_on=context.today,
    )


def _review_outcome(context: Context, record: Record) -> Iterator[Make]:
    is_concerned = isinstance(context.command, do.RejectReport)
    must_answer = is_concerned and not record.is_member
    yield mail(
        to.SendReviewOutcome,
        *own_address(record),
        concerned=is_concerned,
        last_day=Days(record, context.contract).last_day if must_answer else None,
    )


def _request_document(context: Context, _: Record) -> Iterator[Make]:
    if isinstance(context.command, do.RequestDocument):
        yield task(to.ProduceDocument, kind=context.command.kind)


def _forget_password(_: Context, record: Record) -> Iterator[Make]:
    yield mail(to.SendPasswordReset, Recipient.LOGIN, record.login)


def _report_not_concerned(_: Context, __: Record) -> Iterator[Make]:
    yield task(to.AskForReview, about=to.Review.NOT_CONCERNED)


def _record_position(context: Context, record: Record) -> Iterator[Make]:
    yield from _invite(context, record)


def _report_not_mine(_: Context, __: Record) -> Iterator[Make]:
    yield task(to.AskForReview, about=to.Review.NOT_MINE)


_COMMANDS: dict[type[do.Command], Callable[[Context, Record], Iterator[Make]]] = {
    do.Sign: _sign,
    do.RequestDispensation: _acknowledge_request,
    do.RenewDispensation: _acknowledge_request,
    do.CloseFile: _review_outcome,
    do.RejectReport: _review_outcome,
    do.RequestDocument: _request_document,
    do.ForgetPassword: _forget_password,
    do.ReportNotConcerned: _report_not_concerned,
    do.RecordPosition: _record_position,
    do.ReportNotMine: _report_not_mine,
}


# -- deadlines ------------------------------------------------------------------


def _reminder_falls_due(context: Context, record: Record) -> Iterator[Make]:
    """Remind, until the next reminder or the end of the time to answer takes over."""
    days = Days(record, context.contract)
    later_days = (day for day, _ in reminders(days) if day > context.today)
    later = [first_instant(context.contract, day) for day in later_days]
    yield mail(
        to.SendReminder,
        *invitation_address(record),
        until=min([*later, days.window_end]),
        last_day=days.last_day,
    )


def _affiliation_window_ends(context: Context, record: Record) -> Iterator[Make]:
    """Announce the affiliation, and have the notice sent: whoever has not signed has not read it."""
    yield mail(
        to.SendAutomaticAffiliation,
        *invitation_address(record),
        effective_on=Days(record, context.contract).effective(context.today).day,
    )
    yield task(to.ProduceDocument, kind=DocumentKind.NOTICE_INFORMATION, on_request=False)


def _file_received(context: Context, record: Record) -> Iterator[Make]:
    """Ask for the effective date where only a manager can settle it."""
    if Days(record, context.contract).effective(context.today).day is None:
        yield task(to.AskForReview, about=to.Review.EFFECTIVE_DATE)


def _position_ends(context: Context, record: Record) -> Iterator[Make]:
    """Invite the agent, and ask for the position if nobody has stated one from that day on."""
    yield from _invite(context, record)
    if Days(record, context.contract).position(context.today) is None:
        yield task(to.AskForReview, about=to.Review.POSITION)


def _invited_again(context: Context, record: Record) -> Iterator[Make]:
    yield from _invite(context, record)


def _invite(context: Context, record: Record) -> Iterator[Make]:
    """Send the invitation of *record*, unless it is the one that was in force already: that was sent."""
    if record.invited_at != context.record.invited_at:
        yield lambda *_: invitation(record, context.contract)


def invitation(record: Record, contract: Contract) -> to.SendInvitation:
    """Make the mail of the invitation in force; its id is the same whoever asks."""
    at, days = record.invited_at, Days(record, contract)
    recipient, address = invitation_address(record)
    sent = to.SendInvitation(
        _id(record, f"invited_again\n{at.isoformat()}", 0),
        at,
        days.window_end,
        recipient=recipient,
        address=address,
        last_day=days.last_day,
    )
    return naming(sent, record)


def _renewal_falls_due(context: Context, record: Record) -> Iterator[Make]:
    last_day = record.dispensation.last_day
    if last_day is not None:
        until = first_instant(context.contract, day_after(last_day))
        yield mail(to.SendRenewalNotice, *own_address(record), until=until, last_day=last_day)


def _child_birthday_nears(context: Context, record: Record) -> Iterator[Make]:
    for birthday in child_birthdays(context.record, context.today):
        if birthday.noticed_on <= context.today:
            make = mail(
                to.SendChildAgeNotice,
                *own_address(record),
                until=first_instant(context.contract, birthday.on),
                ref=birthday.child.ref,
                age=birthday.age,
                birthday=birthday.on,
            )
            yield partial(_with_own_id, birthday.key, record, make)


def _with_own_id(key: str, record: Record, make: Make, _: str, at: dt.datetime) -> AnyEffect:
    """Give the effect an id of its own: two decisions at one instant may announce two children."""
    return make(_id(record, f"{key}\n{at.isoformat()}", 0), at)


def _membership_ends(context: Context, _: Record) -> Iterator[Make]:
    plan = next((plan for plan in context.record.membership.plans if plan.event == "membership_ends"), None)
    match end_reason(context):
        case EndReason.RETIREMENT if plan is not None:
            yield _retiree_window(context, plan.on)
        case EndReason.DEATH:
            yield _survivors(context, plan.on if plan is not None else None)
        case EndReason.TRANSFER if plan is not None:
            yield task(to.ContinueUnder, next_contract=plan.contract, on=plan.on)
        case _:
            return


def _retiree_window(context: Context, retired_on: dt.date) -> Make:
    window = retirement.find_window(retired_on, contract=context.contract, today=context.today)
    opens_on = max(window.opens_on, context.effective.start)
    return task(to.OpenRetireeWindow, opens_on=opens_on, last_day=window.last_day)


def _survivors(context: Context, on: dt.date | None) -> Make:
    """Name whom the agent covered until now; which right is theirs depends on pensions, which no dossier knows."""
    cover = context.record.membership.cover
    return task(
        to.InformSurvivors,
        on=on,
        beneficiaries=tuple(cover.refs) if cover is not None else (),
        rights=tuple(to.SurvivorRight),
        last_day=retirement.find_earlier_window(contract=context.contract, today=context.today).last_day,
    )


_DEADLINES: dict[str, Callable[[Context, Record], Iterator[Make]]] = {
    "reminder_falls_due": _reminder_falls_due,
    "affiliation_window_ends": _affiliation_window_ends,
    "invited_again": _invited_again,
    "position_ends": _position_ends,
    "file_received": _file_received,
    "renewal_falls_due": _renewal_falls_due,
    "child_birthday_nears": _child_birthday_nears,
    "membership_ends": _membership_ends,
}
