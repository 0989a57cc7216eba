"""
A dispensation lasts until the day stated in the attestation, for at most one renewal period (renouvellement annuel).

The first term runs from the effective date, or from the day of the request if
that is later or the effective date is unknown; a renewed term runs from the day
after the previous one.

Legal source:
    SNUipp: the ministry has the attestation renewed every year. No source says
    how that year is counted, or when the renewal is requested (``assumed``):
    catalogue, ``dispensation_renewal_period``, ``dispensation_renewal_notice``.

Not modelled:
    A renewal calendar common to all agents.

>>> may = dt.date(2026, 5, 1)
>>> valid_until(dt.date(2030, 12, 31), effective=may, today=dt.date(2026, 4, 7), previous=None)
datetime.date(2027, 4, 30)
>>> valid_until(dt.date(2026, 12, 31), effective=may, today=dt.date(2026, 4, 7), previous=None)
datetime.date(2026, 12, 31)
>>> renewal_from(dt.date(2027, 4, 30))
datetime.date(2027, 3, 31)
"""

import datetime as dt

from psc_workflow._catalogue import law
from psc_workflow.rules import periods


def valid_until(
    end_date: dt.date, *, effective: dt.date | None, today: dt.date, previous: dt.date | None = None
) -> dt.date:
    """
    Return the last day, inclusive, of the new term.

    Args:
        end_date: Last day stated in the attestation, inclusive.
        effective: The effective date; ``None`` if unknown.
        today: Civil day of the request.
        previous: Last day, inclusive, of the previous term; ``None`` for the
            first term.
    """
    period: int = law.value("dispensation_renewal_period", today)
    return min(end_date, periods.last_day(_first_day(effective, today, previous), period))


def renewal_from(valid_until: dt.date) -> dt.date:
    """
    Return the first day on which a renewal is requested.

    It may precede a short term, whose renewal is then requested at once.

    Args:
        valid_until: Last day of the term, inclusive.
    """
    return valid_until - dt.timedelta(days=law.value("dispensation_renewal_notice", valid_until))


def _first_day(effective: dt.date | None, today: dt.date, previous: dt.date | None) -> dt.date:
    if previous is not None:
        return previous + dt.timedelta(days=1) if previous < dt.date.max else previous
    return max(effective or today, today)
