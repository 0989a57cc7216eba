"""
Charts read from their declarations, with the words that the catalogue or a contract has for them.

>>> chart = describe("affiliation")
>>> chart.states[1].label.en, chart.states[1].stage
('Social-security regime', 'affiliation')
>>> next(transition.do for transition in chart.transitions if transition.source == "regime")
'declare-regime'
"""

from collections.abc import Iterator, Mapping

from psc_workflow._catalogue import raw_texts
from psc_workflow._catalogue.contract_wording import PLAIN, Wording
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.raw_texts import GuardText, JourneyTexts
from psc_workflow._charts.description import (
    ChartDescription,
    ChartGuard,
    ChartRoute,
    ChartState,
    ChartTransition,
    Level,
)
from psc_workflow._model.commands import EVENTS, for_event
from psc_workflow._model.text import Text
from psc_workflow._model.verdict import Judgement
from psc_workflow.exceptions import HostError
from psc_workflow.states._charts import JOURNEYS
from psc_workflow.states._engine import Branch, Chart, Row, table
from psc_workflow.states._guard import Guard, Route


def describe(name: str, *, contract: Contract | None = None) -> ChartDescription:
    """
    Describe the chart of the journey *name*.

    Args:
        name: ``access``, ``affiliation``, ``dispensation`` or ``membership``.
        contract: Whose labels of states, commands and deadlines are used;
            those of this library if ``None``.

    Raises:
        HostError: No chart has this name.
    """
    if name not in JOURNEYS:
        raise HostError(f"no chart is called {name!r}; known: {', '.join(JOURNEYS)}")
    wording: Wording = PLAIN if contract is None else contract.wording
    chart, texts = JOURNEYS[name], wording.journey(name)
    main = _main_states(chart)
    return ChartDescription(
        name,
        tuple(_state(state, texts, chart, main) for state in table(chart)),
        tuple(_transitions(chart, texts, main)),
        tuple(_beside()),
    )


def _main_states(chart: type[Chart]) -> frozenset[str]:
    """Find the states that the events of the main way reach from the first one."""
    states, new = set[str](), {chart.initial_state.value}
    while new:
        states |= new
        rows = [table(chart)[state].get(event) for state in new for event in chart.main_way]
        new = {branch.target for row in rows if row for branch in row.branches} - states
    return frozenset(states)


def _state(name: str, texts: JourneyTexts, chart: type[Chart], main: frozenset[str]) -> ChartState:
    text = texts.states[name]
    return ChartState(
        name,
        text.label,
        text.stage,
        texts.stages.get(text.stage),
        text.position,
        text.screen,
        text.help,
        name == chart.initial_state.value,
        name in main,
    )


def _transitions(chart: type[Chart], texts: JourneyTexts, main: frozenset[str]) -> Iterator[ChartTransition]:
    for rows in table(chart).values():
        for row in rows.values():
            level = _level(row, chart, main)
            for branch in row.branches:
                yield _transition(row, branch, level, texts)


def _level(row: Row, chart: type[Chart], main: frozenset[str]) -> Level:
    if row.event in chart.main_way and row.state in main:
        return Level.MAIN
    return Level.SIDE if row.event in EVENTS else Level.DEADLINE


def _transition(row: Row, branch: Branch, level: Level, texts: JourneyTexts) -> ChartTransition:
    command = for_event(row.event) if row.event in EVENTS else None
    labels: Mapping[str, Text] = texts.commands if command else texts.deadlines
    return ChartTransition(
        row.state,
        branch.target,
        row.event,
        command.do if command else None,
        labels[row.event],
        level,
        tuple(command.roles) if command else (),
        tuple(_guard(guard) for guard in row.guards),
        tuple(_route(route) for route in branch.routes),
    )


def _guard(guard: Guard) -> ChartGuard:
    text = raw_texts.conditions().guards[guard.__name__]
    return ChartGuard(guard.__name__, _label(text), not guard.is_may, guard.answers, text.findings)


def _route(route: Route) -> ChartRoute:
    return ChartRoute(route.__name__, _label(raw_texts.conditions().routes[route.__name__]))


def _beside() -> Iterator[ChartGuard]:
    for name, text in raw_texts.conditions().beside.items():
        yield ChartGuard(name, _label(text), reads_command=True, answers=tuple(Judgement), findings=text.findings)


def _label(text: raw_texts.RouteText | GuardText) -> Text:
    return Text(text.fr, text.en)
