"""
What an accepted command leaves in the record: its answer, normalised, and nothing taken away.
"""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import attrs

from psc_workflow.model import commands as do
from psc_workflow.model.people import Child
from psc_workflow.model.quote import KeptQuote
from psc_workflow.model.record import Draft, Record
from psc_workflow.rules import code_organisme, draft, iban, nir
from psc_workflow.states.path import ANYWHERE

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
    answers = context.record.answers
    if change is not None:
        answers = attrs.evolve(answers, **change(context, command))
    else:
        answers = attrs.evolve(answers, **_as_given(command))
    kept_draft = context.record.draft
    if (
        kept_draft is not None
        and kept_draft.state == context.record.states.affiliation
        and command.event not in ANYWHERE
    ):
        kept_draft = None
    return attrs.evolve(context.record, answers=answers, draft=kept_draft)


def _as_given(command: do.Command) -> dict[str, Any]:
    return {_KEPT_AS[type(command)]: command} if type(command) in _KEPT_AS else {}


_KEPT_AS: dict[type[do.Command], str] = {
    do.DeclareRegime: "regime",
    do.ConfirmIdentity: "identity",
    do.ConfirmContactDetails: "contact_details",
    do.GiveConsents: "consents",
    do.RecordNeedsSimulation: "needs_simulation",
}
"""Answers kept as they were given."""


def _beneficiaries(_: "Context", command: do.DeclareBeneficiaries) -> dict[str, Any]:
    return {"beneficiaries": attrs.evolve(command, children=tuple(_with_refs(command.children or ())))}


def _with_refs(children: tuple[Child, ...]) -> Iterator[Child]:
    """Give each child without a reference the first free one of child-1, child-2, …, counting from its place."""
    taken = {child.ref for child in children}
    for place, child in enumerate(children, start=1):
        if child.ref is not None:
            yield child
            continue
        number = place
        while f"child-{number}" in taken:
            number += 1
        taken.add(f"child-{number}")
        yield attrs.evolve(child, ref=f"child-{number}")


def _formula(context: "Context", command: do.ChooseFormula) -> dict[str, Any]:
    quote = context.quote_for(command.formula) if command.formula else None
    return {"formula": command.formula, "quote": quote and KeptQuote.of(quote, context.today)}


def _validated(context: "Context", _: do.ValidateAffiliation) -> dict[str, Any]:
    """Keep the quote that is shown when the affiliation is validated: beneficiaries may have changed since."""
    return {"quote": KeptQuote.of(context.chosen_quote, context.today)}


def _social_security(context: "Context", command: do.DeclareSocialSecurity) -> dict[str, Any]:
    kept = attrs.evolve(command, nir=_nir(command.nir), code_organisme=_code(context, command.code_organisme))
    return {"social_security": kept, **_defaulted(context, "social_security", command.code_organisme)}


def _partner(context: "Context", command: do.DeclarePartner) -> dict[str, Any]:
    kept = attrs.evolve(command, nir=_nir(command.nir), code_organisme=_code(context, command.code_organisme))
    return {"partner_details": kept, **_defaulted(context, "partner_details", command.code_organisme)}


def _child(context: "Context", command: do.DeclareChild) -> dict[str, Any]:
    kept = attrs.evolve(command, nir=_nir(command.nir), code_organisme=_code(context, command.code_organisme))
    before = context.record.answers.children_details
    others = tuple(details for details in before if details.ref != command.ref)
    place = next((place for place, details in enumerate(before) if details.ref == command.ref), len(before))
    return {
        "children_details": (*others[:place], kept, *others[place:]),
        **_defaulted(context, f"children_details.{command.ref}", command.code_organisme),
    }


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
"""Answers that are normalised or bring something with them."""


def _nir(given: str | None) -> str | None:
    return None if given is None else nir.written(given)


def _code(context: "Context", given: str | None) -> str | None:
    return code_organisme.resolved(given, contract=context.contract, on=context.today)


def _defaulted(context: "Context", answer: str, given: str | None) -> dict[str, Any]:
    """Mark, or no longer mark, the code of *answer* as the contract's default."""
    name = f"{answer}.code_organisme"
    others = tuple(path for path in context.record.answers.defaulted if path != name)
    return {"defaulted": (*others, name) if code_organisme.is_left_blank(given) else others}


def _with_draft(context: "Context", command: do.SaveAndQuit) -> Record:
    if command.draft is None:
        return context.record
    fields = draft.kept(command.draft, context.draft_fields)
    return attrs.evolve(context.record, draft=Draft(context.record.states.affiliation, fields))
