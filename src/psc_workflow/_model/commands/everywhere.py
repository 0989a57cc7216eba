"""
The commands of any open screen, and the tick of the clock.
"""

from collections.abc import Collection, Mapping
from typing import Any, ClassVar, Self, TypeAlias, get_args

import attrs

from psc_workflow._model.characters import remove_control
from psc_workflow._model.commands import affiliation, dispensation
from psc_workflow._model.commands.base import Command
from psc_workflow._model.commands.dispensation import MotiveFacts
from psc_workflow._model.people import Child, Partner
from psc_workflow._model.personal import masked_repr, personal_metadata
from psc_workflow._model.vocabulary import DocumentKind, Role
from psc_workflow._structuring import StructureError, canonical, parse_json
from psc_workflow.exceptions import Fault

LONGEST_DRAFT = 4096
"""Bytes: ample for a half-filled screen, few enough to keep the dossier small."""

DEEPEST_DRAFT = 32
"""Levels of objects and lists; with the dossier around them they must stay below the limit of reading."""


def _field_names() -> frozenset[str]:
    """List the fields of every screen, and of the people and facts in them, without secrets."""
    screens = get_args(affiliation.AffiliationCommand | dispensation.DispensationCommand)
    names = {name for command in screens for name in command.field_names()}
    names |= {field.name for kind in (Partner, Child, MotiveFacts) for field in attrs.fields(kind)}
    return frozenset(names).difference(*(command.never_in_a_draft for command in screens))


KEEPABLE = _field_names()
"""Names of the fields that a draft may hold on one screen or another."""


@attrs.frozen
class GoBack(Command):
    """Return to the previous screen; every answer is kept."""


class _NotJson(dict[str, Any]):
    """Stands for a draft that JSON cannot hold."""


def _as_json(draft: dict[str, Any] | None) -> dict[str, Any] | None:
    """Copy *draft* as it would come back from JSON, so that a live dossier equals a restored one."""
    if not isinstance(draft, dict):
        return draft
    try:
        copy: dict[str, Any] = _with_whole_numbers(parse_json(canonical(draft), deepest=DEEPEST_DRAFT))
    except (TypeError, ValueError, RecursionError, StructureError):
        return _NotJson()
    return copy


def _with_whole_numbers(value: Any) -> Any:
    """Turn ``1.0`` into ``1``, as a database column of JSON may do."""
    if isinstance(value, dict):
        return {name: _with_whole_numbers(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_with_whole_numbers(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def keepable(draft: Mapping[str, Any], names: Collection[str]) -> dict[str, Any]:
    """
    Select what may be kept of *draft*: the fields called *names*, and inside them only known fields.

    Of control characters, only line ends and tabs stay: no database keeps a NUL.
    """
    return {name: _known_only(value) for name, value in draft.items() if name in names}


def _known_only(value: Any) -> Any:
    if isinstance(value, dict):
        return keepable(value, KEEPABLE)
    if isinstance(value, list):
        return [_known_only(item) for item in value]
    return without_control(value)


def without_control(value: Any) -> Any:
    """Take the control characters out of every text in *value*, a value of JSON, but for line ends and tabs."""
    if isinstance(value, dict):
        return {name: without_control(item) for name, item in value.items()}
    if isinstance(value, list):
        return [without_control(item) for item in value]
    return remove_control(value, lines=True) if isinstance(value, str) else value


@attrs.frozen
class SaveAndQuit(Command):
    """
    Stop here and come back later.

    Args:
        draft: The half-filled screen, field by field; kept as it is, without
            passwords and signatures, and returned by ``resume``.
    """

    draft: dict[str, Any] | None = attrs.field(
        default=None, converter=_as_json, repr=masked_repr("free"), metadata=personal_metadata("free")
    )

    def without_secrets(self) -> Self:
        """Return the command with only those fields of the draft that may be kept on some screen."""
        return attrs.evolve(self, draft=keepable(self.draft or {}, KEEPABLE))

    def _faults(self) -> list[Fault]:
        if isinstance(self.draft, _NotJson):
            return [Fault("draft", "must hold what JSON can hold", "form-draft-unreadable")]
        is_too_long = len(canonical(self.draft)) > LONGEST_DRAFT
        message = f"must not take more than {LONGEST_DRAFT} bytes as JSON"
        return [Fault("draft", message, "form-draft-too-long")] if is_too_long else []


@attrs.frozen
class Resume(Command):
    """Resume the journey where it was left."""


@attrs.frozen
class RequestDocument(Command):
    """Ask for a document of the journey."""

    kind: DocumentKind | None = None


@attrs.frozen
class Tick(Command):
    """Let everything that has become due happen, and nothing else."""

    roles: ClassVar[tuple[Role, ...]] = (Role.CLOCK,)


EverywhereCommand: TypeAlias = GoBack | SaveAndQuit | Resume | RequestDocument | Tick
"""In the order of the screens."""
