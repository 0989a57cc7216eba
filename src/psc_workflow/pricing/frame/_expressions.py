"""
Dates, conditions and whole numbers as expressions over columns: what a tariff needs, and nothing per row.
"""

import datetime as dt
import operator
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import TypeVar

from psc_workflow.pricing.frame._formulas import INT32, INT64, Formula, lit

T = TypeVar("T")

PREFIX = "__psc_"
"""Prefix of the columns that exist only during pricing."""

_EXACT_BITS = 53
"""Whole numbers of fewer bits are exact as floats, too."""


def latest(on: dt.date, years: int) -> dt.date:
    """
    Return the latest day since which *years* whole years have passed by *on*.

    >>> latest(dt.date(2026, 5, 1), 21), latest(dt.date(2028, 2, 29), 21)
    (datetime.date(2005, 5, 1), datetime.date(2007, 2, 28))
    """
    if on.year - years < dt.MINYEAR:
        return dt.date.min
    try:
        return on.replace(year=on.year - years)
    except ValueError:
        return on.replace(year=on.year - years, day=on.day - 1)


def is_exact(most: int, ratio: Decimal) -> bool:
    """Whether :func:`times` is exact up to *most* cents; some engines divide as floats do."""
    numerator, denominator = ratio.copy_abs().as_integer_ratio()
    return most * numerator + denominator < 1 << _EXACT_BITS


def times(cents: Formula, ratio: Decimal) -> Formula:
    """
    Multiply whole cents by an exact ratio and round half up, in whole numbers.

    A product never changes its sign from row to row here: pay is not negative,
    and a ratio is the same on all rows. Half up is away from zero.
    """
    numerator, denominator = ratio.copy_abs().as_integer_ratio()
    rounded = (cents * numerator + (denominator >> 1)) // denominator
    return -rounded if ratio < 0 else rounded


def whole(number: int) -> Formula:
    """Write a whole number in every row, as wide as amounts are: engines would choose a narrower type."""
    return lit(number, INT64)


def list_index(number: int) -> Formula:
    """Write an index into a list in every row: lists are short, and narrow columns take less time."""
    return lit(number, INT32)


def count(conditions: Iterable[Formula]) -> Formula:
    """Count the conditions that hold."""
    return sum_of([true(condition).cast(INT32) for condition in conditions])


def true(condition: Formula) -> Formula:
    """Treat a comparison with null as false."""
    return condition.fill_null(False)


def join_by_halves(join: Callable[[T, T], T], terms: Sequence[T]) -> T:
    """Join *terms* half by half: engines recurse into an expression, and one after the other would nest too deep."""
    if len(terms) == 1:
        return terms[0]
    middle = len(terms) >> 1
    return join(join_by_halves(join, terms[:middle]), join_by_halves(join, terms[middle:]))


def any_of(conditions: Iterable[Formula]) -> Formula:
    """Whether any of the conditions holds; false if there are none."""
    terms = list(conditions)
    return join_by_halves(operator.or_, terms) if terms else lit(False)


def all_of(conditions: Iterable[Formula]) -> Formula:
    """Whether all of the conditions hold; true if there are none."""
    terms = list(conditions)
    return join_by_halves(operator.and_, terms) if terms else lit(True)


def sum_of(numbers: Sequence[Formula]) -> Formula:
    """Add up; the sum of none is 0."""
    return join_by_halves(operator.add, numbers) if numbers else whole(0)
