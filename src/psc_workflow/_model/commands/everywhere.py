"""
What can be asked on any open screen, and the clock.
"""

from collections.abc import Collection, Mapping
from typing import Any, ClassVar, Self, TypeAlias, get_args

import attrs

from psc_workflow._model.commands import affiliation, dispensation
from psc_workflow._model.commands.base import Command
from psc_workflow._model.commands.dispensation import MotiveFacts
from psc_workflow._model.people import Child, Partner
from psc_workflow._model.personal import masked_repr, personal_metadata
from psc_workflow._model.vocabulary import DocumentKind, Role
from psc_workflow._structuring import StructureError, canonical, parse_json
from psc_workflow.exceptions import Fault

LONGEST_DRAFT = 4096
"""Bytes: a half-filled screen, with room to spare; the dossier that carries it stays small."""

DEEPEST_DRAFT = 32
"""Objects and lists inside one another; the dossier around them must stay below what is read."""


def _field_names() -> frozenset[str]:
    """Name the fields of every screen, and of the people and facts inside them; secrets apart."""
    screens = get_args(affiliation.AffiliationCommand | dispensation.DispensationCommand)
    names = {name for command in screens for name in command.field_names()}
    names |= {field.name for kind in (Partner, Child, MotiveFacts) for field in attrs.fields(kind)}
    return frozenset(names).difference(*(command.never_in_a_draft for command in screens))


KEEPABLE = _field_names()
"""Names of fields that some draft may hold."""


@attrs.frozen
class GoBack(Command):
    """Return to the screen shown before; every answer is kept."""


class _NotJson(dict[str, Any]):
    """Stands for a draft that JSON cannot hold."""


def _as_json(draft: dict[str, Any] | None) -> dict[str, Any] | None:
    """Copy *draft* as JSON would give it back, so that a live dossier and a restored one hold the same."""
    try:
        return _whole(parse_json(canonical(draft), deepest=DEEPEST_DRAFT)) if isinstance(draft, dict) else draft
    except (TypeError, ValueError, RecursionError, StructureError):
        return _NotJson()


def _whole(value: Any) -> Any:
    """Write whole numbers without a point: a column that holds JSON may give them back so."""
    if isinstance(value, dict):
        return {name: _whole(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_whole(one) for one in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def keepable(draft: Mapping[str, Any], names: Collection[str]) -> dict[str, Any]:
    """Choose what of *draft* may be kept: the fields called *names*, and inside them only fields of ours."""
    return {name: _only_ours(value) for name, value in draft.items() if name in names}


def _only_ours(value: Any) -> Any:
    if isinstance(value, dict):
        return keepable(value, KEEPABLE)
    return [_only_ours(item) for item in value] if isinstance(value, list) else value


@attrs.frozen
class SaveAndQuit(Command):
    """
    Stop here and come back later.

    Args:
        draft: The half-filled screen, field by field; kept as it is, given
            back by ``resume``, never with a password or a signature.
    """

    draft: dict[str, Any] | None = attrs.field(
        default=None, converter=_as_json, repr=masked_repr("free"), metadata=personal_metadata("free")
    )

    def without_secrets(self) -> Self:
        """Give the command with only those fields of the draft that some screen may keep."""
        return attrs.evolve(self, draft=keepable(self.draft or {}, KEEPABLE))

    def _faults(self) -> list[Fault]:
        if isinstance(self.draft, _NotJson):
            return [Fault("draft", "must hold what JSON can hold")]
        too_long = len(canonical(self.draft)) > LONGEST_DRAFT
        return [Fault("draft", f"must not take more than {LONGEST_DRAFT} bytes as JSON")] if too_long else []


@attrs.frozen
class Resume(Command):
    """Take the journey up again where it was left."""


@attrs.frozen
class RequestDocument(Command):
    """Ask for a document of the journey."""

    kind: DocumentKind | None = None


@attrs.frozen
class Tick(Command):
    """Let whatever has become due happen, and nothing else."""

    roles: ClassVar[tuple[Role, ...]] = (Role.CLOCK,)


EverywhereCommand: TypeAlias = GoBack | SaveAndQuit | Resume | RequestDocument | Tick
"""In the order of the screens."""
