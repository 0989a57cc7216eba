"""
What a browser sends, and a command as it is written in JSON: one to the other and back.

A name that is left out, or blank, is not answered. ``oui``, ``yes`` and their
like are truth values, ``31/12/2026`` is a day, ``none`` is "no" to whether
there is a partner or a child. What is none of these stays as it was typed, so
that the reader can say what is wrong with it.

>>> fields_of("declare-beneficiaries", [("partner", "none"), ("children.0.birth_date", "9/9/2019")])
{'partner': None, 'children': [{'birth_date': '2019-09-09'}]}
>>> pairs_of(_)
[('partner', 'none'), ('children.0.birth_date', '2019-09-09')]
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from psc_workflow._forms.slots import Slot, slots
from psc_workflow._model.commands import named

NO = "none"
"""What a form sends for "no" to whether there is somebody."""

YES = "yes"

_TRUTH = {
    **dict.fromkeys(("true", "oui", "yes", "on", "1"), True),
    **dict.fromkeys(("false", "non", "no", "off", "0"), False),
}
_FRENCH_DAY = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})", re.ASCII)

Pairs = Iterable[tuple[str, str]] | Mapping[str, str]


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
        InvalidCommandError: No such command.
    """
    tree: dict[str, Any] = {}
    for name, value in pairs.items() if isinstance(pairs, Mapping) else pairs:
        if name not in ignore:
            _put(tree, name.split("."), value)
    return _fields(tree, slots(named(do)))


def pairs_of(fields: Mapping[str, Any]) -> list[tuple[str, str]]:
    """
    Write the plain fields of a command as a browser would send them.

    >>> pairs_of({"partner": None, "children": []})
    [('partner', 'none'), ('children', 'none')]
    """
    return list(_pairs(fields, ""))


def _put(tree: dict[str, Any], path: list[str], value: str) -> None:
    """Put *value* into *tree*; under one name there may be several, and what lies deeper."""
    first, *rest = path
    branch = tree.setdefault(first, {})
    if rest:
        _put(branch, rest, value)
    else:
        branch.setdefault("", []).append(value)


def _fields(tree: dict[str, Any], places: Iterable[Slot]) -> dict[str, Any]:
    by_name = {slot.name: slot for slot in places}
    fields: dict[str, Any] = {}
    for name, branch in tree.items():
        answer = _answer(by_name[name], branch) if name in by_name else _unknown(branch)
        if answer is not _NOT_ANSWERED:
            fields[name] = answer
    return fields


def _unknown(branch: dict[str, Any]) -> Any:
    return branch[""][-1] if "" in branch else {}


_NOT_ANSWERED: Any = object()


def _answer(slot: Slot, branch: dict[str, Any]) -> Any:
    typed = [text for text in branch.get("", []) if text.strip()]
    match slot.kind:
        case "group":
            return _fields(_below(branch), slot.below)
        case "person":
            return _person(slot, branch, typed)
        case "people":
            return _people(slot, _items(branch), typed)
        case "several" | "lines":
            texts = [*typed, *(text for item in _items(branch) for text in item.get("", []))]
            return _lines(texts) or _NOT_ANSWERED
        case _:
            return _value(slot, typed[-1]) if typed else _NOT_ANSWERED


def _items(branch: dict[str, Any]) -> list[dict[str, Any]]:
    """List what was sent by place, in the order of the places; gaps do not count."""
    return [branch[place] for place in sorted((name for name in branch if name.isdecimal()), key=int)]


def _lines(texts: Iterable[str]) -> list[str]:
    return [line for text in texts for line in text.splitlines() if line.strip()]


def _value(slot: Slot, text: str) -> Any:
    if slot.kind == "yes_no":
        return _TRUTH.get(text.strip().casefold(), text)
    if slot.kind == "date":
        return _day(text.strip())
    return text.strip() if slot.kind in ("choice", "hidden") else text


def _person(slot: Slot, branch: dict[str, Any], typed: list[str]) -> Any:
    """Read whether there is somebody, and who; a "no" prevails over what a page may have left filled in."""
    if typed and typed[-1].strip() == NO:
        return None
    below = _below(branch)
    return _fields(below, slot.below) if below or typed else _NOT_ANSWERED


def _people(slot: Slot, items: list[dict[str, Any]], typed: list[str]) -> Any:
    if typed and typed[-1].strip() == NO:
        return []
    people = [_fields(_below(item), slot.below) for item in items]
    return people or ([{}] if typed else _NOT_ANSWERED)


def _below(branch: dict[str, Any]) -> dict[str, Any]:
    """Leave out what was sent under the name itself."""
    return {name: part for name, part in branch.items() if name}


def _day(text: str) -> str:
    match = _FRENCH_DAY.fullmatch(text)
    return f"{match[3]}-{match[2]:>02}-{match[1]:>02}" if match else text


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
