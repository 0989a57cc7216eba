"""
Positions as an employer or a manager states them.
"""

import datetime as dt

import attrs

from psc_workflow._model.people import Position
from psc_workflow._model.vocabulary import PositionKind
from psc_workflow.rules import position
from psc_workflow.rules._examples._example import ExampleMaker
from psc_workflow.rules._examples._people import HIRED, TODAY

_EVE = TODAY - dt.timedelta(days=1)
_AWAY = Position(PositionKind.NOT_CONCERNED, dt.date(2025, 9, 1), dt.date(2026, 8, 31))
_AT_WORK = Position(PositionKind.ACTIVE, HIRED)
_example = ExampleMaker(position.assess, on=TODAY, hired_on=HIRED, is_recorded=True, is_member=False)

EXAMPLES = (
    _example("away for personal convenience for a school year", position=_AWAY),
    _example("at work since the hiring", position=_AT_WORK),
    _example("parental leave, whose end is not known", position=Position(PositionKind.UNPAID_LEAVE, TODAY)),
    _example("nothing prefilled", position=Position(), is_recorded=False),
    _example("no position", "position-fact-missing", position=attrs.evolve(_AWAY, kind=None)),
    _example("no first day", "position-fact-missing", position=attrs.evolve(_AWAY, first_day=None)),
    _example("one day", position=attrs.evolve(_AT_WORK, first_day=TODAY, last_day=TODAY)),
    _example(
        "ends on the eve of its first day",
        "position-ends-before-start",
        position=attrs.evolve(_AWAY, first_day=TODAY, last_day=_EVE),
    ),
    _example("ended the day before", "position-over", position=attrs.evolve(_AWAY, last_day=_EVE)),
    _example("away before being hired", "position-before-hiring", position=_AWAY, hired_on=TODAY),
    _example("away for a time that nobody knows", "position-without-end", position=attrs.evolve(_AWAY, last_day=None)),
    _example("a member away", "position-leaves-membership", position=_AWAY, is_member=True),
)
