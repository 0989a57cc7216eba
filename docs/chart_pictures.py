"""
Parts of charts: the states that a page is about, with the ways between them.
"""

import re
from collections.abc import Collection, Iterator

import attrs
import chart_pages
from picture import Kind, Picture
from writing import COLON, DOCS

from psc_workflow import charts
from psc_workflow._charts.svg import svg
from psc_workflow._charts.words import title
from psc_workflow._model.money import Locale
from psc_workflow.charts import ChartDescription
from psc_workflow.states._charts import JOURNEYS

STATE = re.compile(r"`state ([a-z]+)\.([a-z_]+)`")
"""How the pages of the guide name a state."""


def pictures() -> dict[str, Picture]:
    """Return the main ways, and the parts that pages are about, by name."""
    ways = {f"way-{journey}": picture(charts.describe(journey).main(), "main") for journey in JOURNEYS}
    return ways | dict(of_guide()) | dict(of_transitions())


def of_transitions() -> Iterator[tuple[str, Picture]]:
    """Return, for each page of transitions, its states and where these lead."""
    for journey in JOURNEYS:
        for group in chart_pages.groups_of(charts.describe(journey)):
            names = {state.name for state in group}
            yield f"part-{chart_pages.name_of(journey, group)}", picture(beginning_in(journey, names))


def beginning_in(journey: str, names: Collection[str]) -> ChartDescription:
    """Return these states, where the ways from them lead, and these ways."""
    chart = charts.describe(journey)
    moves = [move for move in chart.transitions if move.source in names]
    shown = {name for move in moves for name in (move.source, move.target)}
    states = [state for state in chart.states if state.name in shown]
    return attrs.evolve(chart, states=tuple(states), transitions=tuple(moves), beside=())


def of_guide() -> Iterator[tuple[str, Picture]]:
    """Return, for each page of the guide, the screens that it is about."""
    for file in sorted((DOCS / "reference" / "guide").glob("*.md")):
        states = dict.fromkeys(STATE.findall(file.read_text(encoding="utf-8")))
        for journey in JOURNEYS:
            names = {state for of, state in states if of == journey}
            if names:
                yield f"guide-{file.stem}-{journey}", picture(part(journey, names))


def part(journey: str, names: Collection[str]) -> ChartDescription:
    """Return these states, and the transitions from one to another."""
    chart = charts.describe(journey)
    moves = [move for move in chart.transitions if {move.source, move.target} <= {*names}]
    states = [state for state in chart.states if state.name in names]
    return attrs.evolve(chart, states=tuple(states), transitions=tuple(moves), beside=())


def picture(chart: ChartDescription, level: str = "part") -> Picture:
    """Draw a chart as far as it goes here."""

    def draw(locale: Locale) -> str:
        return svg(chart, locale, level=level)

    def about(locale: Locale) -> str:
        return f"{title(chart, locale)}{COLON[locale]} {', '.join(state.label.in_(locale) for state in chart.states)}."

    return Picture(Kind.CHART, about, draw)
