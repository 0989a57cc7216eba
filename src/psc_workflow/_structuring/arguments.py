"""
What a host hands to the library, checked before anything is done with it: an error that names the argument.

>>> class Level(StrEnum):
...     LOW, HIGH = "low", "high"
>>> member(Level, "middle", "level")
Traceback (most recent call last):
    ...
psc_workflow.exceptions.HostError: `level` must be one of: low, high
"""

import datetime as dt
from collections.abc import Iterable
from enum import StrEnum
from typing import Any, TypeVar

from psc_workflow._structuring.scalars import FIRST_YEAR, LAST_YEAR, is_in_range
from psc_workflow.exceptions import HostError, NaiveInstantError

E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")

Kind = type | tuple[type, ...]


def check_kind(value: object, kind: Kind, name: str, *, called: str = "") -> None:
    """
    Check what an argument is.

    Args:
        called: What the kind is called, if not by its class.

    Raises:
        HostError: It is not of *kind*.
    """
    if not isinstance(value, kind):
        raise HostError(f"`{name}` must be of the type {called or _named(kind)}")


def all_of(values: Iterable[T], kind: Kind, name: str, *, called: str = "") -> tuple[T, ...]:
    """
    Take all of *values*.

    Args:
        called: As above.

    Raises:
        HostError: They cannot be gone through, or are a text; or one of them is
            not of *kind*.
    """
    if isinstance(values, str) or not isinstance(values, Iterable):
        raise HostError(f"`{name}` must be several of the type {called or _named(kind)}")
    items = tuple(values)
    if not all(isinstance(value, kind) for value in items):
        raise HostError(f"`{name}` must all be of the type {called or _named(kind)}")
    return items


def check_day(day: dt.date, name: str) -> None:
    """
    Check a civil day: an instant has one in each time zone.

    Raises:
        HostError: It is none, or has a time of day.
    """
    if type(day) is not dt.date:
        raise HostError(f"`{name}` must be a datetime.date, without a time of day")


def in_utc(at: dt.datetime, name: str) -> dt.datetime:
    """
    Bring an instant to UTC, as a plain ``datetime``, whatever a library made of it.

    Raises:
        NaiveInstantError: It has no time zone.
        HostError: It is no instant, as ``pandas.NaT`` is none, its time zone
            does not know its offset, or it lies outside the calendar in UTC.
    """
    if not isinstance(at, dt.datetime):
        raise HostError(f"`{name}` must be an aware datetime")
    if type(at) is dt.datetime and at.tzinfo is dt.UTC:
        return at
    try:
        is_naive = at.utcoffset() is None
        instant = at if is_naive else at.astimezone(dt.UTC)
    except OverflowError:
        raise HostError(f"`{name}` lies outside the calendar") from None
    except Exception:  # noqa: BLE001 -- of a class or a time zone of somebody else
        raise HostError(f"`{name}` must be an aware datetime whose time zone knows its offset") from None
    if is_naive:
        raise NaiveInstantError(f"`{name}` must be an aware datetime: datetime(..., tzinfo=UTC) or ZoneInfo(...)")
    return instant if type(instant) is dt.datetime else dt.datetime.combine(instant.date(), instant.time(), dt.UTC)


def instant_in_range(at: dt.datetime, name: str) -> dt.datetime:
    """
    Bring an instant to UTC as :func:`in_utc` does; errors as there.

    Raises:
        HostError: It lies outside the years this library computes in.
    """
    moment = in_utc(at, name)
    if not is_in_range(moment) or not is_in_range(at):
        raise HostError(f"`{name}` must lie between the years {FIRST_YEAR} and {LAST_YEAR}")
    return moment


def member(kind: type[E], value: Any, name: str) -> E:
    """
    Return the member of *kind* that *value* is or names.

    Raises:
        HostError: There is none.
    """
    try:
        return kind(value)
    except ValueError:
        raise HostError(f"`{name}` must be one of: {', '.join(kind)}") from None


def _named(kind: Kind) -> str:
    return " or ".join(each.__name__ for each in (kind if isinstance(kind, tuple) else (kind,)))
