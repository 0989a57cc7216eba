"""
The first day of cover of somebody who came later is recorded (enregistrement de la date d'effet).

An agent in post when the contract starts is covered from its first day, and a
manager cannot change that.

Legal source:
    The contract's ``effect``, through the rule ``effective_date``.

Not modelled:
    The rule for later arrivals: no source gives it.

>>> may = dt.date(2026, 5, 1)
>>> assess(dt.date(2026, 9, 1), start=may, settled=None).holds
True
>>> assess(dt.date(2026, 9, 1), start=may, settled=may).findings[0].code
'effective-date-settled'
"""

import datetime as dt
from collections.abc import Iterator

from psc_workflow._catalogue import law
from psc_workflow._catalogue.wording import finding
from psc_workflow._model.verdict import Finding, Verdict
from psc_workflow.rules import ages


def assess(
    on: dt.date | None,
    *,
    start: dt.date,
    settled: dt.date | None,
    latest: dt.date | None = None,
    ends_on: dt.date | None = None,
    today: dt.date | None = None,
) -> Verdict:
    """
    Check the day to record.

    Args:
        on: ``None`` if unknown.
        start: Earliest day allowed: the contract's first or, if later, the
            hiring day.
        settled: The day that the rule itself gives; ``None`` if it gives
            none.
        latest: Latest day allowed once the cover has begun: the day of the
            request.
        ends_on: First day without membership, if an end is planned.
        today: Civil day of the request; ``None`` for no comparison.

    Returns:
        A verdict that holds, with the warning ``recorded-date-far-ahead``; or
        ``recorded-date-missing``,
        ``recorded-date-too-early``, ``recorded-date-too-late``,
        ``effective-date-settled``, ``recorded-date-after-end``.
    """
    verdict = Verdict.of(_findings(on, start, settled, latest))
    if on is not None and ends_on is not None and on > ends_on:
        verdict += Verdict((finding("recorded-date-after-end", "on", on=on, ends_on=ends_on),))
    return verdict if on is None or today is None else verdict + _far_ahead(on, today)


def _far_ahead(on: dt.date, today: dt.date) -> Verdict:
    """Warn of a day beyond the horizon within which an unknown effective date is taken to lie."""
    horizon = law.dated("effective_date_horizon", today)
    last = ages.birthday(today, horizon.known_value)
    if on <= last:
        return Verdict()
    return Verdict((finding("recorded-date-far-ahead", "on", rests_on=(horizon,), on=on, last=last),))


def _findings(on: dt.date | None, start: dt.date, settled: dt.date | None, latest: dt.date | None) -> Iterator[Finding]:
    if on is None:
        yield finding("recorded-date-missing", "on")
        return
    if on < start:
        yield finding("recorded-date-too-early", "on", on=on, start=start)
    if latest is not None and on > latest:
        yield finding("recorded-date-too-late", "on", on=on, latest=latest)
    if settled is not None and on != settled:
        yield finding("effective-date-settled", "on", on=on, settled=settled)
