"""
What is worked out when it is first needed, and is one and the same object for every thread from then on.

``functools.cache`` lets two threads that come first at once go away with two
objects. Here both may do the work, but the first result is everybody's: no
thread waits for another, so none can wait for ever.

>>> @shared
... def numbers(last: int) -> list[int]:
...     return list(range(last + 1))
>>> numbers(2), numbers(2) is numbers(2)
([0, 1, 2], True)
"""

import functools
from collections.abc import Callable, Hashable
from typing import Any, Generic, ParamSpec, Self, TypeVar, cast, overload

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")


def shared(function: Callable[P, R]) -> Callable[P, R]:
    """Remember what *function*, whose arguments are few and hashable, returned first for the same arguments."""
    results: dict[Hashable, R] = {}

    @functools.wraps(function)
    def first(*args: P.args, **kwargs: P.kwargs) -> R:
        return results.setdefault((args, frozenset(kwargs.items())), function(*args, **kwargs))

    remembered: Any = functools.cache(first)
    remembered.__wrapped__ = function  # past both memories
    return cast("Callable[P, R]", remembered)


class lazy(Generic[T, R]):  # noqa: N801 -- a decorator
    """
    Work out a property when it is first read, and keep it in the instance, as one object for every thread.

    ``functools.cached_property`` does so, too, but up to Python 3.11 under a
    lock, which costs more than most of what is worked out here.
    """

    def __init__(self, function: Callable[[T], R]) -> None:
        self._function = function
        self.__doc__ = function.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...
    @overload
    def __get__(self, instance: T, owner: type) -> R: ...
    def __get__(self, instance: T | None, owner: type) -> Self | R:
        """Work it out: from then on, the instance has an attribute of the same name, which is found first."""
        if instance is None:
            return self
        value: R = instance.__dict__.setdefault(self._name, self._function(instance))
        return value
