"""
Whoever reports the end of a motive says on which day it ended (fin du motif).

Any day is accepted: the motive may end later, or have ended before the
dispensation was granted.

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


def assess(ended_on: dt.date | None) -> Verdict:
    """
    Check that the day is stated.

    Args:
        ended_on: Last day on which the motive holds, inclusive.

    Returns:
        A verdict that holds, or ``motive-end-missing``.
    """
    return Verdict((finding("motive-end-missing", "ended_on"),)) if ended_on is None else Verdict()
