"""
The pages of terms, generated from the vocabulary and the rules.
"""

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum

import attrs
from generated_pages import meaning, table
from writing import ORPHAN, say

from psc_workflow import rulebook
from psc_workflow._catalogue import wording
from psc_workflow._model import vocabulary
from psc_workflow._model.commands import ALL
from psc_workflow._model.money import Locale
from psc_workflow._model.people import Agent, Child, Partner, Position
from psc_workflow._model.text import Text
from psc_workflow.testing import examples

INTRODUCTION = (
    "Les mots français des listes fermées, des champs et des règles. Le [glossaire](../glossary.md) donne les noms.",
    "The French words of closed lists, fields and rules. The [glossary](../glossary.md) has the nouns.",
)

OTHER_LISTS = {
    "PasswordCondition": Text(
        "Ce que le mot de passe doit ou devrait contenir.", "What the password must or should contain."
    ),
    "Strength": Text("La sécurité du mot de passe.", "How strong the password is."),
}
"""What the lists are that no document holds."""


PAGES = {
    "terms-answers": ("Termes : ce que l’on répond", "Terms: what people answer"),
    "terms-lists": ("Termes : ce que dit la bibliothèque", "Terms: what the library says"),
    "terms-fields": ("Termes : champs", "Terms: fields"),
    "terms-rules": ("Termes : règles", "Terms: rules"),
}
"""The pages, with their titles."""


def pages(locale: Locale) -> dict[str, str]:
    """Return the pages, by name."""
    tables = (*(lists(kinds, locale) for kinds in lists_of_questions()), fields(locale), rules(locale))
    each = {
        name: "\n".join([f"{ORPHAN}# {say(*title, locale)}\n", *rows, ""])
        for (name, title), rows in zip(PAGES.items(), tables, strict=True)
    }
    lines = [f"# {say('Termes', 'Terms', locale)}\n", f"{say(*INTRODUCTION, locale)}\n"]
    lines += [f"- [{say(*title, locale)}]({name}.md)" for name, title in PAGES.items()]
    return {"terms": "\n".join([*lines, ""]), **each}


def both(locale: Locale) -> tuple[str, str]:
    """Return what the two languages are called."""
    return say("Français", "French", locale), say("Anglais", "English", locale)


def lists(kinds: Iterable[type[StrEnum]], locale: Locale) -> Iterator[str]:
    """Show closed lists with their French words."""
    for kind in kinds:
        yield from (f"## {kind.__name__}\n", f"{meaning_of_list(kind, locale)}\n")
        words = [(f"`{member.value}`", wording.word(member)) for member in kind]
        headings = (say("Valeur", "Value", locale), *both(locale))
        yield from table(headings, [(value, word.fr, word.en) for value, word in words])
        yield ""


def fields(locale: Locale) -> list[str]:
    """Show the fields with their French words."""
    rows = [(f"`{name}`", word.fr, word.en) for name, word in sorted(wording.words("Field").items())]
    return table((say("Champ", "Field", locale), *both(locale)), rows)


def rules(locale: Locale) -> list[str]:
    """Show the rules with their French words."""
    pairs = (("Règle", "Rule"), ("Français", "French"), ("Ce qu’elle dit", "Claim"))
    return table(tuple(say(*pair, locale) for pair in pairs), [rule_row(rule, locale) for rule in examples.rules()])


def lists_of_questions() -> tuple[list[type[StrEnum]], list[type[StrEnum]]]:
    """Part the closed lists into those that a field of a command or of a person has, and the others."""
    kinds = (*ALL, *PEOPLE)
    types = " ".join(str(field.type) for kind in kinds for field in attrs.fields(attrs.resolve_types(kind)))
    asked = [kind for kind in closed_lists() if re.search(rf"\b{kind.__name__}\b", types)]
    return asked, [kind for kind in closed_lists() if kind not in asked]


PEOPLE = (Agent, Partner, Child, Position)


def meaning_of_list(kind: type, locale: Locale) -> str:
    """Say what a closed list is; the schemas have those that are stored or answered."""
    text = OTHER_LISTS.get(kind.__name__)
    return meaning(kind, locale) if text is None else text.in_(locale)


def closed_lists() -> Iterator[type[StrEnum]]:
    """List the closed lists of the vocabulary that have words for people."""
    for kind in vars(vocabulary).values():
        if isinstance(kind, type) and issubclass(kind, StrEnum) and len(kind) and kind.__name__ in wording.vocabulary():
            yield kind


def rule_row(rule: str, locale: Locale = "en") -> tuple[str, str, str]:
    """Write a rule as a row: its French term and its claim, which has that term in brackets; in French, what it says."""
    claim = rulebook.claim(rule)
    french = re.search(r"\(([^()]*)\)", claim)
    said = claim if locale == "en" else rulebook.rule_text(rule).sentence.fr
    return f"`{rule}`", french.group(1) if french else "", said
