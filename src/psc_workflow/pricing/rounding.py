"""
The one place where amounts are rounded: half up, to the cent, line by line.

No text gives a rule; published amounts fit the nearest cent (``assumed``).

>>> to_cents(Decimal("15.085")), to_cents(Decimal("-0.125"))
(1509, -13)
"""

from decimal import ROUND_HALF_UP, Decimal

_CENT = Decimal("0.01")


def to_cents(euros: Decimal) -> int:
    """Round an exact amount in euros to whole cents; a half goes away from zero."""
    return int(euros.quantize(_CENT, ROUND_HALF_UP).scaleb(2))
