"""
One question to one dossier, and the goals that its answer reaches.
"""

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

import attrs

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model import commands as do
from psc_workflow._model.commands.submission import Submission
from psc_workflow._model.decision import Decision, Outcome
from psc_workflow._model.verdict import Judgement
from psc_workflow._model.vocabulary import Role
from psc_workflow.dossier import Dossier
from psc_workflow.exceptions import HostError
from psc_workflow.states._charts import JOURNEYS, journey_of
from psc_workflow.states._course import ask
from psc_workflow.states._dates import Days
from psc_workflow.states._engine import Row, table
from psc_workflow.states._step import Move, step
from psc_workflow.testing._journeys import Act, ActKind
from psc_workflow.testing._search import _goals as goals

Request = dict[str, Any]


@attrs.frozen(eq=False)
class Node:
    """
    A dossier somewhere on its way, with every deadline that has come.

    Args:
        at: The instant at which it is asked.
        before: The node before; ``None`` for an invitation.
        act: What leads here from there.
        odd: How many acts on the way were not the first right answer.
    """

    dossier: Dossier
    at: dt.datetime
    before: "Node | None"
    act: Act
    odd: int = 0

    def state_of(self, journey: str) -> str:
        """Return the state of *journey*."""
        return self.dossier.record.states.of(journey)


@attrs.frozen
class Answer:
    """
    What an act reaches at a node.

    Args:
        accepted: Whether the dossier changes; the dossier itself may not be worked out.
        offered: Whether the command was looked at: everything that can be judged beforehand holds.
    """

    goals: frozenset[str]
    accepted: bool
    offered: bool
    decision: Decision[Dossier] | None = None


_NOTHING = Answer(frozenset(), accepted=False, offered=True)


class Asker:
    """Asks under one contract, and reads every request only once."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self._submissions: dict[str, Submission | None] = {}

    def sound(self, node: Node, journey: str, row: Row, request: Request, role: Role | None = None) -> Answer:
        """Ask the guards of *row* for *request*, by the first role if no *role*; a malformed one is decided in full."""
        submission = self._submission(request)
        if submission is None:
            return _NOTHING
        if submission.faults:
            return self.decide(node, Act.give(node.act.id, request, at=node.at, role=submission.command.roles[0]))
        command = submission.command
        context = ask(Days(node.dossier.record, self._contract), node.at, command, role or command.roles[0])
        move = step(row, context)
        reached = {goals.code(finding.code) for finding in move.verdict.findings}
        for guard in row.guards:
            if guard in context.memory:
                reached.add(goals.guard_answer(journey, row, guard, context.memory[guard].outcome))
        is_accepted = isinstance(move, Move)
        return Answer(frozenset(reached), is_accepted, isinstance(move, Move) or move.is_offered)

    def decide_whole(self, node: Node, act: Act) -> Answer:
        """Let *act* happen at *node*, and ask its guards, too."""
        answer = self.decide(node, act)
        submission = self._submission(act.request) if act.kind is ActKind.GIVE else None
        if submission is None or submission.faults:
            return answer
        record = node.dossier.record
        journey = journey_of(submission.command.event, record)
        row = table(JOURNEYS[journey])[record.states.of(journey)].get(submission.command.event)
        if row is None or act.role not in submission.command.roles:
            return answer
        guards = self.sound(Node(node.dossier, act.at, node.before, node.act), journey, row, act.request, act.role)
        return attrs.evolve(answer, goals=answer.goals | guards.goals)

    def decide(self, node: Node, act: Act) -> Answer:
        """Let *act* happen at *node*."""
        try:
            decision = self._decide(node, act)
        except HostError:
            return _NOTHING
        reached = {*_steps_of(node, decision), *map(goals.code, (*decision.codes, *decision.warnings))}
        is_offered = not decision.available
        return Answer(frozenset(reached), decision.outcome is Outcome.ACCEPTED, is_offered, decision)

    def _decide(self, node: Node, act: Act) -> Decision[Dossier]:
        if act.kind is ActKind.TICK:
            return node.dossier.decide(do.Tick(), at=act.at, role=Role.CLOCK)
        submission = self._submission(act.request)
        if submission is None:
            raise HostError("this request is invalid")
        return node.dossier.decide(submission, at=act.at, role=act.role)

    def _submission(self, request: Request) -> Submission | None:
        """Read *request*; ``None`` if it is invalid."""
        key = json.dumps(request)
        if key not in self._submissions:
            fields = {name: value for name, value in request.items() if name != "do"}
            try:
                submission = do.read_form(request["do"], fields)
            except HostError:
                self._submissions[key] = None
            else:
                faults = self._contract.foreign_words(submission.command)
                self._submissions[key] = submission.without(faults) if faults else submission
        return self._submissions[key]


def _steps_of(node: Node, decision: Decision[Dossier]) -> Iterator[str]:
    """Name the transitions that *decision* took, and the answers of the guards of those that came by themselves."""
    states = node.dossier.states
    for move in decision.steps:
        row = table(JOURNEYS[move.journey])[states[move.journey]][move.command.replace("-", "_")]
        yield goals.transition(move.journey, row.state, row.event, move.state)
        for guard in row.guards:
            yield goals.guard_answer(move.journey, row, guard, Judgement.HOLDS)
        states[move.journey] = move.state
