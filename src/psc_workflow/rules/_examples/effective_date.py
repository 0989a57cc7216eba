"""
Unknown effective dates: what can be decided all the same.
"""

import datetime as dt
from functools import partial
from typing import Any

import attrs

from psc_workflow._model.vocabulary import Situation
from psc_workflow.rules import child, effective_date
from psc_workflow.rules._examples._example import Example, ExampleMaker
from psc_workflow.rules._examples._people import ARRIVAL, AT_START, CARLA, HIRED, NOT_HIRED, NOT_RECORDED, PF, TODAY
from psc_workflow.rules.effective_date import EffectiveDate

_example = ExampleMaker(effective_date.assess, effective=NOT_RECORDED)
_warning = ExampleMaker(effective_date.warn_if_pending)

_RECORDED = effective_date.find(
    hired_on=dt.date(2026, 9, 1), invited_on=ARRIVAL, today=ARRIVAL, contract=PF, recorded=dt.date(2026, 10, 1)
)


def _child(title: str, *codes: str, effective: EffectiveDate = NOT_RECORDED, **facts: Any) -> Example:
    """Ask whether Carla, with *facts* changed, can be covered."""
    judge = partial(child.assess, attrs.evolve(CARLA, **facts), number=1, contract=PF, path="children.0")
    return _example(title, *codes, effective=effective, judge=judge)


EXAMPLES = (
    _child("there at the start, 20", effective=AT_START, birth_date=dt.date(2005, 5, 2)),
    _child("there at the start, 21", "child-past-age-limit", effective=AT_START, birth_date=dt.date(2005, 5, 1)),
    _child("later arrival, recorded: 20 on the day", effective=_RECORDED, birth_date=dt.date(2005, 10, 2)),
    _child("later arrival, a young child", "effective-date-pending"),
    _child("hiring date not known, a young child", "effective-date-pending", effective=NOT_HIRED),
    _child(
        "later arrival, 21 on the hiring day",
        "child-past-age-limit",
        "effective-date-pending",
        birth_date=dt.date(2005, 9, 1),
    ),
    _child("later arrival, 21 the day after hiring", "effective-date-unknown", birth_date=dt.date(2005, 9, 2)),
    _child("later arrival, 21 within a year of asking", "effective-date-unknown", birth_date=dt.date(2006, 9, 3)),
    _child("later arrival, 21 in a year and a day", "effective-date-pending", birth_date=dt.date(2006, 9, 4)),
    _child(
        "hiring date not known, 21 within a year of asking",
        "hired-on-missing",
        effective=NOT_HIRED,
        birth_date=dt.date(2006, 9, 3),
    ),
    _child("later arrival, birth date not known", "child-fact-missing", "effective-date-pending", birth_date=None),
    _child(
        "later arrival, 21 within a year, situation not known: that is asked first",
        "child-fact-missing",
        "effective-date-pending",
        birth_date=dt.date(2006, 9, 3),
        situation=None,
    ),
    _child(
        "later arrival, 21 within a year, and a student",
        "effective-date-pending",
        birth_date=dt.date(2006, 9, 3),
        situation=Situation.STUDENT,
    ),
    _warning("no warning: there at the start", effective=AT_START),
    _warning(
        "no warning: hiring date not known, but invited before the start",
        effective=effective_date.find(hired_on=None, invited_on=TODAY, today=TODAY, contract=PF),
    ),
    _warning(
        "no warning: hired long ago, invited late",
        effective=effective_date.find(hired_on=HIRED, invited_on=ARRIVAL, today=ARRIVAL, contract=PF),
    ),
    _warning("warning: later arrival", "effective-date-pending", effective=NOT_RECORDED),
    _warning("warning: hiring date not known", "effective-date-pending", effective=NOT_HIRED),
)
