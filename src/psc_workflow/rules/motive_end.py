"""
Whoever reports the end of a motive says on which day it ended (fin du motif).

The motive may end later. It may have ended before the dispensation was granted,
with a warning, but not before it began, where the day of that was stated.

Legal source:
    None: no duty to report, and no time limit, was found.

Not modelled:
    The effect of an end before the grant on the time in between.

>>> assess(dt.date(2026, 5, 31)).holds
True
>>> assess(None).missing
('ended_on',)
"""

import datetime as dt

from psc_workflow._catalogue.wording import finding
from psc_workflow._model.verdict import Verdict


def assess(ended_on: dt.date | None, *, began_on: dt.date | None = None, granted_on: dt.date | None = None) -> Verdict:
    """
    Check that the day is stated, and not before the motive.

    Args:
        ended_on: Last day on which the motive holds, inclusive.
        began_on: First day on which it held, if that was stated.
        granted_on: Day on which the term of the dispensation began.

    Returns:
        A verdict that holds, with the warning ``motive-ended-before-grant``;
        or ``motive-end-missing``, ``motive-ended-before-start``.
    """
    if ended_on is None:
        return Verdict((finding("motive-end-missing", "ended_on"),))
    if began_on is not None and ended_on < began_on:
        return Verdict((finding("motive-ended-before-start", "ended_on", ended_on=ended_on, began_on=began_on),))
    if granted_on is not None and ended_on < granted_on:
        return Verdict((finding("motive-ended-before-grant", "ended_on", ended_on=ended_on, granted_on=granted_on),))
    return Verdict()
