"""
Timing: the calls to compare take turns in one process, and the median of each counts.
"""

import random
import statistics
import time
from collections.abc import Callable, Mapping
from typing import Any

LEAST, MOST = 5, 101
"""The least and the greatest number of rounds."""


def alternate(
    calls: Mapping[str, Callable[..., Any]],
    seconds: float,
    least: int = LEAST,
    *,
    before: Mapping[str, Callable[[], Any]] | None = None,
    times: int = 1,
    clock: Callable[[], float] = time.perf_counter,
) -> dict[str, float]:
    """
    Time each of *calls* in turn, for about that many *seconds*; each round has an order of its own.

    In one order, each call would always find the caches of the processor as
    one and the same neighbour leaves them. A warm-up round is not counted.
    Garbage collection stays on.

    Args:
        before: Makes the argument of the call of the same name, for each call
            and untimed.
        times: How often each is called in its turn.
        clock: What is read before and after a call, in seconds.

    Returns:
        The median of each, in seconds.
    """
    factories = before or {}
    durations: dict[str, list[float]] = {name: [] for name in calls}
    end = time.perf_counter() + seconds
    for number in range(MOST + 1):
        if number > least and time.perf_counter() > end:
            break
        for name, call in random.Random(number).sample([*calls.items()], len(calls)):  # noqa: S311 -- no secret
            arguments = [[factories[name]()] if name in factories else [] for _ in range(times)]
            start = clock()
            for each in arguments:
                call(*each)
            durations[name].append((clock() - start) / times)
    return {name: statistics.median(rounds[1:]) for name, rounds in durations.items()}
