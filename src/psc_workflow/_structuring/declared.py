"""
The types of objects that are built in Python: whether each value has the type that its field declares.
"""

import datetime as dt
import enum
import functools
import types
import typing
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import attrs

from psc_workflow._structuring.faults import PYTHON_NAMES
from psc_workflow._structuring.sharing import shared
from psc_workflow.exceptions import Fault

Test = Callable[[object], bool]


@attrs.frozen
class Field:
    """
    A field of a class, as it is declared.

    Args:
        sure: Types of which any value may stand in the field: nothing else need be asked of it.
        test: The quick test of all other values; only if it fails, ``_mismatches`` finds out why.
    """

    name: str
    kind: object
    sure: frozenset[type]
    holds_text: bool
    test: Test


def open_fields(instance: attrs.AttrsInstance, longest: int) -> list[Field]:
    """
    List the fields of *instance* that one look does not settle; of the others, nothing more need be asked.

    One look settles a value of a type that may stand there, and a text of at
    most *longest* characters; never a list.
    """
    is_open = []
    for field in _fields(type(instance)):
        value = getattr(instance, field.name)
        kind = type(value)
        if kind is str:
            if field.holds_text and len(value) <= longest and (value.isascii() or is_text(value)):
                continue
        elif kind in field.sure:
            continue
        is_open.append(field)
    return is_open


def check_types(instance: attrs.AttrsInstance, fields: Iterable[Field]) -> list[Fault]:
    """List those of *fields* whose value in *instance* is not of the declared type."""
    faults: list[Fault] = []
    for field in fields:
        value = getattr(instance, field.name)
        if type(value) not in field.sure and not field.test(value):
            faults += _mismatches(value, field.kind, field.name)
    return faults


@shared
def _fields(cls: type) -> tuple[Field, ...]:
    return tuple(
        Field(field.name, field.type, _sure(field.type), str in _members(field.type), _test(field.type))
        for field in attrs.fields(attrs.resolve_types(cls))
    )


def _members(kind: Any) -> tuple[Any, ...]:
    return typing.get_args(kind) if is_union(kind) else (kind,)


def _sure(kind: Any) -> frozenset[type]:
    """List the types in *kind* but for texts, which may hold characters that are none, and lists."""
    return frozenset(member for member in _members(kind) if isinstance(member, type) and member is not str)


def _test(kind: Any) -> Test:
    """Make the quick test whether a value is of *kind*."""
    origin = typing.get_origin(kind)
    if is_union(kind):
        return functools.reduce(_either, map(_test, _members(kind)))
    if origin is tuple:
        item = _test(typing.get_args(kind)[0])
        return lambda value: isinstance(value, tuple) and all(map(item, value))
    if kind is str:
        return lambda value: isinstance(value, str) and is_text(value)
    return _is_of(origin or kind) if isinstance(origin or kind, type) else lambda _: True


def _either(left: Test, right: Test) -> Test:
    return lambda value: left(value) or right(value)


def _mismatches(value: object, kind: object, path: str) -> Iterator[Fault]:
    """List what is wrong with *value*, with its path; nothing if it is of *kind*."""
    origin = typing.get_origin(kind)
    if isinstance(value, str) and not is_text(value):
        yield Fault(path, "holds characters that are no text", "form-text-unreadable")
    elif is_union(kind):
        members = typing.get_args(kind)
        attempts = {member: list(_mismatches(value, member, path)) for member in members}
        lists = [member for member in members if typing.get_origin(member) is tuple]
        if all(attempts.values()) and lists and isinstance(value, tuple):
            yield from attempts[lists[0]]
        elif all(attempts.values()):
            yield Fault(path, f"must be {' or '.join(map(_name, members))}")
    elif origin is tuple:
        if not isinstance(value, tuple):
            yield Fault(path, "must be a list")
        else:
            for index, item in enumerate(value):
                yield from _mismatches(item, typing.get_args(kind)[0], f"{path}.{index}")
    elif isinstance(origin or kind, type) and not _is_of(origin or kind)(value):
        yield Fault(path, f"must be {_name(kind)}")


def kind_at(cls: type, path: str) -> Any:
    """
    Find the type that JSON can hold at the dotted *path* inside *cls*: an optional without its null.

    >>> from psc_workflow._model.commands import DeclareBeneficiaries
    >>> kind_at(DeclareBeneficiaries, "children.0.birth_date")
    <class 'datetime.date'>
    """
    kind: Any = cls
    for part in path.split("."):
        kind = attrs.fields_dict(attrs.resolve_types(kind))[part].type if attrs.has(kind) else typing.get_args(kind)[0]
        kind = optional(kind)[0] if is_union(kind) else kind
    return kind


def is_union(kind: object) -> bool:
    """Whether *kind* is a union of types."""
    return typing.get_origin(kind) in (types.UnionType, typing.Union)


def optional(union: Any) -> tuple[Any, bool]:
    """Find the only type of *union* that JSON can hold, and whether null is allowed."""
    members = typing.get_args(union)
    kinds = [m for m in members if m is not type(None) and not getattr(m, "only_by_absence", False)]
    return kinds[0], type(None) in members


def is_text(value: str) -> bool:
    """Whether *value* can be written as UTF-8: a lone surrogate cannot."""
    if value.isascii():
        return True
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_of(kind: Any) -> Test:
    if kind in (int, bool, dt.date):
        return lambda value: type(value) is kind
    return lambda value: isinstance(value, kind)


def _name(kind: object) -> str:
    if typing.get_origin(kind) is tuple:
        return "a list"
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return f"a {kind.__name__} ({', '.join(member.name for member in kind)})"
    return PYTHON_NAMES.get(kind, getattr(kind, "__name__", str(kind))) if isinstance(kind, type) else str(kind)
