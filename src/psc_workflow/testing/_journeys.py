"""
A journey as data: who is invited, what is asked at which instant, and what is expected after each act.

>>> invited_at = dt.datetime(2026, 4, 6, 18, 0, tzinfo=dt.UTC)
>>> opening = Act.open("D1", Agent(first_name="Benoît"), at=invited_at, case="benoit")
>>> answer = Act.give("D1", {"do": "start-affiliation"}, at=invited_at, role=Role.AGENT)
>>> Journey("the first step", (), (opening, answer)).acts[1].do
'start-affiliation'
"""

import datetime as dt
from enum import StrEnum
from typing import Any

import attrs

from psc_workflow._model.people import Agent
from psc_workflow._model.vocabulary import Role
from psc_workflow._structuring import unstructure

INVALID = "invalid"
"""The outcome of a request that no person can cause: an unknown command or field, or a key of another command."""


class ActKind(StrEnum):
    """What an act is."""

    OPEN = "open"
    """The agent is invited: a dossier is opened."""
    GIVE = "give"
    """Somebody gives a command."""
    TICK = "tick"
    """Time has passed: the host lets happen what is due, then delivers what it owes."""


@attrs.frozen
class Expectation:
    """
    What the library answers to an act, and what stands there afterwards, as of the instant of the act.

    Args:
        outcome: A value of ``Outcome``, or ``invalid``.
        codes: Codes of the blocking findings, each once, in their order.
        missing: Dotted paths of the facts that are missing.
        states: The state of each journey.
        offered: Commands (kebab-case) offered to the role of the act; to the
            agent, if that is the clock or nobody.
        premium: Debited a month, in euros with two decimals; ``None`` if
            unknown or if there is no quote.
        effects: Types of the effects that the act makes the host owe.
        due_at: When something will next happen by itself, in UTC.
        warnings: Codes of the warnings, each once.
    """

    outcome: str
    codes: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    states: dict[str, str] = attrs.field(factory=dict)
    offered: tuple[str, ...] = ()
    premium: str | None = None
    effects: tuple[str, ...] = ()
    due_at: dt.datetime | None = None
    warnings: tuple[str, ...] = ()


@attrs.frozen
class Act:
    """
    One act of a journey.

    Args:
        at: Aware instant; never before that of an earlier act.
        id: The dossier's.
        request: What is given: a step of the scenario format without ``at``
            and ``as``, as a browser would send it. Empty unless a command is
            given.
        role: Who gives it; ``None`` unless a command is given.
        key: Idempotency key.
        expected_revision: The revision on which the request is made.
        agent: Whose dossier is opened, as prefilled; ``None`` for other acts.
        case: The name of *agent* in a file of journeys, which holds each once.
        expect: ``None`` if nobody has asked the library yet.
    """

    kind: ActKind
    at: dt.datetime
    id: str
    request: dict[str, Any] = attrs.field(factory=dict, repr=lambda request: str(request.get("do", "")))
    role: Role | None = None
    key: str | None = attrs.field(default=None, repr=False)
    expected_revision: int | None = None
    agent: Agent | None = None
    case: str = ""
    expect: Expectation | None = None

    @classmethod
    def open(cls, id: str, agent: Agent, *, at: dt.datetime, case: str = "") -> "Act":  # noqa: A002 -- as Dossier.open
        """Make the act that opens the dossier of *agent*."""
        return cls(ActKind.OPEN, at, id, agent=agent, case=case)

    @classmethod
    def give(
        cls,
        id: str,  # noqa: A002 -- as Dossier.open
        request: dict[str, Any],
        *,
        at: dt.datetime,
        role: Role,
        key: str | None = None,
        expected_revision: int | None = None,
    ) -> "Act":
        """Make the act that gives *request*."""
        return cls(ActKind.GIVE, at, id, request, role, key, expected_revision)

    @classmethod
    def tick(cls, id: str, *, at: dt.datetime) -> "Act":  # noqa: A002 -- as Dossier.open
        """Make the act that lets happen what is due at *at*."""
        return cls(ActKind.TICK, at, id)

    @property
    def do(self) -> str:
        """The name of the command that is given, in kebab-case; empty if none is."""
        name = self.request.get("do", "")
        return name if isinstance(name, str) else ""

    @property
    def fields(self) -> dict[str, Any]:
        """The fields of the command that is given."""
        return {name: value for name, value in self.request.items() if name != "do"}


@attrs.frozen
class Journey:
    """
    What one or several agents go through, act by act.

    Args:
        name: Says how it is special; unique in a file.
        reaches: The goals that no journey before it reaches.
    """

    name: str
    reaches: tuple[str, ...]
    acts: tuple[Act, ...]


def request_of(command: Any) -> dict[str, Any]:
    """
    Write *command* as a step of the scenario format.

    >>> from psc_workflow import Regime, commands as do
    >>> request_of(do.DeclareRegime(Regime.GENERAL))
    {'do': 'declare-regime', 'regime': 'general'}
    """
    return {"do": command.do, **unstructure(command)}
