"""
What is handed out and never read back, as plain data that JSON can hold.

An object with an ``as_json`` of its own is written by it, any other attrs class
field by field. What is stored is written by ``unstructure``, whose result can
be read again.

>>> import attrs
>>> @attrs.frozen
... class Day:
...     on: dt.date
...     words: tuple[str, ...] = ()
>>> plain({"first": Day(dt.date(2026, 5, 1), ("a", "b"))})
{'first': {'on': '2026-05-01', 'words': ['a', 'b']}}
"""

import datetime as dt
import enum
from collections.abc import Collection, Mapping
from functools import singledispatch
from types import NoneType
from typing import Any

import attrs


@singledispatch
def plain(value: Any) -> Any:
    """
    Write *value* as plain data: days and instants as text, members of closed lists by their value, tuples as lists.

    Raises:
        TypeError: Something in it is none of these, nor a text, a whole
            number, a truth value, ``None``, a mapping or an attrs class.
    """
    if hasattr(value, "as_json"):
        return value.as_json()
    if attrs.has(type(value)):
        return plain_fields(value)
    raise TypeError(f"{type(value).__name__} cannot be written as plain data")


def plain_fields(value: attrs.AttrsInstance, **others: Any) -> dict[str, Any]:
    """Write the fields of *value*, an attrs class, by name, in their order; *others* are those already plain."""
    names = [field.name for field in attrs.fields(type(value))]
    return {name: others[name] if name in others else plain(getattr(value, name)) for name in names}


@plain.register(NoneType)
@plain.register(bool)
@plain.register(int)
@plain.register(str)
def _(value: Any) -> Any:
    return value


@plain.register(enum.StrEnum)
def _(value: enum.StrEnum) -> str:
    return value.value


@plain.register
def _(value: dt.date) -> str:
    return value.isoformat()


@plain.register
def _(value: Mapping) -> dict[str, Any]:  # type: ignore[type-arg]  # read at run time
    return {plain(key): plain(item) for key, item in value.items()}


@plain.register(tuple)
@plain.register(list)
def _(value: Collection[Any]) -> list[Any]:
    return [plain(item) for item in value]
