"""
One page for each command: who may give it, what it asks, where it leads and what it can be answered with; and an index.
"""

from collections.abc import Iterator

import attrs
from finding_pages import conditions_of
from generated_pages import LISTS, table
from writing import COLON, ORPHAN, bullets, cited, english, picture, say

from psc_workflow import charts, rulebook
from psc_workflow._catalogue import questions, wording
from psc_workflow._catalogue.wording import word
from psc_workflow._charts.svg import svg
from psc_workflow._model.commands import ALL, AnyCommand
from psc_workflow._model.money import Locale
from psc_workflow._model.text import Text
from psc_workflow.charts import ChartDescription
from psc_workflow.states._charts import JOURNEYS

Command = type[AnyCommand]

INTRODUCTION = (
    (
        "Ce que l’on peut demander à un dossier. Chaque commande a sa page : qui peut la donner, ce qu’elle demande et pourquoi, d’où elle part et "
        "où elle mène, les motifs qu’elle peut recevoir."
    ),
    (
        "What a file can be asked to do. Each command has its page: who may give it, what it asks and why, where it starts and leads, the "
        "findings that it can be answered with."
    ),
)


def pages(locale: Locale) -> dict[str, str]:
    """Return a page for each command with its drawings, and the index."""
    each = {f"commands/{command.do}": page(command, locale) for command in ALL}
    return {"commands/index": index(locale), **each, **drawings(locale)}


def drawings(locale: Locale) -> dict[str, str]:
    """Draw what each command does in each chart."""
    return {
        f"commands/{command.do}-{chart.name}.svg": svg(chart, locale, level="part")
        for command in ALL
        for chart in parts_of(command)
    }


def parts_of(command: Command) -> Iterator[ChartDescription]:
    """Return the part of each chart in which *command* moves something, or else in which it can be given."""
    for journey in JOURNEYS:
        chart = charts.describe(journey)
        every = tuple(move for move in chart.transitions if move.do == command.do)
        moves = tuple(move for move in every if not move.stays) or every
        states = {name for move in moves for name in (move.source, move.target)}
        if moves:
            yield attrs.evolve(
                chart,
                states=tuple(state for state in chart.states if state.name in states),
                transitions=moves,
                beside=(),
            )


# -- one command -----------------------------------------------------------------------------


def page(command: Command, locale: Locale) -> str:
    """Show who may give the command, its fields, its transitions and its findings."""
    parts = (beginning, fields, moves, findings)
    return ORPHAN + "\n".join(line for part in parts for line in part(command, locale))


def beginning(command: Command, locale: Locale) -> Iterator[str]:
    """Write the label, the meaning and the roles."""
    yield f"# {command.do}\n"
    for label in dict.fromkeys(labels(command)):
        yield f"**{label.in_(locale)}**\n"
    claim = " ".join((command.__doc__ or "").strip().partition("\n\n")[0].split())
    yield f"{english(claim, locale)}\n"
    roles = ", ".join(f"{word(role).in_(locale)} (`{role.value}`)" for role in command.roles)
    yield f"{say('Qui peut la donner', 'Who may give it', locale)}{COLON[locale]} {roles}.\n"


def labels(command: Command) -> Iterator[Text]:
    """Return what the command is called on the screens of each journey."""
    for journey in JOURNEYS:
        words = wording.journey(journey).commands
        if command.event in words:
            yield words[command.event]


def fields(command: Command, locale: Locale) -> Iterator[str]:
    """List what is asked, and why."""
    asked = [fact for fact in questions.facts() if fact.partition(".")[0] == command.event]
    yield f"## {say('Ce qu’elle demande', 'What it asks', locale)}\n"
    if not asked:
        yield say("Rien.\n", "Nothing.\n", locale)
        return
    headings = (say("Champ", "Field", locale), say("Question et raison", "Question and reason", locale))
    yield from table(headings, [question(command, fact, locale) for fact in asked])
    yield ""
    sources = dict.fromkeys(source for fact in asked for source in text_of(command, fact).sources)
    if sources:
        yield f"### {say('Qui le demande', 'Who asks for it', locale)}\n"
        yield from bullets(cited(source, locale) for source in sources)


def text_of(command: Command, fact: str) -> questions.Question:
    """Return the question of a fact."""
    return questions.question(command.event, fact.partition(".")[2])


def question(command: Command, fact: str, locale: Locale) -> tuple[str, str]:
    """Write a fact as a row."""
    text = text_of(command, fact)
    note = "" if text.required else say(" (facultatif)", " (optional)", locale)
    return f"`{fact.partition('.')[2]}`{note}", f"{text.question.in_(locale)}<br>*{text.why.in_(locale)}*"


def moves(command: Command, locale: Locale) -> Iterator[str]:
    """Show where the command starts and leads, with its conditions, as a drawing and as a table."""
    yield f"## {say('D’où elle part, où elle mène', 'Where it starts and leads', locale)}\n"
    parts = [f"```{{raw}} html\n:file: {command.do}-{chart.name}.svg\n```\n" for chart in parts_of(command)]
    yield from parts or [picture("timeline")]  # what takes no arrow of its own lets time pass
    headings = (
        say("État", "State", locale), say("État suivant", "Next state", locale), say("Ce qui doit être vrai", "What must hold", locale),
    )  # fmt: skip
    for journey in JOURNEYS:
        rows = list(dict.fromkeys(transitions(command, journey, locale)))
        if rows:
            yield f"### {say('Parcours', 'Journey', locale)}{COLON[locale]} {journey}\n"
            yield from table(headings, rows)
            yield ""


def transitions(command: Command, journey: str, locale: Locale) -> Iterator[tuple[str, str, str]]:
    """Write the transitions of the command in a chart as rows; those that stay where they are, together."""
    chart = charts.describe(journey)
    names = {state.name: state.label.in_(locale) for state in chart.states}
    stay = []
    for move in chart.transitions:
        if move.do != command.do:
            continue
        claims = "<br>".join(
            [
                *(guard.label.in_(locale) for guard in move.guards),
                *(f"→ {route.label.in_(locale)}" for route in move.routes),
            ]
        )
        if move.source == move.target:
            stay.append((names[move.source], claims))
        else:
            yield names[move.source], names[move.target], claims
    for claims in dict.fromkeys(claims for _, claims in stay):
        sources = dict.fromkeys(name for name, claim in stay if claim == claims)
        yield ", ".join(sources), say("le même", "the same", locale), claims


def findings(command: Command, locale: Locale) -> Iterator[str]:
    """List the findings that the command can be answered with."""
    entries = [entry for entry in rulebook.entries() if command.do in conditions_of()[entry.code]]
    yield f"## {say('Ce qu’elle peut recevoir', 'What it can be answered with', locale)}\n"
    yield from bullets(
        f"[{entry.code}](../findings/{entry.code}.md), {word(entry.severity).in_(locale)}" for entry in entries
    )
    yield say(
        "Et, comme toute commande : [command-not-available](../findings/command-not-available.md) hors de ces états, "
        "[role-not-allowed](../findings/role-not-allowed.md) pour un autre rôle.\n",
        "And, as any command: [command-not-available](../findings/command-not-available.md) outside these states, "
        "[role-not-allowed](../findings/role-not-allowed.md) for another role.\n",
        locale,
    )


# -- the index -------------------------------------------------------------------------------


def index(locale: Locale) -> str:
    """List every command under the journey where it is offered, then the values of the closed lists."""
    lines = [
        f"# {say('Commandes', 'Commands', locale)}\n",
        say(*INTRODUCTION, locale) + "\n",
        '<div class="filters" hidden></div>\n',
    ]
    for journey in JOURNEYS:
        words = wording.journey(journey).commands
        lines.append(f"## {say('Parcours', 'Journey', locale)}{COLON[locale]} {journey}\n")
        lines.append('<div class="group">\n')
        for command in ALL:
            if command.event in words:
                lines += item(command, words[command.event], locale)
        lines.append("</div>\n")
    lines += [f"## {say('Valeurs des champs', 'Values of fields', locale)}\n"]
    headings = (say("Liste", "List", locale), say("Valeurs", "Values", locale))
    rows = [(f"`{kind.__name__}`", ", ".join(f"`{member}`" for member in kind)) for kind in LISTS]
    return "\n".join([*lines, *table(headings, rows), ""])


def item(command: Command, label: Text, locale: Locale) -> Iterator[str]:
    """Write a command as an entry of the index."""
    roles = " ".join(word(role).in_(locale).replace(" ", "-") for role in command.roles)
    yield f'<div class="item" data-role="{roles}">\n'
    yield f"[`{command.do}`]({command.do}.md) {label.in_(locale)}\n"
    yield "</div>\n"
