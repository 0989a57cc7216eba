"""
A tariff with other values, to see what they would change: each is marked as a hypothesis.
"""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import TypeVar

import attrs

from psc_workflow._catalogue import raw_texts
from psc_workflow._catalogue.amounts import is_amount
from psc_workflow._catalogue.tariff import Amount, Component, Tariff, TariffParameter
from psc_workflow._catalogue.values import Dated, Timed
from psc_workflow._model.money import show_euros
from psc_workflow._model.text import Source, Text
from psc_workflow._model.vocabulary import Certainty
from psc_workflow.exceptions import HostError

T = TypeVar("T", bound=Timed)

Euros = Decimal | str | int | None
"""Euros a month; ``None`` for a value that is not known."""


def supposed(tariff: Tariff, values: Mapping[str, Euros], certainty: Certainty, since: dt.date | None) -> Tariff:
    """
    Return *tariff* with other values.

    Args:
        values: By the id of a parameter or of a component.
        since: First day of the values; ``None`` for all the days of those that
            they replace.

    Raises:
        HostError: A name is none of the tariff's, or a value is no amount.
        StructureError: The tariff would contradict itself.
    """
    numbers = {name: _number(name, value) for name, value in values.items()}
    ids = [*(parameter.id for parameter in tariff.parameters), *(component.id for component in tariff.components)]
    faults = [f"{name}: must be one of: {', '.join(ids)}" for name in numbers if ids.count(name) != 1]
    if faults:
        raise HostError(f"`values`: {'; '.join(faults)}")
    return attrs.evolve(
        tariff,
        parameters=tuple(_parameter(table, numbers, certainty, since) for table in tariff.parameters),
        components=tuple(_component(table, numbers, certainty, since) for table in tariff.components),
    )


def _number(name: str, value: Euros) -> Decimal | None:
    """Read euros, exactly as they are written; a float is not, and a truth value is no amount."""
    if value is None:
        return None
    try:
        number = Decimal(value) if isinstance(value, Decimal | str | int) and not isinstance(value, bool) else None
    except InvalidOperation:
        number = None
    if number is None or not is_amount(number):
        raise HostError(f'`values`: {name}: must be euros and cents, not negative, such as "80.10"')
    return number


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
    if table.id not in numbers:
        return table
    number, (first, before) = numbers[table.id], _replaced(table.values, since)
    supposition = Amount(first, _certainty(number, certainty), _sources(table.id, number), value=number)
    return attrs.evolve(table, values=(*before, supposition))


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
    amount = texts["unknown-amount"] if number is None else Text(show_euros(number, "fr"), show_euros(number, "en"))
    text = texts["hypothesis"].fill({"name": name, "amount": amount})
    return (Source(text.fr, title_en=text.en),)
