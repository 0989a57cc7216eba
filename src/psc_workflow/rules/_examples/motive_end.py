"""
End of a motive: the day is stated, and the motive had begun by then.
"""

import datetime as dt

from psc_workflow.rules import motive_end
from psc_workflow.rules._examples._example import ExampleMaker
from psc_workflow.rules._examples._people import ARRIVAL, TODAY, TOMORROW

_example = ExampleMaker(motive_end.assess)

EXAMPLES = (
    _example("ended today", ended_on=TODAY),
    _example("ended years ago", ended_on=dt.date(2010, 9, 1)),
    _example("ended on its first day", ended_on=TODAY, began_on=TODAY),
    _example("ended before it began", "motive-ended-before-start", ended_on=TODAY, began_on=TOMORROW),
    _example("ended on the day of the grant", ended_on=TODAY, granted_on=TODAY),
    _example("ended before the grant", "motive-ended-before-grant", ended_on=TODAY, granted_on=TOMORROW),
    _example("will end", ended_on=ARRIVAL),
    _example("day not known", "motive-end-missing", ended_on=None),
)
