"""
Start of cover: a day in the past is announced, with the months that are due.
"""

import datetime as dt

from psc_workflow.rules import cover_start
from psc_workflow.rules.examples._example import ExampleMaker
from psc_workflow.rules.examples._people import TODAY, TOMORROW

_example = ExampleMaker(cover_start.assess, today=TODAY, path="on")

EXAMPLES = (
    _example("begins today", starts_on=TODAY),
    _example("begins tomorrow", starts_on=TOMORROW),
    _example("began eight months ago", "cover-begins-in-past", starts_on=dt.date(2025, 8, 7)),
    _example("day not known", starts_on=None),
)
