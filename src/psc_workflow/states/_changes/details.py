"""
Details of insured people, put in their place: number and code as they are kept, each person once.
"""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from psc_workflow._model import commands as do
from psc_workflow._model.answers import same_child, same_partner
from psc_workflow._model.steps import MOST_CARRIED
from psc_workflow._structuring.evolving import evolve
from psc_workflow.rules import code_organisme, nir
from psc_workflow.states._context import Context

Insured = TypeVar("Insured", do.DeclareSocialSecurity, do.DeclarePartner, do.DeclareChild)
Changes = dict[str, Any]
"""Answers that change, by name."""


def put_agent(context: Context, command: do.DeclareSocialSecurity) -> Changes:
    """Keep the agent's own details."""
    return {
        "social_security": _normalised(context, command),
        "defaulted": _default_marks(context, "social_security", command),
    }


def put_partner(context: Context, command: do.DeclarePartner) -> Changes:
    """Keep the partner's details, in place of earlier ones of the same person."""
    cover, declared = context.record.membership.cover, context.record.answers.partner
    current = [partner for partner in (declared, cover and cover.partner, command) if partner is not None]
    return _put(context, "partner_details", command, same_partner, current)


def put_child(context: Context, command: do.DeclareChild) -> Changes:
    """Keep the child's details, likewise."""
    cover, declared = context.record.membership.cover, context.record.answers.children
    current = [*declared, *(cover.children if cover else ()), command]
    return _put(context, "children_details", command, same_child, current)


def _put(
    context: Context, name: str, command: Insured, is_same: Callable[[Any, Any], bool], current: Sequence[Any]
) -> Changes:
    """
    Put details in their place: that of the same person's earlier ones, or a new one.

    Of people who are neither declared nor covered any more, the last sixteen
    stay, so that a dossier does not grow for ever.
    """
    before: tuple[Any, ...] = getattr(context.record.answers, name)
    same_places = (place for place, details in enumerate(before) if is_same(details, command))
    place: int = next(same_places, len(before))
    after = (*before[:place], _normalised(context, command), *before[place + 1 :])
    gone = [place for place, details in enumerate(after) if not any(is_same(details, person) for person in current)]
    staying = [place for place in range(len(after)) if place not in gone[:-MOST_CARRIED]]
    marks = _default_marks(context, f"{name}.{place}", command)
    moved = {f"{name}.{old}.code_organisme": f"{name}.{new}.code_organisme" for new, old in enumerate(staying)}
    return {
        name: tuple(after[place] for place in staying),
        "defaulted": tuple(moved.get(path, path) for path in marks if path in moved or not path.startswith(name)),
    }


def _normalised(context: Context, command: Insured) -> Insured:
    """Write number and code as they are kept."""
    code = code_organisme.resolve(command.code_organisme, contract=context.contract, on=context.today)
    number = None if command.nir is None else nir.normalise(command.nir)
    return evolve(command, nir=number, code_organisme=code)


def _default_marks(context: Context, answer: str, command: Insured) -> tuple[str, ...]:
    """List the codes that the contract's default filled in, that of *answer* among them or no longer."""
    path = f"{answer}.code_organisme"
    others: tuple[str, ...] = tuple(mark for mark in context.record.answers.defaulted if mark != path)
    return (*others, path) if code_organisme.is_left_blank(command.code_organisme) else others
