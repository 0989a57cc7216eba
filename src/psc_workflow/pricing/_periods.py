"""
The periods during which everything in a contract's tariff stays the same.

What is worked out for one day holds for the whole period around it. So what is
remembered is remembered by period: it costs the same to price one day or each
day of a year.
"""

import bisect
import datetime as dt
import functools
from collections.abc import Iterator

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.values import Timed

MOST_PERIODS = 512
"""The most periods, of all contracts together, whose amounts are remembered; a period lasts about a year."""


def first_day(contract: Contract, on: dt.date) -> dt.date:
    """Return the first day of the period of *on*; the first day of all, before anything is in force."""
    days = first_days(contract)
    return days[bisect.bisect_right(days, on) - 1]


@functools.lru_cache
def first_days(contract: Contract) -> tuple[dt.date, ...]:
    """List the first day of each period, ascending."""
    return tuple(sorted({dt.date.min, *(dated.in_force_from for dated in _values(contract))}))


def _values(contract: Contract) -> Iterator[Timed]:
    """Walk everything that the tariff says from a day on, and the formulas offered."""
    yield from contract.formulas.values
    for parameter in contract.tariff.parameters:
        yield from parameter.values
    for component in contract.tariff.components:
        yield from component.values
    if contract.tariff.frozen_age is not None:
        yield from contract.tariff.frozen_age.values
