"""
Charts as SVG: readable on a phone, in daylight and in the dark, by people and by screen readers; no script, no font.
"""

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from psc_workflow._charts.cards import Card, Icon, cards
from psc_workflow._charts.description import ChartDescription, Level
from psc_workflow._charts.layout import CARD, INDENT, MARGIN, PADDING, TEXT, Lane, Layout, Place, Sign, Words, lay_out
from psc_workflow._charts.words import say, title
from psc_workflow._model.money import Locale

_STYLE = """
.psc-chart { --back: #fff; --card: #f4f6fa; --edge: #8792a5; --ink: #1b2230; --soft: #4c566a;
  --main: #1d5bb8; --side: #75458f; --deadline: #9a4a05;
  font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
@media (prefers-color-scheme: dark) {
  .psc-chart { --back: #14181f; --card: #1e2530; --edge: #6f7c92; --ink: #eceff5; --soft: #b3bccb;
    --main: #86b6ff; --side: #cfa8ea; --deadline: #f2b567; }
}
.psc-chart .back { fill: var(--back); }
.psc-chart .card { fill: var(--card); stroke: var(--edge); }
.psc-chart .on-way { stroke: var(--main); stroke-width: 2; }
.psc-chart text { fill: var(--ink); }
.psc-chart .title, .psc-chart .heading { font-weight: 700; }
.psc-chart .muted { fill: var(--soft); }
.psc-chart .where { fill: var(--main); }
.psc-chart .line { fill: none; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; }
.psc-chart .main { stroke: var(--main); }
.psc-chart .key { stroke: var(--soft); }
.psc-chart .side { stroke: var(--side); stroke-dasharray: 6 4; }
.psc-chart .deadline { stroke: var(--deadline); stroke-dasharray: 1 5; }
.psc-chart .head { stroke-dasharray: none; }
"""

_SHAPES = {
    Icon.ON: "M-6 0H5M1 -4 5 0 1 4",
    Icon.BACK: "M6 0H-5M-1 -4 -5 0 -1 4",
    Icon.STAYS: "M4.6 -2.6A5.3 5.3 0 1 0 5.3 1M5.6 -6.2 5.2 -2.2 1.2 -2.6",
    Icon.CLOCK: "M6 0A6 6 0 1 1 -6 0 6 6 0 1 1 6 0M0 -3.5V0L2.5 1.5",
}
_ARROW, _ROUND = 6.0, 8.0


def svg(chart: ChartDescription, locale: Locale, *, level: str) -> str:
    """
    Draw *chart*.

    Args:
        level: How much of a chart it is, which the title says: ``main`` for
            the main way alone, ``full`` for all of it, or ``part``.
    """
    dealt, heading = cards(chart, locale), title(chart, locale)
    how_much = say(level, locale)
    layout = lay_out(dealt, [(heading, "title"), (how_much, "muted")])
    legend, height = _legend(dealt, layout, locale)
    width_of, height_of = _n(layout.width), _n(height)
    prefix = f"psc-{chart.name}-{level}-{locale}"
    size = f'viewBox="0 0 {width_of} {height_of}" width="{width_of}" height="{height_of}"'
    labelled = f'lang="{locale}" aria-labelledby="{prefix}-title {prefix}-desc"'
    look = 'class="psc-chart" role="group" style="max-width:100%;height:auto"'
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} {look} {labelled}>',
            f'<title id="{prefix}-title">{escape(f"{heading} – {how_much}")}</title>',
            f'<desc id="{prefix}-desc">{escape(_about(chart, locale))}</desc>',
            f"<style>{_STYLE}</style>",
            f'<rect class="back" width="{width_of}" height="{height_of}" rx="8"/>',
            *_group('aria-hidden="true"', [*_lines(layout), *map(_text, layout.words)]),
            *_group('role="list"', [line for place in layout.places for line in _card(place)]),
            *_group('aria-hidden="true"', legend),
            "</svg>",
        ]
    )


def _about(chart: ChartDescription, locale: Locale) -> str:
    first, last = chart.states[0].label.in_(locale), chart.states[-1].label.in_(locale)
    return say("about", locale, states=len(chart.states), transitions=len(chart.transitions), first=first, last=last)


def _group(attributes: str, lines: list[str]) -> list[str]:
    return [f"<g {attributes}>", *lines, "</g>"]


# -- cards -------------------------------------------------------------------------------------


def _card(place: Place) -> Iterator[str]:
    look = "card on-way" if place.card.is_main else "card"
    state = f" data-state={quoteattr(place.card.name)}" if place.card.name else ""
    yield f'<g role="listitem" aria-label={quoteattr(place.card.heading)}{state}>'
    yield (
        f'<rect class="{look}" x="{_n(place.x)}" y="{_n(place.y)}" width="{_n(CARD)}" height="{_n(place.height)}"'
        ' rx="8"/>'
    )
    yield from map(_text, place.words)
    yield from map(_sign, place.signs)
    yield "</g>"


def _text(words: Words) -> str:
    place = f'x="{_n(words.x)}" y="{_n(words.y)}" font-size="{_n(words.size)}"'
    return f'<text class="{words.kind}" {place}>{escape(words.text)}</text>'


def _sign(sign: Sign) -> str:
    place = f"translate({_n(sign.x)} {_n(sign.y)})"
    return f'<path class="line {sign.level} head" transform="{place}" d="{_SHAPES[sign.icon]}"/>'


def _legend(dealt: tuple[Card, ...], layout: Layout, locale: Locale) -> tuple[list[str], float]:
    """Say what icons and lines mean, those that are drawn; return the height of the whole drawing, too."""
    entries = [entry for card in dealt for entry in card.entries]
    levels = [level for level in Level if any(entry.level is level for entry in entries)]
    x, y, lines = layout.places[0].x + PADDING, layout.height + MARGIN, list[str]()
    for icon in (icon for icon in Icon if any(entry.icon is icon for entry in entries)):
        lines.append(f'<path class="line key" transform="translate({_n(x + 8)} {_n(y - 5)})" d="{_SHAPES[icon]}"/>')
        lines.append(_text(Words(say(icon.value, locale), x + INDENT, y, "muted", TEXT)))
        y += TEXT + 8
    for level in levels if len(levels) > 1 else ():
        lines.append(f'<path class="line {level}" d="M{_n(x - 6)} {_n(y - 5)}h24"/>')
        lines.append(_text(Words(say(f"level_{level}", locale), x + INDENT, y, "muted", TEXT)))
        y += TEXT + 8
    return lines, y


# -- lines --------------------------------------------------------------------------------------


def _lines(layout: Layout) -> Iterator[str]:
    for x, top, bottom in layout.arrows:
        yield f'<path class="line main" d="M{_n(x)} {_n(top)}V{_n(bottom - 1)}"/>'
        yield f'<path class="line main head" d="{_head(x, bottom - 1, 0, -_ARROW)}"/>'
    for lane in layout.lanes:
        inward = -1 if lane.x > lane.edge else 1
        yield from (f'<path class="line {lane.level}" d="{path}"/>' for path in _paths(lane, inward))
        yield f'<path class="line {lane.level} head" d="{_head(lane.edge, lane.end, -inward * _ARROW, 0)}"/>'


def _paths(lane: Lane, inward: int) -> Iterator[str]:
    """Draw a lane from its farthest start to its end, and join the other starts: dashes drawn twice would fill."""
    farthest = max(lane.starts, key=lambda start: abs(lane.end - start))
    for start in lane.starts:
        down = 1 if lane.end > start else -1
        corner = min(_ROUND, abs(lane.x - lane.edge), abs(lane.end - start) / 2)
        bend = _n(lane.x + inward * corner)
        path = f"M{_n(lane.edge)} {_n(start)}H{bend}Q{_n(lane.x)} {_n(start)} {_n(lane.x)} {_n(start + down * corner)}"
        if start == farthest:
            path += f"V{_n(lane.end - down * corner)}Q{_n(lane.x)} {_n(lane.end)} {bend} {_n(lane.end)}H{_n(lane.edge)}"
        yield path


def _head(x: float, y: float, back: float, up: float) -> str:
    """Draw the head of an arrow at its end, which it reaches from *back* and *up*."""
    across, along = (up or back) * 0.7, (back or up)
    if up:
        return f"M{_n(x - across)} {_n(y + along)}L{_n(x)} {_n(y)} {_n(x + across)} {_n(y + along)}"
    return f"M{_n(x + along)} {_n(y - across)}L{_n(x)} {_n(y)} {_n(x + along)} {_n(y + across)}"


def _n(number: float) -> str:
    """Write a number with one decimal at most."""
    return f"{number:.1f}".removesuffix(".0")
