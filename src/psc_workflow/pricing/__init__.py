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

What schedules and calibrations need is loaded when it is first used: a quote needs none of it.
"""

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any

from psc_workflow._retired import former_names
from psc_workflow.pricing._bounds import Bounds, PublishedRange
from psc_workflow.pricing._comparison import Change, Comparison
from psc_workflow.pricing._explanation import Explanation, Register
from psc_workflow.pricing._quote import PricedQuote, price, price_existing_cover, totals
from psc_workflow.pricing._totals import Totals

if TYPE_CHECKING:
    from psc_workflow.pricing._calibration import Calibration, calibrate
    from psc_workflow.pricing._dated_changes import DatedChange
    from psc_workflow.pricing._months import Premium
    from psc_workflow.pricing._moves import Move
    from psc_workflow.pricing._schedule import Schedule, schedule
    from psc_workflow.pricing._unpriced import Unpriced, UnpricedReason, unpriced

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
    "Unpriced",
    "UnpricedReason",
    "calibrate",
    "price",
    "price_existing_cover",
    "schedule",
    "totals",
    "unpriced",
]

_HOMES = {
    "Calibration": "_calibration",
    "DatedChange": "_dated_changes",
    "Move": "_moves",
    "Premium": "_months",
    "Schedule": "_schedule",
    "Unpriced": "_unpriced",
    "UnpricedReason": "_unpriced",
    "calibrate": "_calibration",
    "schedule": "_schedule",
    "unpriced": "_unpriced",
}
"""Names that are loaded when they are first used, each with its module."""

_former_name: Callable[[str], Any] = former_names(__name__, {"quoted": "price_existing_cover"})


def __getattr__(name: str) -> Any:
    """Load a name when it is first used."""
    if name not in _HOMES:
        return _former_name(name)
    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names, loaded or not."""
    return __all__
