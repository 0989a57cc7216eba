"""
One can affiliate from the invitation to the last day of the window (délai d'affiliation).

The day of the invitation is day 0; the last day counts, to its last second, in
the contract's time zone.

Legal source:
    The contract's ``affiliation_window``; the sources give the number of days,
    not how they are counted.

Not modelled:
    What silence brings: that is a deadline of the journey.

>>> from psc_workflow.catalogue import contracts
>>> pf = contracts.get("men-2026-pf")
>>> last_day(dt.date(2026, 4, 6), contract=pf)
datetime.date(2026, 4, 27)
>>> assess(dt.date(2026, 4, 6), today=dt.date(2026, 4, 28), contract=pf).findings[0].code
'affiliation-window-closed'
"""

import datetime as dt

from psc_workflow.catalogue.contracts import Contract
from psc_workflow.catalogue.texts import finding
from psc_workflow.model.verdict import Verdict


def last_day(invited_on: dt.date, *, contract: Contract) -> dt.date:
    """Give the last civil day on which one can act."""
    return invited_on + dt.timedelta(days=contract.value("affiliation_window", invited_on))


def assess(invited_on: dt.date, *, today: dt.date, contract: Contract) -> Verdict:
    """
    Check that *today* is inside the window.

    Args:
        invited_on: Civil day of the invitation, day 0.
        today: Civil day of the request.

    Returns:
        A verdict that holds, or ``affiliation-window-closed``.
    """
    last = last_day(invited_on, contract=contract)
    if today <= last:
        return Verdict()
    window = contract.dated("affiliation_window", invited_on)
    return Verdict(
        (
            finding(
                "affiliation-window-closed",
                rests_on=(window,),
                last_day=last,
                days=window.known,
                invited_on=invited_on,
            ),
        )
    )
