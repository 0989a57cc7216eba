"""
The agent can act from the invitation to the last day of the window (délai d'affiliation).

The day of the invitation is day 0; the last day counts to its last second, in
the contract's time zone.

Legal source:
    The contract's ``affiliation_window``; the sources give the number of days,
    not how to count them.

Not modelled:
    The effect of silence, which is a deadline of the journey.

>>> from psc_workflow._catalogue import contracts
>>> last_day(dt.date(2026, 4, 6), contract=contracts.get("men-2026-pf"))
datetime.date(2026, 4, 27)
"""

import datetime as dt

from psc_workflow._catalogue.contracts import Contract


def last_day(invited_on: dt.date, *, contract: Contract) -> dt.date:
    """
    Return the last civil day on which the agent can act.

    Args:
        invited_on: Civil day of the invitation, day 0.
    """
    return invited_on + dt.timedelta(days=contract.value("affiliation_window", invited_on))
