"""
Timing: the ones to compare take turns in one process, and the median of each counts.
"""

import statistics
import time
from collections.abc import Callable, Mapping
from typing import Any

LEAST, MOST = 5, 101
"""Rounds: never fewer, never more."""


def alternate(
    work: Mapping[str, Callable[..., Any]],
    seconds: float,
    least: int = LEAST,
    before: Mapping[str, Callable[[], Any]] | None = None,
    times: int = 1,
) -> dict[str, float]:
    """
    Time each of *work* in turn, A B C A B C …, for about so many *seconds*.

    One round to warm up is not counted. The collector of garbage stays on.

    Args:
        before: What makes, each time and not timed, the argument of the one
            with the same name.
        times: How often each is done in its turn.

    Returns:
        The median of each, in seconds.
    """
    made = before or {}
    taken: dict[str, list[float]] = {name: [] for name in work}
    end = time.perf_counter() + seconds
    for done in range(MOST + 1):
        if done > least and time.perf_counter() > end:
            break
        for name, one in work.items():
            arguments = [made[name]()] if name in made else []
            start = time.perf_counter()
            for _ in range(times):
                one(*arguments)
            taken[name].append((time.perf_counter() - start) / times)
    return {name: statistics.median(times[1:]) for name, times in taken.items()}
