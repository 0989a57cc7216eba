"""
Deadlines: at the very instant is not too early.
"""

import datetime as dt

from psc_workflow.rules import deadline
from psc_workflow.rules._examples._example import ExampleMaker

_DUE = dt.datetime(2026, 4, 28, 10, 0, tzinfo=dt.UTC)
"""Midnight in Tahiti at the end of the last day to answer."""

_deadline = ExampleMaker(deadline.assess, due_at=_DUE)

EXAMPLES = (
    _deadline("due now", at=_DUE),
    _deadline("due a second ago", at=_DUE + dt.timedelta(seconds=1)),
    _deadline("due in a second", "deadline-not-due", at=_DUE - dt.timedelta(seconds=1)),
    _deadline("none ahead", "deadline-not-ahead", due_at=None, at=_DUE),
)
