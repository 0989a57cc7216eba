"""
The shortest history that breaks a rule: moves are left out, then their faults, what others do meanwhile, their pauses.
"""

import datetime as dt
import itertools
from collections.abc import Callable, Iterator

import attrs

from psc_workflow.testing._simulation.moves import Move

History = tuple[Move, ...]

_MOST_TRIES = 400


def shortest(history: History, breaks: Callable[[History], bool]) -> History:
    """Shorten *history*, which *breaks* a rule, as long as it goes on to break it."""
    tries, is_shorter = 0, True
    while is_shorter:
        is_shorter = False
        for candidate in _shorter(history):
            tries += 1
            if tries > _MOST_TRIES:
                return history
            if breaks(candidate):
                history, is_shorter = candidate, True
                break
    return history


def _shorter(history: History) -> Iterator[History]:
    """Give histories with less in them, those with the least first."""
    size = len(history) // 2
    while size:
        for start in range(0, len(history), size):
            yield history[:start] + history[start + size :]
        size //= 2
    for place, (move, following) in enumerate(itertools.pairwise(history)):  # its time passes all the same
        if move.pause:
            later = attrs.evolve(following, pause=move.pause + following.pause)
            yield (*history[:place], later, *history[place + 2 :])
    for place, move in enumerate(history):
        for simpler in _simpler(move):
            yield history[:place] + simpler + history[place + 1 :]


def _simpler(move: Move) -> Iterator[History]:
    """Give what can stand in place of *move*."""
    if move.meanwhile:
        yield (attrs.evolve(move, meanwhile=()),)
        yield (attrs.evolve(move, meanwhile=()), *move.meanwhile)
        for meanwhile in _shorter(move.meanwhile):
            yield (attrs.evolve(move, meanwhile=meanwhile),)
    if move.fault is not None:
        yield (attrs.evolve(move, fault=None),)
    if move.is_refused:
        yield (attrs.evolve(move, is_refused=False),)
    if move.pause:
        yield (attrs.evolve(move, pause=dt.timedelta(0)),)
