"""
From finds to journeys: each begins with an invitation, and asks on its way whatever was found there.

What changes nothing, or next to nothing, is asked where a journey passes anyway.
A journey that reaches nothing of its own is left out.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator

import attrs

from psc_workflow._catalogue.contracts import Contract
from psc_workflow.dossier import Dossier
from psc_workflow.testing._journeys import Act, ActKind, Journey
from psc_workflow.testing._replaying import expecting
from psc_workflow.testing._search import _goals as goals
from psc_workflow.testing._search._asking import Asker, Node
from psc_workflow.testing._search._walking import Find

HARMLESS = ("save-and-quit", "resume", "request-document", "record-needs-simulation", "rate-experience")
"""Commands that can be given on the way without leading elsewhere."""


_ASIDES = 12
"""Most acts that are asked in one place on the way."""


@attrs.define(eq=False)
class _Place:
    """
    A place on the way of journeys.

    Args:
        asides: Acts asked there that lead nowhere.
        ways: Acts that lead on, by their text.
    """

    acts: tuple[Act, ...]
    asides: list[Act] = attrs.field(factory=list)
    ways: dict[str, "_Place"] = attrs.field(factory=dict)

    def after(self, act: Act) -> "_Place":
        """Go on with *act*."""
        return self.ways.setdefault(_text(act), _Place((*self.acts, act)))

    def next_asides(self) -> list[Act]:
        """Take out some asides, not so many that a journey becomes tedious."""
        asides, self.asides = self.asides[:_ASIDES], self.asides[_ASIDES:]
        return asides


def journeys(finds: Iterable[Find], contract: Contract) -> tuple[Journey, ...]:
    """Put *finds* together to journeys, the shortest first, each with the goals that it is the first to reach."""
    finds = tuple(finds)
    targets = {goal for find in finds for goal in find.goals}
    measure = Measure(contract)
    drafts = [(acts, measure.goals(acts)) for acts in _drafts(finds)]
    lost = targets.difference(*(reached for _, reached in drafts))
    apart = [(*_way_to(find.node), find.act) for find in finds if find.goals & lost]
    drafts += [(acts, measure.goals(acts)) for acts in apart]
    return tuple(
        expecting(Journey(_name(acts, new), new, acts), contract)
        for acts, new in _first_reached(_needed(drafts, targets))
    )


def _drafts(finds: Iterable[Find]) -> Iterator[tuple[Act, ...]]:
    """List the acts of journeys that pass every find; each aside is asked in one of them."""
    root = _Place(())
    for find in finds:
        place = root
        for act in _way_to(find.node):
            place = place.after(act)
        if find.accepted and find.act.do not in HARMLESS:
            place.after(find.act)
        else:
            place.asides.append(find.act)
    for leaf in list(_leaves(root, ())):
        acts: list[Act] = []
        for place in leaf[1:]:
            acts += (place.acts[-1], *place.next_asides())
        yield tuple(acts)
    for place in _places(root):
        while asides := place.next_asides():
            yield (*place.acts, *asides)


def _leaves(place: _Place, above: tuple[_Place, ...]) -> Iterator[tuple[_Place, ...]]:
    way = (*above, place)
    if not place.ways:
        yield way
    for other in place.ways.values():
        yield from _leaves(other, way)


def _places(place: _Place) -> Iterator[_Place]:
    yield place
    for other in place.ways.values():
        yield from _places(other)


def _way_to(node: Node) -> tuple[Act, ...]:
    acts = [node.act]
    while node.before is not None:
        node = node.before
        acts.append(node.act)
    return tuple(acts[::-1])


def _text(act: Act) -> str:
    return json.dumps([act.kind, act.at.isoformat(), act.case, act.request], ensure_ascii=False)


class Measure:
    """Finds out what a journey reaches, by playing it."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self._asker = Asker(contract)

    def goals(self, acts: Iterable[Act]) -> frozenset[str]:
        """List the goals that *acts* reach, one after the other."""
        collected: set[str] = set()
        node: Node | None = None
        for act in acts:
            if act.kind is ActKind.OPEN and act.agent is not None:
                opened = Dossier.open(self._contract, id=act.id, agent=act.agent, invited_at=act.at)
                node = Node(opened, act.at, None, act)
            elif node is not None:
                answer = self._asker.decide_whole(node, act)
                collected |= answer.goals
                if answer.decision is not None:
                    node = Node(answer.decision.dossier, act.at, node, act)
        return frozenset(collected)


def _needed(
    drafts: list[tuple[tuple[Act, ...], frozenset[str]]], targets: set[str]
) -> list[tuple[tuple[Act, ...], frozenset[str]]]:
    """Leave out, the longest first, every journey whose goals others reach; return the rest, the shortest first."""
    drafts = sorted(drafts, key=lambda draft: len(draft[0]))
    counts = Counter(goal for _, reached in drafts for goal in reached)
    needed = []
    for acts, reached in reversed(drafts):
        if any(counts[goal] == 1 for goal in reached & targets):
            needed.append((acts, reached & targets))
        else:
            counts.subtract(reached)
    return needed[::-1]


def _first_reached(
    drafts: Iterable[tuple[tuple[Act, ...], frozenset[str]]],
) -> Iterator[tuple[tuple[Act, ...], tuple[str, ...]]]:
    """Tell of each journey what no journey before it reaches."""
    before: set[str] = set()
    for acts, reached in drafts:
        yield acts, tuple(sorted(reached - before, key=lambda goal: (goals.KINDS.index(goals.kind_of(goal)), goal)))
        before |= reached


def _name(acts: tuple[Act, ...], reached: tuple[str, ...]) -> str:
    """Name a journey by whose it is, and by the first goal that is its own."""
    return f"{acts[0].case}: {reached[0]}"
