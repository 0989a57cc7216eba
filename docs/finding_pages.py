"""
One page for each finding, where what a problem calls its type can be looked up, and an index of them all.

The address is ``findings/CODE.html`` for the type ``urn:psc-workflow:finding:CODE``; it is as stable as the code.
"""

import functools
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping

from generated_pages import table
from writing import COLON, ORPHAN, bullets, cited, english, fact, in_both, say, searched, urn

from psc_workflow import charts, rulebook
from psc_workflow._catalogue.wording import word
from psc_workflow._model.commands import ALL
from psc_workflow._model.money import Locale
from psc_workflow._model.text import Text
from psc_workflow._model.verdict import Finding, Severity
from psc_workflow.rulebook import Entry
from psc_workflow.states._charts import JOURNEYS
from psc_workflow.testing import Act, witness_paths
from psc_workflow.testing._search._reasons import declared

MEANING = {
    Severity.REFUSED: ("La réponse est non.", "The answer is no."),
    Severity.MISSING: (
        "Une information manque : sans elle, la réponse n’est ni oui ni non.",
        "A fact is not known: without it, the answer is neither yes nor no.",
    ),
    Severity.WARNING: (
        "La demande est acceptée ; ceci est dit en plus.",
        "The request is accepted; this is said besides.",
    ),
}
INTRODUCTION = (
    (
        "Tout ce que la bibliothèque peut répondre : chaque code a sa page, avec sa règle, ses textes de droit, ce qui aiderait et un exemple. "
        "Un code ne change jamais de sens. Le type d’un problème, `urn:psc-workflow:finding:CODE`, a sa page à l’adresse `findings/CODE.html`."
    ),
    (
        "Every reason that the library can give: each code has its page, with its rule, its texts of law, what would help and an example. "
        "A code never changes its meaning. The type of a problem, `urn:psc-workflow:finding:CODE`, has its page at `findings/CODE.html`."
    ),
)


def pages(locale: Locale) -> dict[str, str]:
    """Return a page for each finding, and the index."""
    each = {f"findings/{entry.code}": page(entry, locale) for entry in rulebook.entries()}
    return {"findings/index": index(locale), **each}


# -- one finding -----------------------------------------------------------------------------


def page(entry: Entry, locale: Locale) -> str:
    """Show what people read, what would help, the law, the commands, and an example that the tests run."""
    parts = (beginning, remedy, law, commands, worked_example, request)
    return ORPHAN + "\n".join(line for part in parts for line in part(entry, locale))


def beginning(entry: Entry, locale: Locale) -> Iterator[str]:
    """Write the severity, the rule, the type, and the sentence."""
    finding = finding_of(entry)
    label = rulebook.rule_text(entry.rule).label.in_(locale)
    yield f"# {entry.code}\n"
    yield f"**{word(entry.severity).in_(locale).capitalize()}.** {say(*MEANING[entry.severity], locale)}"
    yield f"{say('Règle', 'Rule', locale)}{COLON[locale]} [{label}](../rules/{entry.rule.replace('_', '-')}.md)."
    yield f"Type{COLON[locale]} `{urn(entry.code)}`.\n"
    yield f"## {say('Ce qui est dit', 'What people read', locale)}\n"
    yield from in_both(Text(finding.text("fr"), finding.text("en")), locale)


def remedy(entry: Entry, locale: Locale) -> Iterator[str]:
    """Write what would help, with the commands that do."""
    finding = finding_of(entry)
    text = Text(finding.remedy("fr"), finding.remedy("en"))
    if not text.in_(locale) and not entry.suggests:
        return
    yield f"## {say('Ce qui aiderait', 'What would help', locale)}\n"
    yield from in_both(text, locale)
    if entry.suggests:
        links = ", ".join(map(command_link, entry.suggests))
        yield f"{say('Commandes', 'Commands', locale)}{COLON[locale]} {links}.\n"


def law(entry: Entry, locale: Locale) -> Iterator[str]:
    """List the sources, each linked to the official text."""
    yield f"## {say('Sur quoi cela repose', 'What it rests on', locale)}\n"
    yield from bullets(cited(source, locale) for source in entry.sources)
    certainty = finding_of(entry).certainty
    if certainty is not None:
        claim = say("Certitude de la valeur appliquée", "Certainty of the value applied", locale)
        yield f"{claim}{COLON[locale]} {word(certainty).in_(locale)}.\n"


def commands(entry: Entry, locale: Locale) -> Iterator[str]:
    """List the commands that can give the finding, each with the condition that does, or say who asks."""
    yield f"## {say('Quelles commandes le donnent', 'Which commands can give it', locale)}\n"
    conditions = conditions_of()[entry.code]
    if conditions:
        unless = say("si ceci n’est pas vrai", "unless this holds", locale)
        yield from bullets(
            command_link(name) + ("" if claim is None else f" ({unless}{COLON[locale]} {claim.in_(locale)})")
            for name, claim in sorted(conditions.items())
        )
        return
    reason = declared("codes").get(entry.code)
    nothing = say("Aucune condition des parcours ne le donne.", "No condition of the journeys gives it.", locale)
    yield nothing + (f" {english(f'{reason.capitalize()}.', locale)}\n" if reason else "\n")


def worked_example(entry: Entry, locale: Locale) -> Iterator[str]:
    """Show the first example of the rule that gives the finding, as data and as Python, then what others are called."""
    example, *others = entry.examples
    yield f"## {say('Un exemple', 'A worked example', locale)}\n"
    yield f"{english(example.title[0].upper() + example.title[1:], locale)}{COLON[locale]}\n"
    headings = (say("Fait", "Fact", locale), say("Valeur", "Value", locale))
    yield from table(headings, [(f"`{name}`", fact(value, locale)) for name, value in example.facts.items()])
    codes = ", ".join(f"[{code}]({code}.md)" for code in example.codes)
    yield f"\n{say('Réponse', 'Answer', locale)}{COLON[locale]} {codes}.\n"
    yield "```python\n>>> from psc_workflow import rulebook"
    yield f'>>> rulebook.entry("{entry.code}").examples[0].verdict().outcome.value'
    yield f"'{example.verdict().outcome.value}'\n```\n"
    if others:
        yield f"{say('D’autres exemples de la règle qui le donnent', 'Other examples of the rule that give it', locale)}{COLON[locale]}\n"
        yield from bullets(english(other.title, locale) for other in others[:8])


def request(entry: Entry, locale: Locale) -> Iterator[str]:
    """Show the last request of a journey in which the finding is met."""
    act = witnesses().get(entry.code)
    if act is None or not act.request:
        return
    yield f"## {say('Une demande qui le reçoit', 'A request that is answered with it', locale)}\n"
    yield say(
        "La dernière d’un parcours du jeu de tests, avec le contrat `guide-illustration` :\n",
        "The last one of a journey of the testing kit, with the contract `guide-illustration`:\n",
        locale,
    )
    yield f"```json\n{json.dumps(act.request, ensure_ascii=False, indent=2)}\n```\n"


def finding_of(entry: Entry) -> Finding:
    """Return the finding as the first example gives it."""
    return next(finding for finding in entry.examples[0].verdict().findings if finding.code == entry.code)


def command_link(name: str) -> str:
    """Write a link to the page of a command."""
    return f"[`{name}`](../commands/{name}.md)"


@functools.cache
def conditions_of() -> Mapping[str, dict[str, Text | None]]:
    """List, by code, the commands that can give it, with the condition that does, or without if a journey shows it alone."""
    names = {command.do for command in ALL}
    conditions: defaultdict[str, dict[str, Text | None]] = defaultdict(dict)
    for code, act in witnesses().items():
        if act.request and act.request.get("do") in names:
            conditions[code][act.request["do"]] = None
    for journey in JOURNEYS:
        for transition in charts.describe(journey).transitions:
            for guard in transition.guards if transition.do is not None else ():
                for code in guard.findings:
                    conditions[code][str(transition.do)] = guard.label
    return conditions


@functools.cache
def witnesses() -> Mapping[str, Act]:
    """Return, by code, the first act of a journey of the testing kit that is answered with it."""
    acts: dict[str, Act] = {}
    for journey in witness_paths(goals=["codes"]):
        for act in journey.acts:
            codes = () if act.expect is None else (*(act.expect.codes or ()), *(act.expect.warnings or ()))
            for code in codes:
                acts.setdefault(code, act)
    return acts


# -- the index -------------------------------------------------------------------------------


def index(locale: Locale) -> str:
    """List every finding under its rule; a script adds filters, and nothing is out of reach without it."""
    lines = [f"# {say('Motifs', 'Findings', locale)}\n", say(*INTRODUCTION, locale) + "\n"]
    lines += ['<div class="filters" hidden></div>\n']
    for rule in sorted({entry.rule for entry in rulebook.entries()}):
        lines += group(rule, locale)
    return "\n".join(lines)


def group(rule: str, locale: Locale) -> Iterator[str]:
    """Write the findings of one rule, folded."""
    entries = [entry for entry in rulebook.entries() if entry.rule == rule]
    label = rulebook.rule_text(rule).label.in_(locale)
    yield f'<details class="group"><summary>{label} <span class="count">{len(entries)}</span></summary>\n'
    for entry in entries:
        severity, names = word(entry.severity).in_(locale), " ".join(conditions_of()[entry.code])
        yield f'<div class="item" data-severity="{severity}" data-commands="{names}" data-words="{searched(urn(entry.code), entry.sources, locale)}">\n'
        yield f"[{entry.code}]({entry.code}.md), {severity}. {finding_of(entry).text(locale)}\n"
        yield "</div>\n"
    yield "</details>\n"
