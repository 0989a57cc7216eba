"""
A tariff with other values, to see what they would change: each is marked as a hypothesis.
"""

import datetime as dt
import functools
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TypeVar

import attrs

from psc_workflow._catalogue import raw_texts
from psc_workflow._catalogue.amounts import Kind, is_amount
from psc_workflow._catalogue.tariff import Amount, Component, Tariff, TariffParameter
from psc_workflow._catalogue.values import Dated, Timed
from psc_workflow._model.money import plain_number, show_euros
from psc_workflow._model.text import Source, Text
from psc_workflow._model.vocabulary import Certainty
from psc_workflow._structuring.faults import FaultError
from psc_workflow._structuring.scalars import read_decimal
from psc_workflow.exceptions import HostError

T = TypeVar("T", bound=Timed)

Euros = Decimal | str | int | None
"""Euros a month, or a coefficient of the pay; ``None`` for a value that is not known."""

_NUMBER = re.compile(r"[+-]?[0-9]{1,40}(\.[0-9]{1,40})?([eE][+-]?[0-9]{1,2})?")
"""A number as a file has it: in plain digits, without blanks and marks between them."""

COEFFICIENT = ".coefficient"
"""What follows the id of a component whose coefficient is supposed, and nothing else of it."""


def supposed(tariff: Tariff, values: Mapping[str, Euros], certainty: Certainty, since: dt.date | None) -> Tariff:
    """
    Return *tariff* with other values.

    Args:
        values: By the id of a parameter or of a component, or by that of a
            component and ``.coefficient``.
        since: First day of the values; ``None`` for all the days of those that
            they replace.

    Raises:
        HostError: A name is none of the tariff's, or a value is no amount.
        StructureError: The tariff would contradict itself.
    """
    numbers = {
        name: _ratio(name, value) if name.endswith(COEFFICIENT) else _number(name, value)
        for name, value in values.items()
    }
    ids = [*(parameter.id for parameter in tariff.parameters), *(component.id for component in tariff.components)]
    ids += [f"{table.id}{COEFFICIENT}" for table in tariff.components if _coefficients(table)]
    faults = [f"{name}: must be one of: {', '.join(ids)}" for name in numbers if ids.count(name) != 1]
    faults += [f"{name}: its coefficient is supposed, too" for name in numbers if name + COEFFICIENT in numbers]
    if faults:
        raise HostError(f"`values`: {'; '.join(faults)}")
    return attrs.evolve(
        tariff,
        parameters=tuple(_parameter(table, numbers, certainty, since) for table in tariff.parameters),
        components=tuple(_component(table, numbers, certainty, since) for table in tariff.components),
    )


def _number(name: str, value: Euros) -> Decimal | None:
    """Read euros."""
    number = _exactly(value)
    if value is not None and (number is None or not is_amount(number)):
        raise HostError(f'`values`: {name}: must be euros and cents, not negative, such as "80.10"')
    return number


def _ratio(name: str, value: Euros) -> Decimal | None:
    """Read a coefficient of the pay."""
    number = _exactly(value)
    if value is not None and (number is None or not 0 <= number <= 1):
        raise HostError(f'`values`: {name}: must be a ratio of the pay from 0 to 1, such as "0.0080"')
    return number


def _exactly(value: Euros) -> Decimal | None:
    """Read a number exactly, as a contract file would have it; a float is not exact, and a truth value is none."""
    if isinstance(value, str):
        value = Decimal(value) if _NUMBER.fullmatch(value) else None
    try:
        return read_decimal(value, Decimal)
    except FaultError:
        return None


def _coefficients(table: Component) -> list[Amount]:
    """List the amounts of a component that are a coefficient of the pay, oldest first."""
    return [amount for amount in table.values if amount.kind is Kind.COEFFICIENT]


def _parameter(
    table: TariffParameter, numbers: Mapping[str, Decimal | None], certainty: Certainty, since: dt.date | None
) -> TariffParameter:
    if table.id not in numbers:
        return table
    number, (first, before) = numbers[table.id], _replaced(table.values, since)
    supposition = Dated(first, _certainty(number, certainty), _sources(table.id, number), number)
    return attrs.evolve(table, values=(*before, supposition))


def _component(
    table: Component, numbers: Mapping[str, Decimal | None], certainty: Certainty, since: dt.date | None
) -> Component:
    name = table.id if table.id in numbers else table.id + COEFFICIENT
    if name not in numbers:
        return table
    number, (first, before) = numbers[name], _replaced(table.values, since)
    written = functools.partial(Amount, certainty=_certainty(number, certainty), sources=_sources(name, number))
    if number is None or name == table.id:
        return attrs.evolve(table, values=(*before, written(first, value=number)))
    supposed = (written(day, coefficient=number, cap=cap) for day, cap in _caps(table, first))
    return attrs.evolve(table, values=(*before, *supposed))


def _caps(table: Component, first: dt.date) -> Iterator[tuple[dt.date, str | None]]:
    """List the caps of the pay from *first* on, each with its first day; one lasts until the next coefficient."""
    coefficients = _coefficients(table)
    later = [amount for amount in coefficients if amount.in_force_from > first]
    current = coefficients[-len(later) - 1] if len(later) < len(coefficients) else later.pop(0)
    yield first, current.cap
    for amount in later:
        if amount.cap != current.cap:
            yield amount.in_force_from, amount.cap
        current = amount


def _replaced(values: tuple[T, ...], since: dt.date | None) -> tuple[dt.date, tuple[T, ...]]:
    """Return the first day of a supposition, and the values that stay before it."""
    if since is None:
        return values[0].in_force_from, ()
    return since, tuple(value for value in values if value.in_force_from < since)


def _certainty(number: Decimal | None, certainty: Certainty) -> Certainty:
    return Certainty.UNKNOWN if number is None else certainty


def _sources(name: str, number: Decimal | None) -> tuple[Source, ...]:
    """Cite the hypothesis: no other source says so."""
    texts = raw_texts.pricing()["explain"]
    if number is None:
        amount = texts["unknown-amount"]
    elif name.endswith(COEFFICIENT):
        amount = Text(plain_number(number).replace(".", ","), plain_number(number))
    else:
        amount = Text(show_euros(number, "fr"), show_euros(number, "en"))
    text = texts["hypothesis"].fill({"name": name, "amount": amount})
    return (Source(text.fr, title_en=text.en),)
