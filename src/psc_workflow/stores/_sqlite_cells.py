"""
Cells of a SQLite file, which may hold anything: how they are written and read back.
"""

import datetime as dt
from typing import Any


def as_text(instant: dt.datetime | None) -> str | None:
    """Write an instant, which is in UTC, so that texts sort as instants do."""
    return None if instant is None else instant.isoformat(timespec="microseconds")


def instant(text: Any) -> dt.datetime:
    """Read it back."""
    value = dt.datetime.fromisoformat(text)
    if value.tzinfo is None:
        raise ValueError("an instant without a time zone")
    return value


def as_instant(text: Any) -> dt.datetime | None:
    """Read one back that may be missing."""
    return None if text is None else instant(text)


def as_day(text: Any) -> dt.date | None:
    """Read a day back that may be missing."""
    return None if text is None else dt.date.fromisoformat(text)


def as_bytes(content: Any) -> bytes:
    """Read JSON back, which somebody may have written as text."""
    if not isinstance(content, bytes | str):
        raise TypeError("neither bytes nor text")
    return content.encode() if isinstance(content, str) else content
