"""
The page of terms, generated from the vocabulary and the rules.
"""

import re
from collections.abc import Iterator
from enum import StrEnum

from generated_pages import meaning, table
from writing import say

from psc_workflow import rulebook
from psc_workflow._catalogue import wording
from psc_workflow._model import vocabulary
from psc_workflow._model.money import Locale
from psc_workflow._model.text import Text
from psc_workflow.testing import examples

INTRODUCTION = (
    "Les mots français des listes closes, des champs et des règles. Le [glossaire](../glossary.md) donne les noms.",
    "The French words of closed lists, fields and rules. The [glossary](../glossary.md) has the nouns.",
)

OTHER_LISTS = {
    "PasswordCondition": Text(
        "Ce que le mot de passe doit ou devrait contenir.", "What the password must or should contain."
    ),
    "Strength": Text("La sécurité du mot de passe.", "How strong the password is."),
}
"""What the lists are that no document holds."""


def pages(locale: Locale) -> dict[str, str]:
    """Return the pages, by name."""
    return {"terms": terms(locale)}


def terms(locale: Locale) -> str:
    """Show the closed lists, the fields and the rules with their French words."""
    value, field = (say(*pair, locale) for pair in (("Valeur", "Value"), ("Champ", "Field")))
    headings = tuple(
        say(*pair, locale) for pair in (("Règle", "Rule"), ("Français", "French"), ("Ce qu’elle dit", "Claim"))
    )
    both = (say("Français", "French", locale), say("Anglais", "English", locale))
    lines = [f"# {say('Termes', 'Terms', locale)}\n", f"{say(*INTRODUCTION, locale)}\n"]
    for kind in closed_lists():
        lines += [f"## {kind.__name__}\n", f"{meaning_of_list(kind, locale)}\n"]
        words = [(f"`{member.value}`", wording.word(member)) for member in kind]
        lines += [*table((value, *both), [(value, word.fr, word.en) for value, word in words]), ""]
    fields = [(f"`{name}`", word.fr, word.en) for name, word in sorted(wording.words("Field").items())]
    lines += [f"## {say('Champs', 'Fields', locale)}\n", *table((field, *both), fields), ""]
    lines += [f"## {say('Règles', 'Rules', locale)}\n"]
    return "\n".join([*lines, *table(headings, [rule_row(rule, locale) for rule in examples.rules()]), ""])


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
