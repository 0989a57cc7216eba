"""
Where days stand: in the types of classes, and in values.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any, get_args

import attrs

Path = tuple[str | int, ...]


def inner_types(annotation: Any) -> Iterator[Any]:
    """Yield the types that *annotation* is made of."""
    arguments = get_args(annotation)
    if not arguments:
        yield annotation
    for argument in arguments:
        yield from inner_types(argument)


def holds_days(cls: type[Any]) -> bool:
    """Return whether a field of *cls*, or of what it holds, is a day."""
    inner = {each for field in attrs.fields(cls) for each in inner_types(field.type)}
    return dt.date in inner or any(holds_days(each) for each in inner if attrs.has(each))


def days_of(value: Any, path: Path = ()) -> Iterator[Path]:
    """Walk the paths of the days inside *value*; instants are none."""
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        yield path
    elif isinstance(value, tuple):
        for position, item in enumerate(value):
            yield from days_of(item, (*path, position))
    elif attrs.has(type(value)):
        for field in attrs.fields(type(value)):
            yield from days_of(getattr(value, field.name), (*path, field.name))


def with_day(value: Any, path: Path, day: dt.date) -> Any:
    """Return *value* with *day* at *path*."""
    if not path:
        return day
    first, rest = path[0], path[1:]
    if isinstance(first, int):
        return (*value[:first], with_day(value[first], rest, day), *value[first + 1 :])
    return attrs.evolve(value, **{first: with_day(getattr(value, first), rest, day)})
