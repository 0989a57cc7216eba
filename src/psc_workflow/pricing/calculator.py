"""
From a household to the lines of its quote.

The tariff is data: this module only finds, for each person, the components
that are for them, and reads their value in force. It decides no right: whoever
is in the household is priced. What the tariff does not know stays unknown.
"""

import datetime as dt
from collections.abc import Iterator

import attrs

from psc_workflow.catalogue.contracts import Contract
from psc_workflow.catalogue.tariff import Component, Tariff
from psc_workflow.catalogue.texts import gap_text
from psc_workflow.catalogue.values import in_force
from psc_workflow.model.people import Child, Household
from psc_workflow.model.quote import Gap, Quote, QuoteLine
from psc_workflow.model.vocabulary import Certainty, Formula, Status, Who
from psc_workflow.pricing.rounding import to_cents


def price(household: Household, *, contract: Contract, formula: Formula, on: dt.date) -> Quote:
    """
    Price *household*.

    Args:
        household: Whoever is in it is priced; its rights are for the rules.
        formula: For the agent and all beneficiaries.
        on: Day whose tariff is used.

    Returns:
        The quote: the agent's lines, the partner's, the children's in the
        order declared.

    Raises:
        NoValueInForceError: The tariff says nothing about that day.

    Not modelled:
        Amounts that depend on pay, age or retirement; such households get a
        gap, never an amount.
    """
    gaps = tuple(_gaps(household, contract.tariff, formula, on))
    lines = () if gaps else tuple(_lines(household, contract, formula, on))
    return Quote(contract.id, on, formula, contract.tariff.structure, lines, gaps)


def _gaps(household: Household, tariff: Tariff, formula: Formula, on: dt.date) -> Iterator[Gap]:
    """Name what the tariff does not say, or the household does not tell: nobody is priced at nothing by silence."""
    retired = household.retired_on is not None and household.retired_on <= on
    codes = []
    if (Status.RETIRED if retired else Status.ACTIVE) not in tariff.statuses:
        codes.append("status-not-in-tariff")
    if any(child.birth_date is None for child in household.children):
        codes.append("child-birth-date-unknown")
    elif not all(any(_components(tariff, formula, person)) for person in _people(household)):
        codes.append("person-not-in-tariff")
    for code in codes:
        yield Gap(code, gap_text(code), tariff.sources)


def _lines(household: Household, contract: Contract, formula: Formula, on: dt.date) -> Iterator[QuoteLine]:
    for person in _people(household):
        for component in _components(contract.tariff, formula, person):
            line = _line(person.name, component, contract, on)
            yield line if line.free or _speaks_of(household, contract.tariff) else _unknown(line, contract.tariff)


@attrs.frozen
class _Person:
    """Somebody to price, as the tariff sees them."""

    name: str
    who: Who
    rank: int = 1


def _people(household: Household) -> Iterator[_Person]:
    yield _Person("agent", Who.AGENT)
    if household.partner is not None:
        yield _Person("partner", Who.PARTNER)
    ranks = _ranks(household.children)
    for position, child in enumerate(household.children):
        yield _Person(child.ref or f"child-{position + 1}", Who.CHILD, ranks[position])


def _components(tariff: Tariff, formula: Formula, person: _Person) -> Iterator[Component]:
    for component in tariff.components:
        if component.who is person.who and component.is_for(formula, person.rank):
            yield component


def _speaks_of(household: Household, tariff: Tariff) -> bool:
    """Whether the tariff's amounts are for the agent's regime; while that is not known, nobody can say."""
    return not tariff.excluded_regimes or household.regime not in (None, *tariff.excluded_regimes)


def _unknown(line: QuoteLine, tariff: Tariff) -> QuoteLine:
    """Keep a line whose amount the tariff does not give: that it exists still decides about the mandate."""
    return attrs.evolve(line, cents=None, certainty=Certainty.UNKNOWN, sources=tariff.sources)


def _line(name: str, component: Component, contract: Contract, on: dt.date) -> QuoteLine:
    dated = in_force(component.values, on, f"{contract.id}.tariff.{component.id}")
    return QuoteLine(
        who=name,
        component=component.id,
        label=component.label,
        channel=component.channel,
        cents=None if dated.value is None else to_cents(dated.value),
        certainty=dated.certainty,
        sources=dated.sources,
        free=component.free,
    )


def _ranks(children: tuple[Child, ...]) -> dict[int, int]:
    """Give the rank by birth of the child at each position: 1 is the eldest, ties go by position."""

    def order(position: int) -> tuple[dt.date, int]:
        return (children[position].birth_date or dt.date.max, position)

    return {position: rank for rank, position in enumerate(sorted(range(len(children)), key=order), start=1)}
