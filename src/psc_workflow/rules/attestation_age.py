"""
An attestation is not older than what it attests (date de l'attestation sur l'honneur).

It is signed once it can be asked for: from the invitation on or, for a renewal,
from the day on which that falls due. An earlier signature raises a warning, and so
does one from before the cover that it speaks of. A renewal needs an attestation of
its own: one that was signed by the day of the former is that one again.

Legal source:
    SNUipp for the renewal: a new attestation each year. No text says how old a
    first one may be.

Not modelled:
    How soon after its signature an attestation must be handed in.

>>> first, today = dt.date(2026, 11, 30), dt.date(2026, 12, 20)
>>> assess(dt.date(2026, 4, 7), today=today, first=first, earlier_on=dt.date(2026, 4, 7)).findings[0].code
'attestation-not-new'
>>> assess(dt.date(2026, 12, 1), today=today, first=first, earlier_on=dt.date(2026, 4, 7)).findings
()
"""

import datetime as dt
from collections.abc import Iterator

from psc_workflow._catalogue.wording import finding
from psc_workflow._model.verdict import Finding, Verdict


def assess(
    signed_on: dt.date | None,
    *,
    today: dt.date,
    first: dt.date,
    began_on: dt.date | None = None,
    earlier_on: dt.date | None = None,
) -> Verdict:
    """
    Check the day on which the attestation was signed.

    Args:
        signed_on: ``None`` holds, and so does a day after *today*: the rule
            ``attestation`` judges both.
        today: Civil day of the request.
        first: First day on which the attestation could be asked for.
        began_on: First day of the cover that it attests, if that was stated.
        earlier_on: Day on which the attestation to renew was signed; ``None``
            for a first one.

    Returns:
        A verdict that holds, with the warnings
        ``attestation-older-than-request``, ``attestation-older-than-motive``;
        or ``attestation-not-new``.
    """
    if signed_on is None or signed_on > today:
        return Verdict()
    return Verdict.of(_findings(signed_on, today, first, began_on, earlier_on))


def _findings(
    signed_on: dt.date, today: dt.date, first: dt.date, began_on: dt.date | None, earlier_on: dt.date | None
) -> Iterator[Finding]:
    if earlier_on is not None and signed_on <= earlier_on:
        yield finding("attestation-not-new", "signed_on", signed_on=signed_on, earlier_on=earlier_on)
    elif signed_on < first:
        yield finding("attestation-older-than-request", "signed_on", signed_on=signed_on, first=first)
    if began_on is not None and signed_on < began_on <= today:
        yield finding("attestation-older-than-motive", "signed_on", signed_on=signed_on, began_on=began_on)
