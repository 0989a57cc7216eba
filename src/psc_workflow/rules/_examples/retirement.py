"""
Retirement: who had retired before the contract has a known time to join; who retires later should ask at once.
"""

import datetime as dt

from psc_workflow.rules import retirement
from psc_workflow.rules._examples._example import ExampleMaker
from psc_workflow.rules._examples._people import PF, START, TODAY

_retirement = ExampleMaker(retirement.assess, contract=PF, today=TODAY)

EXAMPLES = (
    _retirement("retired the month before the contract", retired_on=dt.date(2026, 4, 1)),
    _retirement("retired the day before the contract", retired_on=dt.date(2026, 4, 30)),
    _retirement("retires on the first day of the contract", "retirees-window-unknown", retired_on=START),
    _retirement("retires in September", "retirees-window-unknown", retired_on=dt.date(2026, 9, 1)),
    _retirement("day not known", retired_on=None),
)
