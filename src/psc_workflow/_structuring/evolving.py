"""
Another value of a class, with some fields changed, in little more than the time of its constructor.

``attrs.evolve`` does the same, and looks up the fields and their order at each
call; here they are looked up once for each class. It must have several fields, all of
them arguments by their own names and in their order, as those of a record are.

>>> @attrs.frozen
... class Term:
...     first: int
...     last: int | None = None
>>> evolve(Term(1), last=5)
Term(first=1, last=5)
"""

import operator
from collections.abc import Callable
from typing import Any, TypeVar

import attrs

from psc_workflow._structuring.sharing import shared

T = TypeVar("T")


def evolve(instance: T, **changes: Any) -> T:
    """Return *instance* with *changes*: the constructor sees, and checks, all fields."""
    places, values_of = _shape(type(instance))
    values = [*values_of(instance)]
    for name, value in changes.items():
        values[places[name]] = value
    return type(instance)(*values)


@shared
def _shape(cls: Any) -> tuple[dict[str, int], Callable[[Any], tuple[Any, ...]]]:
    """Return the place of each field of *cls*, and what reads all of them."""
    fields = attrs.fields(cls)
    if len(fields) < 2 or any(not field.init or field.kw_only or field.alias != field.name for field in fields):  # noqa: PLR2004 -- of a single field, the reader would make no tuple
        raise TypeError(f"{cls.__name__} has a single field, or one that is no argument by its name and place")
    return {field.name: place for place, field in enumerate(fields)}, operator.attrgetter(*(f.name for f in fields))
