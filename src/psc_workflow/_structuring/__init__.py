"""
Strict structuring: plain data (JSON, TOML) to frozen classes and back, nothing coerced, every fault with its path.

cattrs does the work; this module only makes it strict (``True`` is no integer,
``20260501`` no date, an unknown key is a fault) and turns its exception groups
into a flat list of :class:`Fault`, whose messages name types and choices but
never the value found: that value may be a person's.
"""

import datetime as dt
import enum
import functools
import itertools
import re
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any, TypeVar

import attrs

from psc_workflow._structuring.declared import check_types, is_text
from psc_workflow._structuring.faults import NAMES, FaultError, StructureError
from psc_workflow._structuring.json_text import DEEPEST, canonical, parse_json
from psc_workflow.exceptions import Fault

if typing.TYPE_CHECKING:
    from cattrs import Converter

__all__ = [
    "DATE",
    "DEEPEST",
    "FIRST_YEAR",
    "INSTANT",
    "LAST_YEAR",
    "MOST_PROBLEMS",
    "StructureError",
    "canonical",
    "check_types",
    "is_in_range",
    "is_text",
    "parse_date",
    "parse_instant",
    "parse_json",
    "structure",
    "unstructure",
]

T = TypeVar("T")

FIRST_YEAR, LAST_YEAR = 1900, 2999

MOST_FAULTS = 100
"""Faults that are told of one document: who reads that many has seen enough, and a huge document is soon refused."""

_LONGEST_NAME = 64

DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
INSTANT = re.compile(DATE.pattern + r"T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})")

_LIKE_A_FIELD = re.compile(r"(?!.*[0-9]{4})[a-z_][a-z0-9_-]{0,63}")


def structure(data: object, cls: type[T], *, native_dates: bool = False) -> T:
    """
    Build *cls* out of plain data.

    Args:
        data: What a JSON or TOML parser gave.
        cls: The attrs class to build.
        native_dates: Whether dates are date objects (TOML) or text (JSON).

    Raises:
        StructureError: With every fault and its path; with the first hundred
            if there are more.
    """
    try:
        return _converter(native_dates).structure(data, cls)
    except RecursionError:
        raise StructureError([Fault("", "is nested too deeply")]) from None
    except Exception as error:  # noqa: BLE001 -- whatever a hook raised becomes a listed fault
        raise StructureError(list(itertools.islice(_faults(error, ""), MOST_FAULTS))) from None


def unstructure(value: object, cls: Any = None) -> Any:
    """Turn *value* into plain data that JSON can hold."""
    return _converter(False).unstructure(value, cls)


def parse_date(text: object) -> dt.date:
    """Read a date written ``YYYY-MM-DD`` and in no other way; raises ``ValueError``."""
    if not isinstance(text, str) or not DATE.fullmatch(text):
        raise FaultError(f"must be {NAMES[dt.date]}")
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise FaultError("is no day of the calendar") from None


def parse_instant(text: object) -> dt.datetime:
    """Read an instant that carries its offset, as the same in UTC; raises ``ValueError``."""
    if not isinstance(text, str) or not INSTANT.fullmatch(text):
        raise FaultError(f"must be {NAMES[dt.datetime]}")
    try:
        instant = dt.datetime.fromisoformat(text)
    except ValueError:
        raise FaultError("is no instant of the calendar") from None
    if not is_in_range(instant) or not is_in_range(found := instant.astimezone(dt.UTC)):
        raise FaultError(f"must lie between the years {FIRST_YEAR} and {LAST_YEAR}")
    return found


def is_in_range(instant: dt.datetime) -> bool:
    """Whether *instant* lies in the years this library computes in: far enough from the calendar's ends."""
    return FIRST_YEAR <= instant.year <= LAST_YEAR


# -- the converter ----------------------------------------------------------


@functools.cache
def _converter(native_dates: bool) -> "Converter":
    """Make the one strict converter of its kind (cattrs is imported here, when first needed)."""
    from cattrs import Converter  # noqa: PLC0415 -- half of the import time of the library

    converter = Converter(forbid_extra_keys=True, detailed_validation=True)
    converter.register_structure_hook(Decimal, lambda value, _: _decimal(value))
    for kind in (str, int, bool):
        converter.register_structure_hook(kind, functools.partial(_exactly, kind))
    converter.register_structure_hook_func(_is_free_form, lambda value, _: _exactly(dict, value, _))
    converter.register_structure_hook(enum.StrEnum, _enum_member)  # before text: every member is text too
    converter.register_structure_hook_factory(_is_union, functools.partial(_union, converter))
    if native_dates:
        converter.register_structure_hook(dt.date, functools.partial(_exactly, dt.date))
    else:
        converter.register_structure_hook(dt.date, lambda value, _: parse_date(value))
        converter.register_structure_hook(dt.datetime, lambda value, _: parse_instant(value))
    converter.register_structure_hook_factory(_is_tuple, functools.partial(_tuple, converter))
    converter.register_unstructure_hook(dt.date, dt.date.isoformat)
    converter.register_unstructure_hook(dt.datetime, dt.datetime.isoformat)
    converter.register_unstructure_hook(dict, lambda value: value)
    converter.register_unstructure_hook(enum.StrEnum, lambda member: member.value)
    converter.register_unstructure_hook_factory(_may_leave_out, functools.partial(_without_what_is_left_out, converter))
    return converter


def _left_out_by_default(cls: Any) -> list[str]:
    """Name the fields whose default no JSON value says: only leaving the key out does."""
    return [field.name for field in attrs.fields(cls) if getattr(field.default, "only_by_absence", False)]


def _may_leave_out(cls: Any) -> bool:
    return attrs.has(cls) and bool(_left_out_by_default(cls))


def _without_what_is_left_out(converter: "Converter", cls: Any) -> Callable[[Any], dict[str, Any]]:
    from cattrs.gen import make_dict_unstructure_fn, override  # noqa: PLC0415 -- as above

    overrides: Any = {name: override(omit_if_default=True) for name in _left_out_by_default(cls)}
    return make_dict_unstructure_fn(cls, converter, **overrides)


def _exactly(kind: type, value: object, _: object) -> object:
    if type(value) is not kind:
        raise FaultError(f"must be {NAMES[kind]}")
    return value


def _decimal(value: object) -> Decimal:
    if type(value) not in (int, Decimal) or not (number := Decimal(value)).is_finite():  # type: ignore[arg-type]
        raise FaultError("must be a number")
    return number


def _enum_member(value: object, kind: type[enum.StrEnum]) -> enum.StrEnum:
    members = _members(kind)
    if not isinstance(value, str) or value not in members:
        raise FaultError(f"must be one of: {', '.join(members)}")
    return members[value]


@functools.cache
def _members(kind: type[enum.StrEnum]) -> Mapping[str, enum.StrEnum]:
    return {member.value: member for member in kind}


def _is_union(kind: object) -> bool:
    return typing.get_origin(kind) in (types.UnionType, typing.Union)


def _union(converter: "Converter", union: object) -> Callable[[object, object], object]:
    """Choose the member of an optional: null where allowed, else its one other type that JSON can hold."""
    kind, nullable = _optional(union)
    member = converter.get_structure_hook(kind)

    def structured(value: object, _: object) -> object:
        if value is not None:
            return member(value, kind)
        if not nullable:
            raise FaultError("must not be null")
        return None

    return structured


def _optional(union: Any) -> tuple[Any, bool]:
    """Give the one type of *union* that JSON can hold, and whether null stands beside it."""
    members = typing.get_args(union)
    kinds = [m for m in members if m is not type(None) and not getattr(m, "only_by_absence", False)]
    return kinds[0], type(None) in members


def _is_free_form(kind: object) -> bool:
    return typing.get_origin(kind) is dict and typing.get_args(kind)[1] is Any


def _is_tuple(kind: object) -> bool:
    return typing.get_origin(kind) is tuple


def _tuple(converter: "Converter", kind: object) -> Callable[[object, object], tuple[object, ...]]:
    of = typing.get_args(kind)[0]
    member = converter.get_structure_hook(of)

    def structured(value: object, _: object) -> tuple[object, ...]:
        if not isinstance(value, list):
            raise FaultError("must be a list")
        items, faults = [], []
        for index, item in enumerate(value):
            try:
                items.append(member(item, of))
            except Exception as error:  # noqa: BLE001 -- collected, all of them
                faults += list(_faults(error, str(index)))
                if len(faults) >= MOST_FAULTS:
                    break
        if faults:
            raise StructureError(faults)
        return tuple(items)

    return structured


# -- faults, flattened --------------------------------------------------------


def _faults(error: BaseException, path: str) -> Iterator[Fault]:
    from cattrs.errors import ClassValidationError, ForbiddenExtraKeysError  # noqa: PLC0415 -- as above

    if isinstance(error, ClassValidationError):
        noted, others = error.group_exceptions()
        for fault, note in noted:
            yield from _faults(fault, _join(path, note.name))
        for fault in others:
            yield from _faults(fault, path)
    elif isinstance(error, ForbiddenExtraKeysError):
        known = ", ".join(sorted(field.name for field in attrs.fields(error.cl)))
        for extra in sorted(map(str, error.extra_fields)):
            name = extra if _LIKE_A_FIELD.fullmatch(extra) else "…"  # any other name may be a person's
            yield Fault(_join(path, name), f"is unknown here; known: {known}")
    elif isinstance(getattr(error, "faults", None), list | tuple):
        yield from (fault.below(path) for fault in error.faults)  # type: ignore[attr-defined]  # just tested
    elif isinstance(error, FaultError):
        yield Fault(path, str(error))
    elif isinstance(error, KeyError):
        yield Fault(path, "is missing")
    else:
        if not isinstance(error, TypeError | ValueError | AttributeError):
            raise error
        yield Fault(path, "must be an object")


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
