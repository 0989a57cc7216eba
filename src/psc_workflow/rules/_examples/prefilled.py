"""
Agents as an employer's export describes them.
"""

import datetime as dt

from psc_workflow._model.people import Agent, Position
from psc_workflow._model.vocabulary import PositionKind
from psc_workflow.rules import prefilled
from psc_workflow.rules._examples._example import ExampleMaker
from psc_workflow.rules._examples._people import TODAY, TOMORROW

_example = ExampleMaker(prefilled.assess, on=TODAY)
_BORN = dt.date(1970, 3, 12)

EXAMPLES = (
    _example(
        "born and hired as people are",
        agent=Agent(first_name="Benoît", birth_date=_BORN, hired_on=dt.date(2010, 9, 1), country="PF"),
    ),
    _example("nothing prefilled", agent=Agent()),
    _example("a name that an export may write for nothing", agent=Agent(usage_name="Null")),
    _example("born the day after", "agent-birth-in-future", agent=Agent(birth_date=TOMORROW)),
    _example("hired at 16", agent=Agent(birth_date=_BORN, hired_on=dt.date(1986, 3, 12))),
    _example("hired the day before", "hired-too-young", agent=Agent(birth_date=_BORN, hired_on=dt.date(1986, 3, 11))),
    _example(
        "hired before being born",
        "hired-too-young",
        agent=Agent(birth_date=dt.date(1985, 1, 1), hired_on=dt.date(1984, 1, 1)),
    ),
    _example(
        "an apprentice of 17",
        "minor-to-represent",
        agent=Agent(birth_date=TODAY.replace(year=2009), hired_on=dt.date(2025, 9, 1)),
    ),
    _example("of age today", agent=Agent(birth_date=TODAY.replace(year=2008), hired_on=dt.date(2025, 9, 1))),
    _example("a name of nothing", "prefilled-text-blank", agent=Agent(first_name="")),
    _example("an address of two empty lines", "prefilled-text-blank", agent=Agent(address=("", " "))),
    _example(
        "a leave that ends before it begins",
        "position-ends-before-start",
        agent=Agent(position=Position(PositionKind.UNPAID_LEAVE, TOMORROW, TODAY)),
    ),
    _example("a telephone of four digits", "phone-form-wrong", agent=Agent(phone="40 00")),
)
