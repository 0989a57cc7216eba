"""
The one place where amounts are rounded: half up, to the cent, line by line.

No text gives a rule; published amounts fit the nearest cent (``assumed``).

>>> to_cents(Decimal("15.085")), to_cents(Decimal("-0.125"))
(1509, -13)
"""

from decimal import ROUND_HALF_UP, Context, Decimal

_CENTS = Decimal("1E2")
"""Cents in a euro."""


EXACT = Context()
"""The context in which amounts are worked out, whatever context a host has set."""


def to_cents(euros: Decimal) -> int:
    """Round an exact amount in euros to whole cents; halves go away from zero."""
    return int((euros * _CENTS).to_integral_value(ROUND_HALF_UP))
