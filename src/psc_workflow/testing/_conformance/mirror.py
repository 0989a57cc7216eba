"""
The library, run beside the host: what it answers to the same requests at the same instants.

The mirror lets every deadline happen at each instant at which anything is done:
no host can be earlier, and one that is later must show the same.
"""

import contextlib
import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import attrs

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._forms.pairs import fields_of, pairs_of
from psc_workflow._model import commands
from psc_workflow._model.decision import Decision, Outcome
from psc_workflow._model.effects import AnyEffect, ContinueUnder, Effect
from psc_workflow._model.people import Agent
from psc_workflow._model.vocabulary import Role
from psc_workflow._structuring import structure
from psc_workflow.dossier import Dossier
from psc_workflow.exceptions import HostError, InvalidCommandError, NoValueInForceError
from psc_workflow.states import _offers
from psc_workflow.states._dates import Days
from psc_workflow.testing._conformance.answers import Screen

INVALID = "invalid"

_HORIZON = dt.timedelta(days=500)


@attrs.frozen
class Answer:
    """
    What the library answers to a request.

    Args:
        decision: ``None`` if the request is invalid.
        command: What was read, as far as it could be.
        reason: Why it is, in the library's words.
    """

    outcome: str
    codes: frozenset[str] = frozenset()
    missing: frozenset[str] = frozenset()
    decision: Decision[Dossier] | None = None
    command: commands.Command | None = None
    reason: str = ""


@attrs.define
class Tab:
    """A screen that was read: the host's revision, and what had happened by then."""

    revision: int | None
    moves: int
    ticks: int
    is_sure: bool


@attrs.define
class File:
    """
    One dossier of the mirror.

    Args:
        moves: Accepted commands, in all.
        ticks: Deadlines that have come, in all.
        is_sure: Whether the host must have kept every deadline that has come.
        optional: Ids of effects that a host may deliver and need not: the
            invitation with which the dossier was opened, and what was saved
            by a process whose clock is ahead.
    """

    dossier: Dossier
    invited: Dossier
    moves: int = 0
    ticks: int = 0
    is_sure: bool = True
    effects: dict[str, AnyEffect] = attrs.Factory(dict)
    optional: set[str] = attrs.Factory(set)
    required: set[str] = attrs.Factory(set)
    possible: set[str] = attrs.Factory(set)
    tabs: dict[str, Tab] = attrs.Factory(dict)

    def owe(self, effects: Iterable[AnyEffect], at: dt.datetime) -> None:
        """Add what a decision makes the host owe, and drop what is no longer of use."""
        new = {effect.id: effect for effect in effects}
        self.effects.update(new)
        self.required |= new.keys()
        current = {id for id, effect in self.effects.items() if self._is_current(effect, at)}  # noqa: A001
        self.required &= current | {id for id, effect in self.effects.items() if effect.due_at > at}  # noqa: A001
        self.possible |= current

    def _is_current(self, effect: AnyEffect, at: dt.datetime) -> bool:
        in_time = effect.due_at <= at and (effect.useful_until is None or at < effect.useful_until)
        return in_time and self.dossier.still_owes(effect)

    def is_fresh(self, tab: Tab) -> bool | None:
        """Whether a form on *tab* is on the present revision; ``None`` if hosts may differ."""
        if tab.moves != self.moves:
            return False
        if not tab.is_sure:
            return None
        if tab.ticks == self.ticks:
            return True
        return False if self.is_sure else None


class Mirror:
    """The library's dossiers, at an instant that only moves on."""

    def __init__(self, contract: Contract) -> None:
        self.contract = contract
        self.files: dict[str, File] = {}
        self.delivered: Counter[str] = Counter()

    def open(self, id: str, agent: dict[str, Any], at: dt.datetime) -> Agent:  # noqa: A002 -- as Dossier.open
        """Open a dossier, and return its agent."""
        person = structure(agent, Agent)
        dossier = Dossier.open(self.contract, id=id, agent=person, invited_at=at)
        file = self.files[id] = File(dossier, dossier)
        file.owe([dossier.invitation], at)
        file.optional = set(file.effects)
        return person

    def move(self, at: dt.datetime) -> list[tuple[Dossier, Decision[Dossier]]]:
        """Let every deadline happen that comes by *at*; return the dossiers before, with what happened."""
        moves = []
        for file in self.files.values():
            decision = file.dossier.decide(commands.Tick(), at=at, role=Role.CLOCK)
            if decision.steps:
                moves.append((file.dossier, decision))
                file.dossier, file.is_sure = decision.dossier, False
                file.ticks += len(decision.steps)
            file.owe(decision.effects, at)
        return moves

    def keep(self) -> None:
        """Note that the scheduler ran: every host has kept what has come."""
        for file in self.files.values():
            file.is_sure = True

    def answers(
        self,
        id: str,  # noqa: A002 -- as Dossier.open
        request: dict[str, Any],
        *,
        at: dt.datetime,
        role: Role,
        key: str | None,
        is_stale: bool,
        is_form: bool = False,
    ) -> list[Answer]:
        """
        List what a right host may answer: a malformed request is invalid, or refused with the faults of its form.

        The last is what the request itself leads to. What comes by a form may
        also be read as one is, which cannot tell a line from a list of one.
        """
        dossier = self.files[id].dossier
        expected = dossier.revision + 1 if is_stale else None
        fields = {name: value for name, value in request.items() if name != "do"}
        answers = []
        for read in (commands.parse, commands.read_form):
            try:
                command = read(request.get("do"), dict(fields))
                decision = dossier.decide(command, at=at, role=role, key=key, expected_revision=expected)
            except HostError as error:
                subject = error.subject if isinstance(error, InvalidCommandError) else type(error).__name__
                answers.append(Answer(INVALID, reason=subject.rstrip(":")))
                continue
            answers.append(_answer(decision, command))
            break
        if is_form:
            with contextlib.suppress(HostError):
                typed = commands.read_form(request.get("do"), fields_of(request.get("do"), pairs_of(fields)))
                decision = dossier.decide(typed, at=at, role=role, key=key, expected_revision=expected)
                answers.insert(0, _answer(decision, typed))
        return answers

    def accept(self, id: str, decision: Decision[Dossier] | None, at: dt.datetime) -> bool:  # noqa: A002
        """Keep what an accepted decision has changed; return whether there is anything."""
        file = self.files[id]
        if decision is None or decision.outcome is not Outcome.ACCEPTED or decision.dossier is file.dossier:
            return False
        file.dossier, file.is_sure, file.moves = decision.dossier, True, file.moves + 1
        file.owe(decision.effects, at)
        return True

    def read_tab(self, id: str, name: str, revision: int | None) -> None:  # noqa: A002 -- as Dossier.open
        """Remember a screen that was read."""
        file = self.files[id]
        file.tabs[name] = Tab(revision, file.moves, file.ticks, file.is_sure)

    # -- effects ----------------------------------------------------------------------------------

    def effects(self) -> dict[str, AnyEffect]:
        """Return every effect that was ever owed, by its id."""
        return {id: effect for file in self.files.values() for id, effect in file.effects.items()}  # noqa: A001

    def possible(self) -> set[str]:
        """List the effects that were of use at some time since ``settle``."""
        return {id for file in self.files.values() for id in file.possible}  # noqa: A001

    def required(self) -> set[str]:
        """List the effects that must be delivered once the scheduler has run."""
        return {id for file in self.files.values() for id in file.required & file.possible - file.optional}  # noqa: A001

    def coming(self) -> dict[str, AnyEffect]:
        """Return the effects of deadlines that have not come yet, by their ids."""
        effects: dict[str, AnyEffect] = {}
        for file in self.files.values():
            with contextlib.suppress(NoValueInForceError):  # beyond the days that the contract knows
                milestones = file.dossier.timeline(until=file.dossier.record.at + _HORIZON)
                effects |= {effect.id: effect for milestone in milestones for effect in milestone.effects}
        return effects

    def settle(self, at: dt.datetime) -> None:
        """Begin a new period: what is of use from now on."""
        for file in self.files.values():
            file.possible.clear()
            file.owe((), at)

    def opens_others(self) -> bool:
        """Whether the host had to open another dossier, whose effects the mirror does not have."""
        return any(isinstance(effect, ContinueUnder) for effect in self.effects().values())


def _answer(decision: Decision[Dossier], command: commands.Command | commands.Submission) -> Answer:
    bare = command.command if isinstance(command, commands.Submission) else command
    return Answer(decision.outcome.value, frozenset(decision.codes), frozenset(decision.missing), decision, bare)


def states_of(dossier: Dossier, at: dt.datetime) -> dict[str, str]:
    """Return the state of each journey at *at*."""
    return dossier.as_of(at).states


def offered(dossier: Dossier, at: dt.datetime, role: Role) -> frozenset[str]:
    """List the commands that *role* can give at *at*."""
    now = dossier.as_of(at)
    return frozenset(offer.do for offer in _offers.offered(Days(now.record, now.contract), at, role))


def premium(dossier: Dossier, at: dt.datetime) -> str | None:
    """Return what is debited a month, as ``Quote.as_json`` has it."""
    quote = dossier.quote(at=at)
    return None if quote is None else quote.as_json()["debited"]


def screen_of(dossier: Dossier, at: dt.datetime, role: Role) -> Screen:
    """Show what the library says of *dossier* at *at*."""
    return Screen(states_of(dossier, at), offered(dossier, at, role), premium(dossier, at), dossier.revision)


def differences(ours: Any, theirs: Any, path: str = "") -> Iterator[tuple[str, str, str]]:
    """
    List the dotted paths at which two records differ, with what stands there, without texts of people.

    >>> list(differences(Agent(city="Papeete"), Agent(city="Papeet")))
    [('city', 'text of 7 characters', 'text of 6 characters')]
    """
    if ours == theirs:
        return
    if type(ours) is type(theirs) and attrs.has(type(ours)):
        for field in attrs.fields(type(ours)):
            below = f"{path}.{field.name}".strip(".")
            yield from differences(getattr(ours, field.name), getattr(theirs, field.name), below)
    elif isinstance(ours, tuple) and isinstance(theirs, tuple) and len(ours) == len(theirs):
        for index, (left, right) in enumerate(zip(ours, theirs, strict=True)):
            yield from differences(left, right, f"{path}.{index}")
    elif isinstance(ours, dict) and isinstance(theirs, dict):
        for name in sorted({*ours, *theirs}, key=str):
            yield from differences(ours.get(name), theirs.get(name), f"{path}.{name}")
    else:
        show = str if path.startswith(_STATES) else _describe
        yield path, show(ours), show(theirs)


_STATES = "record.states."
"""The texts below are names of states: nobody's."""


def _describe(value: Any) -> str:
    if isinstance(value, str) and not type(value).__module__.startswith("psc_workflow"):
        return f"text of {len(value)} characters"
    if isinstance(value, tuple | list | dict):
        return f"{len(value)} items"
    return f"{type(value).__name__} {value}" if isinstance(value, Effect) else str(value)
