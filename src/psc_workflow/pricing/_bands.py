"""
Numbers that a tariff treats alike: the steps at which ages, ranks and years begin to make a difference.

>>> ages = steps(-1, [(0, 20), (21, None)])
>>> ages, last_step(ages, 35), last_step(ages, 20)
((-1, 0, 21), 21, 0)
"""

import bisect
from collections.abc import Iterable


def steps(least: int, ranges: Iterable[tuple[int, int | None]]) -> tuple[int, ...]:
    """List the numbers at which one of *ranges*, both ends included, begins or is over, after the *least*."""
    numbers = {number for first, last in ranges for number in (first, None if last is None else last + 1)}
    return tuple(sorted({least, *(number for number in numbers if number is not None)}))


def last_step(steps: tuple[int, ...], number: int) -> int:
    """Return the last of *steps* that *number* has reached; the first, if none."""
    reached = bisect.bisect_right(steps, number)
    return steps[reached - 1] if reached else steps[0]


def within(number: int, first: int, last: int | None) -> bool:
    """Whether *number* lies between *first* and *last*, both included; ``None`` is no end."""
    return first <= number and (last is None or number <= last)
