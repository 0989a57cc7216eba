"""
A telephone number has the form of one (téléphone).

Digits, with a + before them if one likes, and the usual marks between them:
spaces, dots, hyphens, slashes, brackets. Which country it is of is not asked.

Legal source:
    ITU-T E.164: at most 15 digits. No text gives the fewest; this library
    takes 6, the length of a number dialled inside New Caledonia.

Not modelled:
    Whether the number exists; plans of numbers by country; extensions.

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
"""Digits: limits of the format, not of law."""

_HYPHENS = "\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{EN DASH}"
_FORM = re.compile(rf"[\s(]*+\+?[0-9\s./(){_HYPHENS}-]*")


def assess(value: str | None, *, path: str = "phone") -> Verdict:
    """
    Check the form of a telephone number.

    Args:
        value: Kept exactly as given.
        path: Where it stands in the command.

    Returns:
        A verdict that holds, or ``phone-missing``, ``phone-form-wrong``.
    """
    if value is None:
        return Verdict((finding("phone-missing", path),))
    digits = sum(char.isdigit() for char in value)
    if _FORM.fullmatch(value) and SHORTEST <= digits <= LONGEST:
        return Verdict()
    return Verdict((finding("phone-form-wrong", path, shortest=SHORTEST, longest=LONGEST),))
