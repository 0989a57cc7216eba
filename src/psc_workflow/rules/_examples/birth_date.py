"""
Birth dates: today is not in the future, and nobody lives for ever.
"""

import datetime as dt

from psc_workflow.rules import birth_date
from psc_workflow.rules._examples._example import ExampleMaker
from psc_workflow.rules._examples._people import START, TODAY, TOMORROW

_example = ExampleMaker(birth_date.assess, on=TODAY)

EXAMPLES = (
    _example("born today", birth_date=TODAY),
    _example("born the day after", "birth-in-future", birth_date=TOMORROW),
    _example("born before the cover begins, and after today", "birth-in-future", birth_date=START),
    _example("122 years old", birth_date=dt.date(1903, 4, 8)),
    _example("123 years old today", "birth-too-long-ago", birth_date=dt.date(1903, 4, 7)),
    _example("born in the year 80", "birth-too-long-ago", birth_date=dt.date(80, 6, 14)),
    _example("not known: another rule misses it", birth_date=None),
)
