"""
What the makers of pages share: the words of a page in the language of the site, links, facts and lists.
"""

import datetime as dt
import html
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from enum import Enum
from pathlib import Path
from typing import Any

import attrs
import typeset

from psc_workflow._catalogue.contracts import Contract, builtin
from psc_workflow._model import citing
from psc_workflow._model.money import Locale
from psc_workflow._model.text import Source, Text, format_day
from psc_workflow._structuring import unstructure
from psc_workflow.problems import FINDING_TYPE, TYPE

DOCS = Path(__file__).parent

FOLDERS = ("findings", "commands", "rules", "values", "amounts", "reference/api", "reference/generated")
"""Folders that hold generated pages and nothing else; their addresses do not change."""

LONGEST = 240
"""Characters of a fact that is shown."""

ORPHAN = "---\norphan: true\n---\n\n"
"""Begins a page that its index leads to, but no table of contents: there are hundreds of these."""

OTHER: Mapping[Locale, Locale] = {"fr": "en", "en": "fr"}
"""The language that comes second on a page."""

COLON: Mapping[Locale, str] = {"fr": "\N{NO-BREAK SPACE}:", "en": ":"}


def say(french: str, english: str, locale: Locale) -> str:
    """Return the words in the language of the page, with its typography."""
    return typeset.french(french) if locale == "fr" else english


def clear(pages: Collection[str]) -> None:
    """Remove what an earlier build left in the folders of generated pages, for codes and names that are no more."""
    for folder in FOLDERS:
        for file in (DOCS / folder).rglob("*.md"):
            if file.relative_to(DOCS).with_suffix("").as_posix() not in pages:
                file.unlink()


def cited(source: Source, locale: Locale) -> str:
    """Write a source, linked to the official text if its address is known, with what is applied of it."""
    address, unknown = citing.link(source), citing.note(source, locale)
    title = f"[{source.label(locale)}]({address})" if address else source.label(locale)
    sentence = "" if source.sentence is None else f" {source.sentence.in_(locale)}"
    return f"{title} {unknown}".rstrip() + f".{sentence}"


def fact(value: object, locale: Locale) -> str:
    """Write a fact of an example on one line; people and numbers of examples are synthetic."""
    if value is None:
        return say("non indiqué", "not stated", locale)
    if isinstance(value, bool):
        return say(*(("oui", "yes") if value else ("non", "no")), locale)
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return format_day(value, locale)
    if isinstance(value, Contract) and builtin.get(value.id) != value:
        return f"{code(value.id)}, {say('modifié pour l’exemple', 'altered for the example', locale)}"
    return value.in_(locale) if isinstance(value, Text) else code(name_of(value))


def name_of(value: object) -> str:
    """Write what a contract, a word of a list or a command is called, and anything else as JSON."""
    match value:
        case Contract():
            return value.id
        case Enum():
            return str(value.value)
        case type():
            return str(getattr(value, "do", value.__name__))
    return as_json(value)


def as_json(value: object) -> str:
    """Write a value of a rule as one line of JSON, without what is not stated."""
    plain = unstructure(value) if attrs.has(type(value)) or isinstance(value, tuple | dict | list) else value
    text = json.dumps(without_gaps(plain), ensure_ascii=False, default=str)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def without_gaps(value: Any) -> Any:
    """Leave out what is ``None`` or empty, at every level."""
    match value:
        case dict():
            return {key: without_gaps(item) for key, item in value.items() if item not in (None, [], {}, "")}
        case list() | tuple():
            return [without_gaps(item) for item in value]
    return value


def code(text: str) -> str:
    """Write *text* as code, in a cell of a table too."""
    fence = "``" if "`" in text else "`"
    return f"{fence}{text}{fence}".replace("|", "\\|").replace("\n", " ")


def english(text: str, locale: Locale) -> str:
    """Mark a text that exists in English alone, for who listens to a French page."""
    return text if locale == "en" else f'<span lang="en">{text}</span>'


def in_both(text: Text, locale: Locale) -> Iterator[str]:
    """Write a text in the language of the page, then in the other."""
    other = OTHER[locale]
    yield f"> {text.in_(locale)}"
    if text.in_(locale) != text.in_(other):
        yield f'>\n> <span lang="{other}"><em>{text.in_(other)}</em></span>\n'


def urn(code: str) -> str:
    """Return the type that a problem has for a finding; the page of the finding is ``findings/CODE.html``."""
    return FINDING_TYPE + code


def searched(name: str, sources: Iterable[Source], locale: Locale) -> str:
    """Write what an entry of an index is found by besides its words, for an attribute: its name and its sources."""
    return html.escape(" ".join([name, *dict.fromkeys(source.label(locale) for source in sources)]))


def problem(outcome: str) -> str:
    """Return the type that a problem has for an outcome."""
    return TYPE + outcome


def picture(name: str) -> str:
    """Show the picture of this name."""
    return f"```{{picture}} {name}\n```\n"


def bullets(items: Iterable[str]) -> list[str]:
    """Write a list."""
    return [*(f"- {item}" for item in items), ""]
