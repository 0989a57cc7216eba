"""
Days that a person can mean, and days that nobody can.
"""

import datetime as dt

import attrs

from psc_workflow._model.commands import Attest, DeclareBeneficiaries, RecordEffectiveDate
from psc_workflow.rules import plausible_day
from psc_workflow.rules._examples._example import ExampleMaker
from psc_workflow.rules._examples._people import CARLA, CLAUDIA, TODAY, TOMORROW

_OLDEST = dt.date(1946, 4, 7)
_FAR = dt.date(2031, 4, 7)
_FURTHEST = dt.date(2046, 4, 7)
_EVE, _NEXT = dt.timedelta(days=-1), dt.timedelta(days=1)

_answer = ExampleMaker(plausible_day.assess, today=TODAY)

EXAMPLES = (
    _answer("an effective date in a month", answer=RecordEffectiveDate(dt.date(2026, 5, 1))),
    _answer("no day at all", answer=RecordEffectiveDate()),
    _answer("the oldest day", answer=RecordEffectiveDate(_OLDEST)),
    _answer("the day before the oldest", "day-too-long-ago", answer=RecordEffectiveDate(_OLDEST + _EVE)),
    _answer("the year 26", "day-too-long-ago", answer=RecordEffectiveDate(dt.date(26, 5, 1))),
    _answer("five years ahead", answer=RecordEffectiveDate(_FAR)),
    _answer("a day more", "day-far-ahead", answer=RecordEffectiveDate(_FAR + _NEXT)),
    _answer("the furthest day", "day-far-ahead", answer=RecordEffectiveDate(_FURTHEST)),
    _answer("the day after the furthest", "day-too-far-ahead", answer=RecordEffectiveDate(_FURTHEST + _NEXT)),
    _answer("the year 2206", "day-too-far-ahead", answer=RecordEffectiveDate(dt.date(2206, 9, 1))),
    _answer("signed today", answer=Attest(signed_on=TODAY)),
    _answer("signed tomorrow", "day-in-future", answer=Attest(signed_on=TOMORROW)),
    _answer(
        "everybody in a household born in other centuries",
        "birth-too-long-ago",
        "birth-in-future",
        answer=DeclareBeneficiaries(
            attrs.evolve(CLAUDIA, birth_date=dt.date(72, 10, 9)), [attrs.evolve(CARLA, birth_date=dt.date(2109, 9, 9))]
        ),
    ),
)
