"""
First days of cover that a manager records: those of whoever came later.
"""

import datetime as dt

from psc_workflow.rules import recorded_date
from psc_workflow.rules.examples._example import Asking
from psc_workflow.rules.examples._people import START

_EVE = dt.date(2026, 4, 30)
_SECOND = dt.date(2026, 5, 2)

_recorded = Asking(recorded_date.assess, start=START, settled=None)

EXAMPLES = (
    _recorded("came in September", on=dt.date(2026, 9, 1)),
    _recorded("the day before the contract", "recorded-date-too-early", on=_EVE),
    _recorded("the contract's first day", on=START),
    _recorded("the day after the contract's first", on=_SECOND),
    _recorded("the day before being hired", "recorded-date-too-early", on=START, start=_SECOND),
    _recorded("cover begun: the day before the request", on=START, latest=_SECOND),
    _recorded("cover begun: the day of the request", on=_SECOND, latest=_SECOND),
    _recorded("cover begun: the day after the request", "recorded-date-too-late", on=_SECOND, latest=START),
    _recorded("was there at the start: that day", on=START, settled=START),
    _recorded("was there at the start: another day", "effective-date-settled", on=_SECOND, settled=START),
    _recorded("day not known", "recorded-date-missing", on=None),
    _recorded("was there at the start, day not known", "recorded-date-missing", on=None, settled=START),
    _recorded(
        "was there at the start: a day before it",
        "recorded-date-too-early",
        "effective-date-settled",
        on=_EVE,
        settled=START,
    ),
    _recorded(
        "hired after the day of the request",
        "recorded-date-too-early",
        "recorded-date-too-late",
        on=START,
        start=_SECOND,
        latest=_EVE,
    ),
)
