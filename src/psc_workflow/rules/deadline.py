"""
A deadline comes at its instant, not before (échéance).

Legal source:
    None: this is how the library counts time.

Not modelled:
    Leap seconds.

>>> noon = dt.datetime(2026, 4, 28, 12, 0, tzinfo=dt.UTC)
>>> assess(noon, at=noon).holds
True
>>> assess(None, at=noon).findings[0].code
'deadline-not-ahead'
"""

import datetime as dt

from psc_workflow._catalogue.wording import finding
from psc_workflow._model.verdict import Verdict


def assess(due_at: dt.datetime | None, *, at: dt.datetime) -> Verdict:
    """
    Check that a deadline has come.

    Args:
        due_at: First instant at which it is due; ``None`` if it is not ahead.
        at: Instant of the check.

    Returns:
        A verdict that holds; or ``deadline-not-due``, ``deadline-not-ahead``.
    """
    if due_at is None:
        return Verdict((finding("deadline-not-ahead"),))
    return Verdict() if due_at <= at else Verdict((finding("deadline-not-due", due_at=due_at.astimezone(dt.UTC)),))
