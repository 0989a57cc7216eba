"""
The gallery of strategies: what each draws, drawn anew whenever the site is built, always from the same seed.
"""

import datetime as dt
import inspect
import json
import textwrap
from collections.abc import Iterator
from typing import Any

import attrs
from hypothesis import HealthCheck, Phase, find, given, seed, settings
from hypothesis import strategies as st
from writing import english, say

from psc_workflow import Dossier
from psc_workflow import commands as do
from psc_workflow._model.commands import Command
from psc_workflow._model.money import Locale
from psc_workflow._structuring import unstructure
from psc_workflow.testing import strategies
from psc_workflow.testing._journeys import request_of
from psc_workflow.testing.strategies import HostileValue, Labelled

DRAWS = 3
"""How many are shown beside the simplest."""

LONGEST = 320
"""Characters of a value that is shown."""

INTRODUCTION = (
    (
        "Ce que tire `psc_workflow.testing.strategies` ([comment s’en servir](../../how-to/plug-in-a-portal.md#test-your-own-functions)). La première "
        "valeur de chaque stratégie est la plus simple, à laquelle Hypothesis ramène un échec ; les autres viennent d’une même graine. Les personnes "
        "et les numéros sont fictifs. Dans ces exemples, `dossier` est dans `affiliation.formula` ; les longues valeurs sont coupées."
    ),
    (
        "What `psc_workflow.testing.strategies` draws ([how to use it](../../how-to/plug-in-a-portal.md#test-your-own-functions)). The first "
        "value of each is the simplest, to which Hypothesis shrinks a failure; the others come from one seed. People and numbers "
        "are synthetic. In these examples `dossier` stands in `affiliation.formula`; long values are cut."
    ),
)

WIDTH = 84
"""Characters of a line of the page."""

QUIET = settings(max_examples=25, database=None, deadline=None, suppress_health_check=list(HealthCheck))


def gallery() -> dict[str, st.SearchStrategy[Any]]:
    """Return what is shown, by the call that makes it."""
    at = dt.datetime(2026, 5, 4, 10, tzinfo=dt.UTC)
    dossier = find(strategies.dossiers("affiliation.formula"), lambda _: True, settings=QUIET)
    plain = ("agents", "partners", "children", "households", "nirs", "ibans", "names")
    wrong = [name for name in strategies.__all__ if name.startswith("invalid_")]
    return {
        **{f"{name}()": getattr(strategies, name)() for name in plain},
        "households(known=0.5)": strategies.households(known=0.5),
        "answers(commands.DeclarePartner)": strategies.answers(do.DeclarePartner),
        'dossiers("affiliation.formula")': strategies.dossiers("affiliation.formula"),
        "dossiers()": strategies.dossiers(),
        "commands(dossier, at=at)": strategies.commands(dossier, at=at),
        "requests(dossier, at=at)": strategies.requests(dossier, at=at),
        "instants(dossier)": strategies.instants(dossier),
        **{f"{name}()": getattr(strategies, name)() for name in wrong},
        'hostile("FR7617469")': strategies.hostile("FR7617469", kind="code"),
        "hostile_days(today)": strategies.hostile_days(at.date(), meaning="birth"),
    }


def pages(locale: Locale) -> dict[str, str]:
    """Return the page, by its name."""
    return {"strategies": page(locale)}


def page(locale: Locale) -> str:
    """Show every strategy with what it draws; what it is for is said by its docstring, in English alone."""
    title = say("Les stratégies, avec des exemples tirés", "Strategies, with drawn examples", locale)
    lines = [f"# {title}\n", f"{say(*INTRODUCTION, locale)}\n"]
    for call, strategy in gallery().items():
        maker = getattr(strategies, call.partition("(")[0])
        summary = " ".join((inspect.getdoc(maker) or "").partition("\n\n")[0].split()).replace(":func:", "")
        folded = [line for text in values(strategy) for line in textwrap.wrap(text, WIDTH, subsequent_indent="    ")]
        lines += [f"## `{call}`\n", f"{english(summary, locale)}\n", "```text", *folded, "```\n"]
    return "\n".join(lines)


def values(strategy: st.SearchStrategy[Any]) -> Iterator[str]:
    """Draw the simplest value, and others that differ from it and from each other; write each on a line."""
    texts = [write(find(strategy, lambda _: True, settings=QUIET))]

    @seed(2026)
    @settings(QUIET, phases=[Phase.generate])
    @given(strategy)
    def collect(value: Any) -> None:
        texts.append(write(value))

    collect()
    different = list(dict.fromkeys(texts))
    spread = max(1, (len(different) - 1) // DRAWS)
    yield from (different[:1] + different[1::spread])[: DRAWS + 1]


def write(value: Any) -> str:
    """Write a value on one line, personal facts included: nobody has them."""
    match value:
        case Labelled():
            text = f"{value.title} ({', '.join(value.codes)}): {write(value.value)}"
        case HostileValue():
            text = f"{value.name} ({value.answer}): {str(value.value)!a}"
        case Dossier():
            states = ", ".join(f"{journey}.{state}" for journey, state in value.states.items())
            text = (
                f"{states}; {value.record.agent.first_name} {value.record.agent.usage_name}, revision {value.revision}"
            )
        case Command():
            text = _json(request_of(value))
        case dt.datetime():
            text = value.isoformat()
        case _:
            text = _json(unstructure(value)) if attrs.has(type(value)) or isinstance(value, dict) else str(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False)
