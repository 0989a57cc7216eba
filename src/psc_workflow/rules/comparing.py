"""
How answers are compared and normalised, in one place so that no two rules differ.

>>> same("  Rue  du Général Castelnau ", "rue du général castelnau")
True
>>> compact("91 919 0000")
'919190000'
"""

import unicodedata
from collections.abc import Iterable

from psc_workflow.rules.compulsory_text import is_blank


def normalise(text: str) -> str:
    """Return *text* in the form used for comparison: one Unicode form, one case, single spaces."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    return " ".join(unicodedata.normalize("NFKC", folded).split())


def same(left: object, right: object) -> bool:
    """Return whether two answers say the same; lists are compared line by line, ignoring blank lines."""
    return _comparison_key(left) == _comparison_key(right)


def same_number(left: str, right: str) -> bool:
    """Return whether two telephone numbers or postcodes have the same letters, digits and +, however spaced."""
    return _letters_and_digits(left) == _letters_and_digits(right)


def compact(text: str) -> str:
    """Remove all white space from *text*."""
    return "".join(text.split())


def _comparison_key(value: object) -> object:
    if isinstance(value, str):
        return normalise(value)
    if isinstance(value, tuple):
        return _lines(value)
    return value


def _lines(lines: Iterable[str]) -> list[str]:
    return [normalise(line) for line in lines if not is_blank(line)]


def _letters_and_digits(text: str) -> str:
    return "".join(char for char in normalise(text) if char.isalnum() or char == "+")
