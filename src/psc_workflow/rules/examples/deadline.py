"""
Deadlines: the instant itself is not too early.
"""

import datetime as dt

from psc_workflow.rules import deadline
from psc_workflow.rules.examples._example import Asking

_DUE = dt.datetime(2026, 4, 28, 10, 0, tzinfo=dt.UTC)
"""Midnight in Tahiti, after the last day to answer."""

_asked = Asking(deadline.assess, due_at=_DUE)

EXAMPLES = (
    _asked("due now", at=_DUE),
    _asked("due a second ago", at=_DUE + dt.timedelta(seconds=1)),
    _asked("due in a second", "deadline-not-due", at=_DUE - dt.timedelta(seconds=1)),
    _asked("none ahead", "deadline-not-ahead", due_at=None, at=_DUE),
)
