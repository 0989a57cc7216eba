"""
Instants: brought to UTC, and never before the last one of a dossier.

>>> aware(dt.datetime(2026, 4, 7, 8, 0, tzinfo=dt.timezone(dt.timedelta(hours=-10)))).isoformat()
'2026-04-07T18:00:00+00:00'
"""

import datetime as dt

from psc_workflow._model.record import Record
from psc_workflow._structuring import FIRST_YEAR, LAST_YEAR, is_in_range
from psc_workflow.exceptions import HostError, InstantTooEarlyError, NaiveInstantError

CLOCK_TOLERANCE = dt.timedelta(minutes=5)
"""An instant this much before the dossier's last one counts as that last one: clocks of servers differ."""


def aware(at: dt.datetime) -> dt.datetime:
    """
    Convert *at* to UTC, the one form in which instants are kept: a plain ``datetime``, whatever a library made of it.

    Raises:
        NaiveInstantError: It has no time zone.
        HostError: It lies outside the years this library computes in.
    """
    if not isinstance(at, dt.datetime) or at.utcoffset() is None:
        raise NaiveInstantError("an instant needs a time zone: datetime(..., tzinfo=UTC) or ZoneInfo(...)")
    if type(at) is dt.datetime and at.tzinfo is dt.UTC and is_in_range(at):
        return at
    if not is_in_range(at) or not is_in_range(instant := at.astimezone(dt.UTC)):
        raise HostError(f"an instant must lie between the years {FIRST_YEAR} and {LAST_YEAR}")
    return instant if type(instant) is dt.datetime else dt.datetime.combine(instant.date(), instant.time(), dt.UTC)


def instant_of(record: Record, at: dt.datetime) -> dt.datetime:
    """
    Return the instant at which *record* is asked: *at*, or its last instant if that is barely later.

    Raises:
        NaiveInstantError: *at* has no time zone.
        InstantTooEarlyError: It lies too far before the last instant.
    """
    instant = aware(at)
    if instant < record.at - CLOCK_TOLERANCE:
        raise InstantTooEarlyError(f"{instant.isoformat()} lies before the last instant, {record.at.isoformat()}")
    return max(instant, record.at)
