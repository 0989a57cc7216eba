r"""
How much JSON is read at all: measured on the text itself, before anything is made of it.

Far above every document of ours, far below what would take seconds, or a
gigabyte. A text that is short enough cannot have too many values: that of a
usual dossier is not even looked at.

>>> faults_of_size(b'{"reason":"[[[["}'), faults_of_size("[" * (MOST_VALUES + 1))
(None, 'holds more than 262144 values')
"""

import re

LARGEST = 2**25
"""Bytes, or characters, of the largest text that is read: 32 MiB."""

MOST_VALUES = 2**18
"""Objects, lists and the items in them, together."""

LONGEST = 2**16
"""The same of a name or a text in it, measured where the whole is longer than ``USUAL``: far above any stored one."""

USUAL = 2**18
"""Bytes, or characters, of a text that cannot cost much, whatever is in it."""

_MOST_QUOTES = 4 * MOST_VALUES
"""Quotation marks of as many names and texts as may stand there."""

_STRING = r'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)'
_STRINGS, _STRINGS_IN_BYTES = re.compile(_STRING, re.DOTALL), re.compile(_STRING.encode(), re.DOTALL)
"""Texts in JSON, and what follows a mark that none closes."""


def faults_of_size(text: bytes | str) -> str | None:
    """Say why *text* is too much to read; ``None`` if it is not."""
    if len(text) <= USUAL:
        return None
    if len(text) > LARGEST:
        return f"is too large: at most {LARGEST // 2**20} MiB are read"
    if _has_too_many(text):
        return f"holds more than {MOST_VALUES} values"
    if _longest_string(text) > LONGEST:
        return f"holds a text of more than {LONGEST // 2**10} KiB"
    return None


def _has_too_many(text: bytes | str) -> bool:
    """Whether more values begin in *text* than are read; those signs count that stand outside of its strings."""
    if (
        _count(text, '"') - _count(text, '\\"') > _MOST_QUOTES
    ):  # at worst, every second mark is taken for an escaped one
        return True
    return _count(text, *"[{,") > MOST_VALUES and _count(_without_strings(text), *"[{,") > MOST_VALUES


def _longest_string(text: bytes | str) -> int:
    strings = _STRINGS_IN_BYTES.finditer(text) if isinstance(text, bytes) else _STRINGS.finditer(text)
    return max((string.end() - string.start() for string in strings), default=0)


def _without_strings(text: bytes | str) -> bytes | str:
    return _STRINGS_IN_BYTES.sub(b"", text) if isinstance(text, bytes) else _STRINGS.sub("", text)


def _count(text: bytes | str, *signs: str) -> int:
    """Count what stands in *text*: each of *signs*."""
    if isinstance(text, bytes):
        return sum(text.count(sign.encode()) for sign in signs)
    return sum(text.count(sign) for sign in signs)
