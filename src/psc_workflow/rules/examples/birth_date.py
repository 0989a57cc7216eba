"""
Birth dates: today is not in the future.
"""

from psc_workflow.rules import birth_date
from psc_workflow.rules.examples._example import ExampleMaker
from psc_workflow.rules.examples._people import START, TODAY, TOMORROW

_example = ExampleMaker(birth_date.assess, on=TODAY)

EXAMPLES = (
    _example("born today", birth_date=TODAY),
    _example("born the day after", "birth-in-future", birth_date=TOMORROW),
    _example("born before the cover begins, and after today", "birth-in-future", birth_date=START),
    _example("not known: another rule misses it", birth_date=None),
)
