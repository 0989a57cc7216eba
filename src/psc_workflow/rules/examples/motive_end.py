"""
End of a motive: any day will do, but it must be stated.
"""

import datetime as dt

from psc_workflow.rules import motive_end
from psc_workflow.rules.examples._example import ExampleMaker
from psc_workflow.rules.examples._people import ARRIVAL, TODAY

_example = ExampleMaker(motive_end.assess)

EXAMPLES = (
    _example("ended today", ended_on=TODAY),
    _example("ended years ago", ended_on=dt.date(2010, 9, 1)),
    _example("will end", ended_on=ARRIVAL),
    _example("day not known", "motive-end-missing", ended_on=None),
)
