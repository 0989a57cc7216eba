"""
Ends of a membership: retirement, departure and death; other reasons have commands of their own.
"""

import datetime as dt

from psc_workflow._model.vocabulary import EndReason
from psc_workflow.rules import membership_end
from psc_workflow.rules._examples._example import ExampleMaker
from psc_workflow.rules._examples._people import START, TODAY, TOMORROW

_YESTERDAY = dt.date(2026, 4, 6)

_BORN = dt.date(1980, 1, 1)
_MEMBER = {"invited_on": TODAY, "covered_from": START}

_end = ExampleMaker(membership_end.assess, reason=EndReason.DEPARTURE, on=dt.date(2026, 9, 1), today=TODAY)
_replacement = ExampleMaker(membership_end.warn_of_replacement)

EXAMPLES = (
    _end("leaves the ministry in September"),
    _end("retires in September", reason=EndReason.RETIREMENT),
    _end("left years ago", on=dt.date(2020, 9, 1)),
    _end("a member leaves on the day of the invitation, before the cover", "end-before-cover", on=TODAY, **_MEMBER),
    _end("a member left before being invited", "day-too-early", on=_YESTERDAY, **_MEMBER),
    _end("a member leaves on the first day of cover", on=START, **_MEMBER),
    _end("a member leaves on its eve", "end-before-cover", on=dt.date(2026, 4, 30), **_MEMBER),
    _end("a member died before being invited", "end-before-cover", reason=EndReason.DEATH, on=_YESTERDAY, **_MEMBER),
    _end("died before being born", "end-before-birth", reason=EndReason.DEATH, on=dt.date(1979, 12, 31), born_on=_BORN),
    _end("left before being born", "end-before-birth", on=dt.date(1979, 12, 31), born_on=_BORN),
    _end("died on the day of birth", reason=EndReason.DEATH, on=_BORN, born_on=_BORN),
    _end("died the day before", reason=EndReason.DEATH, on=_YESTERDAY),
    _end("died today", reason=EndReason.DEATH, on=TODAY),
    _end("dies the day after", "death-in-future", reason=EndReason.DEATH, on=TOMORROW),
    _end("leaves the day after", on=TOMORROW),
    _end("dispensed", "end-reason-by-other-way", reason=EndReason.DISPENSED),
    _end("goes over to another contract", "end-reason-by-other-way", reason=EndReason.TRANSFER),
    _end("is not concerned", "end-reason-by-other-way", reason=EndReason.NOT_CONCERNED),
    _end("reason not known", "end-reason-missing", reason=None),
    _end("departure, day not known", "day-missing", on=None),
    _end("death, day not known", "day-missing", reason=EndReason.DEATH, on=None),
    _end("nothing known", "end-reason-missing", "day-missing", reason=None, on=None),
    _end("dispensed, day not known", "end-reason-by-other-way", "day-missing", reason=EndReason.DISPENSED, on=None),
    _replacement("no end decided before", planned_on=None),
    _replacement("another end decided before", "end-replaced", planned_on=dt.date(2026, 8, 31)),
)
