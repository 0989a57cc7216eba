"""
Sentences in both languages, and how values are written in them.

>>> Text("né le {on}", "born on {on}").fill({"on": dt.date(1972, 10, 9)}).fr
'né le 9 octobre 1972'
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


_MONTHS = (
    Text("janvier", "January"),
    Text("février", "February"),
    Text("mars", "March"),
    Text("avril", "April"),
    Text("mai", "May"),
    Text("juin", "June"),
    Text("juillet", "July"),
    Text("août", "August"),
    Text("septembre", "September"),
    Text("octobre", "October"),
    Text("novembre", "November"),
    Text("décembre", "December"),
)


def write_day(day: dt.date) -> Text:
    """
    Write *day* with the name of its month, as people read it everywhere; in French, the first of a month is an ordinal.

    >>> write_day(dt.date(2026, 5, 1))
    Text(fr='1er mai 2026', en='1 May 2026')
    """
    month = _MONTHS[day.month - 1]
    first = "er" if day.day == 1 else ""
    return Text(f"{day.day}{first} {month.fr} {day.year:04}", f"{day.day} {month.en} {day.year:04}")


def write_instant(instant: dt.datetime) -> Text:
    """
    Write the minute of *instant*, in the time zone that it has.

    >>> write_instant(dt.datetime(2026, 5, 1, 14, 5))
    Text(fr='1er mai 2026 à 14 h 05', en='2:05 pm on 1 May 2026')
    """
    day, half = write_day(instant), "am" if instant.hour < _NOON else "pm"
    return Text(
        f"{day.fr} à {instant.hour} h {instant.minute:02}",
        f"{(instant.hour - 1) % _NOON + 1}:{instant.minute:02} {half} on {day.en}",
    )


_NOON = 12


def format_value(value: object, locale: Locale) -> str:
    """Write *value* as a reader of *locale* expects it."""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, Text):
        return value.in_(locale)
    if isinstance(value, dt.datetime):
        return write_instant(value).in_(locale)
    if isinstance(value, dt.date):
        return write_day(value).in_(locale)
    if isinstance(value, tuple):
        return ", ".join(format_value(item, locale) for item in value)
    return str(value)
