"""
End of a motive: any day will do, but it must be told.
"""

import datetime as dt

from psc_workflow.rules import motive_end
from psc_workflow.rules.examples._example import Asking
from psc_workflow.rules.examples._people import ARRIVAL, TODAY

_ended = Asking(motive_end.assess)

EXAMPLES = (
    _ended("ended today", ended_on=TODAY),
    _ended("ended years ago", ended_on=dt.date(2010, 9, 1)),
    _ended("will end", ended_on=ARRIVAL),
    _ended("day not known", "motive-end-missing", ended_on=None),
)
