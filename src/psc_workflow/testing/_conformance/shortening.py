"""
The shortest journey on which a host still fails.

A short journey of another kind may show the same fault: so those come first, the
shortest before the others. Then what leads to the last acts is replaced by the
shortest way to the same states, or to any others; acts are left out as long as
the same oracle complains (delta debugging); and last, what the acts have that the
fault does not need: keys, tabs, people.
"""

import time
from collections.abc import Callable, Iterable, Sequence

import attrs

from psc_workflow.testing._conformance.actions import Action
from psc_workflow.testing._conformance.playing import Failure

MOST_SECONDS = 5.0

_LAST_ACTS = (1, 2, 3, 4)
"""How many acts are tried after another beginning."""

_OTHERS, _BEGINNINGS = 0.5, 0.25
"""Shares of the time."""

Player = Callable[[Sequence[Action]], Failure | None]


def shorten(
    failure: Failure,
    play: Player,
    beginnings: Iterable[Sequence[Action]] = (),
    seconds: float = MOST_SECONDS,
    *,
    others: Iterable[Sequence[Action]] = (),
) -> Failure:
    """
    Shorten the journey of *failure*.

    Args:
        play: Plays a journey; the same one always fails in the same way.
        beginnings: Of journeys, the shortest first.
        seconds: After that, the shortest so far is returned.
        others: Short journeys of other kinds, the shortest first.
    """
    now = time.monotonic()
    shortener = Shortener(play, failure.discrepancy.oracle, now + seconds)
    best = shortener.without_idle(_cut(failure))
    best = shortener.until_share(now + _OTHERS * seconds).try_others(best, others) or best
    later = shortener.until_share(time.monotonic() + _BEGINNINGS * seconds)
    best = later.begin_otherwise(best, list(beginnings)) or best
    best = shortener.leave_out(best)
    return shortener.leave_out(shortener.simplify(best))


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

    def until_share(self, until: float) -> "Shortener":
        """Return one that gives up earlier."""
        return attrs.evolve(self, until=min(until, self.until))

    def try_others(self, best: Failure, others: Iterable[Sequence[Action]]) -> Failure | None:
        """Play journeys of other kinds; those that do what *best* ends with go first."""
        last = best.actions[-1]
        shorter = [acts for acts in others if len(acts) < len(best.actions)]
        for acts in sorted(shorter, key=lambda acts: (_kind(acts[-1]) != _kind(last), len(acts))):
            failure = None if self.is_over else self.attempt(acts)
            if failure is not None:
                return failure
        return None

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

    def begin_otherwise(self, best: Failure, beginnings: Sequence[Sequence[Action]]) -> Failure | None:
        """Play the last acts after the shortest beginning after which they still fail."""
        pairs = [
            (beginning, count)
            for beginning in beginnings
            for count in _LAST_ACTS
            if len(beginning) + count < len(best.actions)
        ]
        for beginning, count in sorted(pairs, key=lambda pair: len(pair[0]) + pair[1]):
            if self.is_over:
                return None
            later = [_not_before(action, beginning[-1]) for action in best.actions[-count:]]
            shorter = self.attempt([*beginning, *later])
            if shorter is not None:
                return shorter
        return None

    def simplify(self, best: Failure) -> Failure:
        """Take from the acts what the fault does not need: first from all at once, then from each."""
        for change in (_without_key, _without_tab, _without_people):
            whole = [change(action) for action in best.actions]
            simpler = None if self.is_over or whole == [*best.actions] else self.attempt(whole)
            best = simpler or self._simplify_each(best, change)
        return best

    def _simplify_each(self, best: Failure, change: Callable[[Action], Action]) -> Failure:
        for place in range(len(best.actions)):
            if self.is_over or place >= len(best.actions) or change(best.actions[place]) == best.actions[place]:
                continue
            acts = [change(action) if number == place else action for number, action in enumerate(best.actions)]
            best = self.attempt(acts) or best
        return best


def _kind(action: Action) -> tuple[str, object]:
    return action.act, (action.request or {}).get("do")


def _without_key(action: Action) -> Action:
    return attrs.evolve(action, key=None) if action.act == "give" else action


def _without_tab(action: Action) -> Action:
    """Leave out from which screen, and of two saves whether a deadline lies between; a race is another one without."""
    return attrs.evolve(action, tab=None) if action.act in ("give", "two-saves") else action


_NOBODY: tuple[tuple[str, object], ...] = (("partner", None), ("children", []))


def _without_people(action: Action) -> Action:
    """Name nobody where people to cover are named."""
    request = action.request or {}
    nobody: dict[str, object] = {name: none for name, none in _NOBODY if request.get(name)}
    return attrs.evolve(action, request=request | nobody) if nobody else action


def _not_before(action: Action, last: Action) -> Action:
    return attrs.evolve(action, at=max(action.at, last.at))


def _cut(failure: Failure) -> Failure:
    """Leave out what comes after the act at which it fails."""
    return attrs.evolve(failure, actions=failure.actions[: failure.index + 1])
