"""
Start of cover: a day in the past is announced, with the months that are due.
"""

import datetime as dt

from psc_workflow.rules import cover_start
from psc_workflow.rules._examples._example import ExampleMaker
from psc_workflow.rules._examples._people import START, TODAY, TOMORROW

_example = ExampleMaker(cover_start.assess, today=TODAY, path="on")
_delay = ExampleMaker(cover_start.assess_delay, before=START)

EXAMPLES = (
    _example("begins today", starts_on=TODAY),
    _example("begins tomorrow", starts_on=TOMORROW),
    _example("began eight months ago", "cover-begins-in-past", starts_on=dt.date(2025, 8, 7)),
    _example("day not known", starts_on=None),
    _delay("begins a month later than it did", "cover-begins-later", starts_on=dt.date(2026, 6, 1)),
    _delay("begins on the day on which it did", starts_on=START),
    _delay("begins earlier than it did", starts_on=TODAY),
    _delay("first day unknown until now", starts_on=START, before=None),
    _delay("first day unknown from now on", starts_on=None),
)
