r"""
What kind of text a field holds, declared on the field: what is taken out of it, and what it may hold.

A text is one line unless its field says otherwise, so that a new field is
judged strictly. What is taken out never depends on who asks: it happens when
the command is made, so a live dossier and a restored one are equal.

>>> import attrs
>>> @attrs.frozen
... class Account:
...     iban: str | None = text("code")
...     holder: str | None = None
>>> Account("FR76\u200b\u00a01746 ").iban
'FR76 1746'
>>> dict(text_fields(Account))
{'iban': 'code', 'holder': 'line'}
"""

import types
import typing
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal

import attrs

from psc_workflow._model.characters import clean, clean_ends
from psc_workflow._structuring.sharing import shared

TextKind = Literal["code", "email", "line", "prose", "secret"]
"""
``code``
    Numbers, accounts, telephones, postcodes, two letters of a country: invisible characters are taken out, white space
    is one plain space.
``email``
    An address: invisible characters are taken out, and the white space around it.
``line``
    A name, a city, a line of an address: kept as entered; it has no control character.
``prose``
    Several lines: kept as entered; apart from line ends and tabs, it has no control character.
``secret``
    A password: never altered, and never judged here.
"""

_CLEANERS: Mapping[TextKind, Callable[[str], str]] = {"code": clean, "email": clean_ends}


def text(kind: TextKind, *, default: str | None = None) -> Any:
    """Declare a field that holds a text of *kind*, and no personal data."""
    return attrs.field(default=default, converter=cleaner(kind), metadata=text_metadata(kind))


def text_metadata(kind: TextKind) -> dict[str, str]:
    """Return the metadata by which :func:`text_fields` finds the kind."""
    return {"text": kind}


def cleaner(kind: TextKind) -> Callable[[str | None], str | None] | None:
    """Return what takes out of a field of *kind* what nobody meant to write; ``None`` if nothing does."""
    clean_text = _CLEANERS.get(kind)
    if clean_text is None:
        return None

    def converter(value: str | None) -> str | None:
        return clean_text(value) if isinstance(value, str) else value  # what is neither is found by Checked

    return converter


@shared
def text_fields(cls: "type[attrs.AttrsInstance]") -> Mapping[str, TextKind]:
    """List the fields of *cls* that hold a text, or lines of text, with their kind."""
    fields = attrs.fields(attrs.resolve_types(cls))
    return {field.name: field.metadata.get("text", "line") for field in fields if str in _members(field.type)}


def texts_of(instance: attrs.AttrsInstance) -> Iterator[tuple[str, TextKind, str]]:
    """List every text in *instance* and in what it holds: dotted path, kind, text. A secret is not even read."""
    for name, kind in text_fields(type(instance)).items():
        if kind != "secret":
            yield from ((path, kind, text) for path, text in _parts(instance, name) if isinstance(text, str))
    for name in _nesting_fields(type(instance)):
        for path, part in _parts(instance, name):
            if attrs.has(type(part)):
                yield from ((f"{path}.{below}", kind, text) for below, kind, text in texts_of(part))


@shared
def _nesting_fields(cls: "type[attrs.AttrsInstance]") -> tuple[str, ...]:
    """List the fields of *cls* that can hold a class with fields of its own, or several."""
    fields = attrs.fields(attrs.resolve_types(cls))
    return tuple(field.name for field in fields if any(map(attrs.has, _members(field.type))))


def _parts(instance: attrs.AttrsInstance, name: str) -> Iterator[tuple[str, Any]]:
    """List what the field called *name* holds, item by item if it is a list, each with its path."""
    value = getattr(instance, name)
    if isinstance(value, tuple):
        yield from ((f"{name}.{place}", item) for place, item in enumerate(value))
    else:
        yield name, value


def _members(kind: Any) -> tuple[Any, ...]:
    """List the types that a value of *kind* can have, and those of the items of a tuple."""
    if typing.get_origin(kind) in (types.UnionType, typing.Union):
        return tuple(member for part in typing.get_args(kind) for member in _members(part))
    return typing.get_args(kind)[:1] if typing.get_origin(kind) is tuple else (kind,)
