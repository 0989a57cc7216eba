"""
The places for an answer that a command declares: what a form can hold, whoever fills it in.

>>> from psc_workflow._model import commands as do
>>> [(slot.path, slot.kind) for slot in slots(do.GiveBankDetails)]
[('holder', 'text'), ('iban', 'iban')]
>>> [slot.path for slot in slots(do.ReportLogin)]
[]
"""

import datetime as dt
import enum
import types
import typing
from collections.abc import Iterator
from typing import Any, Literal

import attrs

from psc_workflow._forms.form import FieldKind
from psc_workflow._model.commands import Command, named
from psc_workflow._model.personal import kinds_of_fields
from psc_workflow._model.text_kinds import text_fields
from psc_workflow._structuring.sharing import shared

_BY_TEXT: dict[str, FieldKind] = {"email": "email", "prose": "paragraph", "secret": "password"}
_BY_NAME: dict[str, FieldKind] = {
    "nir": "nir", "iban": "iban", "phone": "tel", "country": "country", "birth_country": "country",
}  # fmt: skip


REF = "ref"
"""Name of a field that says which person is meant: a choice; inside that person's details, it is only carried along."""


@attrs.frozen
class Slot:
    """
    A place for one answer.

    Args:
        path: Dotted path inside the command, as findings have it; a list of
            people has its own path, and those of its items begin with it.
        name: Last part of the path.
        choices: Class of a closed or open list, if the answer is one of it.
        personal: Kind of personal data; empty if it is none.
        below: The places of a person, of each of a list of people, or of a
            group, which is no question itself.
        is_text: Whether the answer is a text.
    """

    path: str
    name: str
    kind: FieldKind | Literal["group"]
    choices: type[enum.StrEnum] | None = None
    personal: str = ""
    below: "tuple[Slot, ...]" = ()
    is_text: bool = False

    def at(self, position: int) -> "tuple[Slot, ...]":
        """Return the places of the person at *position* of the list."""
        return tuple(slot.moved(self.path, f"{self.path}.{position}") for slot in self.below)

    def moved(self, old: str, new: str) -> "Slot":
        """Return the same place under *new* in place of *old*."""
        below = tuple(slot.moved(old, new) for slot in self.below)
        return attrs.evolve(self, path=new + self.path.removeprefix(old), below=below)


def slots(command: type[Command]) -> tuple[Slot, ...]:
    """List the places of *command* that a person fills in, in the order of the screen; none that only a host may."""
    return _slots_by_do(command.do)


@shared
def _slots_by_do(do: str) -> tuple[Slot, ...]:
    command = named(do)
    return tuple(_slots(command, "", command.host_only))


def _slots(cls: Any, prefix: str, host_only: frozenset[str]) -> Iterator[Slot]:
    personal, texts = kinds_of_fields(cls), text_fields(cls)
    for field in attrs.fields(attrs.resolve_types(cls)):
        path = f"{prefix}{field.name}"
        if path in host_only or _is_free(field.type):
            continue
        members = _members(field.type)
        (kind,) = members
        is_group = attrs.has(kind) and not _is_list(field.type) and type(None) not in _alternatives(field.type)
        yield Slot(
            path,
            field.name,
            "group" if is_group else _kind(path, kind, texts.get(field.name, ""), is_list=_is_list(field.type)),
            kind if issubclass(kind, enum.StrEnum) else None,
            personal.get(field.name, ""),
            tuple(_slots(kind, f"{path}.", host_only)) if attrs.has(kind) else (),
            kind is str,
        )


def _kind(path: str, kind: type, text: str, *, is_list: bool) -> FieldKind:
    *above, name = path.split(".")
    if attrs.has(kind):
        return "people" if is_list else "person"
    if name == REF:
        return "hidden" if above else "choice"
    if issubclass(kind, enum.StrEnum):
        return "several" if is_list else "choice"
    if kind is bool:
        return "yes_no"
    if kind is dt.date:
        return "date"
    return "lines" if is_list else _BY_NAME.get(name) or _BY_TEXT.get(text, "text")


def _alternatives(kind: Any) -> tuple[Any, ...]:
    is_union = typing.get_origin(kind) in (types.UnionType, typing.Union)
    return typing.get_args(kind) if is_union else (kind,)


def _is_free(kind: Any) -> bool:
    """Whether an answer is whatever JSON can hold: a draft, which is made of the fields of another form."""
    return any(typing.get_origin(member) is dict for member in _alternatives(kind))


def _is_list(kind: Any) -> bool:
    return any(typing.get_origin(member) is tuple for member in _alternatives(kind))


def _members(kind: Any) -> tuple[type, ...]:
    """Find the type of an answer, or of each item of a list of them."""
    kinds = (typing.get_args(m)[0] if typing.get_origin(m) is tuple else m for m in _alternatives(kind))
    return tuple(k for k in kinds if k is not type(None) and not getattr(k, "only_by_absence", False))
