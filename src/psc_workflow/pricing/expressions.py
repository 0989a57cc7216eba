"""
Dates, conditions and whole numbers as expressions over columns: what a tariff needs, and nothing per row.
"""

import datetime as dt
import functools
import operator
from collections.abc import Iterable, Sequence
from decimal import Decimal

import narwhals as nw

from psc_workflow.pricing.rounding import to_cents


def latest(on: dt.date, years: int) -> dt.date:
    """
    Give the latest day since which *years* whole years have passed *on* that day.

    >>> latest(dt.date(2026, 5, 1), 21), latest(dt.date(2028, 2, 29), 21)
    (datetime.date(2005, 5, 1), datetime.date(2007, 2, 28))
    """
    if on.year - years < dt.MINYEAR:
        return dt.date.min
    try:
        return on.replace(year=on.year - years)
    except ValueError:
        return on.replace(year=on.year - years, day=on.day - 1)


def times(cents: nw.Expr, ratio: Decimal) -> nw.Expr:
    """Multiply whole cents by an exact ratio and round half up, away from zero, in whole numbers."""
    exponent = -int(ratio.as_tuple().exponent)
    scale = int(Decimal(1).scaleb(max(exponent, 0)))
    product = cents * int(ratio * scale)
    size = abs_of(product)
    rounded = (size + size + scale) // (scale + scale)
    return nw.when(product < 0).then(-rounded).otherwise(rounded)


def abs_of(number: nw.Expr) -> nw.Expr:
    """Take the sign away."""
    return nw.when(number < 0).then(-number).otherwise(number)


def product(share: Decimal | None, value: Decimal | None) -> Decimal:
    """Multiply two values of the catalogue that are known."""
    return (share or Decimal(0)) * (value or Decimal(0))


def whole_cents(euros: Decimal | None) -> nw.Expr:
    """Round a known amount of euros, and write it in every row."""
    return nw.lit(to_cents(euros or Decimal(0))).cast(nw.Int64)


def true(condition: nw.Expr) -> nw.Expr:
    """Take a comparison with null for false."""
    return nw.when(condition).then(nw.lit(value=True)).otherwise(nw.lit(value=False))


def any_of(conditions: Iterable[nw.Expr]) -> nw.Expr:
    """Whether one of the conditions holds; of none, none does."""
    return functools.reduce(operator.or_, conditions, nw.lit(value=False))


def sum_of(numbers: Sequence[nw.Expr]) -> nw.Expr:
    """Add up; nothing is 0."""
    return functools.reduce(operator.add, numbers, nw.lit(0).cast(nw.Int64))
