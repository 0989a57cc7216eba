"""
Where everything in a drawing of cards stands: texts inside the cards, and lines beside them.

The cards stand one below the other, because that is how a phone shows them and
how the guide tells a journey. The order is that of the chart, so there is
nothing to optimise: a layout for any graph would put the screens of one
journey side by side and make the texts small. Lines forward run on the right,
lines back on the left; lines to one state share a lane.
"""

import itertools
from collections import defaultdict
from collections.abc import Iterator, Sequence

import attrs

from psc_workflow._charts.cards import Card, Entry, Icon
from psc_workflow._charts.description import Level
from psc_workflow._charts.measuring import wrap

CARD, MARGIN, PADDING, INDENT = 340.0, 14.0, 14.0, 24.0
"""Width of a card; what is around the drawing; what is inside a card; how far entries are set in."""
HEADING, TEXT = 17.0, 15.0
"""Sizes of letters."""
_LEADING = 1.35
_LANE = 11.0
_AFTER_ENTRY, _BETWEEN, _FOR_ARROW = 5.0, 16.0, 30.0
_ENTRANCES = {Level.MAIN: 14.0, Level.SIDE: 23.0, Level.DEADLINE: 32.0}
"""How far below its upper edge lines enter a card."""


@attrs.frozen
class Words:
    """One line of text, by the left end of its baseline."""

    text: str
    x: float
    y: float
    kind: str
    size: float = TEXT


@attrs.frozen
class Sign:
    """The icon before an entry, by its centre."""

    icon: Icon
    level: Level
    x: float
    y: float


@attrs.frozen
class Place:
    """
    A card in its place.

    Args:
        exits: For each line that leaves it: name of the target, level, height.
    """

    card: Card
    x: float
    y: float
    height: float
    words: tuple[Words, ...]
    signs: tuple[Sign, ...]
    exits: tuple[tuple[str, Level, float], ...]

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.y + self.height


@attrs.frozen
class Lane:
    """
    A line beside the cards, from several exits to one card.

    Args:
        x: Where it runs.
        edge: The edge of the cards that it leaves and enters.
        starts: Heights at which it leaves cards.
        end: Height at which it enters one.
    """

    x: float
    edge: float
    starts: tuple[float, ...]
    end: float
    level: Level


@attrs.frozen
class Layout:
    """A drawing, before it is written; ``arrows`` lead from a card to the next."""

    width: float
    height: float
    words: tuple[Words, ...]
    places: tuple[Place, ...]
    lanes: tuple[Lane, ...]
    arrows: tuple[tuple[float, float, float], ...]


def lay_out(cards: Sequence[Card], headings: Sequence[tuple[str, str]]) -> Layout:
    """
    Give everything its place.

    Args:
        cards: In the order in which they are read.
        headings: Lines above all cards, each with its kind.
    """
    order = {card.name: number for number, card in enumerate(cards) if card.name}
    left, right = (_gutter(cards, order, is_forward=forward) for forward in (False, True))
    x = MARGIN + left
    words, y = _head(headings, x)
    places: list[Place] = []
    for number, card in enumerate(cards):
        places.append(_place(card, x, y))
        y = places[-1].bottom + (_FOR_ARROW if _leads_on(cards, number) else _BETWEEN)
    arrows = tuple(
        (x + CARD / 2, here.bottom, after.y)
        for number, (here, after) in enumerate(itertools.pairwise(places))
        if _leads_on(cards, number)
    )
    lanes = (*_lanes(places, order, x, is_forward=False), *_lanes(places, order, x + CARD, is_forward=True))
    return Layout(x + CARD + right + MARGIN, places[-1].bottom + MARGIN, words, tuple(places), lanes, arrows)


def _head(headings: Sequence[tuple[str, str]], x: float) -> tuple[tuple[Words, ...], float]:
    words, y = list[Words](), MARGIN
    for text, kind in headings:
        is_title = kind == "title"
        size = HEADING + 3 if is_title else TEXT
        for line in wrap(text, size, CARD, is_bold=is_title):
            y += size * _LEADING
            words.append(Words(line, x, y, kind, size))
    return tuple(words), y + _BETWEEN


# -- inside a card -------------------------------------------------------------------------------


def _place(card: Card, x: float, top: float) -> Place:
    y, words = top + PADDING - 4, list[Words]()
    for text, kind, size in ((card.heading, "heading", HEADING), (card.subtitle, "muted", TEXT)):
        for line in wrap(text, size, CARD - 2 * PADDING, is_bold=kind == "heading") if text else ():
            y += size * _LEADING
            words.append(Words(line, x + PADDING, y, kind, size))
    signs: list[Sign] = []
    exits: list[tuple[str, Level, float]] = []
    for entry in card.entries:
        y += _AFTER_ENTRY
        signs.append(Sign(entry.icon, entry.level, x + PADDING + 8, y + TEXT * _LEADING - 5))
        for line, kind, target in _entry_lines(entry):
            y += TEXT * _LEADING
            words.append(Words(line, x + PADDING + INDENT, y, kind))
            exits += [(target, entry.level, y - 5)] if target else []
    height = y + PADDING - top
    return Place(card, x, top, height, tuple(words), tuple(signs), tuple(exits))


def _entry_lines(entry: Entry) -> Iterator[tuple[str, str, str | None]]:
    """List the lines of an entry; a way that leaves the card does so at its first line, or at that of the entry."""
    limit = CARD - 2 * PADDING - INDENT
    silent = next((way.target for way in entry.ways if not way.condition and not way.where), None)
    for number, line in enumerate(wrap(entry.text, TEXT, limit)):
        yield line, "text", silent if number == 0 else None
    for way in entry.ways:
        for line in wrap(way.condition, TEXT, limit) if way.condition else ():
            yield line, "muted", None
        for number, line in enumerate(wrap(way.where, TEXT, limit) if way.where else ()):
            yield line, "where", way.target if number == 0 else None


# -- beside the cards ------------------------------------------------------------------------------


def _leads_on(cards: Sequence[Card], number: int) -> bool:
    """Whether an arrow leads from this card to the next one."""
    after = cards[number + 1].name if number + 1 < len(cards) else ""
    return bool(after) and any(
        way.target == after and entry.level is Level.MAIN for entry in cards[number].entries for way in entry.ways
    )


def _bundles(
    places: Sequence[Place], order: dict[str, int], *, is_forward: bool
) -> dict[tuple[str, Level], tuple[float, ...]]:
    """Put together what leads to one state: where it leaves the cards. What an arrow says to the next has no line."""
    bundles: dict[tuple[str, Level], list[float]] = defaultdict(list)
    for number, place in enumerate(places):
        for target, level, y in place.exits:
            is_arrow = level is Level.MAIN and order[target] == number + 1
            if not is_arrow and (order[target] > number) == is_forward:
                bundles[target, level].append(y)
    return {key: tuple(starts) for key, starts in bundles.items()}


def _lanes(places: Sequence[Place], order: dict[str, int], edge: float, *, is_forward: bool) -> Iterator[Lane]:
    for (target, level), starts, number in _numbered(places, order, is_forward=is_forward):
        x = edge + (number + 1) * _LANE * (1 if is_forward else -1)
        yield Lane(x, edge, starts, places[order[target]].y + _ENTRANCES[level], level)


def _numbered(
    places: Sequence[Place], order: dict[str, int], *, is_forward: bool
) -> Iterator[tuple[tuple[str, Level], tuple[float, ...], int]]:
    """Number the lanes from the cards outward, so that no two lines share a stretch; short lines run inside."""
    busy: list[list[tuple[float, float]]] = []
    spans = []
    for key, starts in _bundles(places, order, is_forward=is_forward).items():
        heights = (*starts, places[order[key[0]]].y + _ENTRANCES[key[1]])
        spans.append((max(heights) - min(heights), min(heights), max(heights), key, starts))
    for _, top, bottom, key, starts in sorted(spans):
        number = next(
            (number for number, lane in enumerate(busy) if all(bottom < first or last < top for first, last in lane)),
            len(busy),
        )
        busy += [[]] if number == len(busy) else []
        busy[number].append((top, bottom))
        yield key, starts, number


def _gutter(cards: Sequence[Card], order: dict[str, int], *, is_forward: bool) -> float:
    """Measure the room that the lines of one side need."""
    places, y = list[Place](), 0.0
    for card in cards:
        places.append(_place(card, 0, y))
        y = places[-1].bottom + _BETWEEN
    lanes = [number for _, _, number in _numbered(places, order, is_forward=is_forward)]
    return (max(lanes) + 1) * _LANE + 4 if lanes else 0.0
