"""
The agents of a population who pay a component of pay: how many have which pay.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping

import attrs

from psc_workflow._catalogue.components import Component
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.people import Household
from psc_workflow._model.vocabulary import Certainty
from psc_workflow.exceptions import HostError
from psc_workflow.pricing._bands import within
from psc_workflow.pricing._quote import price_existing_cover
from psc_workflow.pricing._situations import find_situation
from psc_workflow.rules import ages

_LEFT_OUT, _PAYS = "left-out", "pays"
_NO_POPULATION = "`population` must hold instances of Household, or count them"


@attrs.frozen
class Agents:
    """
    Those who pay.

    Args:
        pays: How many have which gross pay, in cents a month.
        examples: One of them for each pay, without the family.
        left_out: How many others there are.
    """

    pays: Counter[int]
    examples: dict[int, Household]
    left_out: int


def agents_of(
    population: Iterable[Household] | Mapping[Household, int], contract: Contract, on: dt.date, component: Component
) -> Agents:
    """
    Find who pays *component*.

    Raises:
        HostError: There is nobody; somebody is no household; or a fact is unknown on
            which it depends whether, or how much, somebody pays.
    """
    pays: Counter[int] = Counter()
    examples: dict[int, Household] = {}
    others: Counter[str] = Counter()
    for household, count in _counted(population):
        if not isinstance(household, Household) or type(count) is not int or count < 0:
            raise HostError(_NO_POPULATION)
        answer = _answer(household, contract, on, component)
        if answer == _PAYS and household.gross_cents is not None:
            pays[household.gross_cents] += count
            examples.setdefault(household.gross_cents, household)
        else:
            others[answer] += count
    left_out = others.pop(_LEFT_OUT, 0)
    if +others:
        unknown = ", ".join(f"the {fact} of {count}" for fact, count in sorted((+others).items()))
        raise HostError(f"`population` must state what the amount depends on; unknown: {unknown}")
    if not +pays:
        raise HostError(f"`population` must have somebody who pays {component.id}; it has nobody")
    return Agents(+pays, examples, left_out)


def _counted(population: Iterable[Household] | Mapping[Household, int]) -> Iterable[tuple[Household, int]]:
    """Walk the households, each with how many there are."""
    if isinstance(population, Mapping):
        return population.items()
    if not isinstance(population, Iterable):
        raise HostError(_NO_POPULATION)
    return ((household, 1) for household in population)


def amounts_of(agents: Agents, contract: Contract, on: dt.date, component: Component) -> dict[int, int]:
    """Price *component*, and nothing else of *contract*, for each pay, in cents."""
    tables = tuple(table for table in contract.tariff.components if table.id == component.id)
    contract = attrs.evolve(contract, tariff=attrs.evolve(contract.tariff, components=tables, ranges=()))
    result = {}
    for pay in agents.pays:
        alone = attrs.evolve(agents.examples[pay], partner=None, children=())
        quote = price_existing_cover(alone, contract=contract, formula=contract.base_formula, on=on)
        (result[pay],) = [line.cents or 0 for line in quote.lines]
    return result


def _answer(household: Household, contract: Contract, on: dt.date, component: Component) -> str:
    """Say whether an agent pays *component*, or name the fact that is needed to know."""
    situation = find_situation(household, contract, contract.base_formula, on, Certainty.ILLUSTRATIVE)
    age = None if household.birth_date is None else ages.years(household.birth_date, on=on)
    frozen_age = situation.charges.frozen_age
    if age is not None and frozen_age is not None:
        age = min(age, frozen_age)
    if situation.status not in situation.charges.tariff.statuses or not situation.fits(component):
        return _LEFT_OUT
    if component.by_age and age is not None and not within(age, component.from_age, component.to_age):
        return _LEFT_OUT
    if household.regime is not None and not situation.covers_regime:
        return _LEFT_OUT
    needs = {
        "birth date": component.by_age and age is None,
        "position": bool(component.positions) and situation.position is None,
        "regime": (bool(component.regimes) or not situation.covers_regime) and household.regime is None,
        "pay": household.gross_cents is None,
    }
    return next((fact for fact, is_unknown in needs.items() if is_unknown), _PAYS)
