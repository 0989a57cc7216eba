"""
A compulsory field is not left blank (champ obligatoire).

Legal source:
    The guide marks the fields of the subscription with an asterisk.

Not modelled:
    What a name or a city may look like: every script passes, untouched.

>>> assess("Teʻaitu", path="usage_name").holds
True
>>> assess("  ", path="usage_name").findings[0].code
'text-blank'
"""

import unicodedata

from psc_workflow._catalogue.wording import field, finding
from psc_workflow._model.characters import remove_all_invisible
from psc_workflow._model.verdict import Verdict

_SILENT = ("Cc", "Cf", "Mn")
"""Control characters, format characters and marks, which say nothing on their own."""


def assess(value: object, *, path: str) -> Verdict:
    """
    Check that an answer is not blank.

    Args:
        value: A text, or lines of text. Anything else holds, and so does
            ``None``: another rule requires an answer.
        path: The field, which the finding names.

    Returns:
        A verdict that holds, or ``text-blank``.
    """
    return Verdict((finding("text-blank", path, field=field(path)),)) if is_blank(value) else Verdict()


def is_blank(value: object) -> bool:
    """Return whether *value* is a text without a visible character, or has only such lines."""
    if isinstance(value, str):
        if value[:1].isascii() and value[:1].isalnum():
            return False  # as nearly every text begins
        return all(char.isspace() or unicodedata.category(char) in _SILENT for char in remove_all_invisible(value))
    return isinstance(value, tuple) and all(is_blank(line) for line in value)
