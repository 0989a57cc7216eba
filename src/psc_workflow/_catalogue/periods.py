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
from typing import TYPE_CHECKING

import attrs

from psc_workflow._catalogue.values import Timed

if TYPE_CHECKING:
    from psc_workflow._catalogue.contract import Contract

MOST_PERIODS = 512
"""The most periods, of all contracts together, whose amounts are remembered; a period lasts about a year."""


@attrs.frozen(eq=False)
class Period:
    """
    One period; the same object for equal contracts, so that nothing need be compared to find what is remembered of it.

    Args:
        first_day: Inclusive; the first of all periods begins before anything is in force.
    """

    contract: "Contract"
    first_day: dt.date


@attrs.frozen(eq=False)
class Periods:
    """
    All periods of a contract, ascending.

    Args:
        first_days: Those of *all*.
    """

    first_days: tuple[dt.date, ...]
    all: tuple[Period, ...]

    def of(self, on: dt.date) -> Period:
        """Return the period of that day."""
        return self.all[bisect.bisect_right(self.first_days, on) - 1]


@functools.lru_cache
def find_periods(contract: "Contract") -> Periods:
    """Find the periods of *contract*."""
    days = tuple(sorted({dt.date.min, *(dated.in_force_from for dated in _values(contract))}))
    return Periods(days, tuple(Period(contract, day) for day in days))


def _values(contract: "Contract") -> Iterator[Timed]:
    """Walk everything that the tariff says of amounts from a day on, and the formulas offered."""
    yield from contract.formulas.values
    for parameter in contract.tariff.parameters:
        yield from parameter.values
    for component in contract.tariff.components:
        yield from component.values
    for published in contract.tariff.ranges:
        yield from published.values
    if contract.tariff.frozen_age is not None:
        yield from contract.tariff.frozen_age.values
