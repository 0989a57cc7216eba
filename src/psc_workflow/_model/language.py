"""
The language in which somebody is written to; its words are the keys of every text.
"""

from enum import StrEnum


class Language(StrEnum):
    """A language in which an agent can be written to (langue)."""

    FR = "fr"
    EN = "en"
