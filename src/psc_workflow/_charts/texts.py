"""
Charts as text: a Markdown table, Mermaid, Graphviz, SCXML.

>>> from psc_workflow._charts.describing import describe
>>> print(markdown(describe("access"), "en").splitlines()[7])
| Account created<br>`created` | Go to my account<br>`continue-to-login` |  | Sign-in<br>`login` |
"""

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from psc_workflow._charts.description import ChartDescription, ChartTransition
from psc_workflow._charts.words import conditions, label, say, title
from psc_workflow._model.money import Locale

SCXML = "http://www.w3.org/2005/07/scxml"
"""The namespace of State Chart XML, a recommendation of the W3C."""
OWN = "urn:psc-workflow:chart"
"""The namespace of what an SCXML document has beside the standard: labels and roles."""


# -- Markdown ------------------------------------------------------------------------------------


def markdown(chart: ChartDescription, locale: Locale) -> str:
    """Write *chart* as a table, one line a transition; what comes by itself is marked with a clock."""
    headings = tuple(say(name, locale) for name in ("from", "by", "conditions", "to"))
    rows = (_cells(chart, transition, locale) for transition in chart.transitions)
    return "\n".join(map(_line, [headings, ("---",) * len(headings), *rows]))


def _cells(chart: ChartDescription, transition: ChartTransition, locale: Locale) -> tuple[str, ...]:
    return (
        _named(chart.state(transition.source).label.in_(locale), transition.source),
        _named(label(transition, locale), _event(transition)),
        conditions(transition, locale),
        _named(chart.state(transition.target).label.in_(locale), transition.target),
    )


def _named(words: str, name: str) -> str:
    return f"{words}<br>`{name}`"


def _event(transition: ChartTransition) -> str:
    return transition.do or transition.event.replace("_", "-")


def _line(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"


# -- Mermaid -------------------------------------------------------------------------------------


def mermaid(chart: ChartDescription, locale: Locale) -> str:
    """Write *chart* as a Mermaid state diagram, which GitHub draws, among others."""
    lines = ["---", f"title: {title(chart, locale)}", "---", "stateDiagram-v2", "    direction TB"]
    lines += [f'    state "{_plain(state.label.in_(locale))}" as {state.name}' for state in chart.states]
    lines += [f"    [*] --> {state.name}" for state in chart.states if state.is_initial]
    lines += [
        f"    {transition.source} --> {transition.target} : {_plain(label(transition, locale))}"
        for transition in chart.transitions
    ]
    return "\n".join(lines)


def _plain(text: str) -> str:
    """Write what has a meaning in Mermaid as a character reference."""
    return text.replace("#", "#35;").replace(";", "#59;").replace(":", "#58;").replace('"', "#quot;")


# -- Graphviz ------------------------------------------------------------------------------------


def dot(chart: ChartDescription, locale: Locale) -> str:
    """Write *chart* for Graphviz: ``dot -Tpdf``, for instance."""
    lines = [
        f"digraph {chart.name} {{",
        f"  label={_quoted(title(chart, locale))}; rankdir=TB; labelloc=t;",
        '  node [shape=box, style=rounded, fontname="sans-serif"]; edge [fontname="sans-serif"];',
    ]
    for state in chart.states:
        bold = ", penwidth=2" if state.is_initial else ""
        lines.append(f"  {state.name} [label={_quoted(state.label.in_(locale))}{bold}];")
    for transition in chart.transitions:
        style = _STYLES[transition.level.value]
        words = _quoted(label(transition, locale))
        lines.append(f"  {transition.source} -> {transition.target} [label={words}, style={style}];")
    return "\n".join([*lines, "}"])


_STYLES = {"main": "solid", "side": "dashed", "deadline": "dotted"}


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


# -- SCXML ---------------------------------------------------------------------------------------


def scxml(chart: ChartDescription, locale: Locale) -> str:
    """
    Write *chart* as State Chart XML 1.0, for an engine or an editor of charts.

    Events are the names of commands and deadlines. Guards and routes are names
    of the data model, which whoever runs the chart sets before an event. A
    transition without a target stays where it is. Where the targets of an event
    share a route, its value is the name of the state.
    """
    initial = next((state.name for state in chart.states if state.is_initial), "")
    names = dict.fromkeys(
        condition.name for move in chart.transitions for condition in move.conditions
    )  # each once, in their order
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<scxml xmlns="{SCXML}" xmlns:psc="{OWN}" version="1.0" datamodel="ecmascript"',
        f"       name={quoteattr(chart.name)} initial={quoteattr(initial)}>",
        f"  <!-- {escape(title(chart, locale)).replace('--', '–')} -->",
        "  <datamodel>",
        *(f'    <data id={quoteattr(name)} expr="false"/>' for name in names),
        "  </datamodel>",
    ]
    for state in chart.states:
        lines.append(f"  <state id={quoteattr(state.name)} psc:label={quoteattr(state.label.in_(locale))}>")
        lines += [f"    {line}" for line in _scxml_transitions(chart, state.name, locale)]
        lines.append("  </state>")
    return "\n".join([*lines, "</scxml>"])


def _scxml_transitions(chart: ChartDescription, state: str, locale: Locale) -> Iterator[str]:
    for transition in chart.transitions:
        if transition.source == state:
            parts = [f"event={quoteattr(_event(transition))}"]
            condition = _condition(chart, transition)
            parts += [f"cond={quoteattr(condition)}"] if condition else []
            parts += [] if transition.stays else [f"target={quoteattr(transition.target)}"]
            parts.append(f"psc:label={quoteattr(transition.label.in_(locale))}")
            parts += [f"psc:roles={quoteattr(' '.join(transition.roles))}"] if transition.roles else []
            yield f"<transition {' '.join(parts)}/>"


def _condition(chart: ChartDescription, transition: ChartTransition) -> str:
    others = [move for move in chart.transitions if (move.source, move.event) == (transition.source, transition.event)]
    are_shared = len({move.routes for move in others}) < len(others)
    routes = [f"{route.name} == '{transition.target}'" if are_shared else route.name for route in transition.routes]
    return " && ".join([*(guard.name for guard in transition.guards), *routes])
