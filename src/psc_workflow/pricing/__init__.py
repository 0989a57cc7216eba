"""
Premiums: a contract's tariff applied to a household, on a day.

>>> import datetime as dt
>>> from psc_workflow import Child, Formula, Household, Partner, Regime, contracts
>>> family = Household(
...     regime=Regime.GENERAL, partner=Partner(dt.date(1972, 10, 9)), children=[Child(dt.date(2019, 9, 9))]
... )
>>> guide = contracts.get("guide-illustration")
>>> quote = price(family, contract=guide, formula=Formula.OPTION_1, on=dt.date(2026, 5, 1))
>>> quote.debited  # cents
3600
"""

from collections.abc import Callable
from typing import Any

from psc_workflow._retired import former_names
from psc_workflow.pricing._bounds import Bounds, PublishedRange
from psc_workflow.pricing._calibration import Calibration, calibrate
from psc_workflow.pricing._comparison import Change, Comparison
from psc_workflow.pricing._dated_changes import DatedChange
from psc_workflow.pricing._explanation import Explanation, Register
from psc_workflow.pricing._months import Premium
from psc_workflow.pricing._moves import Move
from psc_workflow.pricing._quote import PricedQuote, price, price_existing_cover, totals
from psc_workflow.pricing._schedule import Schedule, schedule
from psc_workflow.pricing._totals import Totals

__all__ = [
    "Bounds",
    "Calibration",
    "Change",
    "Comparison",
    "DatedChange",
    "Explanation",
    "Move",
    "Premium",
    "PricedQuote",
    "PublishedRange",
    "Register",
    "Schedule",
    "Totals",
    "calibrate",
    "price",
    "price_existing_cover",
    "schedule",
    "totals",
]

__getattr__: Callable[[str], Any] = former_names(__name__, {"quoted": "price_existing_cover"})
