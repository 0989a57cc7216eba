"""
The language of one call: ``--lang`` may stand anywhere, so it is taken off before a command reads its options.
"""

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar

LANGUAGES = ("fr", "en")

_language = ContextVar[str | None]("_language", default=None)


@contextlib.contextmanager
def spoken(language: str | None) -> Iterator[None]:
    """Speak *language* meanwhile; that of the environment if ``None``."""
    token = _language.set(language)
    try:
        yield
    finally:
        _language.reset(token)


def language_of_call() -> str | None:
    """Return what ``--lang`` says; ``None`` if it is not there."""
    return _language.get()
