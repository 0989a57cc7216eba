"""
The portal's own words: signing in, the mailbox, the desk. All others are the contract's, or the library's.
"""

import functools
import tomllib
from pathlib import Path

LOCALES = ("fr", "en")


@functools.cache
def _table() -> dict[str, dict[str, str]]:
    return tomllib.loads((Path(__file__).parent / "texts.toml").read_text())


@functools.lru_cache(maxsize=len(LOCALES))
def texts(locale: str) -> dict[str, str]:
    """Find the words of a language, by name."""
    return {name: text[locale] for name, text in _table().items()}
