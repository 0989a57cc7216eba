"""
The charts, and the questions of their screens, as the page has them.
"""

from collections import defaultdict
from typing import Any

import attrs

from psc_workflow._catalogue import questions
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._charts.describing import describe
from psc_workflow._charts.description import ChartDescription, ChartGuard, ChartTransition
from psc_workflow._charts.words import say
from psc_workflow._model import commands as do
from psc_workflow.states._charts import JOURNEYS


def charts(contract: Contract) -> list[dict[str, Any]]:
    """Write every chart, in the words of *contract*; a guard is named where it is asked."""
    return [_chart(describe(name, contract=contract)) for name in JOURNEYS]


def guards(contract: Contract) -> dict[str, Any]:
    """Write every guard and route once, by name: its words, and the findings that it can give."""
    charts_of_all = [describe(name, contract=contract) for name in JOURNEYS]
    conditions = {
        condition.name: condition
        for chart in charts_of_all
        for transition in chart.transitions
        for condition in transition.conditions
    }
    conditions |= {guard.name: guard for chart in charts_of_all for guard in chart.beside}
    return {
        name: {
            "label": _both(condition.label),
            "findings": list(condition.findings) if isinstance(condition, ChartGuard) else [],
        }
        for name, condition in conditions.items()
    }


def asked(contract: Contract) -> dict[str, list[dict[str, Any]]]:
    """List the questions of each command, by its name in the charts."""
    by_event: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for fact in questions.facts():
        event, _, path = fact.partition(".")
        if path:
            question = questions.question(event, path, contract.wording)
            by_event[event].append({"fact": path, "question": _both(question.question)})
    return dict(by_event)


def _chart(chart: ChartDescription) -> dict[str, Any]:
    title = {locale: say(chart.name, locale) for locale in ("fr", "en")}
    states = [attrs.asdict(state) for state in chart.states]
    return {
        "name": chart.name,
        "label": title,
        "states": [{name: value for name, value in state.items() if name != "help"} for state in states],
        "transitions": [_transition(transition) for transition in chart.transitions],
        "beside": [guard.name for guard in chart.beside],
    }


def _transition(transition: ChartTransition) -> dict[str, Any]:
    return {
        "source": transition.source,
        "target": transition.target,
        "event": transition.event,
        "do": transition.do,
        "label": _both(transition.label),
        "level": transition.level.value,
        "roles": [role.value for role in transition.roles],
        "conditions": [condition.name for condition in transition.conditions],
    }


def _both(text: Any) -> dict[str, str]:
    return {"fr": text.fr, "en": text.en}


def commands() -> list[str]:
    """List the names of all commands that somebody gives."""
    return sorted(command.do for command in do.ALL)
