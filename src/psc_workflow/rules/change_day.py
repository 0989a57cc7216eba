"""
The first day of a change is given (date d'effet d'une demande).

The day counts: it is the first of what is new. Whether it may lie in the past
or in the future is the business of the rule that asks.

Legal source:
    None: a choice of this library, so that a slip is seen at once.

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


def assess(on: dt.date | None, *, first: dt.date | None = None) -> Verdict:
    """
    Check that a day is given, and not too early.

    Args:
        on: ``None`` if not known.
        first: First day that makes sense, itself allowed, such as that of
            the cover; ``None`` if there is nothing to compare with.

    Returns:
        A verdict that holds, or ``day-missing``, ``day-too-early``.
    """
    if on is None:
        return Verdict((finding("day-missing", "on"),))
    if first is not None and on < first:
        return Verdict((finding("day-too-early", "on", on=on, first=first),))
    return Verdict()
