"""
What a host hands to a store, checked before anything is read or written.

A wrong argument is the host's mistake whatever the database, and no error of
its driver; nor is it an answer, such as the whole table for a limit of -1.

>>> check_page(limit=-1)
Traceback (most recent call last):
    ...
psc_workflow.exceptions.HostError: `limit` must be a whole number, 0 or more
"""

import datetime as dt
import inspect
import os
from collections.abc import Callable
from typing import Any, TypeVar

from psc_workflow._model import effects
from psc_workflow._structuring import is_text
from psc_workflow._structuring.arguments import check_kind
from psc_workflow.exceptions import HostError

T = TypeVar("T")

EFFECTS: tuple[type, ...] = effects.ALL
"""What an effect may be: its common class alone says nothing that could be read back."""

_MOST = 2**63 - 1
"""The greatest whole number that databases can read."""

MOST_OF_A_COLUMN = 2**31 - 1
"""The greatest whole number that a column of the type ``INTEGER`` holds in every database."""

_MOST_SECONDS = 2_000_000
"""Three weeks; SQLite counts milliseconds, in 32 bits."""


def check_number(value: int, name: str, *, least: int = 0, most: int = _MOST) -> None:
    """
    Check a whole number.

    Args:
        most: What a database can read, unless another bound is passed.

    Raises:
        HostError: It is none, or less than *least*, or more than *most*.
    """
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise HostError(f"`{name}` must be a whole number, {least} or more")
    if value > most:
        raise HostError(f"`{name}` must be at most {most}")


def check_seconds(value: float, name: str) -> None:
    """
    Check a time in seconds.

    Raises:
        HostError: It is no number, less than zero, or more than SQLite can count.
    """
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= _MOST_SECONDS:
        raise HostError(f"`{name}` must be a number of seconds, from 0 to {_MOST_SECONDS:,}")


def check_time(value: dt.timedelta | None, name: str) -> None:
    """
    Check a time that may be left out.

    Raises:
        HostError: It is no ``timedelta``, or less than zero.
    """
    if value is not None and (not isinstance(value, dt.timedelta) or value < dt.timedelta(0)):
        raise HostError(f"`{name}` must be a timedelta, zero or more, or None")


def check_text(value: str, name: str) -> None:
    """
    Check a text that a database is to look for.

    Raises:
        HostError: It is none, or has what no database can look for: a lone
            surrogate, or a null character.
    """
    if not isinstance(value, str) or not is_text(value) or "\0" in value:
        raise HostError(f"`{name}` must be a text, without null characters and lone surrogates")


def check_path(path: str | os.PathLike[str], name: str) -> None:
    """
    Check the path of a file, whose name need not be UTF-8.

    Raises:
        HostError: It is none, or one that no file can have.
    """
    check_kind(path, (str, os.PathLike), name)
    try:
        is_possible = b"\0" not in os.fsencode(path)
    except UnicodeEncodeError:
        is_possible = False
    if not is_possible:
        raise HostError(f"`{name}` must be the path of a file, without null characters and lone surrogates")


def check_page(*, limit: int, after: str = "") -> None:
    """
    Check which page of a list is asked for.

    Raises:
        HostError: *limit* is no whole number or less than zero, or *after* no text.
    """
    check_number(limit, "limit")
    check_text(after, "after")


def check_function(value: Callable[..., Any] | None, name: str, *, may_be_left_out: bool = False) -> None:
    """
    Check a function that a store is to call.

    Raises:
        HostError: It cannot be called, or is to be awaited, which a store that
            is not for asyncio does not: what it should have done would be lost.
    """
    if value is None and may_be_left_out:
        return
    if not callable(value):
        raise HostError(f"`{name}` must be a function")
    if inspect.iscoroutinefunction(value) or inspect.iscoroutinefunction(getattr(value, "__call__", None)):  # noqa: B004 -- of a class whose instances are called
        raise HostError(f"`{name}` is to be awaited: use the store for asyncio")


def check_answer(answer: T, name: str) -> T:
    """
    Check what such a function has returned.

    Raises:
        HostError: It is to be awaited, which nobody does.
    """
    if inspect.isawaitable(answer):
        if inspect.iscoroutine(answer):
            answer.close()  # or Python warns that it was never awaited
        raise HostError(f"`{name}` returned what is to be awaited: use the store for asyncio")
    return answer
