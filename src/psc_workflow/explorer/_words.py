"""
The words of the page itself, and those that it has of the catalogue.
"""

from collections.abc import Mapping
from typing import Any

import attrs

from psc_workflow._catalogue import wording
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.reading import DATA, build, read_toml
from psc_workflow._model import effects
from psc_workflow._model.money import Locale
from psc_workflow._model.text import Text
from psc_workflow._schemas import words as schema_words
from psc_workflow._structuring.sharing import shared

_FILE = DATA / "texts" / "explorer.toml"

_LISTS = ("Role", "Certainty", "Channel", "Severity", "Outcome", "Regime", "Formula")


@shared
def _texts() -> Mapping[str, Text]:
    tables = read_toml(_FILE)
    return {name: build(text, Text, f"{_FILE}, {name}") for name, text in tables["page"].items()}


def text(name: str) -> Text:
    """Return the text of the page called *name*, in both languages."""
    return _texts()[name]


def say(name: str, locale: Locale, **facts: Any) -> str:
    """Return the text of the page called *name*."""
    return text(name).say(locale, **facts)


def words(contract: Contract) -> dict[str, Any]:
    """Write every word of the page, and of the lists that it shows, in both languages."""
    lists = {
        name: {member: attrs.asdict(text) for member, text in wording.vocabulary()[name].items()} for name in _LISTS
    }
    for name, members in (("Regime", contract.regimes), ("Formula", contract.all_formulas)):
        lists[name] |= {member.value: _both(contract.word(member)) for member in members}
    return {
        "page": {name: attrs.asdict(text) for name, text in _texts().items()},
        "lists": lists,
        "effects": {
            effect.__name__: _both(schema_words.descriptions()["definitions"][effect.__name__])
            for effect in effects.ALL
        },
    }


def _both(text: Text) -> dict[str, str]:
    return {"fr": text.fr, "en": text.en}
