"""
First days of cover that a manager records for later arrivals.
"""

import datetime as dt

from psc_workflow.rules import recorded_date
from psc_workflow.rules._examples._example import ExampleMaker
from psc_workflow.rules._examples._people import START, TODAY

_EVE = dt.date(2026, 4, 30)
_SECOND = dt.date(2026, 5, 2)

_day = ExampleMaker(recorded_date.assess, start=START, settled=None)

EXAMPLES = (
    _day("came in September", on=dt.date(2026, 9, 1)),
    _day("the day before the contract", "recorded-date-too-early", on=_EVE),
    _day("the contract's first day", on=START),
    _day("the day after the contract's first", on=_SECOND),
    _day("the day before being hired", "recorded-date-too-early", on=START, start=_SECOND),
    _day("cover begun: the day before the request", on=START, latest=_SECOND),
    _day("cover begun: the day of the request", on=_SECOND, latest=_SECOND),
    _day("cover begun: the day after the request", "recorded-date-too-late", on=_SECOND, latest=START),
    _day("was there at the start: that day", on=START, settled=START),
    _day("was there at the start: another day", "effective-date-settled", on=_SECOND, settled=START),
    _day("on the day of an end that is planned", on=_SECOND, ends_on=_SECOND),
    _day("after an end that is planned", "recorded-date-after-end", on=_SECOND, ends_on=START),
    _day("a year after the request", on=dt.date(2027, 4, 7), today=TODAY),
    _day("a year and a day after it", "recorded-date-far-ahead", on=dt.date(2027, 4, 8), today=TODAY),
    _day("day not known", "recorded-date-missing", on=None),
    _day("was there at the start, day not known", "recorded-date-missing", on=None, settled=START),
    _day(
        "was there at the start: a day before it",
        "recorded-date-too-early",
        "effective-date-settled",
        on=_EVE,
        settled=START,
    ),
    _day(
        "hired after the day of the request",
        "recorded-date-too-early",
        "recorded-date-too-late",
        on=START,
        start=_SECOND,
        latest=_EVE,
    ),
)
