"""
The days that a record and its contract settle between them: the invitation, the window, the effective date.
"""

import datetime as dt

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.record import Record
from psc_workflow.rules import affiliation_window, effective_date
from psc_workflow.rules.effective_date import EffectiveDate


def invited_on(record: Record, contract: Contract) -> dt.date:
    """Give the civil day of the invitation."""
    return contract.civil_day(record.invited_at)


def last_day(record: Record, contract: Contract) -> dt.date:
    """Give the last civil day on which one can answer; days for which a report was looked at do not count."""
    last = affiliation_window.last_day(invited_on(record, contract), contract=contract)
    return last + dt.timedelta(days=record.suspended_days)


def day_after(day: dt.date) -> dt.date:
    """Give the next day, or the last there is."""
    return day + dt.timedelta(days=1) if day < dt.date.max else day


def window_end(record: Record, contract: Contract) -> dt.datetime:
    """Give the first instant at which the time to answer is over, in UTC."""
    return contract.start_of(day_after(last_day(record, contract))).astimezone(dt.UTC)


def effective(record: Record, contract: Contract, today: dt.date, *, recorded: bool = True) -> EffectiveDate:
    """
    Find what is known of the effective date.

    Args:
        recorded: Whether a day recorded by a manager, or proposed by a new
            invitation, goes before the rule.
    """
    return effective_date.find(
        hired_on=record.agent.hired_on,
        invited_on=contract.civil_day(record.opened_at),
        today=today,
        contract=contract,
        recorded=record.membership.effective_on if recorded else None,
    )
