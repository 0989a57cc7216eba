"""
A telephone number has the form of one (téléphone).

Digits, optionally with a + before them, and the usual separators: spaces, dots,
hyphens, slashes, brackets. The country is not checked.

Legal source:
    ITU-T E.164: at most 15 digits. No text gives a minimum; this library
    takes 6, the length of a number dialled within New Caledonia.

Not modelled:
    Whether the number exists; national numbering plans; extensions.

>>> assess("+689 40 00 00 00").holds
True
>>> assess("40 00").findings[0].code
'phone-form-wrong'
>>> assess(None).missing
('phone',)
"""

import re

from psc_workflow._catalogue.wording import finding
from psc_workflow._model.verdict import Verdict

SHORTEST, LONGEST = 6, 15
"""Digits: limits of the format, not of the law."""

_HYPHENS = "\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{EN DASH}"
_FORM = re.compile(rf"[\s(]*+\+?[0-9\s./(){_HYPHENS}-]*")


def assess(value: str | None, *, path: str = "phone") -> Verdict:
    """
    Check the form of a telephone number.

    Args:
        value: Stored exactly as entered.
        path: Where the number stands in the command.

    Returns:
        A verdict that holds, or ``phone-missing``, ``phone-form-wrong``.
    """
    if value is None:
        return Verdict((finding("phone-missing", path),))
    digits = sum(char.isdigit() for char in value)
    if _FORM.fullmatch(value) and SHORTEST <= digits <= LONGEST:
        return Verdict()
    return Verdict((finding("phone-form-wrong", path, shortest=SHORTEST, longest=LONGEST),))
