"""
What the days in an answer mean, declared on the fields that hold them.

A birth, or something that has happened: neither lies after the day of the
request. A field that declares nothing may hold a day of the past or of the
future. One rule (``plausible_day``) reads this, so that a field added tomorrow
has bounds, too.

>>> @attrs.frozen
... class Simulation:
...     made_on: dt.date | None = past_day()
...     wished_on: dt.date | None = None
>>> [(day.path, day.meaning) for day in days_in(Simulation(dt.date(2026, 4, 7), dt.date(2026, 5, 1)), "simulation")]
[('simulation.made_on', 'past'), ('simulation.wished_on', 'any')]
"""

import datetime as dt
import typing
from collections.abc import Iterator
from typing import Any, Literal

import attrs

from psc_workflow._model.personal import masked_repr, personal_metadata
from psc_workflow._structuring.declared import is_union
from psc_workflow._structuring.sharing import shared

Meaning = Literal["birth", "past", "any"]

_METADATA = "day"


@attrs.frozen
class Day:
    """
    One day of an answer.

    Args:
        path: Dotted path of its field.
        meaning: What its field declares.
        on: The day itself; it may be a birth.
    """

    path: str
    meaning: Meaning
    on: dt.date = attrs.field(repr=masked_repr("identity"))


def birth_day() -> Any:
    """Declare a field that holds a day of birth, which is personal data."""
    metadata = personal_metadata("identity") | {_METADATA: "birth"}
    return attrs.field(default=None, repr=masked_repr("identity"), metadata=metadata)


def past_day() -> Any:
    """Declare a field that holds the day of something that has happened."""
    return attrs.field(default=None, metadata={_METADATA: "past"})


def days_in(answer: Any, path: str = "") -> Iterator[Day]:
    """Walk the days of *answer*, a class of the model that stands at *path*, and of what it holds."""
    cls: type[attrs.AttrsInstance] = type(answer)
    for name, meaning in _meanings(cls):
        yield from _days_of(getattr(answer, name), f"{path}.{name}" if path else name, meaning)


@shared
def _meanings(cls: "type[attrs.AttrsInstance]") -> tuple[tuple[str, Meaning], ...]:
    """List the fields of *cls* that may hold a day, each with what a day in it means."""
    fields = attrs.fields(attrs.resolve_types(cls))
    holding = [field for field in fields if not _WITHOUT_DAYS.issuperset(_members(field.type))]
    return tuple((field.name, field.metadata.get(_METADATA, "any")) for field in holding)


_WITHOUT_DAYS = frozenset({str, int, bool, type(None)})


def _members(kind: Any) -> tuple[Any, ...]:
    return typing.get_args(kind) if is_union(kind) else (kind,)


def _days_of(value: Any, path: str, meaning: Meaning) -> Iterator[Day]:
    if isinstance(value, dt.date):
        yield Day(path, meaning, value)
    elif isinstance(value, tuple):
        for position, item in enumerate(value):
            yield from _days_of(item, f"{path}.{position}", meaning)
    elif value is not None and attrs.has(type(value)):
        yield from days_in(value, path)
