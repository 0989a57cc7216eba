"""
Guards of the membership.
"""

import datetime as dt

from psc_workflow._model import commands as do
from psc_workflow._model.people import Position
from psc_workflow._model.verdict import Judgement, Verdict
from psc_workflow._model.vocabulary import EndReason
from psc_workflow.rules import (
    beneficiary_addition,
    beneficiary_number,
    beneficiary_removal,
    change_day,
    consent_withdrawal,
    contact_update,
    cover_start,
    formula_change,
    leave,
    mandate_signature,
    membership_end,
    planned_change,
    position,
    processing,
    recorded_date,
    rehire,
    representation,
    retirement,
    teletransmission,
    transfer,
)
from psc_workflow.states import _losses
from psc_workflow.states._additions import earliest_day
from psc_workflow.states._answers import birth_of_agent, civility_of, numbers_pending
from psc_workflow.states._changes.membership import cover_after, with_known_number
from psc_workflow.states._context import Context
from psc_workflow.states._guard import fits, may, never
from psc_workflow.states._plans import planned_day


@may
def mandate_needed(context: Context) -> Verdict:
    """Something is debited, from an account that is known, and no mandate is signed."""
    membership = context.record.membership
    account = context.record.answers.bank_details is not None
    return mandate_signature.assess_need(
        context.quote_of(context.cover_in_force), signed=membership.mandate is not None, account=account
    )


@never(Judgement.INCOMPLETE)
@may
def social_security_declared(context: Context) -> Verdict:
    """The social-security details are there to be changed."""
    return teletransmission.assess_declaration(context.record.answers.social_security)


@never(Judgement.INCOMPLETE)
@may
def representative_recorded(context: Context) -> Verdict:
    """Somebody is recorded who acts for the agent, or assists them."""
    recorded = context.record.representation
    return representation.assess_recorded(recorded.capacity if recorded else None)


@never(Judgement.INCOMPLETE)
@may
def employment_over(context: Context) -> Verdict:
    """The membership has ended, or is to end, and the agent has not died."""
    return rehire.assess_end(context.record.membership.ended, planned_on=planned_day(context.record, "membership_ends"))


@fits
def rehire_dated(context: Context, command: do.Rehire) -> Verdict:
    """The first day of the new employment is given; who was not covered, or is covered for a time past, is said."""
    membership, planned_on = context.record.membership, planned_day(context.record, "membership_ends")
    ended, ended_on = membership.ended, membership.ended_on
    verdict = rehire.assess(
        command.on, ended=ended, ended_on=ended_on, planned_on=planned_on, is_dispensed=context.record.is_dispensed
    )
    if membership.former is None or not rehire.continues(command.on, ended=ended, ended_on=ended_on):
        return verdict
    return verdict + cover_start.assess(ended_on, today=context.today, path="on")


@fits
def representative_fits(context: Context, command: do.RecordRepresentative) -> Verdict:
    """The capacity and the first day are stated, and fit the agent's age."""
    return representation.assess_record(
        command.capacity, command.on, birth_date=context.birth_date, today=context.today
    )


@fits
def representation_end_dated(context: Context, command: do.EndRepresentation) -> Verdict:
    """The first day without the representative is stated, and not before the first with one."""
    recorded = context.representation
    return representation.assess_end(command.on, since=recorded.since if recorded else None)


@fits
def outcome_given(_: Context, command: do.ReportProcessing) -> Verdict:
    """The insurer's outcome is given."""
    return processing.assess(command.outcome)


@fits
def effective_date_fits(context: Context, command: do.RecordEffectiveDate) -> Verdict:
    """
    The day is one on which cover can begin.

    The rule settles it only for agents who were invited by the contract's
    start: those who come later may have come from another contract.
    """
    record = context.record
    by_rule = context.days.effective(context.today, recorded=False)
    was_there = record.agent.hired_on is not None and context.days.opened_on <= by_rule.start
    verdict = recorded_date.assess(
        command.on,
        start=by_rule.earliest,
        settled=by_rule.day if was_there and record.membership.effective_on is None else None,
        latest=context.today if context.state == "in_force" else None,
        ends_on=planned_day(record, "membership_ends"),
        today=context.today,
    )
    if not verdict.holds:
        return verdict
    verdict += cover_start.assess(command.on, today=context.today, path="on")
    return verdict + cover_start.assess_delay(command.on, before=context.effective.day if record.is_member else None)


@fits
def position_fits(context: Context, command: do.RecordPosition) -> Verdict:
    """The position and its days are given, and its end does not lie before its beginning; a first day moved is said."""
    stated = Position(command.position, command.first_day, command.last_day)
    record, today = context.record, context.today
    hired_on, is_member = record.agent.hired_on, record.is_member
    verdict = position.assess(stated, on=today, hired_on=hired_on, is_recorded=True, is_member=is_member)
    if not verdict.holds or record.states.membership != "received":
        return verdict
    before, after = context.effective.day, context.days.then(stated).effective(today).day
    if after == before:
        return verdict
    verdict += cover_start.assess(after, today=today, path="first_day")
    return verdict + cover_start.assess_delay(after, before=before, path="first_day")


@fits
def formula_may_change(context: Context, command: do.ChangeFormula) -> Verdict:
    """The formula is offered, another one, and the minimum term is over."""
    cover = context.cover_in_force
    verdict = formula_change.assess(
        command.formula,
        current=cover.formula,
        chosen=cover.chosen,
        since=cover.since,
        contract=context.contract,
        today=context.today,
    )
    return verdict + _mandate_to_sign(context, command) if verdict.holds else verdict


@fits
def beneficiary_eligible(context: Context, command: do.AddBeneficiary) -> Verdict:
    """The person to add can be covered."""
    cover = context.cover_in_force
    verdict = beneficiary_addition.assess(
        command,
        partner=cover.partner,
        children=cover.children,
        contract=context.contract,
        on=context.cover_date.reference,
        today=context.today,
    )
    return verdict + _mandate_to_sign(context, command) if verdict.holds else verdict


@fits
def beneficiary_known(context: Context, command: do.RemoveBeneficiary) -> Verdict:
    """The person to remove is covered, and was by that day; the loss of cover is announced."""
    cover, ref = context.cover_in_force, command.ref or ""
    first = context.covered_from if context.covered_from <= context.today else context.days.opened_on
    first = max(first, earliest_day(context.record, context.contract, ref) or first)
    verdict = beneficiary_removal.assess(command, partner=cover.partner, children=cover.children, first=first)
    return _with_losses(context, verdict + _beside_plans(context, command.on, "beneficiary_leaves", ref))


@fits
def number_awaited(context: Context, command: do.CompleteBeneficiary) -> Verdict:
    """The number is right, and was still to come."""
    cover = context.cover_in_force
    return beneficiary_number.assess(
        with_known_number(context.record, command),
        partner=cover.partner,
        children=cover.children,
        pending=numbers_pending(context.record),
        contract=context.contract,
        today=context.today,
        civility=civility_of(context.record, command.ref),
    )


@fits
def contact_complete(_: Context, command: do.UpdateContactDetails) -> Verdict:
    """The contact details are complete and well formed."""
    return contact_update.assess(command)


@never(Judgement.REFUSED)
@fits
def teletransmission_answered(_: Context, command: do.UpdateTeletransmission) -> Verdict:
    """The question on télétransmission is answered."""
    return teletransmission.assess(teletransmission=command.teletransmission)


@fits
def mandate_evidenced(_: Context, command: do.SignMandate) -> Verdict:
    """The signature of the mandate is evidenced."""
    return mandate_signature.assess(command)


@never(Judgement.REFUSED)
@fits
def consent_named(_: Context, command: do.WithdrawConsent) -> Verdict:
    """The consent to take back is named."""
    return consent_withdrawal.assess(command.kind)


@fits
def end_reasoned(context: Context, command: do.EndMembership) -> Verdict:
    """The end has a reason and a day; who retires learns if no text says until when they can join as a retiree."""
    verdict = membership_end.assess(
        command.reason,
        command.on,
        today=context.today,
        invited_on=context.days.opened_on if context.record.is_member else None,
        covered_from=_member_since(context),
        born_on=birth_of_agent(context.record),
    )
    if verdict.holds and command.reason is EndReason.RETIREMENT:
        verdict += retirement.assess(command.on, contract=context.contract, today=context.today)
    return _with_losses(context, verdict) + _replacing(context)


@fits
def leave_suspends(context: Context, command: do.Suspend) -> Verdict:
    """The leave is known, or confirmed, not to be one during which the obligation goes on."""
    verdict = leave.assess(command.reason, command.on, confirmed=command.confirmed, first=context.effective.start)
    return _with_losses(context, verdict + _beside_plans(context, command.on, "suspension_begins"))


@fits
def return_dated(context: Context, command: do.Reinstate) -> Verdict:
    """The day of the return is given, and does not lie before the leave; cover in the past is announced."""
    verdict = change_day.assess(command.on, first=context.record.membership.suspended_on)
    if not verdict.holds:
        return verdict
    verdict += _beside_plans(context, command.on, "suspension_ends")
    return verdict + cover_start.assess(command.on, today=context.today, path="on")


@fits
def transfer_given(context: Context, command: do.Transfer) -> Verdict:
    """The other contract and the first day under it are given."""
    verdict = transfer.assess(command.contract, command.on, current=context.contract.id, first=context.effective.start)
    if verdict.holds:
        verdict += membership_end.warn_before_cover(command.on, _member_since(context))
    return _with_losses(context, verdict) + _replacing(context)


def _with_losses(context: Context, verdict: Verdict) -> Verdict:
    """Add for whom the cover ends, unless the command is refused anyway."""
    return verdict + _losses.assess(context) if verdict.holds else verdict


def _replacing(context: Context) -> Verdict:
    """Warn if another end was decided for a later day."""
    return membership_end.warn_of_replacement(planned_day(context.record, "membership_ends"))


def _beside_plans(context: Context, on: dt.date | None, event: str, ref: str = "") -> Verdict:
    """Warn of what was decided before: a change of the same kind, or an end of the membership."""
    planned_on, ends_on = planned_day(context.record, event, ref), planned_day(context.record, "membership_ends")
    return planned_change.assess(on, planned_on=planned_on, ends_on=ends_on)


def _member_since(context: Context) -> dt.date | None:
    """Return the first day of a member's cover, or the earliest on which it can lie."""
    return context.covered_from if context.record.is_member else None


def _mandate_to_sign(context: Context, command: do.ChangeFormula | do.AddBeneficiary) -> Verdict:
    """Warn if the cover that *command* asks for cannot be debited."""
    is_signed = context.record.membership.mandate is not None
    return mandate_signature.assess_cover(context.quote_of(cover_after(context, command)), signed=is_signed)
