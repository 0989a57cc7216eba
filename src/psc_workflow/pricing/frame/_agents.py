"""
The situation of the agent of each row, as a number: the same situations that a single household is priced in.

Whatever a row says of the agent, apart from the age, becomes digits. For every
combination of digits the scalar calculator says which situation it is, unless
the row is at fault.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from typing import Any

import attrs

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.people import HIGHEST_PAY
from psc_workflow._model.vocabulary import Certainty, PositionKind, Regime, Status
from psc_workflow.pricing._charges import Charges
from psc_workflow.pricing._situations import Situation, position_by_pay, situation
from psc_workflow.pricing.frame._columns import PLACES, Column
from psc_workflow.pricing.frame._digits import Digit, first_of, number_of, steps_of, words, years_since
from psc_workflow.pricing.frame._formulas import Formula, col, lit

FAULTS = (
    "formula-not-offered",
    "gross-negative",
    "gross-too-high",
    "position-not-in-list",
    "regime-not-in-list",
)
"""Codes of a row that is wrong."""


@attrs.frozen
class RowFault:
    """What is wrong with a row, whatever else it says: the code."""

    code: str


Faults = frozenset[str]
"""The codes of a row that cannot be priced."""


@attrs.frozen(eq=False)
class Agents:
    """
    What a frame says of the agents, apart from their age.

    Args:
        number: All of it, as one number.
        places: For each such number, the place of its situation.
        situations: Those that the tariff tells apart; or what a row is at
            fault for.
    """

    number: Formula
    places: Column
    situations: tuple[Situation | Faults, ...]


def agents(
    contract: Contract, charges: Charges, on: dt.date, optional: Collection[str], least_certainty: Certainty
) -> Agents:
    """Write what the rows of a frame, which has those *optional* columns, say of the agent on that day."""
    position = _position(charges) if "position" in optional else Digit(lit(0), (None,))
    facts = number_of([_formula(charges), _regime(charges), _pay(charges), position, _year(charges, on)])
    period = contract.periods.of(on)
    places: dict[Situation | Faults, int] = {}
    numbers = []
    for formula, regime, pay, stated, year in facts.values:
        faults = frozenset(_faults((formula, regime, pay, stated), charges, year))
        where = stated or position_by_pay(pay)
        case = faults or situation(period, formula, regime, where, year, pay is not None, least_certainty)
        numbers.append(places.setdefault(case, len(places)))
    return Agents(facts.number, Column(PLACES, tuple(numbers)), tuple(places))


def _faults(values: Iterable[Any], charges: Charges, year: int) -> Iterator[str]:
    yield from (value.code for value in values if isinstance(value, RowFault))
    if (Status.RETIRED if year else Status.ACTIVE) not in charges.tariff.statuses:
        yield "status-not-in-tariff"


# -- the digits: what stands for each value is what the scalar calculator is asked with --------------


def _formula(charges: Charges) -> Digit:
    offered = charges.offered
    return words("formula", [[formula] for formula in offered], [RowFault("formula-not-offered"), *offered])


def _regime(charges: Charges) -> Digit:
    """Tell regimes apart as far as the tariff does; one of those that it treats alike stands for all of them."""
    alike: dict[Any, list[Regime]] = {}
    for regime in charges.contract.regimes:
        key = (regime in charges.excluded_regimes, regime if charges.by_regime else None)
        alike.setdefault(key, []).append(regime)
    groups = list(alike.values())
    values = [RowFault("regime-not-in-list"), *(group[0] for group in groups), None]
    return words("regime", groups, values, null=True)


def _position(charges: Charges) -> Digit:
    every = list(PositionKind)
    groups = [[position] for position in every] if charges.by_position else [every]
    values = [RowFault("position-not-in-list"), *(group[0] for group in groups), None]
    return words("position", groups, values, null=True)


def _pay(charges: Charges) -> Digit:
    """Tell whether there is a pay, whether it is possible, and, if that decides about the position, whether it is 0."""
    pay = col("gross_cents")
    none_or_more, any_pay, too_much = pay >= 0, pay > 0, pay > HIGHEST_PAY
    negative, too_high = RowFault("gross-negative"), RowFault("gross-too-high")
    if charges.by_position:
        return Digit(steps_of("gross_cents", [none_or_more, any_pay, too_much]), (None, negative, 0, 1, too_high))
    return Digit(steps_of("gross_cents", [none_or_more, too_much]), (None, negative, 1, too_high))


def _year(charges: Charges, on: dt.date) -> Digit:
    """Count from the day of retirement, as far as the tariff does: 0 is before it, 1 the first year."""
    years = sorted({0, 1, *charges.years})
    passed = years_since("retired_on", on, [year - 1 for year in years[1:]])
    return Digit(first_of(passed[::-1]), tuple(years))
