"""
What the commands of the affiliation leave in the record: their answer, normalised, and nothing taken away.
"""

from collections.abc import Callable
from typing import Any

from psc_workflow._model import commands as do
from psc_workflow._model.quote import KeptQuote
from psc_workflow._model.record import LONGEST_SUSPENSION, Cover, Record, Report
from psc_workflow._model.unanswered import Unanswered
from psc_workflow._model.vocabulary import DocumentKind
from psc_workflow._structuring.evolving import evolve
from psc_workflow.rules import iban
from psc_workflow.states._changes.details import Changes, put_agent, put_child, put_partner
from psc_workflow.states._context import Context
from psc_workflow.states._dates import Days, day_after
from psc_workflow.states._refs import with_refs

Change = Callable[[Context, Any], Record]
"""From a context and its command to the record that the command leaves."""


def answering(change: Callable[[Context, Any], Changes]) -> Change:
    """Turn a function that returns the answers that change into a change of the record."""

    def changed(context: Context, command: Any) -> Record:
        answers = evolve(context.record.answers, **change(context, command))
        return evolve(context.record, answers=answers)

    return changed


def _as_answer(name: str) -> Callable[[Context, Any], Changes]:
    """Keep the command itself as the answer called *name*."""
    return lambda _, command: {name: command}


def _declare_beneficiaries(context: Context, command: do.DeclareBeneficiaries) -> Changes:
    children = tuple(with_refs(command.children or (), context.record.answers))
    return {"beneficiaries": evolve(command, children=children)}


def _choose_formula(context: Context, command: do.ChooseFormula) -> Changes:
    quote = context.quote_for(command.formula) if command.formula else None
    return {"formula": command.formula, "quote": quote and KeptQuote.of(quote, context.today)}


def _validate_affiliation(context: Context, _: do.ValidateAffiliation) -> Changes:
    """Keep the quote that is shown when the affiliation is validated: beneficiaries may have changed since."""
    return {"quote": KeptQuote.of(context.chosen_quote, context.today)}


def _rate_experience(_: Context, command: do.RateExperience) -> Changes:
    return {"rating": command.rating}


def put_account(context: Context, command: do.BankDetails) -> Record:
    """Keep the account, its number without spaces; a mandate for another account no longer serves."""
    record, before = context.record, context.record.answers.bank_details
    after = do.GiveBankDetails(command.holder, iban.normalise(command.iban or ""))
    record = evolve(record, answers=evolve(record.answers, bank_details=after))
    if before is None or before.iban == after.iban:
        return record
    return evolve(record, membership=evolve(record.membership, mandate=None, curator_mandate=None))


def stated(evidence: str | Unanswered | None) -> str | None:
    """Return the evidence of a curator; ``None`` if it was left out."""
    return None if isinstance(evidence, Unanswered) else evidence


def _sign(context: Context, command: do.Sign) -> Record:
    """Keep the signature, and cover everybody it was given for."""
    record, answers, membership = context.record, context.record.answers, context.record.membership
    quote = context.chosen_quote
    with_mandate = DocumentKind.MANDAT_SEPA in (command.documents_read or ())
    return evolve(
        record,
        answers=evolve(answers, signature=command, signed_at=context.at, quote=KeptQuote.of(quote, context.today)),
        membership=evolve(
            membership,
            affiliated_at=membership.affiliated_at or context.at,
            cover=Cover(quote.formula, True, context.today, answers.partner, answers.children),
            mandate=command.evidence if with_mandate else membership.mandate,
            curator_mandate=stated(command.curator_evidence) if with_mandate else membership.curator_mandate,
        ),
    )


def _start_affiliation(context: Context, _: do.StartAffiliation) -> Record:
    return evolve(context.record, active="affiliation")


def _complete_affiliation(context: Context, _: do.CompleteAffiliation) -> Record:
    """Begin with the answers given before the time to answer ended; consents are asked for again."""
    answers = evolve(context.record.answers, consents=None)
    return evolve(context.record, active="affiliation", answers=answers)


def _report_not_concerned(context: Context, command: do.ReportNotConcerned) -> Record:
    report = Report(context.today, context.state, command.reason)
    return evolve(context.record, active="affiliation", report=report)


def _reject_report(context: Context, _: do.RejectReport) -> Record:
    """
    Let the time to answer go on with the days that were left, and at least until the next whole day.

    An agent who was a member is one again.
    """
    record, membership = context.record, context.record.membership
    if record.report is not None and record.report.cover is not None:
        membership = evolve(membership, ended=None, ended_on=None, affiliated_at=context.at, cover=record.report.cover)
    stood_still = max((context.today - record.report.on).days, 0) if record.report else 0
    record = evolve(
        record,
        report=None,
        membership=membership,
        suspended_days=min(record.suspended_days + stood_still, LONGEST_SUSPENSION),
    )
    short = (day_after(context.today) - Days(record, context.contract).last_day).days
    return evolve(record, suspended_days=min(record.suspended_days + max(short, 0), LONGEST_SUSPENSION))


CHANGES: dict[type[do.Command], Change] = {
    do.StartAffiliation: _start_affiliation,
    do.DeclareRegime: answering(_as_answer("regime")),
    do.ConfirmIdentity: answering(_as_answer("identity")),
    do.ConfirmContactDetails: answering(_as_answer("contact_details")),
    do.GiveConsents: answering(_as_answer("consents")),
    do.RecordNeedsSimulation: answering(_as_answer("needs_simulation")),
    do.DeclareBeneficiaries: answering(_declare_beneficiaries),
    do.ChooseFormula: answering(_choose_formula),
    do.ValidateAffiliation: answering(_validate_affiliation),
    do.DeclareSocialSecurity: answering(put_agent),
    do.DeclarePartner: answering(put_partner),
    do.DeclareChild: answering(put_child),
    do.GiveBankDetails: put_account,
    do.Sign: _sign,
    do.RateExperience: answering(_rate_experience),
    do.CompleteAffiliation: _complete_affiliation,
    do.ReportNotConcerned: _report_not_concerned,
    do.RejectReport: _reject_report,
}
