"""
Values that are wrong for nearly every argument: what a host may hand over by mistake.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from people import NOW
from psc_workflow.exceptions import HostError

NAIVE = dt.datetime(2026, 4, 7, 8)  # noqa: DTZ001 -- that is what is tried
BEFORE_TIME = dt.datetime.min.replace(tzinfo=dt.timezone(dt.timedelta(hours=14)))
"""An aware instant that has none in UTC."""


class NotAnInstant(dt.datetime):
    """What ``pandas.NaT`` is: of the class, with methods that raise."""

    def utcoffset(self) -> dt.timedelta | None:
        """Raise the error of pandas."""
        raise ValueError("NaTType does not support utcoffset")


class LostZone(dt.tzinfo):
    """A time zone that answers with what is no offset."""

    def utcoffset(self, _: dt.datetime | None, /) -> dt.timedelta | None:
        """Return a number of hours."""
        return 5  # type: ignore[return-value]


NOT_INSTANTS = (NotAnInstant(2026, 4, 7, tzinfo=dt.UTC), dt.datetime(2026, 4, 7, 8, tzinfo=LostZone()))
"""Instants for Python's type check alone."""

DISTANT = (dt.datetime(1, 1, 1, tzinfo=dt.UTC), dt.datetime(9999, 12, 31, tzinfo=dt.UTC))
"""Of years in which nothing is computed."""

JUNK: tuple[Any, ...] = (
    *(None, "x", "\ud800", "a\0b", b"x", -1, 10**30, True, 1.5, float("nan")),
    *(
        NAIVE,
        BEFORE_TIME,
        *NOT_INSTANTS,
        *DISTANT,
        NOW,
        dt.date(2026, 4, 7),
        dt.timedelta(minutes=-1),
        [1],
        {"x": 1},
        object(),
    ),
)

Right = Mapping[str, Callable[[Any], bool]]
"""By the name of an argument: whether a value of the junk is right for it all the same."""


def wrong_calls(arguments: dict[str, Any], right: Right) -> Iterator[tuple[str, dict[str, Any]]]:
    """List right *arguments* with one of them replaced by each value that is wrong for it, after its name."""
    for name in arguments:
        for value in JUNK:
            if not right.get(name, lambda _: False)(value):
                yield name, {**arguments, name: value}


def not_refused(make: Callable[..., Any], arguments: dict[str, Any], right: Right) -> list[str]:
    """List the wrong arguments that are no ``HostError``."""
    others = []
    for name, values in wrong_calls(arguments, right):
        try:
            make(**values)
        except HostError:
            continue
        except Exception as error:  # noqa: BLE001 -- that is the question
            others.append(f"{name}={values[name]!r}: {error!r}")
        else:
            others.append(f"{name}={values[name]!r}")
    return others
