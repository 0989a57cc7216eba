"""
What the commands of the membership leave in the record: cover, facts kept up to date, plans.
"""

import datetime as dt
from typing import Any

from psc_workflow._model import commands as do
from psc_workflow._model.people import Position
from psc_workflow._model.record import Cover, Number, Plan, Record, Removal, Representation
from psc_workflow._model.steps import MOST_CARRIED
from psc_workflow._model.vocabulary import EndReason
from psc_workflow._structuring.evolving import evolve
from psc_workflow.rules import beneficiary, beneficiary_addition, nir, rehire
from psc_workflow.rules.beneficiary import PARTNER
from psc_workflow.states._changes.affiliation import Change, answering, put_account, stated
from psc_workflow.states._changes.details import Changes, put_child, put_partner
from psc_workflow.states._context import Context
from psc_workflow.states._deadlines import ref_of
from psc_workflow.states._refs import new_ref


def _with_membership(context: Context, **changes: Any) -> Record:
    return evolve(context.record, membership=evolve(context.record.membership, **changes))


def _report_processing(context: Context, command: do.ReportProcessing) -> Record:
    """Keep what the insurer made of the file, which also answers a contested request."""
    return _with_membership(context, processing=command.outcome, contested=False)


def _record_effective_date(context: Context, command: do.RecordEffectiveDate) -> Record:
    return _with_membership(context, effective_on=command.on)


def _record_position(context: Context, command: do.RecordPosition) -> Record:
    """
    Keep the position; if silence may bind again, the time to answer begins anew.

    A cover that has begun keeps its first day, whatever is recorded later.
    """
    days = context.days.then(Position(command.position, command.first_day, command.last_day))
    record, first = days.record, context.effective.day
    if record.states.membership in ("in_force", "suspended") and days.effective(context.today).day != first:
        return evolve(record, membership=evolve(record.membership, effective_on=first))
    is_back = days.window_runs and not context.days.window_runs
    return with_new_time(record, context.at) if is_back else record


def with_new_time(record: Record, at: dt.datetime) -> Record:
    """Invite the agent again: the time to answer is counted from *at*."""
    return evolve(record, invited_at=at, noticed=(), suspended_days=0)


def _report_not_mine(context: Context, _: do.ReportNotMine) -> Record:
    return _with_membership(context, contested=True)


def cover_after(context: Context, command: do.ChangeFormula | do.AddBeneficiary) -> Cover:
    """Return the cover that *command* asks for."""
    cover = context.cover_in_force
    if isinstance(command, do.ChangeFormula):
        return evolve(cover, formula=command.formula or cover.formula, chosen=True, since=context.today)
    if command.partner is not None:
        return evolve(cover, partner=command.partner)
    if command.child is not None:
        child = evolve(command.child, ref=_ref(context, command))
        return evolve(cover, children=(*cover.children, child))
    return cover


def _change_formula(context: Context, command: do.ChangeFormula) -> Record:
    return _with_membership(context, cover=cover_after(context, command))


def _add_beneficiary(context: Context, command: do.AddBeneficiary) -> Record:
    """Cover one person more, and keep the details that came along."""
    record = _with_membership(context, cover=cover_after(context, command))
    answers = record.answers
    if command.partner_details is not None:
        answers = evolve(answers, **put_partner(context, command.partner_details))
    if command.child_details is not None:
        details = evolve(command.child_details, ref=_ref(context, command))
        answers = evolve(answers, **put_child(context, details))
    return evolve(record, answers=answers)


def _ref(context: Context, command: do.AddBeneficiary) -> str:
    """Return the child's own reference, or a new one that no other child has or had."""
    answers, removals = context.record.answers, context.record.membership.removals
    declared = {child.ref for child in answers.children} | {details.ref for details in answers.children_details}
    in_use = {*context.cover_in_force.refs, *declared, *(removal.ref for removal in removals)}
    return beneficiary_addition.child_ref(command) or new_ref(in_use)


def _remove_beneficiary(context: Context, command: do.RemoveBeneficiary) -> Record:
    """Stop covering somebody, from the day given; a day to come is kept as a plan."""
    plan = Plan("beneficiary_leaves", command.on or context.today, command.reason or "", ref=command.ref or "")
    return _with_plan(context, plan) if plan.on > context.today else without_beneficiary(context.record, plan)


def without_beneficiary(record: Record, plan: Plan) -> Record:
    """Stop covering the person whom *plan* names; a child that takes up the reference later is another child."""
    membership, ref = record.membership, plan.ref
    if membership.cover is None or ref not in membership.cover.refs:
        return record
    cover = membership.cover
    if ref == PARTNER:
        cover = evolve(cover, partner=None)
    else:
        cover = evolve(cover, children=tuple(child for child in cover.children if child.ref != ref))
    membership = evolve(
        membership,
        cover=cover,
        numbers=tuple(number for number in membership.numbers if number.ref != ref),
        plans=tuple(other for other in membership.plans if other.ref != ref),
        removals=(*membership.removals, Removal(ref, plan.on, plan.reason or None))[-MOST_CARRIED:],
    )
    noticed = tuple(key for key in record.noticed if ref_of(key) != ref)
    return evolve(record, membership=membership, noticed=noticed)


def _complete_beneficiary(context: Context, command: do.CompleteBeneficiary) -> Record:
    """Keep the number beside the cover, and the details with those of the subscription."""
    command = with_known_number(context.record, command)
    cover, ref, record = context.cover_in_force, command.ref or "", context.record
    if command.nir is not None:
        person = beneficiary.find(ref, partner=cover.partner, children=cover.children)
        number = Number(ref, beneficiary.birth_date(person), nir.normalise(command.nir))
        of_the_covered = (other for other in record.membership.numbers if other.ref in cover.refs)
        record = _with_membership(context, numbers=(*of_the_covered, number))
    answers = record.answers
    if command.partner_details is not None:
        answers = evolve(answers, **put_partner(context, command.partner_details))
    if command.child_details is not None:
        answers = evolve(answers, **put_child(context, evolve(command.child_details, ref=ref)))
    return evolve(record, answers=answers)


def with_known_number(record: Record, command: do.CompleteBeneficiary) -> do.CompleteBeneficiary:
    """Put the number that came before into a child's details that come without one."""
    details, numbers = command.child_details, record.membership.numbers
    if details is None or details.nir is not None:
        return command
    nir = next((number.nir for number in numbers if number.ref == command.ref), command.nir)
    return evolve(command, child_details=evolve(details, nir=nir))


def _update_contact_details(context: Context, command: do.UpdateContactDetails) -> Record:
    """Keep the new details; from now on they are prefilled."""
    fields = {name: getattr(command, name) for name in do.ConfirmContactDetails.field_names()}
    answers = evolve(context.record.answers, contact_details=do.ConfirmContactDetails(**fields))
    return evolve(context.record, answers=answers, agent=evolve(context.record.agent, **fields))


def _update_teletransmission(context: Context, command: do.UpdateTeletransmission) -> Changes:
    declared = context.record.answers.social_security or do.DeclareSocialSecurity()
    return {"social_security": evolve(declared, teletransmission=command.teletransmission)}


def _sign_mandate(context: Context, command: do.SignMandate) -> Record:
    return _with_membership(context, mandate=command.evidence, curator_mandate=stated(command.curator_evidence))


def _withdraw_consent(context: Context, _: do.WithdrawConsent) -> Changes:
    """Take back a consent; a question that was not answered stays so."""
    is_answered = context.record.answers.consents is not None
    return {"consents": do.GiveConsents(partner_offers=False)} if is_answered else {}


def _with_plan(context: Context, plan: Plan) -> Record:
    """Decide a change for a day; a later decision of the same kind replaces the earlier one."""
    kind = (plan.event, plan.ref)
    others = tuple(other for other in context.record.membership.plans if (other.event, other.ref) != kind)
    return _with_membership(context, plans=(*others, plan))


def _end_membership(context: Context, command: do.EndMembership) -> Record:
    reason = command.reason.value if command.reason else ""
    return _with_plan(context, Plan("membership_ends", command.on or context.today, reason))


def _suspend(context: Context, command: do.Suspend) -> Record:
    return _with_plan(context, Plan("suspension_begins", command.on or context.today, command.reason or ""))


def _reinstate(context: Context, command: do.Reinstate) -> Record:
    return _with_plan(context, Plan("suspension_ends", command.on or context.today))


def _transfer(context: Context, command: do.Transfer) -> Record:
    plan = Plan("membership_ends", command.on or context.today, EndReason.TRANSFER.value, command.contract or "")
    return _with_plan(context, plan)


def _rehire(context: Context, command: do.Rehire) -> Record:
    """
    Let the membership go on, if no day lies between; else have the agent invited again, with the earlier answers.

    Removals decided before the end come on their day, as they would have
    without one. Positions of the employment before say nothing of the new one.
    A dispensation goes on.
    """
    record, membership = context.record, context.record.membership
    if membership.ended is None:
        plans = tuple(plan for plan in membership.plans if plan.event != "membership_ends")
        return _with_membership(context, plans=plans)
    former = membership.former
    opened = evolve(membership, ended=None, ended_on=None, former=None, suspended_on=None)
    if former is not None and rehire.continues(command.on, ended=membership.ended, ended_on=membership.ended_on):
        opened = evolve(opened, affiliated_at=former.affiliated_at, cover=former.cover, plans=former.plans)
        return evolve(record, membership=opened)
    opened = evolve(opened, rehired_on=None if record.is_dispensed else command.on, plans=())
    agent = evolve(record.agent, hired_on=command.on, position=None)
    return evolve(record, membership=opened, agent=agent, positions=())


def _record_representative(context: Context, command: do.RecordRepresentative) -> Record:
    """Record who acts; a new representative takes the place of the one before, who acts until then."""
    if command.capacity is None:
        return context.record
    recorded = Representation(command.capacity, command.on or context.today)
    is_ahead = recorded.since > context.today
    former = context.representation if is_ahead and context.representative is not None else None
    return evolve(context.record, representation=recorded, former_representation=former)


def _end_representation(context: Context, command: do.EndRepresentation) -> Record:
    """Let nobody act any more from a day on; whoever was to begin by then, or later, does not go on either."""

    def ended(recorded: Representation | None) -> Representation | None:
        return recorded and evolve(recorded, ends_on=command.on)

    record = context.record
    return evolve(
        record,
        representation=ended(record.representation),
        former_representation=ended(record.former_representation),
    )


CHANGES: dict[type[do.Command], Change] = {
    do.ReportProcessing: _report_processing,
    do.RecordEffectiveDate: _record_effective_date,
    do.RecordPosition: _record_position,
    do.ReportNotMine: _report_not_mine,
    do.ChangeFormula: _change_formula,
    do.AddBeneficiary: _add_beneficiary,
    do.RemoveBeneficiary: _remove_beneficiary,
    do.CompleteBeneficiary: _complete_beneficiary,
    do.UpdateBankDetails: put_account,
    do.UpdateContactDetails: _update_contact_details,
    do.UpdateTeletransmission: answering(_update_teletransmission),
    do.SignMandate: _sign_mandate,
    do.WithdrawConsent: answering(_withdraw_consent),
    do.EndMembership: _end_membership,
    do.Suspend: _suspend,
    do.Reinstate: _reinstate,
    do.Transfer: _transfer,
    do.Rehire: _rehire,
    do.RecordRepresentative: _record_representative,
    do.EndRepresentation: _end_representation,
}
