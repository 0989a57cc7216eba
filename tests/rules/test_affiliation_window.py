"""
The window compared with a calendar from which days are torn off, one by one.
"""

import datetime as dt

import attrs
from hypothesis import given
from hypothesis import strategies as st

from people import PF
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.values import Dated, Parameter
from psc_workflow.rules import affiliation_window
from strategies import CONTRACTS, DAYS, near

CHANGED_ON = dt.date(2028, 1, 1)
"""First day of the longer window of the contract that changes its own."""


def torn_off(invited_on: dt.date, days: int) -> dt.date:
    """Tear off one day at a time; the invitation's is not torn off."""
    left = invited_on
    for _ in range(days):
        left += dt.date.resolution
    return left


@given(DAYS, CONTRACTS)
def test_the_twenty_first_day_after_the_invitation_is_the_last(invited_on: dt.date, contract: Contract) -> None:
    assert affiliation_window.last_day(invited_on, contract=contract) == torn_off(invited_on, 21)


@given(near(CHANGED_ON, 40), CONTRACTS, st.integers(14, 366))
def test_the_window_is_the_one_of_the_day_of_the_invitation(invited_on: dt.date, contract: Contract, days: int) -> None:
    """
    Whoever was invited before the number of days changed keeps theirs, though the window ends after.

    No window ends before the last reminder, of day 14.
    """
    window = contract.affiliation_window
    longer = attrs.evolve(window.values[0], in_force_from=CHANGED_ON, value=days)
    values: tuple[Dated[int], ...] = (window.values[0], longer)
    changed = attrs.evolve(contract, affiliation_window=Parameter("day", window.checked_on, values), reminders=None)
    expected = torn_off(invited_on, days if invited_on.year >= 2028 else 21)
    assert affiliation_window.last_day(invited_on, contract=changed) == expected


# -- at the boundaries -----------------------------------------------------------------------------------


def test_the_last_day_of_the_window_is_the_twenty_first_after_the_invitation() -> None:
    assert affiliation_window.last_day(dt.date(2026, 4, 6), contract=PF) == dt.date(2026, 4, 27)
