"""
What the command line says around the labels, sentences and mails of the catalogue.

>>> say("end", "title", "en")
'Where everybody stands'
"""

from collections.abc import Mapping
from typing import Any

from psc_workflow._catalogue.reading import DATA, build, read_toml
from psc_workflow._model.money import Locale
from psc_workflow._model.text import Text
from psc_workflow._structuring.sharing import shared

_FILE = DATA / "texts" / "demo.toml"


def say(table: str, name: str, locale: Locale, **facts: Any) -> str:
    """Return the text *name* of *table*; tables in tables are joined by dots."""
    return build(_texts()[table][name], Text, f"{_FILE}, table {table}").say(locale, **facts)


@shared
def _texts() -> Mapping[str, Mapping[str, dict[str, Any]]]:
    tables = read_toml(_FILE)
    return {**tables, **{f"stories.{name}": table for name, table in tables["stories"].items()}}
