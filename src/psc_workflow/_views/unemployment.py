"""
Until when somebody who has left can keep the cover in unemployment (maintien en cas de chômage indemnisé; art. 26).

The time is the catalogue's ``unemployed_cover_limit``, at most; it is counted
from the first day without the membership, which is this library's reading. The
insurer grants it, to whoever receives the benefit, which no dossier knows.
"""

import datetime as dt

from psc_workflow._catalogue import law
from psc_workflow._model.record import Record
from psc_workflow._model.vocabulary import EndReason
from psc_workflow.rules import periods


def last_day(record: Record, today: dt.date) -> dt.date | None:
    """
    Find the last day, inclusive, on which the cover can be kept; ``None`` unless it ended with a departure.

    Args:
        today: Civil day of the question, whose value of law counts.
    """
    membership = record.membership
    if membership.ended is not EndReason.DEPARTURE or membership.ended_on is None or membership.former is None:
        return None
    return periods.last_day(membership.ended_on, law.value("unemployed_cover_limit", today))
