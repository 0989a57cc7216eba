"""
Every effect, with every combination of values that its fields can have: made from the union, so that a new one is in it.
"""

import datetime as dt
import itertools
import typing
from collections.abc import Iterator
from enum import Enum
from typing import Any

import attrs

from psc_workflow._model import effects
from psc_workflow._model.effects import AnyEffect

DAY = dt.date(2026, 4, 27)
NOW = dt.datetime(2026, 4, 6, 18, tzinfo=dt.UTC)
_EXAMPLES: dict[Any, tuple[Any, ...]] = {
    dt.date: (DAY,),
    dt.datetime: (NOW,),
    bool: (False, True),
    int: (21,),
    type(None): (None,),
}


_NAMING = ("dossier", "contract", "locale")


def every_effect(text: str = "text") -> Iterator[AnyEffect]:
    """List all effects; fields that are text hold *text*."""
    for cls in effects.ALL:
        hints = typing.get_type_hints(cls)
        fields = [field.name for field in attrs.fields(cls)]
        for values in itertools.product(*(_values_of(name, hints[name], text) for name in fields)):
            yield cls(**dict(zip(fields, values, strict=True)))


def _values_of(name: str, hint: Any, text: str) -> tuple[Any, ...]:
    """List the values of a field; one is enough for those that every effect has beside what it is about."""
    return _values(hint, text)[:1] if name in _NAMING else _values(hint, text)


def _values(hint: Any, text: str) -> tuple[Any, ...]:
    if hint is str:
        return (text,)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return tuple(hint)
    parts = typing.get_args(hint)
    if typing.get_origin(hint) is tuple:
        return (), _values(parts[0], text)
    return tuple(value for part in parts for value in _values(part, text)) if parts else _EXAMPLES[hint]
