"""
Sources that values cite by a short name of ``sources.toml``, so that a text of law is written down once.

>>> data = {"effect": {"values": [{"sources": ["rfc-5321", {"title": "Page 3"}]}]}}
>>> [source["title"][:8] for source in with_named_sources(data)["effect"]["values"][0]["sources"]]
['RFC 5321', 'Page 3']
"""

import difflib
from collections.abc import Mapping
from typing import Any

import attrs

from psc_workflow._catalogue.raw_texts import sources


def with_named_sources(data: Mapping[str, Any]) -> dict[str, Any]:
    """Put sources in place of their short names, in every list ``sources``; what is no such name stays."""
    return {
        name: _named(value) if name == "sources" and isinstance(value, list) else _below(value)
        for name, value in data.items()
    }


def not_a_source(cited: str) -> str:
    """
    Say that *cited* is the short name of no source, and how to write one.

    >>> not_a_source("accord-2042").partition("which ")[2]
    "'accord-2042' is not; did you mean accord-2024?"
    """
    alike = difflib.get_close_matches(cited, sources(), n=1)
    hint = f"; did you mean {alike[0]}?" if alike else ""
    return f"must be a table with a title, or the short name of a source of this library, which {cited!r} is not{hint}"


def _below(value: Any) -> Any:
    if isinstance(value, Mapping):
        return with_named_sources(value)
    return [_below(item) for item in value] if isinstance(value, list) else value


def _named(cited: list[Any]) -> list[Any]:
    named = sources()
    return [attrs.asdict(named[item]) if isinstance(item, str) and item in named else item for item in cited]
