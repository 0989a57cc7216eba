"""
The one place where amounts are rounded: to the nearest cent, a half away from zero, line by line.

No text gives a rule; published amounts fit the nearest cent (``assumed``).

>>> to_cents(Decimal("15.085")), to_cents(Decimal("-0.125"))
(1509, -13)
>>> share_in_cents(Decimal("0.5"), most=5)(5)
3
"""

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

_CENTS = Decimal("1E2")
"""Cents in a euro."""


EXACT = Context(prec=300)
"""
The context in which amounts are worked out, whatever context a host has set.

It rounds no product: 500 components, each twice those before it, come to 246 digits,
and a ratio has 29 more.
"""


def to_cents(euros: Decimal) -> int:
    """Round an exact amount in euros to whole cents; halves go away from zero."""
    return int(EXACT.multiply(euros, _CENTS).to_integral_value(ROUND_HALF_UP))


def share_in_cents(rate: Decimal, most: int) -> Callable[[int], int]:
    """
    Return a function that takes *rate* of an amount in cents, counted up to *most*, and rounds as :func:`to_cents`.

    Whole numbers are several times as fast as decimals.

    Args:
        most: The highest amount that counts, in cents.
    """
    numerator, half = rate.as_integer_ratio()
    doubled, whole = 2 * numerator, 2 * half

    def share(cents: int) -> int:
        product = doubled * (most if cents > most else cents)  # noqa: FURB136 -- min takes as long as the rest
        return (product + half) // whole if product >= 0 else -((half - product) // whole)

    return share


def half_up(cents: Fraction) -> int:
    """
    Round a fraction of cents to whole ones; halves go away from zero, as in :func:`to_cents`.

    >>> half_up(Fraction(5, 2)), half_up(Fraction(-5, 2)), half_up(Fraction(7, 3))
    (3, -3, 2)
    """
    rounded = (2 * abs(cents.numerator) + cents.denominator) // (2 * cents.denominator)
    return rounded if cents >= 0 else -rounded
