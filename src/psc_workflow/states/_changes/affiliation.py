"""
What the commands of the affiliation leave in the record: their answer, normalised, and nothing taken away.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import attrs

from psc_workflow._model import commands as do
from psc_workflow._model.answers import same_child, same_partner
from psc_workflow._model.quote import KeptQuote
from psc_workflow._model.record import LONGEST_SUSPENSION, Cover, Record, Report
from psc_workflow._model.steps import MOST_CARRIED
from psc_workflow._model.vocabulary import DocumentKind
from psc_workflow.rules import code_organisme, iban, nir
from psc_workflow.states import _dates as dates
from psc_workflow.states._refs import with_refs

if TYPE_CHECKING:
    from psc_workflow.states._context import Context

Change = Callable[["Context", Any], Record]


def answering(change: Callable[["Context", Any], dict[str, Any]]) -> Change:
    """Make a change of the record of one that gives the answers that change."""

    def changed(context: "Context", command: Any) -> Record:
        answers = attrs.evolve(context.record.answers, **change(context, command))
        return attrs.evolve(context.record, answers=answers)

    return changed


def _as_given(name: str) -> Callable[["Context", Any], dict[str, Any]]:
    """Keep the command itself as the answer called *name*."""
    return lambda _, command: {name: command}


def _beneficiaries(context: "Context", command: do.DeclareBeneficiaries) -> dict[str, Any]:
    children = tuple(with_refs(command.children or (), context.record.answers))
    return {"beneficiaries": attrs.evolve(command, children=children)}


def _formula(context: "Context", command: do.ChooseFormula) -> dict[str, Any]:
    quote = context.quote_for(command.formula) if command.formula else None
    return {"formula": command.formula, "quote": quote and KeptQuote.of(quote, context.today)}


def _validated(context: "Context", _: do.ValidateAffiliation) -> dict[str, Any]:
    """Keep the quote that is shown when the affiliation is validated: beneficiaries may have changed since."""
    return {"quote": KeptQuote.of(context.chosen_quote, context.today)}


def _social_security(context: "Context", command: do.DeclareSocialSecurity) -> dict[str, Any]:
    return {"social_security": _normalised(context, command), **_defaulted(context, "social_security", command)}


def put_partner(context: "Context", command: do.DeclarePartner) -> dict[str, Any]:
    """Keep the partner's details, in place of earlier ones of the same person."""
    cover = context.record.membership.cover
    wanted = [one for one in (context.record.answers.partner, cover and cover.partner, command) if one is not None]
    return _put(context, "partner_details", command, same_partner, wanted)


def put_child(context: "Context", command: do.DeclareChild) -> dict[str, Any]:
    """Keep the child's details, likewise."""
    cover = context.record.membership.cover
    wanted = [*context.record.answers.children, *(cover.children if cover else ()), command]
    return _put(context, "children_details", command, same_child, wanted)


def _put(
    context: "Context", name: str, command: "Insured", same: Callable[[Any, Any], bool], wanted: list[Any]
) -> dict[str, Any]:
    """
    Put details in their place: that of the same person's earlier ones, or a new one.

    Of people who are neither declared nor covered any more, the last sixteen
    stay: a dossier does not grow for ever.
    """
    before: tuple[Any, ...] = getattr(context.record.answers, name)
    known = (number for number, one in enumerate(before) if same(one, command))
    place: int = next(known, len(before))
    after = (*before[:place], _normalised(context, command), *before[place + 1 :])
    others = [number for number, one in enumerate(after) if not any(same(one, person) for person in wanted)]
    left = [number for number in range(len(after)) if number not in others[:-MOST_CARRIED]]
    defaulted: tuple[str, ...] = _defaulted(context, f"{name}.{place}", command)["defaulted"]
    moved = {f"{name}.{old}.code_organisme": f"{name}.{new}.code_organisme" for new, old in enumerate(left)}
    return {
        name: tuple(after[number] for number in left),
        "defaulted": tuple(moved.get(path, path) for path in defaulted if path in moved or not path.startswith(name)),
    }


def account(context: "Context", command: do.BankDetails) -> Record:
    """Keep the account, its number without spaces; a mandate for another account no longer serves."""
    record, before = context.record, context.record.answers.bank_details
    after = do.GiveBankDetails(command.holder, iban.normalise(command.iban or ""))
    record = attrs.evolve(record, answers=attrs.evolve(record.answers, bank_details=after))
    if before is None or before.iban == after.iban:
        return record
    return attrs.evolve(record, membership=attrs.evolve(record.membership, mandate=None))


def _rating(_: "Context", command: do.RateExperience) -> dict[str, Any]:
    return {"rating": command.rating}


def _signed(context: "Context", command: do.Sign) -> Record:
    """Keep the signature, and cover whoever it is for."""
    record, answers = context.record, context.record.answers
    membership = record.membership
    formula = context.chosen_quote.formula
    with_mandate = DocumentKind.MANDAT_SEPA in (command.documents_read or ())
    return attrs.evolve(
        record,
        answers=attrs.evolve(
            answers,
            signature=command,
            signed_at=context.at,
            quote=KeptQuote.of(context.chosen_quote, context.today),
        ),
        membership=attrs.evolve(
            membership,
            affiliated_at=membership.affiliated_at or context.at,
            cover=Cover(formula, True, context.today, answers.partner, answers.children),
            mandate=command.evidence if with_mandate else membership.mandate,
        ),
    )


def _active(context: "Context", _: do.Command) -> Record:
    return attrs.evolve(context.record, active="affiliation")


def _completing(context: "Context", _: do.CompleteAffiliation) -> Record:
    """Begin with the answers given before the time to answer ended; consents are asked for again."""
    answers = attrs.evolve(context.record.answers, consents=None)
    return attrs.evolve(context.record, active="affiliation", answers=answers)


def _reported(context: "Context", command: do.ReportNotConcerned) -> Record:
    report = Report(context.today, context.state, command.reason)
    return attrs.evolve(context.record, active="affiliation", report=report)


def _rejected(context: "Context", _: do.RejectReport) -> Record:
    """
    Let the time to answer go on with the days that were left, the next whole day at least.

    Whoever was a member is one again.
    """
    record, membership = context.record, context.record.membership
    if record.report is not None and record.report.cover is not None:
        membership = attrs.evolve(
            membership, ended=None, ended_on=None, affiliated_at=context.at, cover=record.report.cover
        )
    stood_still = (context.today - record.report.on).days if record.report else 0
    record = attrs.evolve(
        record,
        report=None,
        membership=membership,
        suspended_days=min(record.suspended_days + stood_still, LONGEST_SUSPENSION),
    )
    short = (dates.day_after(context.today) - dates.last_day(record, context.contract)).days
    return attrs.evolve(record, suspended_days=min(record.suspended_days + max(short, 0), LONGEST_SUSPENSION))


Insured = TypeVar("Insured", do.DeclareSocialSecurity, do.DeclarePartner, do.DeclareChild)


def _normalised(context: "Context", command: Insured) -> Insured:
    """Write number and code as they are kept."""
    code = code_organisme.resolve(command.code_organisme, contract=context.contract, on=context.today)
    number = None if command.nir is None else nir.normalise(command.nir)
    return attrs.evolve(command, nir=number, code_organisme=code)


def _defaulted(context: "Context", answer: str, command: Insured) -> dict[str, Any]:
    """Mark, or no longer mark, the code of *answer* as the contract's default."""
    name = f"{answer}.code_organisme"
    others: tuple[str, ...] = tuple(path for path in context.record.answers.defaulted if path != name)
    return {"defaulted": (*others, name) if code_organisme.is_left_blank(command.code_organisme) else others}


CHANGES: dict[type[do.Command], Change] = {
    do.StartAffiliation: _active,
    do.DeclareRegime: answering(_as_given("regime")),
    do.ConfirmIdentity: answering(_as_given("identity")),
    do.ConfirmContactDetails: answering(_as_given("contact_details")),
    do.GiveConsents: answering(_as_given("consents")),
    do.RecordNeedsSimulation: answering(_as_given("needs_simulation")),
    do.DeclareBeneficiaries: answering(_beneficiaries),
    do.ChooseFormula: answering(_formula),
    do.ValidateAffiliation: answering(_validated),
    do.DeclareSocialSecurity: answering(_social_security),
    do.DeclarePartner: answering(put_partner),
    do.DeclareChild: answering(put_child),
    do.GiveBankDetails: account,
    do.Sign: _signed,
    do.RateExperience: answering(_rating),
    do.CompleteAffiliation: _completing,
    do.ReportNotConcerned: _reported,
    do.RejectReport: _rejected,
}
