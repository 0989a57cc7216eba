"""
What an accepted command leaves in the record: its answer, normalised, and nothing taken away.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import attrs

from psc_workflow.model import commands as do
from psc_workflow.model.quote import KeptQuote
from psc_workflow.model.record import Draft, Record, same_child, same_partner
from psc_workflow.rules import code_organisme, iban, nir
from psc_workflow.states.path import ANYWHERE
from psc_workflow.states.refs import with_refs

if TYPE_CHECKING:
    from psc_workflow.states.context import Context


def answered(context: "Context") -> Record:
    """
    Put the command's answer into the record.

    The state does not move here: routes read the result to choose where to.
    A draft of the same screen has done its service once the screen is
    answered.
    """
    command = context.command
    if command is None or isinstance(command, do.GoBack | do.Resume | do.RequestDocument):
        return context.record
    if isinstance(command, do.SaveAndQuit):
        return _with_draft(context, command)
    change = _CHANGES.get(type(command))
    answers = attrs.evolve(context.record.answers, **(change(context, command) if change else {}))
    drafts = context.record.drafts if command.event in ANYWHERE else context.record.other_drafts
    return attrs.evolve(context.record, answers=answers, drafts=drafts)


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


def _partner(context: "Context", command: do.DeclarePartner) -> dict[str, Any]:
    before = context.record.answers.partner_details
    place = next((place for place, one in enumerate(before) if same_partner(one, command)), len(before))
    return _put(context, "partner_details", place, command)


def _child(context: "Context", command: do.DeclareChild) -> dict[str, Any]:
    before = context.record.answers.children_details
    place = next((place for place, one in enumerate(before) if same_child(one, command)), len(before))
    return _put(context, "children_details", place, command)


def _put(context: "Context", name: str, place: int, command: "Insured") -> dict[str, Any]:
    """Put details in their place: that of the same person's earlier ones, or a new one."""
    before: tuple[do.Command, ...] = getattr(context.record.answers, name)
    after = (*before[:place], _normalised(context, command), *before[place + 1 :])
    return {name: after, **_defaulted(context, f"{name}.{place}", command)}


def _bank(_: "Context", command: do.GiveBankDetails) -> dict[str, Any]:
    return {"bank_details": attrs.evolve(command, iban=iban.written(command.iban or ""))}


def _signature(context: "Context", command: do.Sign) -> dict[str, Any]:
    return {
        "signature": command,
        "signed_at": context.at,
        "quote": KeptQuote.of(context.chosen_quote, context.today),
    }


def _rating(_: "Context", command: do.RateExperience) -> dict[str, Any]:
    return {"rating": command.rating}


_CHANGES: dict[type[do.Command], Callable[["Context", Any], dict[str, Any]]] = {
    do.DeclareRegime: _as_given("regime"),
    do.ConfirmIdentity: _as_given("identity"),
    do.ConfirmContactDetails: _as_given("contact_details"),
    do.GiveConsents: _as_given("consents"),
    do.RecordNeedsSimulation: _as_given("needs_simulation"),
    do.DeclareBeneficiaries: _beneficiaries,
    do.ChooseFormula: _formula,
    do.ValidateAffiliation: _validated,
    do.DeclareSocialSecurity: _social_security,
    do.DeclarePartner: _partner,
    do.DeclareChild: _child,
    do.GiveBankDetails: _bank,
    do.Sign: _signature,
    do.RateExperience: _rating,
}
"""What each command changes in the answers; the others change nothing there."""


Insured = TypeVar("Insured", do.DeclareSocialSecurity, do.DeclarePartner, do.DeclareChild)


def _normalised(context: "Context", command: Insured) -> Insured:
    """Write number and code as they are kept."""
    code = code_organisme.resolved(command.code_organisme, contract=context.contract, on=context.today)
    number = None if command.nir is None else nir.written(command.nir)
    return attrs.evolve(command, nir=number, code_organisme=code)


def _defaulted(context: "Context", answer: str, command: Insured) -> dict[str, Any]:
    """Mark, or no longer mark, the code of *answer* as the contract's default."""
    name = f"{answer}.code_organisme"
    others: tuple[str, ...] = tuple(path for path in context.record.answers.defaulted if path != name)
    return {"defaulted": (*others, name) if code_organisme.is_left_blank(command.code_organisme) else others}


def _with_draft(context: "Context", command: do.SaveAndQuit) -> Record:
    if command.draft is None:
        return context.record
    fields = do.keepable(command.draft, context.draft_fields)
    present = Draft(context.record.states.affiliation, fields)
    return attrs.evolve(context.record, drafts=(*context.record.other_drafts, present))
