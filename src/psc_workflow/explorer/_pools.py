"""
What many places of a page say alike stands once, in a list, and is referred to by its place there.

>>> pools = Pools()
>>> pools.place("sources", {"title": "art. 5"}), pools.place("sources", {"title": "art. 5"})
(0, 0)
"""

import json
from collections.abc import Iterable
from typing import Any

import attrs

from psc_workflow._model import citing
from psc_workflow._model.text import Source

POOLS = (
    *("sources", "findings", "labels", "offers", "offered"),
    *("milestones", "quotes", "reasons", "explanations"),
)
"""Names of the lists of a page."""


class Pools:
    """Lists of plain data, each item once."""

    def __init__(self) -> None:
        self.lists: dict[str, list[Any]] = {}
        self._places: dict[tuple[str, str], int] = {}

    def place(self, name: str, item: Any) -> int:
        """Return where *item* stands in the list called *name*; it is added if it is new."""
        key = (name, json.dumps(item, sort_keys=True))
        if key not in self._places:
            items = self.lists.setdefault(name, [])
            self._places[key] = len(items)
            items.append(item)
        return self._places[key]

    def sources(self, sources: Iterable[Source]) -> list[int]:
        """Return the places of *sources*."""
        return [self.place("sources", _source(source)) for source in sources]


def _source(source: Source) -> dict[str, Any]:
    """Write a source, what is applied of it, and its address on the official site, or else where it was read."""
    return {
        "title": {"fr": source.label("fr"), "en": source.label("en")},
        "sentence": None if source.sentence is None else attrs.asdict(source.sentence),
        "address": citing.link(source) or None,
        "note": {"fr": citing.note(source, "fr"), "en": citing.note(source, "en")},
        "is_official": source.address is not None,
    }
