"""
The converters of cattrs: which function reads and writes which type.

Two of them read, and read alike. The quick one stops at the first fault and
does not say where it is; the thorough one lists every fault with its path.
"""

import datetime as dt
import enum
import functools
import typing
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any, TypeVar

import attrs

from psc_workflow._structuring.declared import is_union, optional
from psc_workflow._structuring.faults import CODES, FaultError, StructureError
from psc_workflow._structuring.flattening import flatten
from psc_workflow._structuring.quick_classes import class_reader, is_closed_list, is_plain_class
from psc_workflow._structuring.scalars import exactly, parse_date, parse_instant, read_decimal, read_member
from psc_workflow._structuring.sharing import shared

if typing.TYPE_CHECKING:  # cattrs is slow to import, and so is imported when first needed
    from cattrs import Converter

K = TypeVar("K")

Reader = Callable[[Any, Any], Any]
"""Makes a value out of plain data; its second argument is the type, which cattrs passes to all."""

ADDED = "added"
"""Key of the metadata of a field that the first stored documents did not have."""

MOST_FAULTS = 100
"""Faults that are reported of one document: as many as anyone reads, and a huge document is soon refused."""

_EXACT = (str, int, bool)


@shared
def converter(*, native_dates: bool, thorough: bool) -> "Converter":
    """
    Make a strict converter, once of each kind; cattrs is imported here, when it is first needed.

    Args:
        native_dates: Whether dates are date objects (TOML) or text (JSON). What
            is written then has instants, members of closed lists and tuples
            as they are, too: ``canonical`` takes them.
        thorough: Whether every fault is listed, with its path.
    """
    from cattrs import Converter  # noqa: PLC0415 -- half of the import time of the library

    new = Converter(forbid_extra_keys=True, detailed_validation=thorough)
    for kind in _EXACT:
        new.register_structure_hook(kind, exactly(kind))
    new.register_structure_hook(Decimal, read_decimal)
    new.register_structure_hook(enum.StrEnum, read_member)  # before text: every member is a text too
    new.register_structure_hook(dt.date, exactly(dt.date) if native_dates else lambda value, _: parse_date(value))
    if not native_dates:
        new.register_structure_hook(dt.datetime, lambda value, _: parse_instant(value))
    new.register_structure_hook_func(_is_free_form, exactly(dict))
    new.register_structure_hook_factory(is_union, functools.partial(_optional_reader, new))
    new.register_structure_hook_factory(_is_tuple, functools.partial(_tuple_reader, new))
    new.register_structure_hook_factory(_is_mapping, functools.partial(_mapping_reader, new))
    if not thorough:
        new.register_structure_hook_factory(is_plain_class, functools.partial(class_reader, new))
    _register_writers(new, native=native_dates)
    return new


# -- reading ----------------------------------------------------------------------


def _optional_reader(converter: "Converter", union: object) -> Reader:
    """Choose the member of an optional: null where it is allowed, else the only other type that JSON can hold."""
    kind, is_nullable = optional(union)
    if kind in _EXACT and is_nullable:
        return exactly(kind, or_null=True)
    read_member = converter.get_structure_hook(kind)

    def read(value: object, _: object) -> object:
        if value is not None:
            return read_member(value, kind)
        if not is_nullable:
            raise FaultError("must not be null")
        return None

    return read


def _is_free_form(kind: object) -> bool:
    return typing.get_origin(kind) is dict and typing.get_args(kind)[1] is Any


def _is_tuple(kind: object) -> bool:
    return typing.get_origin(kind) is tuple


def _is_mapping(kind: object) -> bool:
    return typing.get_origin(kind) is dict and typing.get_args(kind)[0] is str and not _is_free_form(kind)


def _tuple_reader(converter: "Converter", kind: object) -> Reader:
    item_kind = typing.get_args(kind)[0]
    read_item = converter.get_structure_hook(item_kind)
    thorough = converter.detailed_validation

    def read(value: object, _: object) -> tuple[object, ...]:
        if not isinstance(value, list):
            raise FaultError("must be a list", "form-list-expected")
        if not value:
            return ()
        if thorough:
            return tuple(_read_all(enumerate(value), lambda item: read_item(item, item_kind)).values())
        return tuple([read_item(item, item_kind) for item in value])

    return read


def _mapping_reader(converter: "Converter", kind: object) -> Reader:
    item_kind = typing.get_args(kind)[1]
    read_item = converter.get_structure_hook(item_kind)
    thorough = converter.detailed_validation

    def read(value: object, _: object) -> dict[str, object]:
        if not isinstance(value, dict):
            raise FaultError("must be an object", CODES[dict])
        if thorough:
            return _read_all(value.items(), lambda item: read_item(item, item_kind))
        return {key: read_item(item, item_kind) for key, item in value.items()}

    return read


def _read_all(pairs: Iterable[tuple[K, object]], read_item: Callable[[Any], object]) -> dict[K, object]:
    """Read each value by its key; all faults are collected, up to as many as anyone reads."""
    items, faults = {}, []
    for key, item in pairs:
        try:
            items[key] = read_item(item)
        except Exception as error:  # noqa: BLE001 -- all faults are collected
            faults += list(flatten(error, str(key)))
            if len(faults) >= MOST_FAULTS:
                break
    if faults:
        raise StructureError(faults)
    return items


# -- writing ----------------------------------------------------------------------


def _register_writers(converter: "Converter", *, native: bool) -> None:
    from cattrs.fns import identity  # noqa: PLC0415 -- as above; the code that cattrs generates leaves it out

    converter.register_unstructure_hook(dict, identity)
    converter.register_unstructure_hook(dt.date, identity if native else dt.date.isoformat)
    converter.register_unstructure_hook(dt.datetime, identity if native else dt.datetime.isoformat)
    converter.register_unstructure_hook(enum.StrEnum, identity if native else str.__str__)
    converter.register_unstructure_hook_factory(_is_tuple, functools.partial(_tuple_writer, converter))
    converter.register_unstructure_hook_func(_is_native if native else _is_plain, identity)
    converter.register_unstructure_hook_factory(_has_optional_keys, functools.partial(_omit_defaults, converter))


def _tuple_writer(converter: "Converter", kind: Any) -> Callable[[Any], list[Any]]:
    item_kind = typing.get_args(kind)[0]
    if item_kind in _EXACT:
        return list
    write_item = converter.get_unstructure_hook(item_kind)
    return lambda items: [write_item(item) for item in items]


def _is_plain(kind: object) -> bool:
    """Whether JSON has every value of a union."""
    return is_union(kind) and all(member in (*_EXACT, type(None)) for member in typing.get_args(kind))


def _is_native(kind: Any) -> bool:
    """Whether ``canonical`` writes every value of *kind* as it is."""
    if is_union(kind) or _is_tuple(kind):
        return all(map(_is_native, _members(kind)))
    return kind in (*_EXACT, type(None), dt.date, dt.datetime) or is_closed_list(kind)


def _members(kind: Any) -> tuple[Any, ...]:
    """List the types in a union, or of the items of a tuple."""
    return typing.get_args(kind) if is_union(kind) else typing.get_args(kind)[:1]


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
