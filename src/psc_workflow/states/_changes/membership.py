"""
What the commands of the membership leave in the record: cover, facts kept up to date, plans.
"""

from typing import TYPE_CHECKING, Any

import attrs

from psc_workflow._model import commands as do
from psc_workflow._model.record import Number, Plan, Record, Removal
from psc_workflow._model.steps import MOST_CARRIED
from psc_workflow._model.vocabulary import EndReason
from psc_workflow.rules import beneficiary, beneficiary_addition, nir
from psc_workflow.rules.beneficiary import PARTNER
from psc_workflow.states._changes.affiliation import Change, account, answering, put_child, put_partner
from psc_workflow.states._deadlines import ref_of
from psc_workflow.states._refs import new_ref

if TYPE_CHECKING:
    from psc_workflow.states._context import Context


def _membership(context: "Context", **changes: Any) -> Record:
    return attrs.evolve(context.record, membership=attrs.evolve(context.record.membership, **changes))


def _processed(context: "Context", command: do.ReportProcessing) -> Record:
    """Keep what the insurer made of the file; a request that was contested has its answer with it."""
    return _membership(context, processing=command.outcome, contested=False)


def _effective(context: "Context", command: do.RecordEffectiveDate) -> Record:
    return _membership(context, effective_on=command.on)


def _contested(context: "Context", _: do.ReportNotMine) -> Record:
    return _membership(context, contested=True)


def _formula(context: "Context", command: do.ChangeFormula) -> Record:
    formula = command.formula or context.taken.formula
    cover = attrs.evolve(context.taken, formula=formula, chosen=True, since=context.today)
    return _membership(context, cover=cover)


def _added(context: "Context", command: do.AddBeneficiary) -> Record:
    """Cover one more, and keep the details that came along."""
    cover, record = context.taken, context.record
    if command.partner is not None:
        record = _membership(context, cover=attrs.evolve(cover, partner=command.partner))
    elif command.child is not None:
        child = attrs.evolve(command.child, ref=_ref(context, command))
        record = _membership(context, cover=attrs.evolve(cover, children=(*cover.children, child)))
    answers = record.answers
    if command.partner_details is not None:
        answers = attrs.evolve(answers, **put_partner(context, command.partner_details))
    if command.child_details is not None:
        details = attrs.evolve(command.child_details, ref=_ref(context, command))
        answers = attrs.evolve(answers, **put_child(context, details))
    return attrs.evolve(record, answers=answers)


def _ref(context: "Context", command: do.AddBeneficiary) -> str:
    """Give the child's own reference, or one that no other child has or had."""
    answers = context.record.answers
    declared = {child.ref for child in answers.children} | {details.ref for details in answers.children_details}
    known = {*context.taken.refs, *declared, *(one.ref for one in context.record.membership.removals)}
    return beneficiary_addition.child_ref(command) or new_ref(known)


def _removed(context: "Context", command: do.RemoveBeneficiary) -> Record:
    """Cover one less, from the day given; a day to come is kept as a plan."""
    plan = Plan("beneficiary_leaves", command.on or context.today, command.reason or "", ref=command.ref or "")
    return _planned(context, plan) if plan.on > context.today else without(context.record, plan)


def without(record: Record, plan: Plan) -> Record:
    """Cover whoever *plan* names no longer; a child that takes the reference up later is another one."""
    membership, ref = record.membership, plan.ref
    if membership.cover is None or ref not in membership.cover.refs:
        return record
    cover = membership.cover
    if ref == PARTNER:
        cover = attrs.evolve(cover, partner=None)
    else:
        cover = attrs.evolve(cover, children=tuple(child for child in cover.children if child.ref != ref))
    membership = attrs.evolve(
        membership,
        cover=cover,
        numbers=tuple(one for one in membership.numbers if one.ref != ref),
        plans=tuple(one for one in membership.plans if one.ref != ref),
        removals=(*membership.removals, Removal(ref, plan.on, plan.reason or None))[-MOST_CARRIED:],
    )
    noticed = tuple(key for key in record.noticed if ref_of(key) != ref)
    return attrs.evolve(record, membership=membership, noticed=noticed)


def _numbered(context: "Context", command: do.CompleteBeneficiary) -> Record:
    """Keep the number beside the cover, and the details where those of the subscription are."""
    command = with_known_number(context.record, command)
    cover, ref, record = context.taken, command.ref or "", context.record
    if command.nir is not None:
        found = beneficiary.find(ref, partner=cover.partner, children=cover.children)
        number = Number(ref, beneficiary.birth_date(found), nir.normalise(command.nir))
        covered = (one for one in record.membership.numbers if one.ref in cover.refs)
        record = _membership(context, numbers=(*covered, number))
    answers = record.answers
    if command.partner_details is not None:
        answers = attrs.evolve(answers, **put_partner(context, command.partner_details))
    if command.child_details is not None:
        answers = attrs.evolve(answers, **put_child(context, attrs.evolve(command.child_details, ref=ref)))
    return attrs.evolve(record, answers=answers)


def with_known_number(record: Record, command: do.CompleteBeneficiary) -> do.CompleteBeneficiary:
    """Put the number that came before into a child's details that come without one."""
    details = command.child_details
    known = next((one.nir for one in record.membership.numbers if one.ref == command.ref), command.nir)
    if details is None or details.nir is not None:
        return command
    return attrs.evolve(command, child_details=attrs.evolve(details, nir=known))


def _contact(context: "Context", command: do.UpdateContactDetails) -> Record:
    """Keep the new details; they are what is prefilled from now on."""
    fields = {name: getattr(command, name) for name in do.ConfirmContactDetails.field_names()}
    answers = attrs.evolve(context.record.answers, contact_details=do.ConfirmContactDetails(**fields))
    return attrs.evolve(context.record, answers=answers, agent=attrs.evolve(context.record.agent, **fields))


def _teletransmission(context: "Context", command: do.UpdateTeletransmission) -> dict[str, Any]:
    declared = context.record.answers.social_security or do.DeclareSocialSecurity()
    return {"social_security": attrs.evolve(declared, teletransmission=command.teletransmission)}


def _mandated(context: "Context", command: do.SignMandate) -> Record:
    return _membership(context, mandate=command.evidence)


def _withdrawn(context: "Context", _: do.WithdrawConsent) -> dict[str, Any]:
    """Take back what was given; a question that was not answered stays so."""
    given = context.record.answers.consents is not None
    return {"consents": do.GiveConsents(partner_offers=False)} if given else {}


def _planned(context: "Context", plan: Plan) -> Record:
    """Decide a change for a day; a later decision of the same kind takes the earlier one's place."""
    same = (plan.event, plan.ref)
    others = tuple(one for one in context.record.membership.plans if (one.event, one.ref) != same)
    return _membership(context, plans=(*others, plan))


def _ending(context: "Context", command: do.EndMembership) -> Record:
    reason = command.reason.value if command.reason else ""
    return _planned(context, Plan("membership_ends", command.on or context.today, reason))


def _leaving(context: "Context", command: do.Suspend) -> Record:
    return _planned(context, Plan("suspension_begins", command.on or context.today, command.reason or ""))


def _returning(context: "Context", command: do.Reinstate) -> Record:
    return _planned(context, Plan("suspension_ends", command.on or context.today))


def _transferring(context: "Context", command: do.Transfer) -> Record:
    plan = Plan("membership_ends", command.on or context.today, EndReason.TRANSFER.value, command.contract or "")
    return _planned(context, plan)


CHANGES: dict[type[do.Command], Change] = {
    do.ReportProcessing: _processed,
    do.RecordEffectiveDate: _effective,
    do.ReportNotMine: _contested,
    do.ChangeFormula: _formula,
    do.AddBeneficiary: _added,
    do.RemoveBeneficiary: _removed,
    do.CompleteBeneficiary: _numbered,
    do.UpdateBankDetails: account,
    do.UpdateContactDetails: _contact,
    do.UpdateTeletransmission: answering(_teletransmission),
    do.SignMandate: _mandated,
    do.WithdrawConsent: answering(_withdrawn),
    do.EndMembership: _ending,
    do.Suspend: _leaving,
    do.Reinstate: _returning,
    do.Transfer: _transferring,
}
