"""
What a browser sends, and a command as it is written in JSON: one to the other and back.

A name that is left out, or blank, is not answered. ``oui``, ``yes`` and their
like are truth values, ``31/12/2026`` is a day, ``none`` is "no" to whether
there is a partner or a child, and so is ``non``. What is none of these stays as it was typed, so
that the reader can say what is wrong with it.

>>> fields_of("declare-beneficiaries", [("partner", "none"), ("children.0.birth_date", "9/9/2019")])
{'partner': None, 'children': [{'birth_date': '2019-09-09'}]}
>>> pairs_of(_)
[('partner', 'none'), ('children.0.birth_date', '2019-09-09')]
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

import attrs

from psc_workflow._forms.slots import Slot, slots
from psc_workflow._model.commands import named
from psc_workflow._structuring.boundary import boundary
from psc_workflow.exceptions import Fault, InvalidCommandError

NO = "none"
"""What a form sends for "no" to whether there is somebody."""

YES = "yes"

_TRUTH = {
    **dict.fromkeys(("true", "oui", "yes", "on", "1"), True),
    **dict.fromkeys(("false", "non", "no", "off", "0"), False),
}
_SOMEBODY = {**_TRUTH, NO: False}
_DEEPEST = 8
"""Dots of a name that count: more than any command has, and few enough for any name."""

_FRENCH_DAY = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})", re.ASCII)
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)

Pairs = Iterable[tuple[str, str]] | Mapping[str, str]


@boundary
def fields_of(do: Any, pairs: Pairs, *, ignore: Collection[str] = ()) -> dict[str, Any]:
    """
    Write what a browser sent as the plain fields of a command, such as ``Dossier.form`` takes.

    Args:
        do: Name of the command, kebab-case.
        ignore: Names that are the host's own.

    Returns:
        The fields that are answered. A name that the command does not have
        stays, for the reader to refuse.

    Raises:
        InvalidCommandError: No such command, or something was sent that is no
            text, such as a file.
    """
    root = _Node()
    for name, value in pairs.items() if isinstance(pairs, Mapping) else pairs:
        if name not in ignore:
            _check_texts(name, value)
            root.at(name.split(".", _DEEPEST)).values.append(value)
    return _fields(root.below, slots(named(do)))


@boundary
def pairs_of(fields: Mapping[str, Any]) -> list[tuple[str, str]]:
    """
    Write the plain fields of a command as a browser would send them.

    >>> pairs_of({"partner": None, "children": []})
    [('partner', 'none'), ('children', 'none')]
    """
    return list(_pairs(fields, ""))


def _check_texts(name: object, value: object) -> None:
    """Refuse what no form sends as an answer, such as a file."""
    if not isinstance(name, str) or not isinstance(value, str):
        path = name if isinstance(name, str) else ""
        raise InvalidCommandError("the form cannot be read:", [Fault(path, "must be sent as text, under a name")])


@attrs.define
class _Node:
    """What was sent under one name: its values, and what lies deeper."""

    values: list[str] = attrs.Factory(list)
    below: "dict[str, _Node]" = attrs.Factory(dict)

    def at(self, path: list[str]) -> "_Node":
        """Find the node at *path* below this one, which is made if there is none."""
        node = self
        for part in path:
            node = node.below.setdefault(part, _Node())
        return node

    @property
    def items(self) -> "list[_Node]":
        """What was sent by place, in the order of the places; gaps do not count."""
        places = sorted((name for name in self.below if name.isascii() and name.isdecimal()), key=_place)
        return [self.below[place] for place in places]


def _place(name: str) -> tuple[int, str]:
    """Order places by their numbers, without making numbers of huge ones."""
    digits = name.lstrip("0")
    return len(digits), digits


def _fields(nodes: Mapping[str, _Node], places: Iterable[Slot]) -> dict[str, Any]:
    by_name = {slot.name: slot for slot in places}
    answers = {
        name: _answer(by_name[name], node) if name in by_name else "".join(node.values[-1:])
        for name, node in nodes.items()
    }
    return {name: answer for name, answer in answers.items() if answer is not _NOT_ANSWERED}


_NOT_ANSWERED: Any = object()


def _answer(slot: Slot, node: _Node) -> Any:
    typed = [text for text in node.values if text.strip()]
    match slot.kind:
        case "group":
            return _fields(node.below, slot.below) or _NOT_ANSWERED
        case "person":
            return _person(slot, node, typed)
        case "people":
            return _people(slot, node, typed)
        case "several" | "lines":
            texts = [*typed, *(text for item in node.items for text in item.values)]
            return _lines(texts) or _NOT_ANSWERED
        case _:
            return _value(slot, typed[-1]) if typed else _NOT_ANSWERED


def _lines(texts: Iterable[str]) -> list[str]:
    return [line for text in texts for line in text.splitlines() if line.strip()]


def _value(slot: Slot, text: str) -> Any:
    if slot.kind == "yes_no":
        return _TRUTH.get(text.strip().casefold(), text)
    if slot.kind == "date":
        return _day(text.strip())
    return text.strip() if slot.kind in ("choice", "hidden") else text


def _person(slot: Slot, node: _Node, typed: list[str]) -> Any:
    """
    Read whether there is somebody, and who; a "no" prevails over what a page may have left filled in.

    Questions about somebody that all stay blank say nothing: a page has them
    before anybody said that there is somebody.
    """
    if typed and (is_somebody := _is_somebody(typed[-1])) is not True:
        return typed[-1] if is_somebody is None else None
    return _fields(node.below, slot.below) or ({} if typed else _NOT_ANSWERED)


def _is_somebody(text: str) -> bool | None:
    """Whether *text* says that there is somebody; ``None`` for what says neither."""
    return _SOMEBODY.get(text.strip().casefold())


def _people(slot: Slot, node: _Node, typed: list[str]) -> Any:
    if typed and (is_somebody := _is_somebody(typed[-1])) is not True:
        return typed[-1] if is_somebody is None else []
    people = [_fields(item.below, slot.below) for item in node.items]
    if not typed and not any(people):
        return _NOT_ANSWERED  # a page has the questions before anybody said that there is somebody
    return people or [{}]


def _day(text: str) -> str:
    match = _FRENCH_DAY.fullmatch(text)
    return f"{match[3]}-{match[2]:>02}-{match[1]:>02}" if match else text


def french_day(text: str) -> str:
    """
    Write a day as people type it in French; what is no day as it is. ``fields_of`` reads both.

    >>> french_day("2019-09-09"), french_day("le 9")
    ('09/09/2019', 'le 9')
    """
    return "/".join(reversed(text.split("-"))) if _ISO_DAY.fullmatch(text) else text


def _pairs(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        if path and not value:
            yield path, YES
        for name, item in value.items():
            yield from _pairs(item, f"{path}.{name}" if path else name)
    elif isinstance(value, list | tuple) and value:
        for position, item in enumerate(value):
            yield from _pairs(item, f"{path}.{position}")
    elif isinstance(value, bool):
        yield path, str(value).lower()
    else:
        yield path, NO if value is None or value == [] else str(value)
