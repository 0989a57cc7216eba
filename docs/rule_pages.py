"""
The page of terms, generated from the vocabulary and the rules.
"""

import re
from collections.abc import Iterator
from enum import StrEnum

from generated_pages import table

from psc_workflow import rulebook
from psc_workflow._catalogue import wording
from psc_workflow._model import vocabulary
from psc_workflow.testing import examples


def pages() -> dict[str, str]:
    """Return the pages, by name."""
    return {"terms": terms()}


def terms() -> str:
    """Show the closed lists, the fields and the rules with their French words."""
    lines = [
        "# Terms\n",
        "The French words of closed lists, fields and rules. The [glossary](../glossary.md) has the nouns.\n",
    ]
    for kind in closed_lists():
        claim = " ".join((kind.__doc__ or "").strip().split("\n\n")[0].split())
        lines += [f"## {kind.__name__}\n", f"{claim}\n"]
        words = [(f"`{member.value}`", wording.word(member)) for member in kind]
        lines += [*table(("Value", "French", "English"), [(value, word.fr, word.en) for value, word in words]), ""]
    fields = [(f"`{name}`", word.fr, word.en) for name, word in sorted(wording.words("Field").items())]
    lines += ["## Fields\n", *table(("Field", "French", "English"), fields), "", "## Rules\n"]
    return "\n".join([*lines, *table(("Rule", "French", "Claim"), map(rule_row, examples.rules())), ""])


def closed_lists() -> Iterator[type[StrEnum]]:
    """List the closed lists of the vocabulary that have words for people."""
    for kind in vars(vocabulary).values():
        if isinstance(kind, type) and issubclass(kind, StrEnum) and len(kind) and kind.__name__ in wording.vocabulary():
            yield kind


def rule_row(rule: str) -> tuple[str, str, str]:
    """Write a rule as a row: its French term and its claim, which has that term in brackets."""
    claim = rulebook.claim(rule)
    french = re.search(r"\(([^()]*)\)", claim)
    return f"`{rule}`", french.group(1) if french else "", claim
