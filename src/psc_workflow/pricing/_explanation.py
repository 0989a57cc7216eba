"""
An explanation as a value: a tree of titles, amounts, sentences and sources.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Any

import attrs

from psc_workflow._model import citing
from psc_workflow._model.money import Locale, euros
from psc_workflow._model.text import Source
from psc_workflow._model.vocabulary import Certainty


class Register(StrEnum):
    """The reader of an explanation: the person who pays, or the one who checks."""

    MEMBER = "member"
    AUDITOR = "auditor"


@attrs.frozen(slots=False)  # so that nodes can be made from templates
class Explanation:
    """
    One node of the tree.

    Args:
        title: What is explained.
        amount: Amount a month, written in the reader's language.
        cents: The same as a number; ``None`` if unknown.
        how: How it was worked out, in a sentence; empty for a sum.
        notes: Details for an auditor only.
        parts: What it consists of.
        heading: The title with the amount; the title alone if empty.
        locale: The reader's language.
    """

    title: str
    amount: str
    cents: int | None
    how: str = ""
    certainty: Certainty | None = None
    sources: tuple[Source, ...] = ()
    notes: tuple[str, ...] = ()
    parts: "tuple[Explanation, ...]" = ()
    heading: str = attrs.field(default="", kw_only=True, eq=False, repr=False)
    locale: Locale = attrs.field(kw_only=True)

    def __str__(self) -> str:
        return "\n".join(self._lines(""))

    def _lines(self, indent: str) -> Iterator[str]:
        yield indent + (self.heading or self.title)
        for text in (self.how, *self.notes):
            if text:
                yield f"{indent}    {text}"
        for part in self.parts:
            yield from part._lines(f"{indent}  ")  # noqa: SLF001 -- the same class

    def as_json(self) -> dict[str, Any]:
        """Return the tree as plain data."""
        return {
            "title": self.title,
            "amount": None if self.cents is None else str(euros(self.cents)),
            "how": self.how,
            "certainty": self.certainty.value if self.certainty else None,
            "sources": [citing.in_one_language(source, self.locale) for source in self.sources],
            "notes": list(self.notes),
            "parts": [part.as_json() for part in self.parts],
        }
