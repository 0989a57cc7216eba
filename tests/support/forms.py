"""
Forms as browsers send them: every field of every command, and what each kind of field refuses, with the code.

The fields come from the types that the commands declare: one that is added
tomorrow is in here by itself, and a kind of field that is not in the table
makes the tests fail.
"""

import datetime as dt
import enum
import functools
import typing
from collections.abc import Iterator
from typing import Any

import attrs

from dossiers import EVERY_STATE, accept, at_state, dossier_in, now_of, represented
from people import ALONE, CARLA, CLAUDIA, CLAUDIA_DETAILS, details_of
from psc_workflow import Dossier, Unanswered
from psc_workflow import commands as do
from psc_workflow._model.commands import ALL, Command
from psc_workflow._structuring import unstructure
from schema_checks import COMMANDS

NO_TEXT = [5, 1.5, True, [], ["x"], {}]
MALFORMED: dict[type, dict[str, list[Any]]] = {
    dt.date: {
        "form-date-malformed": [
            "",
            "x",
            "09/10/1972",
            "19721009",
            "72-10-09",
            "2026-05-01T00:00:00Z",
            20260501,
            True,
            {},
        ],
        "form-no-such-day": ["2026-02-30", "2023-02-29", "2026-13-01", "2026-04-31", "0000-01-01"],
    },
    str: {
        "form-text-expected": NO_TEXT,
        "form-too-long": ["x" * 4097, "é" * 5000],
        "form-text-unreadable": ["\ud800", "Tiare\udfff"],
    },
    bool: {"form-yes-or-no-expected": ["true", "oui", "", 0, 1, [], {}]},
    int: {"form-whole-number-expected": ["5", True, 1.5, [], {}]},
    enum.Enum: {"form-not-a-choice": ["", "mars", "GENERAL", " general", 5, True, [], {}]},
    tuple: {"form-list-expected": ["x", 5, True, {}, {"0": "x"}]},
    dict: {"form-object-expected": ["x", 5, True, [], [{}]]},
}
"""What a field of each kind refuses, by the code of the finding."""

TOO_MANY = {"form-too-many": [[None] * 65, ["x"] * 1000]}
DRAFTS = {"form-draft-too-long": [{"reason": "x" * 4096}], "form-draft-unreadable": [{"reason": float("nan")}]}


def bare(kind: Any) -> Any:
    """Return the type that JSON can hold, of an optional."""
    members = [member for member in typing.get_args(kind) if member not in (type(None), Unanswered)]
    return members[0] if members and typing.get_origin(kind) not in (tuple, dict) else kind


def fields_of(kind: type, path: str = "") -> Iterator[tuple[str, Any]]:
    """Walk the fields of *kind*, also inside people and lists, each with its path and its type."""
    for field in attrs.fields(attrs.resolve_types(kind)):
        yield from _field(f"{path}{field.name}", bare(field.type))


def _field(path: str, kind: Any) -> Iterator[tuple[str, Any]]:
    yield path, kind
    if typing.get_origin(kind) is tuple:
        yield from _field(f"{path}.1", bare(typing.get_args(kind)[0]))
    elif attrs.has(kind):
        yield from fields_of(kind, f"{path}.")


def malformed(kind: Any) -> Iterator[tuple[Any, str]]:
    """List values that a field of *kind* refuses, each with its code."""
    origin = typing.get_origin(kind) or kind
    base = dict if attrs.has(origin) else enum.Enum if issubclass(origin, enum.Enum) else origin
    table = MALFORMED[base] | (TOO_MANY if base is tuple else {}) | (DRAFTS if origin is dict else {})
    for code, values in table.items():
        yield from ((value, code) for value in values)


FIELDS = [(command, path, kind) for command in ALL for path, kind in fields_of(command)]
"""Every field of every command."""

_WHOLE: list[Command] = [
    *COMMANDS,
    do.AddBeneficiary(partner=CLAUDIA, partner_details=CLAUDIA_DETAILS),
    do.AddBeneficiary(child=CARLA, child_details=details_of(CARLA)),
    do.CompleteBeneficiary("carla", child_details=details_of(CARLA)),
]


def at(data: Any, path: str) -> Any:
    """Return what stands at *path* of plain data; ``None`` if nothing does."""
    for part in path.split("."):
        if isinstance(data, list):
            data = data[int(part)] if int(part) < len(data) else None
        else:
            data = data.get(part) if isinstance(data, dict) else None
    return data


@functools.cache
def example(command: type[Command], path: str) -> dict[str, Any]:
    """Return the plain fields of a *command* that has something at *path*, or at least where it belongs."""
    examples = [unstructure(whole) for whole in _WHOLE if type(whole) is command]
    parent = path.rpartition(".")[0]
    for place in (path, parent):
        if place and (whole := next((fields for fields in examples if at(fields, place)), None)):
            return whole
    return examples[0]


def with_value(data: Any, path: str, value: Any) -> Any:
    """Copy plain *data* with *value* at *path*; lists grow with what they have last, or a text."""
    first, _, rest = path.partition(".")
    if first.isdecimal():
        items = list(data or [])
        items += [items[-1] if items else "x"] * (int(first) + 1 - len(items))
        items[int(first)] = with_value(items[int(first)], rest, value) if rest else value
        return items
    return {**(data or {}), first: with_value((data or {}).get(first), rest, value) if rest else value}


def without(data: Any, path: str) -> Any:
    """Copy plain *data* with nothing at *path*."""
    first, _, rest = path.partition(".")
    if first.isdecimal():
        return [without(item, rest) if str(index) == first else item for index, item in enumerate(data)]
    others = {name: value for name, value in data.items() if name != first}
    return {**others, first: without(data[first], rest)} if rest else others


@functools.cache
def offering(command: type[Command]) -> Dossier:
    """Return a dossier in which *command* is offered."""
    for name in [*EVERY_STATE, "a first debited line", "a guardian"]:
        dossier = _in_state(name)
        offers = dossier.view(at=now_of(dossier), role=command.roles[0]).commands
        if any(offer.do == command.do and offer.offered for offer in offers):
            return dossier
    raise AssertionError(command)


@functools.cache
def _in_state(name: str) -> Dossier:
    if name == "a first debited line":
        return accept(at_state("confirmed", ALONE), do.AddBeneficiary(partner=CLAUDIA))
    return represented(dossier_in("membership.received")) if name == "a guardian" else dossier_in(name)
