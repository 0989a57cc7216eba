"""
The first day of a change is given (date d'effet d'une demande).

The day itself counts as changed. Whether it may lie in the past or in the future
is up to the rule that calls this one.

Legal source:
    None: a choice of this library, so that a slip is caught at once.

Not modelled:
    Working days.

>>> assess(None).missing
('on',)
>>> assess(dt.date(2026, 4, 30), first=dt.date(2026, 5, 1)).findings[0].code
'day-too-early'
"""

import datetime as dt

from psc_workflow._catalogue.wording import finding
from psc_workflow._model.verdict import Verdict


def assess(on: dt.date | None, *, first: dt.date | None = None, asks: str = "on") -> Verdict:
    """
    Check that the day is stated, and not too early.

    Args:
        on: ``None`` if unknown.
        first: Earliest day allowed, such as the first day of cover; ``None``
            for no limit.
        asks: Which instruction of the vocabulary names the day.

    Returns:
        A verdict that holds, or ``day-missing``, ``day-too-early``.
    """
    if on is None:
        return Verdict((finding("day-missing", "on", instruction=asks),))
    if first is not None and on < first:
        return Verdict((finding("day-too-early", "on", on=on, first=first),))
    return Verdict()
