"""
Personal data, declared on the field that holds it.

The masked ``repr``, the redacted dossier and the register of personal data all
come from this one declaration. A masked field still shows whether it has a
value: a developer needs that, and a log may hold no more.

>>> import attrs
>>> @attrs.frozen
... class Account:
...     iban: str | None = personal("bank")
>>> Account("FR76 not for a log"), Account()
(Account(iban=<bank>), Account(iban=None))
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, Literal

import attrs

from psc_workflow._model.text_kinds import TextKind, cleaner, text_metadata
from psc_workflow._model.unanswered import UNANSWERED

Kind = Literal["identity", "family", "nir", "contact", "bank", "health", "social_aid", "signature", "free", "secret"]


class PersonalKind(StrEnum):
    """The sorts of personal data that a contract can withhold from a role; a secret is never shown to anybody."""

    IDENTITY = "identity"
    FAMILY = "family"
    NIR = "nir"
    CONTACT = "contact"
    BANK = "bank"
    HEALTH = "health"
    SOCIAL_AID = "social_aid"
    SIGNATURE = "signature"
    FREE = "free"


def personal(kind: Kind, *, default: Any = None, text: TextKind | None = None) -> Any:
    """
    Declare a field that holds personal data of *kind*.

    A field that must be given, or that has a converter, calls ``attrs.field``
    itself, with :func:`masked_repr` and :func:`personal_metadata`: type
    checkers read such arguments there and nowhere else.

    Args:
        kind: Sort of data; shown in place of the value.
        default: Value if the field is left out.
        text: Kind of text, if the field holds one that is not a single line.
    """
    if text is None and kind == "secret":
        text = "secret"
    return attrs.field(
        default=default,
        repr=masked_repr(kind),
        converter=cleaner(text) if text else None,
        metadata=personal_metadata(kind) | (text_metadata(text) if text else {}),
    )


def masked_repr(kind: Kind) -> Callable[[object], str]:
    """Return what writes a field of *kind* in a ``repr``."""
    return lambda value: mask(value, kind)


def personal_metadata(kind: Kind) -> dict[str, str]:
    """Return the metadata by which :func:`personal_fields` finds a field of *kind*."""
    return {"personal": kind}


def classified(kind: Kind, *, default: Any = None) -> Any:
    """
    Declare a field that a ``repr`` shows, but that a contract can withhold from a role as it does others of *kind*.

    It says something of somebody only beside what names them, which no log
    has: in which way they are family, under which regime.
    """
    return attrs.field(default=default, metadata=classified_metadata(kind))


def classified_metadata(kind: Kind) -> dict[str, str]:
    """Return the metadata by which :func:`kinds_of_fields` finds such a field."""
    return {"classified": kind}


def kinds_of_fields(cls: type) -> dict[str, Kind]:
    """List the fields of *cls* that a contract can withhold, with their kind; and those that hold a secret."""
    kinds = {f.name: f.metadata.get("personal") or f.metadata.get("classified") for f in attrs.fields(cls)}
    return {name: kind for name, kind in kinds.items() if kind}


def personal_fields(cls: type) -> dict[str, Kind]:
    """List the fields of *cls* that hold personal data, with their kind."""
    return {f.name: f.metadata["personal"] for f in attrs.fields(cls) if "personal" in f.metadata}


def mask(value: object, kind: Kind) -> str:
    """Show whether *value* is there and of what sort it is, and nothing else."""
    return str(value) if value is None or value is UNANSWERED else f"<{kind}>"
