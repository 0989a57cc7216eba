"""
A cover that begins in the past, or later than it did, is announced before it is accepted (couverture rétroactive).

Months of cover that have passed are due like any other. Every calendar month of
which a day is covered counts, the present one included. A first day that is
moved to a later one takes away the days in between.

Legal source:
    None: how a past cover is billed was not found. That it is announced is a
    choice of this library.

Not modelled:
    Amounts; parts of months; premiums paid elsewhere in between.

>>> (warning,) = assess(dt.date(2026, 3, 31), today=dt.date(2026, 11, 2), path="ended_on").findings
>>> warning.code, warning.facts["months"]
('cover-begins-in-past', 9)
"""

import datetime as dt

from psc_workflow._catalogue.wording import finding
from psc_workflow._model.verdict import Verdict

_YEAR = 12


def assess(starts_on: dt.date | None, *, today: dt.date, path: str = "") -> Verdict:
    """
    Warn if the cover begins before today.

    Args:
        starts_on: First day of cover; ``None`` if unknown, which the rules on
            that day report.
        today: Civil day of the request.
        path: Field that leads to that day; empty if no field of the command does.

    Returns:
        A verdict that holds, with the warning ``cover-begins-in-past``.
    """
    if starts_on is None or starts_on >= today:
        return Verdict()
    months = (today.year - starts_on.year) * _YEAR + today.month - starts_on.month + 1
    return Verdict((finding("cover-begins-in-past", path, on=starts_on, months=months),))


def assess_delay(starts_on: dt.date | None, *, before: dt.date | None, path: str = "on") -> Verdict:
    """
    Warn if the cover begins later than it did.

    Args:
        starts_on: First day of cover from now on; ``None`` if unknown.
        before: First day of cover until now; ``None`` if unknown.
        path: Field that leads to the later day.

    Returns:
        A verdict that holds, with the warning ``cover-begins-later``.
    """
    if starts_on is None or before is None or starts_on <= before:
        return Verdict()
    return Verdict((finding("cover-begins-later", path, on=starts_on, before=before),))
