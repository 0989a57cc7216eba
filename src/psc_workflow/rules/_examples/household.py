"""
Households: both questions answered, and everybody checked, children on the day their cover begins.
"""

import datetime as dt
from typing import Any

import attrs

from psc_workflow._model.commands import DeclareBeneficiaries
from psc_workflow._model.unanswered import UNANSWERED
from psc_workflow._model.vocabulary import Regime, Situation
from psc_workflow.rules import household
from psc_workflow.rules._examples._example import Example, ExampleMaker
from psc_workflow.rules._examples._people import (
    ARRIVAL,
    AT_START,
    CARLA,
    CLAUDIA,
    NOT_HIRED,
    NOT_RECORDED,
    PF,
    START,
    TEVA,
    TODAY,
    TOMORROW,
)

_example = ExampleMaker(household.assess, contract=PF, effective=AT_START, today=TODAY)
_late_example = ExampleMaker(household.assess, contract=PF, effective=NOT_RECORDED, today=ARRIVAL)


def _family(title: str, *codes: str, **answers: Any) -> Example:
    return _example(
        title, *codes, declared=DeclareBeneficiaries(**{"partner": CLAUDIA, "children": [CARLA], **answers})
    )


def _late(title: str, *codes: str, **facts: Any) -> Example:
    return _late_example(title, *codes, declared=DeclareBeneficiaries(None, [attrs.evolve(TEVA, **facts)]))


_AT_21 = attrs.evolve(TEVA, situation=Situation.NONE, birth_date=START.replace(year=START.year - 21))

EXAMPLES = (
    _family("a partner and a child"),
    _family("nobody else", partner=None, children=[]),
    _family("not answered whether to cover a partner", "partner-unanswered", partner=UNANSWERED),
    _family("not answered whether to cover children", "children-unanswered", children=None),
    _example("neither answered", "partner-unanswered", "children-unanswered", declared=DeclareBeneficiaries()),
    _family("a partner on the CPS", "partner-regime-not-covered", partner=attrs.evolve(CLAUDIA, regime=Regime.CPS)),
    _family("a partner born the day after", "birth-in-future", partner=attrs.evolve(CLAUDIA, birth_date=TOMORROW)),
    _family("a child born today", children=[attrs.evolve(CARLA, birth_date=TODAY)]),
    _family("a child to be born", "birth-in-future", children=[attrs.evolve(CARLA, birth_date=TOMORROW)]),
    _family(
        "a child of the year 1, of whom nothing else is known",
        "birth-too-long-ago",
        children=[
            attrs.evolve(
                CARLA, birth_date=dt.date(1, 9, 9), situation=None, disabled=None, covered_by_own_work=UNANSWERED
            )
        ],
    ),
    _family("a birth date not known", "child-fact-missing", children=[attrs.evolve(CARLA, birth_date=None)]),
    _family(
        "a child who is 20 today and 21 when the cover begins",
        "child-past-age-limit",
        children=[_AT_21],
    ),
    _family(
        "two children, the second on the CPS",
        "child-regime-not-covered",
        children=[CARLA, attrs.evolve(TEVA, regime=Regime.CPS)],
    ),
    _late("effective date not known, which changes nothing", "effective-date-pending"),
    _late(
        "effective date not known, and the child turns 25 before its limit",
        "effective-date-unknown",
        birth_date=dt.date(2002, 5, 1),
    ),
    _late(
        "effective date not known, and the situation matters from a birthday on",
        "child-fact-missing",
        "effective-date-pending",
        birth_date=dt.date(2006, 5, 1),
        situation=None,
    ),
    _example(
        "hiring date not known, and the child turns 25 meanwhile",
        "hired-on-missing",
        declared=DeclareBeneficiaries(None, [attrs.evolve(TEVA, birth_date=dt.date(2002, 5, 1))]),
        effective=NOT_HIRED,
        today=ARRIVAL,
    ),
)
