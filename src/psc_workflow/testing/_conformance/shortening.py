"""
The shortest journey on which a host still fails.

Acts are left out as long as the same oracle complains (delta debugging). What
stays may be a long way to a place that can be reached faster: so the last acts
are then tried after every other beginning, the shortest first.
"""

import time
from collections.abc import Callable, Iterable, Sequence

import attrs

from psc_workflow.testing._conformance.actions import Action
from psc_workflow.testing._conformance.playing import Failure

MOST_SECONDS = 5.0

_LAST_ACTS = (1, 2, 3)
"""How many acts are tried after another beginning."""

Player = Callable[[Sequence[Action]], Failure | None]


def shorten(
    failure: Failure, play: Player, beginnings: Iterable[Sequence[Action]] = (), seconds: float = MOST_SECONDS
) -> Failure:
    """
    Shorten the journey of *failure*.

    Args:
        play: Plays a journey; the same one always fails in the same way.
        beginnings: Of journeys, the shortest first.
        seconds: After that, the shortest so far is returned.
    """
    shortener = Shortener(play, failure.discrepancy.oracle, time.monotonic() + seconds)
    best = shortener.leave_out(shortener.without_idle(_cut(failure)))
    other = shortener.begin_otherwise(best, beginnings)
    return best if other is None else shortener.leave_out(other)


@attrs.frozen
class Shortener:
    """
    Tries shorter journeys.

    Args:
        until: Instant, by ``time.monotonic``, at which it gives up.
    """

    play: Player
    oracle: str
    until: float

    @property
    def is_over(self) -> bool:
        """Whether the time is over."""
        return time.monotonic() > self.until

    def attempt(self, actions: Sequence[Action]) -> Failure | None:
        """Play *actions*; return the failure if it is the same."""
        if not any(action.act == "open" for action in actions):
            return None
        failure = self.play(actions)
        return _cut(failure) if failure is not None and failure.discrepancy.oracle == self.oracle else None

    def without_idle(self, best: Failure) -> Failure:
        """Leave out all acts that changed nothing, if it still fails."""
        rest = [action for place, action in enumerate(best.actions) if place not in best.idle]
        shorter = self.attempt(rest) if len(rest) < len(best.actions) else None
        return shorter or best

    def leave_out(self, best: Failure) -> Failure:
        """Leave out ever smaller parts, until no act can be left out."""
        size = max(1, len(best.actions) // 2)
        while not self.is_over:
            shorter = self._without_some(best, size)
            if shorter is not None:
                best = shorter
                size = min(size, max(1, len(best.actions) // 2))
            elif size > 1:
                size //= 2
            else:
                break
        return best

    def _without_some(self, best: Failure, size: int) -> Failure | None:
        """Leave out *size* acts in a row, the last ones first; return the first journey that still fails."""
        for start in reversed(range(0, len(best.actions), size)):
            shorter = None if self.is_over else self.attempt(best.actions[:start] + best.actions[start + size :])
            if shorter is not None:
                return shorter
        return None

    def begin_otherwise(self, best: Failure, beginnings: Iterable[Sequence[Action]]) -> Failure | None:
        """Play the last acts after the shortest beginning after which they still fail."""
        for beginning in beginnings:
            for count in _LAST_ACTS:
                if self.is_over or len(beginning) + count >= len(best.actions):
                    break
                later = [_not_before(action, beginning[-1]) for action in best.actions[-count:]]
                shorter = self.attempt([*beginning, *later])
                if shorter is not None:
                    return shorter
        return None


def _not_before(action: Action, last: Action) -> Action:
    return attrs.evolve(action, at=max(action.at, last.at))


def _cut(failure: Failure) -> Failure:
    """Leave out what comes after the act at which it fails."""
    return attrs.evolve(failure, actions=failure.actions[: failure.index + 1])
