"""
Pages written from the code: the chart as a table and a diagram, the states, the commands, the findings, the values.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

import attrs

import transitions
from psc_workflow._catalogue import contracts, law, questions, wording
from psc_workflow._catalogue.tariff import Amount
from psc_workflow._catalogue.values import Dated, Parameter
from psc_workflow._model.commands import ALL, MotiveFacts, for_event
from psc_workflow._model.effects import ALL as EFFECTS
from psc_workflow._model.effects import Mail
from psc_workflow._model.people import Child, Partner
from psc_workflow._model.text import Source
from psc_workflow._model.vocabulary import (
    Civility,
    Consent,
    DocumentKind,
    EndReason,
    Formula,
    Kinship,
    Link,
    Motive,
    Parent,
    PriorMembership,
    Rating,
    Regime,
    Role,
    Situation,
)
from psc_workflow.states import _drawing as drawing
from psc_workflow.states._charts import JOURNEYS


def write(folder: Path, pages: Mapping[str, str]) -> None:
    """Write *pages* into *folder*, each by its name."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")


def pages() -> dict[str, str]:
    """Give every page of journeys and values by its name."""
    found = {f"{journey}-chart": chart(journey) for journey in JOURNEYS}
    found |= {f"{journey}-states": states(journey) for journey in JOURNEYS}
    found |= {"values": values(), "commands": commands(), "effects": effects()}
    return found | {"questions": asked(), "transitions-taken": transitions.page()}


def chart(journey: str) -> str:
    """Show every transition, in both languages, and the diagram."""
    return "\n".join(
        [
            f"# Chart: {journey}\n",
            "Each line is one transition. Conditions that read the dossier or the command are asked first, all of them;",
            "then the one route that holds chooses the next state.\n",
            "## English\n",
            drawing.markdown(journey, "en"),
            "\n## Français\n",
            drawing.markdown(journey, "fr"),
            "\n## Mermaid\n",
            "```text",
            drawing.mermaid(journey, "en"),
            "```\n",
        ]
    )


def states(journey: str) -> str:
    """Show every state and command with its words."""
    words = wording.journey(journey)
    rows = [
        (f"`{name}`", one.fr, one.en, f"{one.stage} {one.position or ''}".strip(), one.screen, one.help)
        for name, one in words.states.items()
    ]
    commands = [
        (f"`{for_event(event).do}`", text.fr, text.en, ", ".join(for_event(event).roles), fields(event))
        for event, text in words.commands.items()
    ]
    deadlines = [(f"`{event}`", text.fr, text.en) for event, text in words.deadlines.items()]
    lines = [
        f"# States, commands and deadlines: {journey}\n",
        *table(("State", "French", "English", "Stage", "Screen of the guide", "Help topic"), rows),
        "\n## Commands\n",
        *table(("Command", "French", "English", "Who may give it", "Fields"), commands),
    ]
    if deadlines:
        lines += [
            "\n## Deadlines\n",
            "What comes by itself; a command that is given too early or too late never stands in for it.\n",
            *table(("Deadline", "French", "English"), deadlines),
        ]
    return "\n".join([*lines, ""])


def commands() -> str:
    """Show every command, who may give it, its fields, and the values of the closed lists."""
    rows = [
        (f"`{one.do}`", (one.__doc__ or "").strip().splitlines()[0], ", ".join(one.roles), fields(one.event))
        for one in ALL
    ]
    return "\n".join(
        [
            "# Commands\n",
            *table(("Command", "Meaning", "Who may give it", "Fields"), rows),
            "\n## Values of fields\n",
            "As JSON and the command line write them. `partner`, each of `children`, `child` and `facts` are objects with fields",
            f"of their own: a partner has {names(Partner)}; a child has {names(Child)}; facts of a motive are",
            f"{names(MotiveFacts)}. Dates are `YYYY-MM-DD`.\n",
            *table(
                ("List", "Values"), [(f"`{kind.__name__}`", ", ".join(f"`{one}`" for one in kind)) for kind in LISTS]
            ),
            "",
        ]
    )


def effects() -> str:
    """Show the closed list of effects."""
    rows = [
        (
            f"`{one.__name__}`",
            next(line for line in (one.__doc__ or "").strip().splitlines() if line),
            "mail" if issubclass(one, Mail) else "task",
            names(one),
        )
        for one in EFFECTS
    ]
    return "\n".join(
        [
            "# Effects\n",
            "What the host must do after a decision: a closed list. Every effect has an `id` that the same decision, or the same",
            "deadline, always gives; `due_at`; and `useful_until`, after which it is no longer given. A mail names its recipient:",
            "the `professional` address (from the employer), the `login` (of the account) or the `contact` (given while",
            "subscribing); they are never mixed.\n",
            *table(("Effect", "Meaning", "Kind", "Fields"), rows),
            "",
        ]
    )


def asked() -> str:
    """Show every fact that a person is asked for, and why."""
    rows = []
    for fact in questions.facts():
        event, _, path = fact.partition(".")
        one = questions.question(event, path)
        told = "; ".join(cited(source) for source in one.sources)
        rows.append((f"`{fact}`", f"{one.question.fr}<br>*{one.question.en}*", f"{one.why.fr}<br>*{one.why.en}*", told))
    return "\n".join(
        [
            "# Questions\n",
            "Every fact that somebody is asked for, and why.\n",
            *table(("Fact", "Question", "Why", "Source"), rows),
            "",
        ]
    )


LISTS = [
    Regime, Link, Situation, Kinship, Parent, Formula, Civility, DocumentKind, Rating, PriorMembership, Motive, Consent,
    EndReason, Role,
]  # fmt: skip


def names(kind: type) -> str:
    """Name the fields of a person."""
    return ", ".join(f"`{field.name}`" for field in attrs.fields(kind))


def fields(event: str) -> str:
    """Name the fields of a command."""
    return ", ".join(f"`{name}`" for name in for_event(event).field_names()) or "none"


def values() -> str:
    """Show every value of law and of the built-in contracts, with its sources."""
    lines = ["# Values and their sources\n"]
    for holder, name in [(law.law(), "Law and formats"), *((one, one.id) for one in contracts.builtin.values())]:
        lines.append(f"## {name}\n")
        for field in attrs.fields(type(holder)):
            parameter = getattr(holder, field.name)
            if isinstance(parameter, Parameter):
                lines += [f"**{field.name}** ({parameter.unit}, checked on {parameter.checked_on})\n"]
                lines += [*map(dated, parameter.values), ""]
        for one in getattr(getattr(holder, "tariff", None), "parameters", ()):
            lines += [f"**{one.id}** ({one.unit}, checked on {one.checked_on}): {one.label.fr}\n"]
            lines += [*map(dated, one.values), ""]
        for component in getattr(getattr(holder, "tariff", None), "components", ()):
            lines += [f"**{component.id}**, {component.channel.value}: {component.label.fr}\n"]
            lines += [*map(dated, component.values), ""]
    return "\n".join(lines)


def dated(one: Dated | Amount) -> str:
    """Write one dated value or amount."""
    value = (str(one) if isinstance(one, Amount) else shown(one.value)) if one.is_known else "unknown"
    return f"- from {one.in_force_from}: {value} ({one.certainty.value}); " + "; ".join(map(cited, one.sources))


def shown(value: object) -> str:
    """Write a value of the catalogue."""
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def cited(source: Source) -> str:
    """Write a source, linked if its address is known."""
    return f"[{source.title}]({source.url})" if source.url else source.title


def table(headings: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    """Write a Markdown table."""
    return [line(headings), line(tuple("---" for _ in headings)), *map(line, rows)]


def line(cells: tuple[str, ...]) -> str:
    """Write one line of a table."""
    return f"| {' | '.join(cells)} |"
