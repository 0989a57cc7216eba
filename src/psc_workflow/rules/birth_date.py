"""
A birth date cannot lie in the future (date de naissance).

Legal source:
    None: a choice of this library, so that a slip is caught at once.

Not modelled:
    Unborn children; they are added once born.

>>> assess(dt.date(2019, 9, 9), on=dt.date(2026, 4, 7)).holds
True
>>> assess(dt.date(2029, 9, 9), on=dt.date(2026, 4, 7)).findings[0].code
'birth-in-future'
"""

import datetime as dt

from psc_workflow._catalogue.wording import finding
from psc_workflow._model.verdict import Verdict


def assess(birth_date: dt.date | None, *, on: dt.date, path: str = "birth_date") -> Verdict:
    """
    Check that the birth date is not after *on*.

    Args:
        birth_date: ``None`` holds: another rule requires it.
        on: Civil day of the request; a birth on that day is allowed.
        path: Where the date stands in the command.

    Returns:
        A verdict that holds, or ``birth-in-future``.
    """
    if birth_date is None or birth_date <= on:
        return Verdict()
    return Verdict((finding("birth-in-future", path, birth_date=birth_date, on=on),))
