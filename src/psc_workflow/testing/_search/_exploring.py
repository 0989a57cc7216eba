"""
The search itself: first along the usual ways, then wherever a line of a chart has goals left.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Any

import attrs

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.commands import EVENTS, for_event
from psc_workflow._model.vocabulary import Role
from psc_workflow.states._charts import JOURNEYS
from psc_workflow.testing._journeys import Act
from psc_workflow.testing._search._asking import Node
from psc_workflow.testing._search._kinds import background_of
from psc_workflow.testing._search._openings import PATIENT
from psc_workflow.testing._search._questioning import Questions
from psc_workflow.testing._search._rare_ways import take_all
from psc_workflow.testing._search._walking import LINES, Line, Walk

_FAR_REACHING = {"declare_beneficiaries": tuple(JOURNEYS), "choose_motive": ("dispensation",)}
"""Events after which much may be different, and the charts in which it is."""


@attrs.frozen
class Effort:
    """
    How much is tried.

    Args:
        rounds: How often each line with goals left is taken up.
        nodes: Dossiers that are asked each time.
        full: Dossiers at which every wrong answer to a command is tried.
        waits: Dossiers alike that are left to wait.
        backgrounds: Kinds of agents who are asked once more at the end.
    """

    rounds: int = 5
    nodes: int = 3
    full: int = 3
    waits: int = 2
    backgrounds: int = 40


class Exploration:
    """A search under one contract; its *walk* has what it finds."""

    def __init__(self, contract: Contract, effort: Effort | None = None) -> None:
        self.walk = Walk(contract)
        self._effort = effort or Effort()
        self._questions = Questions(self.walk, self._effort.full)
        self._tried: dict[Line, set[int]] = defaultdict(set)
        self._shapes: dict[Line, Counter[Any]] = defaultdict(Counter)
        self._waits: Counter[Any] = Counter()
        self._waited: set[int] = set()

    def run(self, openings: Iterable[Act]) -> None:
        """Search, beginning with *openings*."""
        invitations = {opening.case: opening for opening in openings}
        for node in [self.walk.open(opening) for opening in invitations.values()]:
            self.walk.spread(node, LINES, waits=node.act.case in PATIENT)
        for line in LINES:
            if line.row.event in _FAR_REACHING:
                self._spread_all(line, _FAR_REACHING[line.row.event])
        self._go_round(self._effort.rounds)
        self._disturb()
        self._go_round(2 * self._effort.rounds)
        self._ask_as_representative()
        for event in sorted(EVENTS):
            self._ask_others([line for line in LINES if line.row.event == event])
        take_all(self.walk, invitations)

    def _go_round(self, times: int) -> None:
        """Put the questions of every line with goals left to dossiers that it has not seen."""
        for _ in range(times):
            for line in LINES:
                for number, shape, node in self._untried(line) if self.walk.left(line) else ():
                    if line.is_asked:
                        self._questions.ask(node, line)
                    self._let_wait(number, shape, node, line)

    def _untried(self, line: Line) -> Iterator[tuple[int, Any, Node]]:
        """Choose dossiers to ask: of a shape that the line has seen least, then the most usual."""
        tried, shapes = self._tried[line], self._shapes[line]
        fits = line.belongs_to if line.is_asked else lambda node: self.walk.is_ahead(line, node)
        for _ in range(self._effort.nodes):
            waiting = [entry for entry in self.walk.nodes_of(line) if entry[0] not in tried and fits(entry[-1])]
            if not waiting:
                return
            number, shape, node = min(waiting, key=lambda entry: (shapes[entry[1]], entry[2].odd, entry[0]))
            tried.add(number)
            shapes[shape] += 1
            yield number, shape, node

    def _let_wait(self, number: int, shape: Any, node: Node, line: Line) -> None:
        """Let time pass at *node*, if the line is a deadline, or few of its shape have waited."""
        if number not in self._waited and (self._waits[shape] < self._effort.waits or not line.is_asked):
            self._waited.add(number)
            self._waits[shape] += 1
            list(self.walk.wait(node))

    def _spread_all(self, line: Line, journeys: Collection[str]) -> None:
        """Go on in *journeys* from every further right answer to a question on which much of the way depends."""
        lines = tuple(line for line in LINES if line.journey in journeys)
        node = next((node for _, _, node in self.walk.nodes_of(line) if line.belongs_to(node)), None)
        if node is None:
            return
        for request in self.walk.right(line.row.event, node)[1:]:
            other = self.walk.take(node, line.act(node, request), 0)
            if other is not None:
                self.walk.spread(other, lines, waits=True)

    def _disturb(self) -> None:
        """Where a state has goals left, let the other journeys go on meanwhile, as far as right answers lead."""
        places = {(line.journey, line.row.state): line for line in LINES if self.walk.left(line)}
        for line in places.values():
            others = tuple(other for other in LINES if other.journey != line.journey)
            nodes = sorted(self.walk.nodes_of(line), key=lambda entry: (entry[2].odd, entry[0]))
            for is_member in (False, True):
                alike = (node for _, _, node in nodes if node.dossier.record.is_member is is_member)
                node = next(alike, None)
                if node is not None:
                    self.walk.spread(node, others, waits=False)

    def _ask_as_representative(self) -> None:
        """Let a representative give every command that one may give, whoever is recorded as such, and when."""
        cases: set[Any] = set()
        for line in LINES:
            if line.is_asked and Role.REPRESENTATIVE in for_event(line.row.event).roles:
                for _, _, node in self.walk.nodes_of(line):
                    recorded = node.dossier.record.representation
                    case = (line.row.event, recorded and (recorded.capacity, recorded.since, recorded.ends_on))
                    if case not in cases and line.belongs_to(node):
                        cases.add(case)
                        act = line.act(node, self.walk.right(line.row.event, node)[0])
                        self.walk.take(node, attrs.evolve(act, role=Role.REPRESENTATIVE), 1)

    def _ask_others(self, lines: list[Line]) -> None:
        """Put the questions of *lines*, all of one event, to agents of other backgrounds; to each agent first."""
        entries = [(line, node) for line in lines for _, _, node in self.walk.nodes_of(line) if line.belongs_to(node)]
        backgrounds: dict[Any, tuple[Line, Node]] = {}
        for line, node in entries:
            backgrounds.setdefault(_case(node), (line, node))
        for line, node in entries:
            backgrounds.setdefault(background_of(node.dossier, node.at, _case(node)), (line, node))
        for line, node in list(backgrounds.values())[: self._effort.backgrounds]:
            self._questions.ask_anew(node, line)


def _case(node: Node) -> str:
    """Name the agent whom *node* is about."""
    while node.before is not None:
        node = node.before
    return node.act.case
