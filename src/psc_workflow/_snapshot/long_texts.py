"""
Texts of a document that no command could have brought into it, because they are too long.

Most classes of a record refuse such a text themselves; here are all of them,
whatever class they are in. The document itself is looked at first: where a
quotation mark stands in every stretch of half that length, no text is too long,
unless something in it is escaped.
"""

import re
from collections.abc import Iterator
from typing import Any

from psc_workflow._model.people import LONGEST_TEXT
from psc_workflow.exceptions import Fault

_STRETCH = LONGEST_TEXT // 2
"""Whatever is longer than a text may be has a whole one of such stretches in it, wherever it begins."""

_LIKE_A_FIELD = re.compile(r"[a-z_]{1,63}")


def long_texts(document: bytes | str, record: dict[str, Any]) -> Iterator[Fault]:
    """List the texts in *record*, as it was read from *document*, that are longer than any text may be."""
    if not _are_short(document):
        yield from _find(record, "")


def _are_short(document: bytes | str) -> bool:
    """Whether the document alone shows that no text in it is too long; in UTF-8, no letter takes less than a byte."""
    if len(document) <= LONGEST_TEXT:
        return True
    quote, escape = (b'"', b"\\") if isinstance(document, bytes) else ('"', "\\")
    if escape in document:  # type: ignore[operator]  # both are of the same type
        return False
    places = range(0, len(document), _STRETCH)
    return all(document.find(quote, place, place + _STRETCH) >= 0 for place in places[:-1])  # type: ignore[arg-type]  # as above


def _find(value: Any, path: str) -> Iterator[Fault]:
    if isinstance(value, str):
        if len(value) > LONGEST_TEXT:
            yield Fault(path, f"must not be longer than {LONGEST_TEXT} characters", "form-too-long")
    elif isinstance(value, dict):
        for name, item in value.items():
            shown = name if _LIKE_A_FIELD.fullmatch(name) else "…"  # any other name may be a person's
            yield from _find(item, f"{path}.{shown}" if path else shown)
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from _find(item, f"{path}.{place}")
