r"""
Money: integer cents inside, ``Decimal`` euros at the edge; never floating point.

>>> euros(1600), cents(Decimal("16.00"))
(Decimal('16.00'), 1600)
>>> show(1600, "fr"), show(123456, "en")
('16,00\xa0€', '1,234.56 €')
"""

from decimal import Context, Decimal
from typing import Literal, get_args

from psc_workflow.exceptions import HostError

Locale = Literal["fr", "en"]
LOCALES: tuple[str, ...] = get_args(Locale)

_HUNDRED = Decimal(100)
_EXACT = Context()
"""The context in which euros become cents, whatever context a host has set."""

_CENTS = 100
"""Cents in a euro."""

_GROUP = 1000
"""From here on, digits are written in groups."""

_DECIMALS: dict[Locale, list[str]] = {
    "fr": [f",{rest:02}\N{NO-BREAK SPACE}€" for rest in range(_CENTS)],
    "en": [f".{rest:02} €" for rest in range(_CENTS)],
}
"""What is written after whole euros, by the number of cents."""


def check_locale(locale: str) -> None:
    """
    Check that there are sentences in *locale*.

    Raises:
        HostError: There are none.
    """
    if locale not in LOCALES:
        raise HostError(f"`locale` must be one of: {', '.join(LOCALES)}")


def euros(amount: int) -> Decimal:
    """Convert *amount* in cents to euros with two decimals."""
    return Decimal(f"{amount}E-2")  # written, not computed: no context of a host rounds it


def cents(amount: Decimal) -> int:
    """
    Convert *amount* in euros to cents.

    Raises:
        ValueError: *amount* has a fraction of a cent: rounding is up to the
            tariff, not to the edge.
    """
    scaled = _EXACT.multiply(amount, _HUNDRED)
    if scaled != scaled.to_integral_value():
        raise ValueError("`amount` must have at most two decimals")
    return int(scaled)


def plain_number(number: Decimal) -> str:
    """
    Write a number in its one way: no exponent, no zero at the end of decimals, no minus before zero.

    >>> plain_number(Decimal("0.500")), plain_number(Decimal("1E+2")), plain_number(Decimal("-0.0"))
    ('0.5', '100', '0')
    """
    whole, _, decimals = f"{number:f}".partition(".")
    text = ".".join(filter(None, [whole, decimals.rstrip("0")]))
    return text.removeprefix("-") if number.is_zero() else text


def plain_amount(amount: Decimal) -> str:
    """
    Write an amount in euros in its one way: at least two decimals, and no zero after those.

    >>> plain_amount(Decimal(4000)), plain_amount(Decimal("4000.000")), plain_amount(Decimal("15.0850"))
    ('4000.00', '4000.00', '15.085')
    """
    whole, _, decimals = plain_number(amount).partition(".")
    return f"{whole}.{decimals:0<2}"


def amount_text(cents: int | None) -> str | None:
    """
    Write an amount in cents as euros with two decimals, as plain data have it; ``None`` if unknown.

    >>> amount_text(1508), amount_text(-5), amount_text(None)
    ('15.08', '-0.05', None)
    """
    return None if cents is None else str(euros(cents))


def show(amount: int, locale: Locale) -> str:
    """Write *amount* in cents for a reader."""
    if amount < 0:
        return f"-{show(-amount, locale)}"
    whole, rest = divmod(amount, _CENTS)
    return f"{whole if whole < _GROUP else _grouped(f'{whole:,}', locale)}{_DECIMALS[locale][rest]}"


def show_euros(amount: Decimal, locale: Locale) -> str:
    """Write *amount* in euros, which has no fraction of a cent, for a reader."""
    number = f"{amount:,.2f}"
    return f"{number} €" if locale == "en" else f"{_grouped(number, locale).replace('.', ',')}\N{NO-BREAK SPACE}€"


def show_count(count: int, locale: Locale) -> str:
    """Write how many there are, for a reader."""
    return _grouped(f"{count:,}", locale)


def _grouped(digits: str, locale: Locale) -> str:
    """Write *digits*, which are grouped as in English, for a reader of *locale*."""
    return digits if locale == "en" else digits.replace(",", "\N{NO-BREAK SPACE}")
