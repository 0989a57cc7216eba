"""
Strict structuring: plain data (JSON, TOML) to frozen classes and back; nothing is coerced, every fault has its path.

cattrs does the work; this module makes it strict (``True`` is not an integer,
``20260501`` is not a date, an unknown key is a fault) and turns its exception
groups into a flat list of :class:`Fault`. Their messages name types and
choices, but never the value, which may be a person's.
"""

import datetime as dt
import enum
import functools
import itertools
import re
import typing
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any, TypeVar

import attrs

from psc_workflow._structuring.declared import check_types, is_text, is_union, kind_at, optional
from psc_workflow._structuring.faults import CODES, NAMES, FaultError, StructureError
from psc_workflow._structuring.flattening import flatten
from psc_workflow._structuring.json_text import DEEPEST, canonical, parse_json
from psc_workflow._structuring.plain import plain, plain_fields
from psc_workflow.exceptions import Fault

if typing.TYPE_CHECKING:  # cattrs is slow to import, and so is imported when first needed
    from cattrs import Converter

__all__ = [
    "ADDED",
    "DATE",
    "DEEPEST",
    "FIRST_YEAR",
    "INSTANT",
    "LAST_YEAR",
    "MOST_FAULTS",
    "StructureError",
    "canonical",
    "check_types",
    "is_in_range",
    "is_text",
    "kind_at",
    "parse_date",
    "parse_instant",
    "parse_json",
    "plain",
    "plain_fields",
    "structure",
    "unstructure",
]

T = TypeVar("T")
K = TypeVar("K")

FIRST_YEAR, LAST_YEAR = 1900, 2999

ADDED = "added"
"""Key of the metadata of a field that the first stored documents did not have."""

MOST_FAULTS = 100
"""Faults that are reported of one document: as many as anyone reads, and a huge document is soon refused."""

_LONGEST_NAME = 64

_LARGEST_EXPONENT = 18
"""Of a decimal number: beyond it, arithmetic would round or take for ever."""

DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
INSTANT = re.compile(DATE.pattern + r"T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})")


def structure(data: object, cls: type[T], *, native_dates: bool = False) -> T:
    """
    Build *cls* out of plain data.

    Args:
        data: The result of a JSON or TOML parser.
        cls: The attrs class to build.
        native_dates: Whether dates are date objects (TOML) or text (JSON).

    Raises:
        StructureError: With every fault and its path, up to ``MOST_FAULTS``.
    """
    try:
        return _converter(native_dates).structure(data, cls)
    except RecursionError:
        raise StructureError([Fault("", "is nested too deeply")]) from None
    except Exception as error:  # noqa: BLE001 -- any error of a hook becomes a listed fault
        raise StructureError(list(itertools.islice(flatten(error, ""), MOST_FAULTS))) from None


def unstructure(value: object, cls: Any = None) -> Any:
    """Turn *value* into plain data that JSON can hold."""
    return _converter(False).unstructure(value, cls)


def parse_date(text: object) -> dt.date:
    """
    Read a date written ``YYYY-MM-DD`` and in no other way.

    Raises:
        ValueError: It is not such a date.
    """
    if not isinstance(text, str) or not DATE.fullmatch(text):
        raise FaultError(f"must be {NAMES[dt.date]}", CODES[dt.date])
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise FaultError("is no day of the calendar", "form-no-such-day") from None


def parse_instant(text: object) -> dt.datetime:
    """
    Read an instant that has an offset, and return it in UTC.

    Raises:
        ValueError: It is not such an instant.
    """
    if not isinstance(text, str) or not INSTANT.fullmatch(text):
        raise FaultError(f"must be {NAMES[dt.datetime]}")
    try:
        instant = dt.datetime.fromisoformat(text)
    except ValueError:
        raise FaultError("is no instant of the calendar") from None
    if not is_in_range(instant) or not is_in_range(in_utc := instant.astimezone(dt.UTC)):
        raise FaultError(f"must lie between the years {FIRST_YEAR} and {LAST_YEAR}")
    return in_utc


def is_in_range(instant: dt.datetime) -> bool:
    """Whether *instant* lies in the years that this library computes in, far from the ends of the calendar."""
    return FIRST_YEAR <= instant.year <= LAST_YEAR


# -- the converter ----------------------------------------------------------


@functools.cache
def _converter(native_dates: bool) -> "Converter":
    """Make the strict converter, once for each kind of dates; cattrs is imported here, when it is first needed."""
    from cattrs import Converter  # noqa: PLC0415 -- half of the import time of the library

    converter = Converter(forbid_extra_keys=True, detailed_validation=True)
    converter.register_structure_hook(Decimal, lambda value, _: _decimal(value))
    for kind in (str, int, bool):
        converter.register_structure_hook(kind, functools.partial(_exactly, kind))
    converter.register_structure_hook_func(_is_free_form, lambda value, _: _exactly(dict, value, _))
    converter.register_structure_hook(enum.StrEnum, _enum_member)  # before text: every member is a text too
    converter.register_structure_hook_factory(is_union, functools.partial(_union, converter))
    if native_dates:
        converter.register_structure_hook(dt.date, functools.partial(_exactly, dt.date))
    else:
        converter.register_structure_hook(dt.date, lambda value, _: parse_date(value))
        converter.register_structure_hook(dt.datetime, lambda value, _: parse_instant(value))
    converter.register_structure_hook_factory(_is_tuple, functools.partial(_tuple, converter))
    converter.register_structure_hook_factory(_is_mapping, functools.partial(_mapping, converter))
    converter.register_unstructure_hook(dt.date, dt.date.isoformat)
    converter.register_unstructure_hook(dt.datetime, dt.datetime.isoformat)
    converter.register_unstructure_hook(dict, lambda value: value)
    converter.register_unstructure_hook(enum.StrEnum, lambda member: member.value)
    converter.register_unstructure_hook_factory(_has_optional_keys, functools.partial(_omit_defaults, converter))
    return converter


def _optional_keys(cls: Any) -> list[str]:
    """
    List the fields whose key is left out where they have their default.

    The default has no JSON value; or the first stored documents did not have
    the field, and are written again as they were read.
    """
    return [
        field.name
        for field in attrs.fields(cls)
        if getattr(field.default, "only_by_absence", False) or field.metadata.get(ADDED, False)
    ]


def _has_optional_keys(cls: Any) -> bool:
    return attrs.has(cls) and bool(_optional_keys(cls))


def _omit_defaults(converter: "Converter", cls: Any) -> Callable[[Any], dict[str, Any]]:
    from cattrs.gen import make_dict_unstructure_fn, override  # noqa: PLC0415 -- as above

    overrides: Any = {name: override(omit_if_default=True) for name in _optional_keys(cls)}
    return make_dict_unstructure_fn(cls, converter, **overrides)


def _exactly(kind: type, value: object, _: object) -> object:
    if type(value) is not kind:
        raise FaultError(f"must be {NAMES[kind]}", CODES[kind])
    return value


def _decimal(value: object) -> Decimal:
    if type(value) not in (int, Decimal) or not (number := Decimal(value)).is_finite():  # type: ignore[arg-type]
        raise FaultError("must be a number")
    if abs(number.adjusted()) > _LARGEST_EXPONENT:
        raise FaultError("must be a number of usual size: this one is far too large or too small")
    return number


def _enum_member(value: object, kind: type[enum.StrEnum]) -> enum.StrEnum:
    members = _members(kind)
    fault = FaultError(f"must be one of: {', '.join(members)}", "form-not-a-choice")
    if not isinstance(value, str):
        raise fault
    if value in members:
        return members[value]
    try:
        return kind(value)  # a list to which contracts add words has more members than those of its class
    except ValueError:
        raise fault from None


@functools.cache
def _members(kind: type[enum.StrEnum]) -> Mapping[str, enum.StrEnum]:
    return {member.value: member for member in kind}


def _union(converter: "Converter", union: object) -> Callable[[object, object], object]:
    """Choose the member of an optional: null where it is allowed, else the only other type that JSON can hold."""
    kind, is_nullable = optional(union)
    structure_member = converter.get_structure_hook(kind)

    def structure_optional(value: object, _: object) -> object:
        if value is not None:
            return structure_member(value, kind)
        if not is_nullable:
            raise FaultError("must not be null")
        return None

    return structure_optional


def _is_free_form(kind: object) -> bool:
    return typing.get_origin(kind) is dict and typing.get_args(kind)[1] is Any


def _is_tuple(kind: object) -> bool:
    return typing.get_origin(kind) is tuple


def _is_mapping(kind: object) -> bool:
    return typing.get_origin(kind) is dict and typing.get_args(kind)[0] is str and not _is_free_form(kind)


def _tuple(converter: "Converter", kind: object) -> Callable[[object, object], tuple[object, ...]]:
    item_kind = typing.get_args(kind)[0]
    structure_item = converter.get_structure_hook(item_kind)

    def structure_tuple(value: object, _: object) -> tuple[object, ...]:
        if not isinstance(value, list):
            raise FaultError("must be a list", "form-list-expected")
        return tuple(_structure_items(enumerate(value), lambda item: structure_item(item, item_kind)).values())

    return structure_tuple


def _mapping(converter: "Converter", kind: object) -> Callable[[object, object], dict[str, object]]:
    item_kind = typing.get_args(kind)[1]
    structure_item = converter.get_structure_hook(item_kind)

    def structure_mapping(value: object, _: object) -> dict[str, object]:
        if not isinstance(value, dict):
            raise FaultError("must be an object", CODES[dict])
        return _structure_items(value.items(), lambda item: structure_item(item, item_kind))

    return structure_mapping


def _structure_items(pairs: Iterable[tuple[K, object]], structure_item: Callable[[Any], object]) -> dict[K, object]:
    """Structure each value by its key; all faults are collected, up to as many as anyone reads."""
    items, faults = {}, []
    for key, item in pairs:
        try:
            items[key] = structure_item(item)
        except Exception as error:  # noqa: BLE001 -- all faults are collected
            faults += list(flatten(error, str(key)))
            if len(faults) >= MOST_FAULTS:
                break
    if faults:
        raise StructureError(faults)
    return items
