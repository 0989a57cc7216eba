"""
Pages generated from the code: states, commands, effects, questions, and where transitions are taken.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

import attrs
from writing import picture

import transitions
from psc_workflow._catalogue import questions, wording
from psc_workflow._catalogue.raw_texts import JourneyTexts, StateText
from psc_workflow._model import citing
from psc_workflow._model.commands import for_event
from psc_workflow._model.effects import ALL as EFFECTS
from psc_workflow._model.effects import Mail
from psc_workflow._model.money import Locale
from psc_workflow._model.text import Source
from psc_workflow._model.vocabulary import (
    Capacity,
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
from psc_workflow._schemas.words import descriptions
from psc_workflow.states._charts import JOURNEYS


def write(folder: Path, pages: Mapping[str, str]) -> None:
    """Write *pages* into *folder*, each under its name; one without a suffix is Markdown."""
    for name, text in pages.items():
        file = folder / (name if "." in name else f"{name}.md")
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.exists() or file.read_text(encoding="utf-8") != text:  # what is the same is not read anew
            file.write_text(text, encoding="utf-8")


def pages(locale: Locale) -> dict[str, str]:
    """Return these pages, by name, in the language of the site."""
    words = {f"{journey}-states": states(journey, locale) for journey in JOURNEYS}
    lists = {"effects": effects(locale), "questions": question_page(locale)}
    return words | lists | transitions.pages(locale)


_HEADINGS: Mapping[Locale, Mapping[str, tuple[str, ...]]] = {
    "en": {
        "title": ("States, commands and deadlines:",),
        "states": ("State", "French", "English", "Stage", "Screen of the guide", "Help topic"),
        "commands": ("Commands", "Command", "French", "English", "Who may give it", "Fields"),
        "deadlines": ("Deadlines", "Deadline", "French", "English"),
        "by themselves": ("Deadlines happen by themselves when their time comes; nobody can give them as commands.",),
        "effects": ("Effect", "Meaning", "Kind", "Fields"),
    },
    "fr": {
        "title": ("États, commandes et échéances\N{NO-BREAK SPACE}:",),
        "states": ("État", "Français", "Anglais", "Étape", "Écran du guide", "Sujet d’aide"),
        "commands": ("Commandes", "Commande", "Français", "Anglais", "Qui peut la donner", "Champs"),
        "deadlines": ("Échéances", "Échéance", "Français", "Anglais"),
        "by themselves": (
            (
                "Les échéances surviennent d’elles-mêmes quand leur moment est venu\N{NARROW NO-BREAK SPACE}; personne ne peut les donner "
                "comme des commandes."
            ),
        ),
        "effects": ("Effet", "Ce qu’il demande", "Genre", "Champs"),
    },
}


def states(journey: str, locale: Locale) -> str:
    """Show every state, command and deadline with its words."""
    words, headings = wording.journey(journey), _HEADINGS[locale]
    label = wording.words("Chart")[journey].in_(locale)

    rows = [
        (f"`{name}`", text.fr, text.en, stage(words, text, locale), text.screen, text.help)
        for name, text in words.states.items()
    ]
    commands = [
        (f"`{for_event(event).do}`", text.fr, text.en, roles(event, locale), fields(event))
        for event, text in words.commands.items()
    ]
    deadlines = [(f"`{event}`", text.fr, text.en) for event, text in words.deadlines.items()]
    lines = [f"# {headings['title'][0]} {label[0].lower()}{label[1:]}\n", picture(f"way-{journey}")]
    lines += table(headings["states"], rows)
    lines += [f"\n## {headings['commands'][0]}\n", *table(headings["commands"][1:], commands)]
    if deadlines:
        lines += [f"\n## {headings['deadlines'][0]}\n", f"{headings['by themselves'][0]}\n"]
        lines += table(headings["deadlines"][1:], deadlines)
    return "\n".join([*lines, ""])


def stage(words: JourneyTexts, text: StateText, locale: Locale) -> str:
    """Say in which part of the journey a state is, and where in it."""
    return f"{words.stages[text.stage].in_(locale)} {text.position or ''}".strip() if text.stage else ""


def roles(event: str, locale: Locale) -> str:
    """List who may give a command, in words."""
    return ", ".join(wording.word(role).in_(locale) for role in for_event(event).roles)


_EFFECTS: Mapping[Locale, tuple[str, str]] = {
    "en": (
        "Effects",
        (
            "Effects tell the host what to do after a decision. The list is closed. Every effect has an `id`, always the same for "
            "the same decision or deadline, a `due_at`, and a `useful_until`: from then on it is no longer returned. A mail names "
            "its recipient: the `professional` address (from the employer), the `login` (of the account) or the `contact` (entered "
            "while subscribing). These addresses are never mixed."
        ),
    ),
    "fr": (
        "Effets",
        (
            "Les effets disent à l’application ce qu’elle doit faire après une décision. La liste est fermée. Chaque effet a un `id`, toujours le "
            "même pour la même décision ou la même échéance, un `due_at` et un `useful_until`\N{NO-BREAK SPACE}: à partir de cet instant, il n’est "
            "plus renvoyé. Un courriel nomme son destinataire\N{NO-BREAK SPACE}: l’adresse `professional` (celle de l’employeur), `login` (celle du "
            "compte) ou `contact` (celle donnée pendant la souscription). Ces adresses ne sont jamais mêlées."
        ),
    ),
}
_KINDS: Mapping[Locale, tuple[str, str]] = {"en": ("mail", "task"), "fr": ("courriel", "tâche")}


def effects(locale: Locale) -> str:
    """Show the closed list of effects."""
    mail, task = _KINDS[locale]
    rows = [
        (f"`{effect.__name__}`", meaning(effect, locale), mail if issubclass(effect, Mail) else task, names(effect))
        for effect in EFFECTS
    ]
    title, introduction = _EFFECTS[locale]
    return "\n".join([f"# {title}\n", f"{introduction}\n", *table(_HEADINGS[locale]["effects"], rows), ""])


def meaning(kind: type, locale: Locale) -> str:
    """Return what the schemas say of a class, in the language of the site."""
    return descriptions()["definitions"][kind.__name__].in_(locale)


def question_page(locale: Locale) -> str:
    """Lead from every fact that people are asked for to the command that asks; its page has the reason."""
    title = {"fr": "Questions", "en": "Questions"}[locale]
    introduction = {
        "fr": "Tout ce que l’on demande, commande par commande\N{NO-BREAK SPACE}; la page de la commande dit pourquoi, et qui le demande.",
        "en": "Every fact that people are asked for, by command; the page of the command says why, and who asks for it.",
    }[locale]
    lines = [f"# {title}\n", f"{introduction}\n"]
    for event in dict.fromkeys(fact.partition(".")[0] for fact in questions.facts()):
        paths = [fact.partition(".")[2] for fact in questions.facts() if fact.partition(".")[0] == event]
        do = for_event(event).do
        shown = ", ".join(f"`{path}`" for path in paths)
        lines.append(f"- [`{do}`](../../commands/{do}.md): {shown}")
    return "\n".join([*lines, ""])


LISTS = [
    Regime, Link, Situation, Kinship, Parent, Formula, Civility, DocumentKind, Rating, PriorMembership, Motive, Consent,
    EndReason, Role, Capacity,
]  # fmt: skip


def names(kind: type) -> str:
    """List the fields of a class."""
    return ", ".join(f"`{field.name}`" for field in attrs.fields(kind))


def fields(event: str) -> str:
    """List the fields of a command."""
    return ", ".join(f"`{name}`" for name in for_event(event).field_names()) or "–"


def link(source: Source, locale: Locale) -> str:
    """Write a source, linked to its address, or with the word that none is known."""
    address, unknown = citing.link(source), citing.note(source, locale)
    title = f"[{source.label(locale)}]({address})" if address else source.label(locale)
    return f"{title} {unknown}".rstrip()


def table(headings: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    """Write a Markdown table."""
    return [line(headings), line(tuple("---" for _ in headings)), *map(line, rows)]


def line(cells: tuple[str, ...]) -> str:
    """Write one line of a table."""
    return f"| {' | '.join(cells)} |"
