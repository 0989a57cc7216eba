"""
Employments that begin again: the same day, some weeks later, or before an end that was decided.
"""

import datetime as dt

from psc_workflow._model.vocabulary import EndReason
from psc_workflow.rules import rehire
from psc_workflow.rules._examples._example import ExampleMaker

_SEPTEMBER = dt.date(2026, 9, 1)
"""The day after a contract that ends on 31 August."""
_DAY = dt.timedelta(days=1)

_end = ExampleMaker(rehire.assess_end, planned_on=None)
_again = ExampleMaker(rehire.assess, ended=EndReason.DEPARTURE, ended_on=_SEPTEMBER, planned_on=None)
_before = ExampleMaker(rehire.assess, ended=None, ended_on=None, planned_on=_SEPTEMBER)

EXAMPLES = (
    _end("has left", ended=EndReason.DEPARTURE),
    _end("had retired", ended=EndReason.RETIREMENT),
    _end("had gone to another contract", ended=EndReason.TRANSFER),
    _end("is a member, and is to leave", ended=None, planned_on=_SEPTEMBER),
    _end("is a member, and no end is decided", "rehire-without-end", ended=None),
    _end("is exempted: a new invitation opens the file", "rehire-without-end", ended=EndReason.DISPENSED),
    _end("file closed by mistake: rejecting the report opens it", "rehire-without-end", ended=EndReason.NOT_CONCERNED),
    _end("has died", "rehire-after-death", ended=EndReason.DEATH),
    _again("contract ends on 31 August, begins again on 1 September", hired_on=_SEPTEMBER),
    _again("begins again on 2 September: one day without cover", "rehire-cover-gap", hired_on=_SEPTEMBER + _DAY),
    _again("begins again after the summer of the year after", "rehire-cover-gap", hired_on=dt.date(2027, 9, 1)),
    _again("began before the other ended", hired_on=_SEPTEMBER - _DAY),
    _again("a week later, exempted meanwhile as before", hired_on=_SEPTEMBER + 7 * _DAY, is_dispensed=True),
    _again("had retired the day before", "rehire-cover-elsewhere", hired_on=_SEPTEMBER, ended=EndReason.RETIREMENT),
    _again(
        "comes back from another contract, a week later",
        "rehire-cover-gap",
        "rehire-cover-elsewhere",
        hired_on=_SEPTEMBER + 7 * _DAY,
        ended=EndReason.TRANSFER,
    ),
    _again("first day not known", "day-missing", hired_on=None),
    _before("begins again on the day of the end", hired_on=_SEPTEMBER),
    _before("begins again before the end", hired_on=_SEPTEMBER - _DAY),
    _before("begins again after the end", "rehire-before-end", hired_on=_SEPTEMBER + _DAY),
    _before("end decided, first day not known", "day-missing", hired_on=None),
)
