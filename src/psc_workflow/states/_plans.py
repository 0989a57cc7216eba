"""
What was decided for a day, as it stands in the record.
"""

import datetime as dt

from psc_workflow._model.record import Record


def planned_day(record: Record, event: str, ref: str = "") -> dt.date | None:
    """
    Find for which day *event* is decided; ``None`` if it is not.

    Args:
        ref: The beneficiary whom it concerns; empty for the agent.
    """
    plans = record.membership.plans
    return next((plan.on for plan in plans if (plan.event, plan.ref) == (event, ref)), None)
