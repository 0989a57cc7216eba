"""
What happens in a simulated history: moves, each with the time before it, a fault, and what others do in the middle.

A move that makes no sense where it stands does nothing, so that any part of a
history is a history, too: that is what lets one be shortened.
"""

import datetime as dt
from collections.abc import Iterator
from enum import Enum
from random import Random

import attrs

DOSSIERS = 3
PROCESSES = 2
"""So many schedulers, so many workers, and so many tabs that an agent has open."""

DEEPEST = 2
"""A move in the middle of a move in the middle of a move."""


class Act(Enum):
    """What somebody does."""

    INVITE = "a dossier is created with its invitation"
    ANSWER = "an agent gives a command"
    TICK = "a scheduler ticks"
    DELIVER = "a worker delivers all that is due"
    CLAIM = "a worker claims effects"
    SEND = "a worker sends one of the effects that it has claimed, and marks it"
    KILL = "a worker is killed"
    JUMP = "a scheduler’s clock jumps, or comes right again"
    REFUSE = "the mail server refuses all mails of a dossier, or takes them again"


class Break(Enum):
    """What a fault does to whoever calls the store."""

    CRASH = "the process is killed"
    LOST = "the connection is lost"


class Moment(Enum):
    """Where in a transaction a fault is."""

    BEFORE = "before"
    WITHIN = "within"
    AFTER = "after the commit of"


@attrs.frozen
class Fault:
    """
    A fault of the store.

    Args:
        transaction: In which transaction of the call, from 0.
        row: Before which call on its rows, from 0, if it is within.
    """

    kind: Break
    moment: Moment
    transaction: int
    row: int = 0

    def __str__(self) -> str:
        row = f", at its part {self.row + 1}" if self.moment is Moment.WITHIN else ""
        return f"{self.kind.value} {self.moment.value} transaction {self.transaction + 1}{row}"


@attrs.frozen
class Move:
    """
    One move.

    Args:
        who: Which scheduler, worker or dossier.
        which: Which command, which way the clock jumps, which tab.
        pause: Time that passes before it.
        is_refused: Whether the mail server takes what is sent, and answers all
            the same that it did not.
        meanwhile: What others do, at the beginning of transaction *place* of
            this move, from 0.
    """

    act: Act
    who: int
    which: int
    pause: dt.timedelta
    fault: Fault | None = None
    is_refused: bool = False
    meanwhile: tuple["Move", ...] = ()
    place: int = 1

    def lines(self, indent: str = "") -> Iterator[str]:
        """Write the move in words."""
        notes = [f"; {self.fault}"] if self.fault else []
        notes += ["; the mail server takes it and answers that it did not"] if self.is_refused else []
        yield f"{indent}+{self.pause}  {self.act.value} ({self.who + 1}, {self.which}){''.join(notes)}"
        if self.meanwhile:
            yield f"{indent}    at the beginning of its transaction {self.place + 1}:"
        for move in self.meanwhile:
            yield from move.lines(f"{indent}    ")


_WEIGHTS = {
    Act.INVITE: 2,
    Act.ANSWER: 8,
    Act.TICK: 4,
    Act.DELIVER: 2,
    Act.CLAIM: 3,
    Act.SEND: 5,
    Act.KILL: 1,
    Act.JUMP: 1,
    Act.REFUSE: 1,
}
_PAUSES = [
    dt.timedelta(0),
    dt.timedelta(seconds=1),
    dt.timedelta(seconds=40),
    dt.timedelta(minutes=6),  # longer than a lease
    dt.timedelta(hours=7),
    dt.timedelta(days=1),
    dt.timedelta(days=6),  # reminders, and the end of the window, come
]
_PAUSE_WEIGHTS = [4, 6, 6, 4, 2, 2, 1]


def draw(seed: int, count: int) -> tuple[Move, ...]:
    """Draw a history of so many moves: always the same for a seed."""
    random = Random(seed)  # noqa: S311 -- to be drawn again
    invitation = Move(Act.INVITE, 0, 0, dt.timedelta(0))
    return (invitation, *(_move(random, 0, len(_PAUSES)) for _ in range(count - 1)))


def _move(random: Random, depth: int, pauses: int) -> Move:
    """Draw a move after one of the first *pauses*; nobody waits for hours in the middle of a request."""
    (act,) = random.choices(list(_WEIGHTS), list(_WEIGHTS.values()))
    (pause,) = random.choices(_PAUSES[:pauses], _PAUSE_WEIGHTS[:pauses])
    patience = min(pauses, 3 if act is Act.ANSWER else 4)
    people = DOSSIERS if act in (Act.INVITE, Act.ANSWER, Act.REFUSE) else PROCESSES
    calls_store = act not in (Act.KILL, Act.JUMP, Act.REFUSE)
    has_others = calls_store and depth < DEEPEST and random.random() < 0.2  # noqa: PLR2004 -- often enough
    return Move(
        act,
        random.randrange(people),
        random.randrange(32),
        pause,
        _fault(random) if calls_store and random.random() < 0.25 else None,  # noqa: PLR2004 -- the same
        random.random() < 0.1,  # noqa: PLR2004 -- the same
        tuple(_move(random, depth + 1, patience) for _ in range(random.randint(1, 2))) if has_others else (),
        random.randrange(3),
    )


def _fault(random: Random) -> Fault:
    moment = random.choice(list(Moment))
    return Fault(random.choice(list(Break)), moment, random.choice([0, 0, 1, 1, 2]), random.randrange(6))
