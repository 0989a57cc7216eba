"""
The base of all commands: their names, who may give them, what a saved draft may never hold.
"""

import re
from typing import ClassVar, Self, get_args

import attrs

from psc_workflow._model.people import Checked
from psc_workflow._model.vocabulary import Role

ANYBODY = (Role.AGENT, Role.REPRESENTATIVE, Role.MANAGER)
AGENT_OR_REPRESENTATIVE = (Role.AGENT, Role.REPRESENTATIVE)
AGENT_ALONE = (Role.AGENT,)
MANAGER_ALONE = (Role.MANAGER,)


class _EventName:
    """``DeclareRegime`` → ``declare_regime``, made from the class name: one spelling everywhere."""

    def __get__(self, _: object, cls: type) -> str:
        return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()


class _DoName:
    """``DeclareRegime`` → ``declare-regime``, as scenarios and the command line write it."""

    def __get__(self, _: object, cls: type) -> str:
        return _EventName().__get__(None, cls).replace("_", "-")


class Command(Checked):
    """The base of all commands: their names, who may give them, and what a saved draft may never hold."""

    __slots__ = ()

    event: ClassVar[_EventName] = _EventName()
    do: ClassVar[_DoName] = _DoName()
    roles: ClassVar[tuple[Role, ...]] = ANYBODY
    never_in_a_draft: ClassVar[frozenset[str]] = frozenset()
    added_fields: ClassVar[frozenset[str]] = frozenset()
    """Fields that the first stored documents did not know."""

    def without_secrets(self) -> Self:
        """Return the command as it may be stored."""
        return self

    @classmethod
    def field_names(cls) -> tuple[str, ...]:
        """List the fields, in the order of the screen."""
        return tuple(field.name for field in attrs.fields(cls))  # type: ignore[arg-type]  # subclasses are attrs classes

    @classmethod
    def never_null(cls) -> frozenset[str]:
        """List the fields that cannot be null: their default stands for the unknown."""
        fields = attrs.fields(cls)  # type: ignore[arg-type]  # subclasses are attrs classes
        return frozenset(field.name for field in fields if type(None) not in get_args(field.type))
