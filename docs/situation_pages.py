"""
The pages of situations of life, from the table that the tests run: what is answered, and why.
"""

import functools
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from generated_pages import table
from writing import ORPHAN

import situations
from psc_workflow import effects, mails
from psc_workflow._catalogue import raw_texts
from psc_workflow._catalogue.wording import word
from psc_workflow._model import citing
from psc_workflow._model.decision import Decision
from psc_workflow._model.money import Locale
from psc_workflow._model.text import Source, Text
from psc_workflow._model.verdict import Finding
from psc_workflow._model.vocabulary import Certainty
from psc_workflow.testing import scenarios

OUTCOMES = {
    "accepted": Text("Accepté", "Accepted"),
    "refused": Text("Refusé", "Refused"),
    "incomplete": Text("Il manque un fait", "A fact is missing"),
    "not_available": Text("Non proposé", "Not available"),
}
HEADINGS = {
    "en": ("Situation", "Answer", "Law", "Certainty"),
    "fr": ("Situation", "Réponse", "Droit", "Certitude"),
}
INTRODUCTION = {
    "en": "Each row is a story that the tests give to the library. The answer is that to the last step: its outcome, what the person reads "
    "(with the code of each [finding](../../findings/index.md)), the mails and tasks that follow, and where the file stands. Then the rule of "
    "law, in our own words, where it is written, and how sure that is.",
    "fr": "Chaque ligne est une histoire que les tests donnent à la bibliothèque. La réponse est celle à la dernière étape : son issue, ce "
    "que lit la personne (avec le code de chaque [motif](../../findings/index.md)), les courriels et les tâches qui suivent, et où en est le "
    "dossier. Puis la règle de droit, dans nos mots, où elle est écrite, et sa certitude.",
}
TITLES = {"en": "Situations of life", "fr": "Situations de la vie"}

MOST_ROWS = 10
"""Situations of one page."""


def pages(locale: Locale) -> dict[str, str]:
    """Return the index, and the pages that it leads to, by name."""
    parts = dict(parts_of())
    lines = [f"# {TITLES[locale]}\n", f"{INTRODUCTION[locale]}\n"]
    lines += [f"- [{title_of(name, locale)}]({name}.md) ({len(rows)})" for name, rows in parts.items()]
    each = {name: page(name, rows, locale) for name, rows in parts.items()}
    return {"situations": "\n".join([*lines, ""]), "situations-fr": former(locale), **each}


def former(locale: Locale) -> str:
    """Lead from where the situations were in French to where they are."""
    address = "situations.html" if locale == "fr" else "../../fr/reference/generated/situations.html"
    link = f'<a href="{address}">Les situations de la vie, en français</a>'
    return f'{ORPHAN}# {TITLES[locale]}\n\n<p lang="fr">{link}</p>\n'


def parts_of() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Part the situations by theme, and a theme with many of them into several pages."""
    for theme in situations.THEMES:
        rows = [situation for situation in situations.read().values() if theme_of(situation) == theme]
        for number, first in enumerate(range(0, len(rows), MOST_ROWS), start=1):
            name = f"situations-{theme}"
            yield f"{name}-{number}" if number > 1 else name, rows[first : first + MOST_ROWS]


def title_of(name: str, locale: Locale) -> str:
    """Return the title of a page: its theme, with a number from the second on."""
    theme, _, number = name.removeprefix("situations-").partition("-")
    return situations.THEMES[theme][locale] + (f" ({number})" if number else "")


def page(name: str, rows: list[dict[str, Any]], locale: Locale) -> str:
    """Show some situations, each with its answer and the law behind it."""
    answered = table(HEADINGS[locale], (row(each, locale) for each in rows))
    lines = [f"# {title_of(name, locale)}\n", f"[{TITLES[locale]}](situations.md)\n", *answered, ""]
    return ORPHAN + "\n".join(lines)


def theme_of(situation: dict[str, Any]) -> str:
    """Return the part of the page where *situation* stands."""
    theme: str = situation.get("theme", "other")
    return theme


def row(situation: dict[str, Any], locale: Locale) -> tuple[str, ...]:
    """Write a situation as a row."""
    law = [situation["law"][locale], *(cited(source, locale) for source in sources_of(situation))]
    return (
        situation["story"][locale],
        "<br>".join(answer(situation, locale)),
        "<br>".join([*law, *([situation["source"]] if "source" in situation else [])]),
        word(Certainty(situation["certainty"])).in_(locale),
    )


def sources_of(situation: dict[str, Any]) -> list[Source]:
    """Return the sources that *situation* names."""
    return [raw_texts.sources()[name] for name in situation.get("sources", ())]


def cited(source: Source, locale: Locale) -> str:
    """Write a source, linked to its address, or with the word that none is known."""
    address, unknown = citing.link(source), citing.note(source, locale)
    title = f"[{source.label(locale)}]({address})" if address else source.label(locale)
    return f"→ {title} {unknown}".rstrip()


def answer(situation: dict[str, Any], locale: Locale) -> Iterator[str]:
    """List the outcome, what the person reads, what follows, and the states."""
    decision = last_answer(situation["name"])
    yield f"**{OUTCOMES[decision.outcome.value].in_(locale)}**"
    yield from (message_of(finding, locale) for finding in decision.findings)
    for effect in decision.effects:
        sign = "✉" if isinstance(effect, effects.Mail) else "⚙"
        yield f"{sign} {mails.render(effect, decision.dossier.contract, locale).subject}"
    for journey in situation["states"]:
        words = decision.dossier.contract.wording.journey(journey)
        yield f"*{words.states[decision.dossier.states[journey]].label.in_(locale)}*"


def message_of(finding: Finding, locale: Locale) -> str:
    """Write a finding as the person reads it, with its code."""
    sentences = f"{finding.text(locale)} {finding.remedy(locale)}".strip()
    return f"{sentences} ([{finding.code}](../../findings/{finding.code}.md))"


@functools.cache
def last_answer(name: str) -> Decision:
    """Return the answer to the last command of the situation *name*."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "situation.json"
        file.write_text(json.dumps(situations.scenario_of(situations.read()[name])), encoding="utf-8")
        return scenarios.run(scenarios.read(file)).decisions[-1]
