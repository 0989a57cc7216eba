"""
A birth date does not lie in the future, nor further back than the longest life (date de naissance).

Legal source:
    None: a choice of this library, so that a slip is caught at once; the
    catalogue's ``longest_life`` (``assumed``).

Not modelled:
    Unborn children; they are added once born.

>>> assess(dt.date(2019, 9, 9), on=dt.date(2026, 4, 7)).holds
True
>>> assess(dt.date(2029, 9, 9), on=dt.date(2026, 4, 7)).findings[0].code
'birth-in-future'
>>> assess(dt.date(80, 6, 14), on=dt.date(2026, 4, 7)).findings[0].code
'birth-too-long-ago'
"""

import datetime as dt

from psc_workflow._catalogue import law
from psc_workflow._catalogue.wording import finding
from psc_workflow._model.verdict import Verdict
from psc_workflow.rules import ages


def assess(birth_date: dt.date | None, *, on: dt.date, path: str = "birth_date") -> Verdict:
    """
    Check that somebody born on that day can be alive on *on*.

    Args:
        birth_date: ``None`` holds: another rule requires it.
        on: Civil day of the request; a birth on that day is allowed.
        path: Where the date stands in the command.

    Returns:
        A verdict that holds, or ``birth-in-future``,
        ``birth-too-long-ago``.
    """
    if birth_date is None:
        return Verdict()
    if birth_date > on:
        return Verdict((finding("birth-in-future", path, birth_date=birth_date, on=on),))
    longest = law.dated("longest_life", on)
    if ages.years(birth_date, on=on) <= longest.known_value:
        return Verdict()
    code = "birth-too-long-ago"
    return Verdict((finding(code, path, rests_on=(longest,), birth_date=birth_date, years=longest.known_value),))
