"""
Birth dates: today is no future.
"""

from psc_workflow.rules import birth_date
from psc_workflow.rules.examples._example import Asking
from psc_workflow.rules.examples._people import START, TODAY, TOMORROW

_born = Asking(birth_date.assess, on=TODAY)

EXAMPLES = (
    _born("born today", birth_date=TODAY),
    _born("born the day after", "birth-in-future", birth_date=TOMORROW),
    _born("born before the cover begins, and after today", "birth-in-future", birth_date=START),
    _born("not known: another rule misses it", birth_date=None),
)
