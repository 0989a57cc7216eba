"""
The pages of the charts, in the language of the site: the drawings of each, then its transitions, a page for a few states.
"""

from collections.abc import Iterator, Mapping
from typing import get_args

import attrs
from writing import COLON, ORPHAN, picture, say

from psc_workflow import charts
from psc_workflow._catalogue import wording
from psc_workflow._charts import texts
from psc_workflow._charts.drawing import DrawingLevel, draw
from psc_workflow._model.money import Locale
from psc_workflow.charts import ChartDescription, ChartState
from psc_workflow.states._charts import JOURNEYS

MOST_ROWS = 40
"""Transitions of one page, unless one state alone has more."""

_CHARTS: Mapping[Locale, str] = {"en": "Chart", "fr": "Diagramme"}
_TABLES: Mapping[Locale, str] = {"en": "As a table, with what must hold", "fr": "En tableau, avec les conditions"}


def pages(locale: Locale) -> dict[str, str]:
    """Return the pages of all charts, by name."""
    written = {}
    for journey in JOURNEYS:
        groups = list(groups_of(charts.describe(journey)))
        written[f"{journey}-chart"] = drawn(journey, groups, locale)
        written |= {name_of(journey, states): transitions(journey, states, locale) for states in groups}
    return written


def drawings(locale: Locale) -> dict[str, str]:
    """Draw every chart at each level; the pages show them inline, so that they can be read out."""
    return {
        f"{journey}-{level}.svg": draw(journey, level=level, locale=locale)
        for journey in JOURNEYS
        for level in get_args(DrawingLevel)
    }


def groups_of(chart: ChartDescription) -> Iterator[list[ChartState]]:
    """Part the states of a chart, in their order, into those whose transitions share a page."""
    group: list[ChartState] = []
    rows = 0
    for state in chart.states:
        more = sum(move.source == state.name for move in chart.transitions)
        if group and rows + more > MOST_ROWS:
            yield group
            group, rows = [], 0
        group.append(state)
        rows += more
    yield group


def name_of(journey: str, states: list[ChartState]) -> str:
    """Return the name of the page of these states: that of the first is in it."""
    return f"{journey}-transitions-{states[0].name.replace('_', '-')}"


def drawn(journey: str, groups: list[list[ChartState]], locale: Locale) -> str:
    """Show the chart as drawings, and lead to every transition."""
    parts = [f"# {_CHARTS[locale]}{COLON[locale]} {journey}\n"]
    for level in get_args(DrawingLevel):
        heading = wording.term("Chart", level).in_(locale)
        parts += [f"## {heading}\n", "```{raw} html", f":file: {journey}-{level}.svg", "```\n"]
    parts.append(f"## {_TABLES[locale]}\n")
    for states in groups:
        labels = ", ".join(state.label.in_(locale) for state in states)
        parts.append(f"- [{labels}]({name_of(journey, states)}.md)")
    return "\n".join([*parts, ""])


def transitions(journey: str, states: list[ChartState], locale: Locale) -> str:
    """Show every transition from these states, with what must hold."""
    chart = charts.describe(journey)
    what = say("Transitions", "Transitions", locale)
    ends = dict.fromkeys(state.label.in_(locale) for state in (states[0], states[-1]))
    parts = [
        f"# {what}{COLON[locale]} {journey}, {' → '.join(ends)}\n",
        f"[{_CHARTS[locale]}{COLON[locale]} {journey}]({journey}-chart.md)\n",
        picture(f"part-{name_of(journey, states)}"),
    ]
    for state in states:
        moves = tuple(move for move in chart.transitions if move.source == state.name)
        if moves:
            table = texts.markdown(attrs.evolve(chart, transitions=moves), locale)
            parts += [f"## {state.label.in_(locale)}\n", f"{table}\n"]
    return ORPHAN + "\n".join(parts)
