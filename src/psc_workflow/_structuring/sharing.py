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
from typing import Any, ParamSpec, TypeVar, cast

P = ParamSpec("P")
R = TypeVar("R")


def shared(function: Callable[P, R]) -> Callable[P, R]:
    """Remember what *function*, whose arguments are few and hashable, returned first for the same arguments."""
    results: dict[Hashable, R] = {}

    @functools.wraps(function)
    def first(*args: P.args, **kwargs: P.kwargs) -> R:
        return results.setdefault((args, frozenset(kwargs.items())), function(*args, **kwargs))

    remembered: Any = functools.cache(first)
    remembered.__wrapped__ = function  # past both memories
    return cast("Callable[P, R]", remembered)
