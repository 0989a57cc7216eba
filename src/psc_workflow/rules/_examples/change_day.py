"""
First days of a change: stated, and not before the cover begins.
"""

import datetime as dt

from psc_workflow.rules import change_day
from psc_workflow.rules._examples._example import ExampleMaker
from psc_workflow.rules._examples._people import START

_day = ExampleMaker(change_day.assess, first=START)

EXAMPLES = (
    _day("first day of the cover", on=START),
    _day("the day before the cover begins", "day-too-early", on=dt.date(2026, 4, 30)),
    _day("the day after the cover began", on=dt.date(2026, 5, 2)),
    _day("years to come", on=dt.date(2099, 1, 1)),
    _day("nothing to compare with: long past", on=dt.date(1990, 1, 1), first=None),
    _day("day not known", "day-missing", on=None),
    _day("day not known, nothing to compare with", "day-missing", on=None, first=None),
)
