"""
Changes beside what was decided before: another day of the same kind, and an end of the membership.
"""

import datetime as dt

from psc_workflow.rules import planned_change
from psc_workflow.rules._examples._example import ExampleMaker

_AUGUST, _SEPTEMBER = dt.date(2026, 8, 1), dt.date(2026, 9, 1)

_change = ExampleMaker(planned_change.assess, on=_SEPTEMBER, planned_on=None, ends_on=None)

EXAMPLES = (
    _change("nothing decided before"),
    _change("another day decided before", "change-replaced", planned_on=_AUGUST),
    _change("the same day once more", planned_on=_SEPTEMBER),
    _change("the eve of the end", on=dt.date(2026, 8, 31), ends_on=_SEPTEMBER),
    _change("the day of the end", "change-after-end", ends_on=_SEPTEMBER),
    _change("after the end", "change-after-end", ends_on=_AUGUST),
    _change("both", "change-replaced", "change-after-end", planned_on=_AUGUST, ends_on=_AUGUST),
    _change("day not known", on=None, planned_on=_AUGUST, ends_on=_AUGUST),
)
