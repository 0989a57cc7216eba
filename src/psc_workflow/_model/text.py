"""
Sentences in both languages, and how values are written in them.

>>> Text("né le {on}", "born on {on}").fill({"on": dt.date(1972, 10, 9)}).fr
'né le 9 octobre 1972'
"""

import datetime as dt
import functools
from collections.abc import Mapping
from typing import Any

import attrs

from psc_workflow._model import legifrance
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
    """
    Where something is written: a text of law, a page, a screen of the guide.

    Args:
        title: In French, as it is cited there.
        url: Page where it was read; empty if none is published.
        title_en: The title in English; empty if it is the same.
        identifier: Of a text of law on the official site, Légifrance, such as
            ``LEGIARTI000045645686``; ``unknown`` where none was found; empty
            for what is not a text.
        sentence: What is applied of it, in the words of this library; ``None``
            if the title says it.

    >>> Source("Décret, art. 5", identifier="LEGIARTI000045645686").address
    'https://www.legifrance.gouv.fr/loda/article_lc/LEGIARTI000045645686'
    """

    title: str
    url: str = ""
    title_en: str = ""
    identifier: str = ""
    sentence: Text | None = None

    @property
    def address(self) -> str | None:
        """Address of the text on the official site of law; ``None`` if unknown, or if it is no text of law."""
        return legifrance.address(self.identifier)

    def label(self, locale: Locale) -> str:
        """Return the title in *locale*."""
        return self.title_en if locale == "en" and self.title_en else self.title

    def as_json(self) -> dict[str, Any]:
        """Write the source as plain data, in both languages; ``address`` is ``None`` where it is not known."""
        return {
            "title": self.title,
            "title_en": self.label("en"),
            "address": self.address,
            "url": self.url,
            "identifier": self.identifier,
            "sentence": None if self.sentence is None else attrs.asdict(self.sentence),
        }


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


_MOST_DAYS = 1024
"""The most days whose words are remembered: those of some years, in one language."""


def write_day(day: dt.date) -> Text:
    """
    Write *day* with the name of its month, as people read it everywhere; in French, the first of a month is an ordinal.

    >>> write_day(dt.date(2026, 5, 1))
    Text(fr='1er mai 2026', en='1 May 2026')
    """
    return Text(format_day(day, "fr"), format_day(day, "en"))


@functools.lru_cache(_MOST_DAYS)
def format_day(day: dt.date, locale: Locale) -> str:
    """Write *day* as :func:`write_day` does, in one language."""
    month = _MONTHS[day.month - 1]
    if locale == "en":
        return f"{day.day} {month.en} {day.year:04}"
    return f"{day.day}{'er' if day.day == 1 else ''} {month.fr} {day.year:04}"


def write_month(day: dt.date) -> Text:
    """
    Write the month of *day*.

    >>> write_month(dt.date(2026, 5, 1))
    Text(fr='mai 2026', en='May 2026')
    """
    month = _MONTHS[day.month - 1]
    return Text(f"{month.fr} {day.year:04}", f"{month.en} {day.year:04}")


def french_time(instant: dt.datetime) -> str:
    """Write the minute of *instant* in French, to stay on one line."""
    return f"{instant.hour}\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}{instant.minute:02}"


def write_instant(instant: dt.datetime) -> Text:
    r"""
    Write the minute of *instant*, in the time zone that it has.

    >>> write_instant(dt.datetime(2026, 5, 1, 14, 5))
    Text(fr='1er mai 2026 à 14\xa0h\xa005', en='1 May 2026 at 2:05 pm')
    """
    day, half = write_day(instant), "am" if instant.hour < _NOON else "pm"
    return Text(
        f"{day.fr} à {french_time(instant)}",
        f"{day.en} at {(instant.hour - 1) % _NOON + 1}:{instant.minute:02} {half}",
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
        return format_day(value, locale)
    if isinstance(value, tuple):
        return ", ".join(format_value(item, locale) for item in value)
    return str(value)
