"""
The shortest journey on which a host still fails: acts are left out as long as the same oracle complains.
"""

import time
from collections.abc import Callable, Sequence

from psc_workflow.testing._conformance.actions import Action
from psc_workflow.testing._conformance.playing import Failure

MOST_SECONDS = 5.0


def shorten(
    failure: Failure, play: Callable[[Sequence[Action]], Failure | None], seconds: float = MOST_SECONDS
) -> Failure:
    """
    Shorten the journey of *failure*, by delta debugging.

    Args:
        play: Plays a journey; the same one always fails in the same way.
        seconds: After that, the shortest so far is returned.
    """
    until = time.monotonic() + seconds
    best = _without_idle(_cut(failure), play)
    size = max(1, len(best.actions) // 2)
    while time.monotonic() < until:
        shorter = _without_some(best, size, play, until)
        if shorter is not None:
            best = _cut(shorter)
            size = min(size, max(1, len(best.actions) // 2))
        elif size > 1:
            size //= 2
        else:
            break
    return best


def _without_idle(best: Failure, play: Callable[[Sequence[Action]], Failure | None]) -> Failure:
    """Leave out all acts that changed nothing, if it still fails."""
    rest = [action for place, action in enumerate(best.actions) if place not in best.idle]
    failure = play(rest) if len(rest) < len(best.actions) else None
    is_same = failure is not None and failure.discrepancy.oracle == best.discrepancy.oracle
    return _cut(failure) if failure is not None and is_same else best


def _without_some(
    best: Failure, size: int, play: Callable[[Sequence[Action]], Failure | None], until: float
) -> Failure | None:
    """Leave out *size* acts in a row, the last ones first; return the first journey that still fails."""
    for start in reversed(range(0, len(best.actions), size)):
        if time.monotonic() > until:
            return None
        rest = best.actions[:start] + best.actions[start + size :]
        if not any(action.act == "open" for action in rest):
            continue
        failure = play(rest)
        if failure is not None and failure.discrepancy.oracle == best.discrepancy.oracle:
            return failure
    return None


def _cut(failure: Failure) -> Failure:
    """Leave out what comes after the act at which it fails."""
    return Failure(failure.actions[: failure.index + 1], failure.index, failure.discrepancy, failure.idle)
