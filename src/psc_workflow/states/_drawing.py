"""
Charts drawn from their declaration: a diagram by python-statemachine, a table with names and words.

>>> print(markdown("affiliation", "en").splitlines()[2])
| `home` Start of the affiliation | `start-affiliation` | affiliation_may_start | `regime` Social-security regime |
"""

from psc_workflow._catalogue.wording import journey as texts_of
from psc_workflow._model.commands import EVENTS, for_event
from psc_workflow._model.money import Locale
from psc_workflow.states._charts import JOURNEYS
from psc_workflow.states._engine import table

_HEADINGS = {"fr": ("État", "Commande", "Conditions", "Suite"), "en": ("State", "Command", "Conditions", "Next")}


def mermaid(journey: str, locale: Locale = "fr") -> str:
    """Draw the chart of *journey* as a Mermaid state diagram; python-statemachine draws, states get their words."""
    diagram = format(JOURNEYS[journey], "mermaid").rstrip()
    for name, words in texts_of(journey).states.items():
        diagram = diagram.replace(f'state "{words.fr}" as {name}\n', f'state "{words.label.in_(locale)}" as {name}\n')
    return diagram


def markdown(journey: str, locale: Locale = "fr") -> str:
    """Write the chart of *journey* as a table, one line a transition; what comes by itself is marked with a clock."""
    words = texts_of(journey).states
    headings = _HEADINGS[locale]
    lines = [_line(headings), _line(tuple("---" for _ in headings))]
    for state, events in table(JOURNEYS[journey]).items():
        for event, row in events.items():
            for branch in row.branches:
                conditions = [condition.__name__ for condition in (*row.guards, *branch.routes)]
                lines.append(
                    _line(
                        (
                            f"`{state}` {words[state].label.in_(locale)}",
                            _event(event, journey, locale),
                            ", ".join(conditions),
                            f"`{branch.target}` {words[branch.target].label.in_(locale)}",
                        )
                    )
                )
    return "\n".join(lines)


def _event(event: str, journey: str, locale: Locale) -> str:
    """Write a command by its name, a deadline in words."""
    if event in EVENTS:
        return f"`{for_event(event).do}`"
    return f"⏱ {texts_of(journey).deadlines[event].in_(locale)}"


def _line(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"
