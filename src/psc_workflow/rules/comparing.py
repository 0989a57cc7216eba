"""
How answers are compared and written down: once, so that no two rules differ.

>>> same("  Rue  du Général Castelnau ", "rue du général castelnau")
True
>>> compact("91 919 0000")
'919190000'
"""

import unicodedata
from collections.abc import Iterable

from psc_workflow.rules.compulsory_text import is_blank


def normalise(text: str) -> str:
    """Bring *text* to the form in which it is compared: one Unicode form, one case, single spaces."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    return " ".join(unicodedata.normalize("NFKC", folded).split())


def same(left: object, right: object) -> bool:
    """Whether two answers say the same; lists of lines are compared line by line, blank ones apart."""
    return _comparison_key(left) == _comparison_key(right)


def same_number(left: str, right: str) -> bool:
    """Whether two telephone numbers or postcodes have the same letters, digits and +, however they are spaced."""
    return _letters_and_digits(left) == _letters_and_digits(right)


def compact(text: str) -> str:
    """Take all white space out of *text*."""
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
