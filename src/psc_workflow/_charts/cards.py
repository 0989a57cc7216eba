"""
A chart as cards to read one below the other: one a state, with everything that can happen there.

What is the same in many states stands once, on a card of its own that names
them: thirteen screens can each be left, resumed, or run out of time. The main
way stands in every state, so that it can be followed.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum

import attrs

from psc_workflow._charts.description import ChartDescription, ChartTransition, Level
from psc_workflow._charts.words import ranges, say
from psc_workflow._model.money import Locale

_MANY = 3
"""States from which on what they share is written once."""


class Icon(StrEnum):
    """What stands before an entry: it leads on, leads back, stays, or comes by itself."""

    ON = "on"
    BACK = "back"
    STAYS = "stays"
    CLOCK = "clock"


@attrs.frozen
class Way:
    """
    One target of an entry.

    Args:
        condition: When it leads there; empty if always.
        where: Where that is, in words; empty if an arrow says it.
        target: Name of the state to draw a line to; ``None`` for no line.
    """

    condition: str
    where: str
    target: str | None = None


@attrs.frozen
class Entry:
    """One command or deadline on a card."""

    text: str
    icon: Icon
    level: Level
    ways: tuple[Way, ...] = ()


@attrs.frozen
class Card:
    """
    One card.

    Args:
        name: Name of the state; empty if the card is about several.
        subtitle: The stage and the place in it; empty if there is none.
        is_main: Whether the main way passes here.
    """

    name: str
    heading: str
    subtitle: str
    entries: tuple[Entry, ...]
    is_main: bool


def cards(chart: ChartDescription, locale: Locale) -> tuple[Card, ...]:
    """Deal *chart* out: first the main way, then what lies beside it, then what several states share."""
    shared = _shared(chart)
    states = sorted(chart.states, key=lambda state: not state.is_main)
    order = [state.name for state in states]
    of_states: dict[str, list[ChartTransition]] = defaultdict(list)
    for transition in chart.transitions:
        if transition.level is Level.MAIN or _key(transition) not in shared:
            of_states[transition.source].append(transition)
    writer, writer_of_several = _Writer(chart, locale, order), _Writer(chart, locale, order, is_of_several=True)
    return (
        *(
            Card(
                state.name,
                state.label.in_(locale),
                _subtitle(chart, state.name, locale),
                tuple(writer.entries(of_states[state.name])),
                state.is_main,
            )
            for state in states
        ),
        *(
            Card(
                "",
                _capitalised(ranges(chart, sources, locale)),
                "",
                tuple(writer_of_several.entries(moves)),
                is_main=False,
            )
            for sources, moves in _by_sources(shared).items()
        ),
    )


def _subtitle(chart: ChartDescription, name: str, locale: Locale) -> str:
    state = chart.state(name)
    if state.stage_label is None:
        return ""
    last = max(other.position for other in chart.states if other.stage == state.stage)
    return say("stage", locale, stage=state.stage_label.in_(locale), position=state.position, last=last)


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


# -- what several states share -----------------------------------------------------------------


def _key(transition: ChartTransition) -> tuple[object, ...]:
    """What makes transitions from different states the same: staying is the same everywhere."""
    target = "" if transition.stays else transition.target
    return transition.event, target, transition.guards, transition.routes


def _shared(chart: ChartDescription) -> Mapping[tuple[object, ...], Sequence[ChartTransition]]:
    groups: dict[tuple[object, ...], list[ChartTransition]] = defaultdict(list)
    for transition in chart.transitions:
        if transition.level is not Level.MAIN:
            groups[_key(transition)].append(transition)
    return {key: moves for key, moves in groups.items() if len({move.source for move in moves}) >= _MANY}


def _by_sources(
    shared: Mapping[tuple[object, ...], Sequence[ChartTransition]],
) -> Mapping[tuple[str, ...], Sequence[ChartTransition]]:
    """Put together what the same states share; one transition stands for those of all of them."""
    groups: dict[tuple[str, ...], list[ChartTransition]] = defaultdict(list)
    for moves in shared.values():
        groups[tuple(move.source for move in moves)].append(moves[0])
    return groups


# -- entries ------------------------------------------------------------------------------------


@attrs.frozen
class _Writer:
    """Writes entries; the *order* of the cards decides what leads back, and what an arrow to the next one says."""

    chart: ChartDescription
    locale: Locale
    order: Sequence[str]
    is_of_several: bool = False

    def entries(self, transitions: Iterable[ChartTransition]) -> Iterator[Entry]:
        """Write what belongs to one event as one entry; the main way first, deadlines last."""
        events: dict[str, list[ChartTransition]] = defaultdict(list)
        for transition in transitions:
            events[transition.event].append(transition)
        ranks = [Level.MAIN, Level.SIDE, Level.DEADLINE]
        for moves in sorted(events.values(), key=lambda moves: ranks.index(moves[0].level)):
            yield self._entry(moves)

    def _entry(self, moves: Sequence[ChartTransition]) -> Entry:
        ways = tuple(self._way(route, branch) for route, branch in self._branches(moves).items())
        first = moves[0]
        return Entry(first.label.in_(self.locale), self._icon(moves), first.level, tuple(filter(_says, ways)))

    def _branches(self, moves: Sequence[ChartTransition]) -> Mapping[str, Sequence[ChartTransition]]:
        """Sort the transitions of one event by what chooses them."""
        branches: dict[str, list[ChartTransition]] = defaultdict(list)
        for move in moves:
            branches[" ".join(route.label.in_(self.locale).rstrip(".") for route in move.routes)].append(move)
        return branches

    def _icon(self, moves: Sequence[ChartTransition]) -> Icon:
        if moves[0].do is None:
            return Icon.CLOCK
        if all(move.stays for move in moves):
            return Icon.STAYS
        return Icon.BACK if all(self._is_back(move) for move in moves) else Icon.ON

    def _is_back(self, move: ChartTransition) -> bool:
        return self.order.index(move.target) < self.order.index(move.source)

    def _way(self, route: str, moves: Sequence[ChartTransition]) -> Way:
        targets = [move.target for move in moves]
        if moves[0].stays:
            return Way(route, say("same", self.locale) if route else "")
        where = "" if self._is_next(moves[0]) and not route else ranges(self.chart, targets, self.locale)
        return Way(
            route,
            where and say("leads", self.locale, state=where),
            targets[0] if len(targets) == 1 and not self.is_of_several else None,
        )

    def _is_next(self, move: ChartTransition) -> bool:
        place = self.order.index(move.source)
        is_next = self.order[place + 1 : place + 2] == [move.target]
        return is_next and move.level is Level.MAIN and not self.is_of_several


def _says(way: Way) -> bool:
    return bool(way.condition) or way.target is not None or bool(way.where)
