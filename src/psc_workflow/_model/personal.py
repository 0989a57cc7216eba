"""
Personal data, declared on the field that holds it.

From this one declaration come the masked ``repr``, the redacted dossier and
the register of what is kept how long. A masked field still shows whether
something is there: that is what a developer needs, and all a log may have.

>>> import attrs
>>> @attrs.frozen
... class Account:
...     iban: str | None = personal("bank")
>>> Account("FR76 not for a log"), Account()
(Account(iban=<bank>), Account(iban=None))
"""

from collections.abc import Callable
from typing import Any, Literal

import attrs

from psc_workflow._model.unanswered import UNANSWERED

Kind = Literal["identity", "nir", "contact", "bank", "health", "signature", "free", "secret"]


def personal(kind: Kind, *, default: Any = None) -> Any:
    """
    Declare a field that holds personal data of *kind*.

    A field that must be given, or that has a converter, calls ``attrs.field``
    itself, with :func:`masked_repr` and :func:`personal_metadata`: type
    checkers read such arguments there and nowhere else.

    Args:
        kind: What sort of data; shown in place of the value.
        default: Value when the field is left out.
    """
    return attrs.field(default=default, repr=masked_repr(kind), metadata=personal_metadata(kind))


def masked_repr(kind: Kind) -> Callable[[object], str]:
    """Return what writes a field of *kind* in a ``repr``."""
    return lambda value: mask(value, kind)


def personal_metadata(kind: Kind) -> dict[str, Kind]:
    """Return the metadata by which :func:`personal_fields` finds a field of *kind*."""
    return {"personal": kind}


def personal_fields(cls: type) -> dict[str, Kind]:
    """Name the fields of *cls* that hold personal data, with their kind."""
    return {f.name: f.metadata["personal"] for f in attrs.fields(cls) if "personal" in f.metadata}


def mask(value: object, kind: Kind) -> str:
    """Say whether something is there, and of what sort."""
    return str(value) if value is None or value is UNANSWERED else f"<{kind}>"
