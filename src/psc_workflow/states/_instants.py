"""
Instants at which a dossier is asked: never before its last one.
"""

import datetime as dt

from psc_workflow._model.record import Record
from psc_workflow._structuring.arguments import instant_in_range
from psc_workflow.exceptions import InstantTooEarlyError

CLOCK_TOLERANCE = dt.timedelta(minutes=5)
"""An instant this much before the dossier's last one counts as that last one: clocks of servers differ."""


def instant_of(record: Record, at: dt.datetime) -> dt.datetime:
    """
    Return the instant at which *record* is asked: *at*, or its last instant if that is barely later.

    Raises:
        NaiveInstantError: *at* has no time zone.
        HostError: It is no instant, or lies outside the years this library
            computes in.
        InstantTooEarlyError: It lies too far before the last instant.
    """
    asked = instant_in_range(at, "at")
    if asked < record.at - CLOCK_TOLERANCE:
        raise InstantTooEarlyError(f"{asked.isoformat()} lies before the last instant, {record.at.isoformat()}")
    return max(asked, record.at)
