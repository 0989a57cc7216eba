"""
Sentences in both languages, and how values are written in them.

>>> Text("né le {on}", "born on {on}").fill({"on": dt.date(1972, 10, 9)}).fr
'né le 09/10/1972'
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import attrs

from psc_workflow._model.money import Locale


@attrs.frozen
class Text:
    """The same words in French and in English."""

    fr: str
    en: str

    def in_(self, locale: Locale) -> str:
        """Choose the language."""
        return self.fr if locale == "fr" else self.en

    def say(self, locale: Locale, /, **facts: Any) -> str:
        """Choose the language, and replace each ``{name}`` by the fact of this name, written for the reader."""
        return self.in_(locale).format_map({name: format_value(value, locale) for name, value in facts.items()})

    def fill(self, facts: Mapping[str, Any]) -> "Text":
        """Replace each ``{name}`` by the fact of this name, written for the reader."""
        return Text(fr=self.say("fr", **facts), en=self.say("en", **facts))


@attrs.frozen(eq=False)
class Word(Text):
    """
    The words for a member of a closed list, a field or a term: a contract may have others for the same.

    It equals the text of the same words.

    Args:
        table: Table of the vocabulary: the name of the list, or ``Field``.
        name: Value of the member, or name of the field.
    """

    table: str
    name: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Text) and (self.fr, self.en) == (other.fr, other.en)

    def __hash__(self) -> int:
        return Text.__hash__(self)


@attrs.frozen
class Source:
    """Where something is written: a text of law, a page, a screen of the guide."""

    title: str
    url: str = ""

    def as_json(self) -> dict[str, str]:
        """Write the source as plain data, with its address if it has one."""
        return {"title": self.title, "url": self.url} if self.url else {"title": self.title}


def format_value(value: object, locale: Locale) -> str:
    """Write *value* as a reader of *locale* expects it."""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, Text):
        return value.in_(locale)
    if isinstance(value, dt.datetime):
        return f"{format_value(value.date(), locale)} {value:%H:%M}"
    if isinstance(value, dt.date):
        return (
            f"{value:%d/%m}/{value.year:04}" if locale == "fr" else value.isoformat()
        )  # strftime writes the year 80 as 80
    if isinstance(value, tuple):
        return ", ".join(format_value(item, locale) for item in value)
    return str(value)
