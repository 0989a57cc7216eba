r"""
Numbers of a computation in both languages, with more digits than amounts that are due have.

>>> euro_text(Fraction(22619, 10)).fr, percent_text(Decimal("0.300")).en
('22,619\xa0€', '30%')
"""

from decimal import Decimal
from fractions import Fraction

from psc_workflow._model.money import plain_amount, plain_number, show
from psc_workflow._model.text import Text
from psc_workflow.pricing._rounding import EXACT, half_up

_PLACES = 4
"""Digits after the point of euros that are an average."""


def rounded_to(ratio: Fraction, places: int) -> Decimal:
    """Round to so many digits after the point, halves away from zero."""
    return Decimal(f"{half_up(ratio * 10**places)}E-{places}")


def decimal_text(number: Decimal) -> Text:
    """Write a number, without needless zeros."""
    text = plain_number(number)
    return Text(text.replace(".", ","), text)


def percent_text(ratio: Decimal) -> Text:
    """Write a ratio as a percentage."""
    number = decimal_text(EXACT.scaleb(ratio, 2))
    return Text(f"{number.fr}\N{NO-BREAK SPACE}%", f"{number.en}%")


def euro_text(cents: Fraction) -> Text:
    """Write an average of cents as euros."""
    if cents.denominator == 1:
        return Text(show(int(cents), "fr"), show(int(cents), "en"))
    amount = plain_amount(rounded_to(cents / 100, _PLACES))
    return Text(f"{amount.replace('.', ',')}\N{NO-BREAK SPACE}€", f"{amount} €")
