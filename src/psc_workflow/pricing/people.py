"""
The people of a household as a tariff sees them, and whether a component is for one of them.
"""

import datetime as dt
from collections.abc import Iterator

import attrs

from psc_workflow.catalogue.contracts import Contract
from psc_workflow.catalogue.tariff import Component, Tariff
from psc_workflow.model.people import Child, Household
from psc_workflow.model.vocabulary import Certainty, Formula, Status, Who
from psc_workflow.rules import ages


@attrs.frozen
class Asked:
    """
    What is to be priced, by what, for which day.

    Args:
        least_certainty: Amounts less certain than this stay unknown.
    """

    household: Household
    contract: Contract
    formula: Formula
    on: dt.date
    least_certainty: Certainty

    @property
    def tariff(self) -> Tariff:
        """The contract's."""
        return self.contract.tariff

    @property
    def status(self) -> Status:
        """Whether the agent has retired; the first day of retirement counts."""
        retired = self.household.retired_on
        return Status.RETIRED if retired is not None and retired <= self.on else Status.ACTIVE

    @property
    def year(self) -> int:
        """The year since retirement; the first begins on the day of retirement."""
        retired = self.household.retired_on
        return 0 if retired is None else ages.years(retired, on=self.on) + 1


@attrs.frozen
class Person:
    """
    Somebody to price.

    Args:
        age: Whole years on the day priced, no more than the tariff's frozen
            age; ``None`` if not known.
        rank: Of a child by birth; 1 is the eldest.
    """

    name: str
    who: Who
    age: int | None
    rank: int = 1


def people(asked: Asked) -> Iterator[Person]:
    """List the agent, the partner and the children, in the order declared."""
    household, frozen = asked.household, asked.tariff.frozen_age
    oldest = frozen.on(asked.on, name=f"{asked.contract.id}.tariff.frozen_age").value if frozen else None

    def person(name: str, who: Who, birth_date: dt.date | None, rank: int = 1) -> Person:
        age = None if birth_date is None else ages.years(birth_date, on=asked.on)
        return Person(name, who, age if age is None or oldest is None else min(age, oldest), rank)

    yield person("agent", Who.AGENT, household.birth_date)
    if household.partner is not None:
        yield person("partner", Who.PARTNER, household.partner.birth_date)
    ranks = _ranks(household.children)
    for position, child in enumerate(household.children):
        yield person(child.ref or f"child-{position + 1}", Who.CHILD, child.birth_date, ranks[position])


def matches(component: Component, person: Person, asked: Asked) -> bool | str:
    """
    Say whether *component* is for *person*; the code of the fact that would tell, if it is not known.

    A fact is asked for only where everything else fits.
    """
    regime = asked.household.regime
    fits = (
        component.who is person.who
        and (not component.statuses or asked.status in component.statuses)
        and (not component.formulas or asked.formula in component.formulas)
        and (not component.territories or asked.contract.territory in component.territories)
        and (not component.regimes or regime is None or regime in component.regimes)
        and _within(person.rank, component.from_rank, component.to_rank)
        and (not component.by_year or _within(asked.year, component.from_year, component.to_year))
        and (not component.by_age or person.age is None or _within(person.age, component.from_age, component.to_age))
    )
    if fits and component.regimes and regime is None:
        return "regime-unknown"
    return "birth-date-unknown" if fits and component.by_age and person.age is None else fits


def _within(number: int, first: int, last: int | None) -> bool:
    return first <= number and (last is None or number <= last)


def _ranks(children: tuple[Child, ...]) -> dict[int, int]:
    """Give the rank by birth of the child at each position: 1 is the eldest, ties go by position."""

    def order(position: int) -> tuple[dt.date, int]:
        return (children[position].birth_date or dt.date.max, position)

    return {position: rank for rank, position in enumerate(sorted(range(len(children)), key=order), start=1)}
