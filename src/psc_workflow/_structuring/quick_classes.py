"""
The quick reader of a class: its code is written field by field, and looks at texts and numbers on the spot.

It reads what the thorough reader of cattrs reads, and makes the same of it; what
is wrong with anything else, it does not say. Its own names begin with an underscore,
as those of no field do.

>>> @attrs.frozen
... class Step:
...     number: int
...     by: str | None = None
>>> print(_code(attrs.fields(Step)))
def _read(_data, _):
    if type(_data) is not dict: raise TypeError
    _left = len(_data) - 1
    number = _data['number']
    if type(number) is not int: raise TypeError
    if 'by' in _data:
        _left -= 1
        by = _data['by']
        if by is not None and type(by) is not str: raise TypeError
    else:
        by = _default_by
    if _left: raise KeyError
    return _class(number, by)
"""

import enum
import functools
import typing
from collections.abc import Iterator
from typing import Any

import attrs

from psc_workflow._structuring.declared import is_union, optional
from psc_workflow._structuring.scalars import members

if typing.TYPE_CHECKING:  # cattrs is slow to import, and so is imported when first needed
    from cattrs import Converter

ON_THE_SPOT = (str, int, bool)
"""Types of which JSON has the very values."""


def is_plain_class(kind: object) -> bool:
    """Whether *kind* is an attrs class whose fields are all its arguments, in their order and by their names."""
    return (
        isinstance(kind, type)
        and attrs.has(kind)
        and all(
            field.init and not field.kw_only and field.alias == field.name and not isinstance(field.default, _FACTORY)
            for field in attrs.fields(kind)
        )
    )


_FACTORY: type = type(attrs.Factory(list))


def class_reader(converter: "Converter", cls: Any) -> Any:
    """Make the quick reader of *cls*, in which *converter* reads what is of other types."""
    fields = attrs.fields(attrs.resolve_types(cls))
    construct = functools.partial(type.__call__, cls)  # past what the metaclass adds for callers
    names: dict[str, Any] = {"_class": construct}
    for field in fields:
        kind, _ = optional_of(field.type)
        names |= {f"_kind_{field.name}": kind, f"_default_{field.name}": field.default}
        if kind not in ON_THE_SPOT:
            names[f"_read_{field.name}"] = converter.get_structure_hook(kind)
        if is_closed_list(kind):
            names[f"_member_{field.name}"] = members(kind).get
    exec(_code(fields), names)  # noqa: S102 -- of names of fields alone
    return names["_read"]


def optional_of(kind: Any) -> tuple[Any, bool]:
    """Find the only type of *kind* that JSON can hold, and whether null is allowed."""
    return optional(kind) if is_union(kind) else (kind, False)


def _code(fields: Any) -> str:
    """Write the reader of a class with *fields*."""
    required = sum(field.default is attrs.NOTHING for field in fields)
    lines = [
        "def _read(_data, _):",
        "    if type(_data) is not dict: raise TypeError",
        f"    _left = len(_data) - {required}",
    ]
    for field in fields:
        lines += _lines(field)
    arguments = ", ".join(field.name for field in fields)
    return "\n".join([*lines, "    if _left: raise KeyError", f"    return _class({arguments})"])


def _lines(field: "attrs.Attribute[Any]") -> Iterator[str]:
    name = field.name
    kind, is_nullable = optional_of(field.type)
    is_there = f"{name} is not None and " if is_nullable else ""
    reading = [f"{name} = _data[{name!r}]"]
    if kind in ON_THE_SPOT:
        reading.append(f"if {is_there}type({name}) is not {kind.__name__}: raise TypeError")
    elif is_nullable:
        reading.append(f"if {name} is not None: {name} = {_other(field, name)}")
    else:
        reading = [f"{name} = {_other(field, f'_data[{name!r}]')}"]
    if field.default is attrs.NOTHING:
        yield from (f"    {line}" for line in reading)
        return
    yield f"    if {name!r} in _data:"
    yield from (f"        {line}" for line in ["_left -= 1", *reading])
    yield from ["    else:", f"        {name} = _default_{name}"]


def _other(field: "attrs.Attribute[Any]", value: str) -> str:
    """Write how *value*, the name of what is of another type, is read: most members of a closed list are at hand."""
    reading = f"_read_{field.name}({value}, _kind_{field.name})"
    return f"_member_{field.name}({value}) or {reading}" if is_closed_list(optional_of(field.type)[0]) else reading


def is_closed_list(kind: object) -> bool:
    """Whether *kind* is a closed list of words."""
    return isinstance(kind, type) and issubclass(kind, enum.StrEnum)
