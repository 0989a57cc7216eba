"""
Wrong answers, and unusual ones: a right request in which one field is another.

The values come from the examples of the rules: whatever an example says of a
field called ``iban``, alone or in a command, is tried wherever a command has a
field of that name. So a rule that is added tomorrow is tried by itself.
"""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from psc_workflow._model.commands import ALL, Command
from psc_workflow._model.people import Checked
from psc_workflow._structuring import unstructure
from psc_workflow._structuring.sharing import shared
from psc_workflow.rules import _examples as examples
from psc_workflow.rules._examples._example import Example
from psc_workflow.testing._search._timing import Shift, days_near

Request = dict[str, Any]
"""A step of the scenario format without ``at`` and ``as``."""


def _nested(depth: int) -> Any:
    return {"x": _nested(depth - 1)} if depth else {}


MALFORMED: tuple[Any, ...] = (
    5,
    "???",
    "2026-02-30",
    [],
    {},
    [5],
    "x" * 4097,
    ["x"] * 65,
    {"x": "x" * 4097},
    _nested(40),
)
"""What no field, or hardly one, can take."""


@attrs.frozen
class Change:
    """
    One field of a request that becomes another.

    Args:
        path: Names of fields and places in lists, down to the field.
        value: As JSON has it; ``Absent`` if the field is left out.
    """

    path: tuple[str | int, ...]
    value: str

    def apply(self, request: Request) -> Request | None:
        """Return *request* with the change; ``None`` if it has no such field or has this value already."""
        value = json.loads(self.value) if self.value != ABSENT else Absent
        changed = _changed(request, self.path, value)
        return None if changed is _NO_PLACE or changed == request else changed


class Absent:
    """Stands for a field that is left out."""


ABSENT = "absent"
_NO_PLACE = object()


def _changed(data: Any, path: tuple[str | int, ...], value: Any) -> Any:
    first, *rest = path
    if isinstance(first, int):
        if not isinstance(data, list) or first >= len(data):
            return _NO_PLACE
        if not rest and value is Absent:
            return [*data[:first], *data[first + 1 :]]
        inner = _changed(data[first], tuple(rest), value) if rest else value
        return _NO_PLACE if inner is _NO_PLACE else [*data[:first], inner, *data[first + 1 :]]
    if not isinstance(data, dict) or (rest and first not in data):
        return _NO_PLACE
    if not rest and value is Absent:
        return {name: item for name, item in data.items() if name != first}
    inner = _changed(data[first], tuple(rest), value) if rest else value
    return _NO_PLACE if inner is _NO_PLACE else {**data, first: inner}


def changes_of(request: Request, today: dt.date, shift: Shift) -> Iterator[Change]:
    """List the changes to try on *request*: one field is left out, unknown, or another value that examples have."""
    for path, _ in leaves({name: item for name, item in request.items() if name != "do"}):
        name = _name_of(path)
        yield Change(path, ABSENT)
        yield Change(path, "null")
        for other in values().get(name, ()):
            yield Change(path, shift.text(other))
    yield from day_changes(request, today, shift)


def day_changes(request: Request, today: dt.date, shift: Shift) -> Iterator[Change]:
    """List the days to try in *request*."""
    for path, value in leaves({name: item for name, item in request.items() if name != "do"}):
        if _is_day(value) or _name_of(path).endswith(("_on", "_date", "_until", "_end")) or path[-1] == "on":
            for day in days_near(today, shift):
                yield Change(path, json.dumps(day.isoformat()))


def _name_of(path: tuple[str | int, ...]) -> str:
    """Tell under which name examples have the values of the field at *path*; one of several children is a child."""
    name = next(part for part in reversed(path) if isinstance(part, str))
    return {"children": "child"}.get(name, name) if isinstance(path[-1], int) else name


def malformed_changes(request: Request) -> Iterator[Change]:
    """List changes that make a field malformed."""
    for path, _ in leaves({name: item for name, item in request.items() if name != "do"}):
        for value in MALFORMED:
            yield Change(path, json.dumps(value))


def leaves(data: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Walk the fields of *data*, outer ones first; of a list, only the last item is looked into."""
    if path:
        yield path, data
    if isinstance(data, dict):
        for name, value in data.items():
            yield from leaves(value, (*path, name))
    elif isinstance(data, list) and data and isinstance(data[-1], dict):
        yield from leaves(data[-1], (*path, len(data) - 1))


def _is_day(value: Any) -> bool:
    try:
        dt.date.fromisoformat(value)
    except (TypeError, ValueError):
        return False
    return True


# -- what the examples have ------------------------------------------------------


@shared
def values() -> Mapping[str, tuple[str, ...]]:
    """Collect the values of examples by the name of their field, as JSON text, each once and in order."""
    collected: dict[str, dict[str, None]] = defaultdict(dict)
    for rule, example in _every_example():
        for name, value in example.facts.items():
            for field, plain in _named_values(rule if name in ("value", "text") else name, value):
                collected[field][json.dumps(plain, ensure_ascii=False)] = None
    return {name: tuple(texts) for name, texts in collected.items()}


@shared
def whole_commands() -> Mapping[str, tuple[Request, ...]]:
    """Collect the commands of examples, by the event of every command that has their fields."""
    collected: dict[str, dict[str, Request]] = defaultdict(dict)
    for _, example in _every_example():
        for value in example.facts.values():
            if isinstance(value, Command):
                for command in _alike(type(value)):
                    request = {"do": command.do, **unstructure(value, type(value))}
                    collected[command.event][json.dumps(request, sort_keys=True)] = request
    return {event: tuple(requests.values()) for event, requests in collected.items()}


def _every_example() -> Iterator[tuple[str, Example]]:
    for rule in examples.rules():
        for example in examples.of(rule):
            yield rule, example


def _alike(kind: type[Command]) -> Iterator[type[Command]]:
    """List the commands that have the fields of *kind*, whose base may be what an example names."""
    for command in ALL:
        if (
            issubclass(command, kind)
            or (kind in ALL and kind is command)
            or (set(kind.field_names()) == set(command.field_names()) and kind.field_names())
        ):
            yield command


def _named_values(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    """List *value* under its *name*, if JSON can hold it, and what its fields hold under theirs."""
    if attrs.has(type(value)):
        if not _is_ours(value):
            return
        plain = unstructure(value)
        yield name, plain
        for field in attrs.fields(type(value)):
            if field.name in plain:
                yield from _named_values(field.name, getattr(value, field.name))
    elif isinstance(value, list | tuple):
        if all(_is_plain(item) or _is_ours(item) for item in value):
            yield name, [unstructure(item) for item in value]
        for item in value:
            if _is_ours(item):
                yield from _named_values("", item)
    elif _is_plain(value):
        yield name, unstructure(value)


def _is_ours(value: Any) -> bool:
    """Whether *value* is a command, or a person or fact of one."""
    return isinstance(value, Checked)


def _is_plain(value: Any) -> bool:
    return value is None or isinstance(value, str | bool | int) or type(value) is dt.date
