r"""
Money: integer cents inside, ``Decimal`` euros at the edge; never floating point.

>>> euros(1600), cents(Decimal("16.00"))
(Decimal('16.00'), 1600)
>>> show(1600, "fr"), show(123456, "en")
('16,00\xa0€', '1,234.56 €')
"""

import re
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


_WRITTEN: dict[Locale, re.Pattern[str]] = {
    "en": re.compile(r"([0-9]{1,20}|[0-9]{1,3}(,[0-9]{3}){1,6})(\.[0-9]{1,2})?"),
    "fr": re.compile(r"([0-9]{1,20}|[0-9]{1,3}([ \u00A0\u202F][0-9]{3}){1,6})([.,][0-9]{1,2})?"),
}
"""An amount as each language writes it, with or without marks between thousands; French reads a full stop, too."""

_EXAMPLES: dict[Locale, str] = {"en": "2800.50", "fr": "2800,50"}


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


def read_amount(text: str, locale: Locale, *, most: int) -> int:
    """
    Read an amount in euros as people write it in *locale*; return it in cents.

    >>> read_amount("2 800,50", "fr", most=10**6), read_amount("2,800.50", "en", most=10**6)
    (280050, 280050)

    Args:
        most: In cents, inclusive.

    Raises:
        ValueError: *text* is no such amount, or it is higher.
    """
    if not _WRITTEN[locale].fullmatch(text):
        raise ValueError(f"must be an amount in euros with at most two decimals, such as {_EXAMPLES[locale]}")
    amount = cents(Decimal(re.sub(r"[^0-9.]", "", text.replace(",", "." if locale == "fr" else ""))))
    if amount > most:
        raise ValueError(f"must not exceed {euros(most)}")
    return amount


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
