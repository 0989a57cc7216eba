"""
The dossiers of a search: one of every kind, where each came from, and what was reached on the way.
"""

import datetime as dt
import itertools
from collections import defaultdict, deque
from collections.abc import Iterator
from typing import Any

import attrs

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.commands import EVENTS, for_event
from psc_workflow._model.vocabulary import Role
from psc_workflow.dossier import Dossier
from psc_workflow.exceptions import DefinitionError
from psc_workflow.states._charts import JOURNEYS, journey_of
from psc_workflow.states._dates import Days
from psc_workflow.states._deadlines import coming
from psc_workflow.states._engine import Row, table
from psc_workflow.testing._journeys import Act, request_of
from psc_workflow.testing._search import _goals as goals
from psc_workflow.testing._search._asking import Answer, Asker, Node, Request
from psc_workflow.testing._search._kinds import kind_of, progress_of, shape_of
from psc_workflow.testing._search._right import Place, commands_for
from psc_workflow.testing._search._timing import Shift

_HORIZON = dt.timedelta(days=500)
"""How far ahead a dossier is looked at."""

_LONG = dt.timedelta(days=400)
"""How long a member waits, and whoever has nothing to wait for."""

_EVERY = ("change_formula", "remove_beneficiary")
"""Events of which one right answer is not enough: some only come later, some cost more."""

_FIRST = 3
"""So many right answers are tried where one is enough."""


@attrs.frozen
class Find:
    """
    An act that reaches *goals* at *node*.

    Args:
        accepted: Whether the dossier changes.
    """

    node: Node
    act: Act
    goals: frozenset[str]
    accepted: bool


@attrs.frozen
class Line:
    """A line of the table of a chart: what an event does in a state."""

    journey: str
    row: Row

    @property
    def is_asked(self) -> bool:
        """Whether somebody gives it as a command; a deadline comes by itself."""
        return self.row.event in EVENTS

    @property
    def goals(self) -> set[str]:
        """List what it can reach."""
        row = self.row
        ends = {goals.transition(self.journey, row.state, row.event, branch.target) for branch in row.branches}
        pairs = ((guard, answer) for guard in row.guards for answer in guard.answers)
        return ends | {goals.guard_answer(self.journey, row, guard, answer) for guard, answer in pairs}

    def belongs_to(self, node: Node) -> bool:
        """Whether its event, given at *node*, means this chart."""
        return not self.is_asked or journey_of(self.row.event, node.dossier.record) == self.journey

    def act(self, node: Node, request: Request) -> Act:
        """Make the act that gives *request* at *node*."""
        return Act.give(node.act.id, request, at=node.at, role=for_event(self.row.event).roles[0])


LINES = tuple(
    Line(journey, row) for journey, chart in JOURNEYS.items() for rows in table(chart).values() for row in rows.values()
)
"""Every line of every chart."""


class Walk:
    """
    Goes on from dossier to dossier under one contract.

    Args:
        missing: The goals that nothing has reached yet.
        finds: What reaches them, in the order in which it came.
    """

    def __init__(self, contract: Contract) -> None:
        self.contract = contract
        self.shift = Shift.to(contract)
        self.asker = Asker(contract)
        self.missing = set(goals.every_goal())
        self.finds: list[Find] = []
        self._nodes: dict[tuple[str, str], list[tuple[int, Any, Node]]] = defaultdict(list)
        self._kinds: set[Any] = set()

    def open(self, act: Act) -> Node:
        """Begin with *act*, an invitation; ask at once for what has no place, and for what others may ask alone."""
        if act.agent is None:
            raise DefinitionError("an opening names no agent")
        node = Node(Dossier.open(self.contract, id=act.id, agent=act.agent, invited_at=act.at), act.at, None, act)
        self._keep(node)
        for event in ("sign", "close_file"):
            refused = Act.give(act.id, {"do": for_event(event).do}, at=act.at, role=Role.AGENT)
            self.note(node, refused, self.asker.decide(node, refused))
        return node

    def nodes_of(self, line: Line) -> list[tuple[int, Any, Node]]:
        """List the dossiers in the state of *line*, each with its number and its shape."""
        return self._nodes[line.journey, line.row.state]

    def left(self, line: Line) -> set[str]:
        """List what *line* can reach and nothing has reached."""
        return line.goals & self.missing

    def is_ahead(self, line: Line, node: Node) -> bool:
        """Whether the deadline of *line* will come at *node*."""
        ahead = coming(Days(node.dossier.record, self.contract))
        return any((deadline.journey, deadline.event) == (line.journey, line.row.event) for deadline in ahead)

    def right(self, event: str, node: Node) -> list[Request]:
        """List right answers to *event* at *node*, at least one."""
        place = Place(node.dossier.record, self.contract.civil_day(node.at), self.shift)
        commands = list(commands_for(event, place)) or [for_event(event)()]
        return [request_of(command) for command in commands]

    def take(self, node: Node, act: Act, odd: int) -> Node | None:
        """Let *act* happen at *node* and keep where it leads: ``None`` if nowhere."""
        answer = self.asker.decide(node, act)
        self.note(node, act, answer)
        if answer.decision is None or (answer.decision.dossier is node.dossier and act.at == node.at):
            return None
        other = Node(answer.decision.dossier, act.at, node, act, node.odd + odd)
        self._keep(other)
        return other

    def note(self, node: Node, act: Act, answer: Answer) -> bool:
        """Take down what *answer* reaches; tell whether that is new."""
        new = answer.goals & self.missing
        if new:
            self.missing -= new
            self.finds.append(Find(node, act, new, answer.accepted))
        return bool(new)

    def wait(self, node: Node) -> Iterator[Node]:
        """Wait for each thing that will come by itself; or simply wait long."""
        instants: dict[str, dt.datetime] = {}
        for milestone in node.dossier.timeline(until=node.at + _HORIZON):
            instants.setdefault(milestone.event, milestone.due_at.astimezone(dt.UTC))
        if node.dossier.record.is_member or not instants:
            instants["long"] = node.at + _LONG
        for at in instants.values():
            if at > node.at and (other := self.take(node, Act.tick(node.act.id, at=at), 1)) is not None:
                yield other

    def spread(self, node: Node, lines: tuple[Line, ...], *, waits: bool) -> None:
        """Go from *node* once to every state to which right answers to *lines* lead and, if it *waits*, time."""
        seen: set[Any] = set()
        waiting = deque([node])
        while waiting:
            place = waiting.popleft()
            for other in [*self._first_answers(place, lines), *(self.wait(place) if waits else ())]:
                progress = progress_of(other.dossier, other.at)
                if not progress <= seen:
                    seen |= progress
                    waiting.append(other)

    def _first_answers(self, node: Node, lines: tuple[Line, ...]) -> Iterator[Node]:
        for line in lines:
            if line.is_asked and node.state_of(line.journey) == line.row.state and line.belongs_to(node):
                requests = self.right(line.row.event, node)[:_FIRST]
                others = (self.take(node, line.act(node, request), 0) for request in requests)
                accepted = (other for other in others if other is not None)
                yield from accepted if line.row.event in _EVERY else itertools.islice(accepted, 1)

    def _keep(self, node: Node) -> None:
        """Remember *node* if none of its kind was seen."""
        kind = kind_of(node.dossier, node.at)
        if kind not in self._kinds:
            self._kinds.add(kind)
            shape, number = shape_of(node.dossier), len(self._kinds)
            for journey in JOURNEYS:
                self._nodes[journey, node.state_of(journey)].append((number, shape, node))
