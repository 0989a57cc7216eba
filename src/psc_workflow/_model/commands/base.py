"""
The base of all commands: their names, who may give them, what a saved draft may never hold.
"""

import re
from typing import ClassVar, Self, get_args

import attrs

from psc_workflow._model.people import Checked
from psc_workflow._model.vocabulary import Role
from psc_workflow._structuring.sharing import shared

AGENT_OR_REPRESENTATIVE = (Role.AGENT, Role.REPRESENTATIVE)
AGENT_ALONE = (Role.AGENT,)
EMPLOYER_ALONE = (Role.MANAGER, Role.EMPLOYER)
"""What is a fact of the employment: décret 2022-633 binds whom the State employs and pays (art. 1 and 2)."""
INSURER_ALONE = (Role.MANAGER, Role.INSURER)
"""What the guide has the insurer do: "Elle sera traitée dans les meilleurs délais"."""
MANAGERS = (Role.MANAGER, Role.EMPLOYER, Role.INSURER)
"""Where no source says which of the two."""
AGENT_OR_INSURER = (*AGENT_OR_REPRESENTATIVE, Role.MANAGER, Role.INSURER)
"""What lies between the two: the account that the guide has debited and refunded to. The employer does neither."""
ANYBODY = (*AGENT_OR_REPRESENTATIVE, *MANAGERS)
"""Whoever helps an agent may enter the answers, the employer or the insurer: no source says which of the two."""


class Command(Checked):
    """The base of all commands: their names, who may give them, and what a saved draft may never hold."""

    __slots__ = ()

    event: ClassVar[str] = "command"
    """``DeclareRegime`` → ``declare_regime``, made from the class name: one spelling everywhere."""
    do: ClassVar[str] = "command"
    """``DeclareRegime`` → ``declare-regime``, as scenarios and the command line write it."""
    roles: ClassVar[tuple[Role, ...]] = ANYBODY
    never_in_a_draft: ClassVar[frozenset[str]] = frozenset()
    host_only: ClassVar[frozenset[str]] = frozenset()
    """Dotted paths of fields that the host answers for, never a body that a browser sent; without places in a list."""
    added_fields: ClassVar[frozenset[str]] = frozenset()
    """Fields that the first stored documents did not know."""

    def __init_subclass__(cls) -> None:
        """Name the command after its class."""
        super().__init_subclass__()
        words = re.findall("[A-Z][^A-Z]*", cls.__name__)
        cls.event = "_".join(words).lower()
        cls.do = cls.event.replace("_", "-")

    def without_secrets(self) -> Self:
        """Return the command as it may be stored."""
        return self

    @classmethod
    @shared
    def field_names(cls) -> tuple[str, ...]:
        """List the fields, in the order of the screen."""
        return tuple(field.name for field in attrs.fields(cls))  # type: ignore[arg-type]  # subclasses are attrs classes

    @classmethod
    @shared
    def never_null(cls) -> frozenset[str]:
        """List the fields that cannot be null: their default stands for the unknown."""
        fields = attrs.fields(cls)  # type: ignore[arg-type]  # subclasses are attrs classes
        return frozenset(field.name for field in fields if type(None) not in get_args(field.type))
