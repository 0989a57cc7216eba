"""
The coefficient of the solidarity part, worked out from the pay of a population (calage).

The regime wants the solidarity part to be a share of the cotisation d'équilibre
on average, and the coefficient to be the same for all. Pay counts up to a
ceiling; so the sum of what counts is known, and there is one coefficient: the
share of the cotisation, times the number of agents, over that sum. It is exact;
only the coefficient that comes of it, and each amount, is rounded.

>>> import datetime as dt
>>> from psc_workflow import contracts
>>> from psc_workflow._model.vocabulary import Regime
>>> agents = [Household(regime=Regime.GENERAL, gross_cents=pay) for pay in (190000, 260000, 510000)]
>>> solution = calibrate(agents, contract=contracts.get("men-2026"), on=dt.date(2026, 5, 1))
>>> solution.coefficient, solution.at_cap, solution.certainty
(Decimal('0.00798'), 1, <Certainty.DERIVED: 'derived'>)
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs

from psc_workflow._catalogue import law
from psc_workflow._catalogue.amounts import Amount, Kind
from psc_workflow._catalogue.components import Component
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.hypotheses import COEFFICIENT
from psc_workflow._catalogue.values import Dated, in_force
from psc_workflow._model.money import cents, plain_number
from psc_workflow._model.people import HIGHEST_PAY, Household
from psc_workflow._model.text import Source, Text
from psc_workflow._model.vocabulary import Certainty, Who, worst
from psc_workflow.exceptions import DefinitionError, HostError
from psc_workflow.pricing._charges import charges, check_arguments
from psc_workflow.pricing._population import agents_of, amounts_of
from psc_workflow.pricing._written import decimal_text, euro_text, percent_text, rounded_to

MOST_PLACES = 12
"""The most digits of a coefficient after the point."""


@attrs.frozen
class Calibration:
    """
    A coefficient, and how it was worked out.

    Args:
        component: The component whose coefficient it is.
        on: Day whose tariff and positions are used.
        coefficient: Of the pay that counts, rounded half up.
        exact: The same, not rounded.
        target: What the amounts are to be on average, in cents.
        mean: What they are on average with *coefficient*, in cents: the
            population is priced with it, and each amount is rounded.
        population: How many agents pay such an amount.
        left_out: How many do not, because they have retired or are in a
            position or a regime to which the amount does not apply.
        at_cap: How many of the population have a pay that reaches the ceiling.
        certainty: ``derived``, or that of the values that were used, if worse.
        sources: Where the share, the cotisation and the ceiling are written.
        computation: All of that in a few sentences.
    """

    component: str
    on: dt.date
    coefficient: Decimal
    exact: Fraction
    target: Fraction
    mean: Fraction
    population: int
    left_out: int
    at_cap: int
    certainty: Certainty
    sources: tuple[Source, ...] = attrs.field(repr=False)
    computation: Text = attrs.field(repr=False)

    @property
    def residual(self) -> Fraction:
        """Cents by which the average is above what it is to be; what rounding leaves."""
        return self.mean - self.target

    @property
    def values(self) -> dict[str, Decimal]:
        """What ``Contract.with_values`` takes."""
        return {f"{self.component}{COEFFICIENT}": self.coefficient}

    def as_json(self) -> dict[str, Any]:
        """Write it as plain data; what is not rounded is a fraction, as text."""
        return {
            "component": self.component,
            "on": self.on.isoformat(),
            "coefficient": plain_number(self.coefficient),
            **{name: str(getattr(self, name)) for name in ("exact", "target", "mean", "residual")},
            **{name: getattr(self, name) for name in ("population", "left_out", "at_cap")},
            "certainty": self.certainty.value,
            "computation": attrs.asdict(self.computation),
            "sources": [source.as_json() for source in self.sources],
        }

    def __str__(self) -> str:
        return self.computation.fr


def calibrate(
    population: Iterable[Household] | Mapping[Household, int],
    *,
    contract: Contract,
    on: dt.date,
    component: str | None = None,
    of: str = "ce",
    places: int = 5,
) -> Calibration:
    """
    Work out the coefficient with which the solidarity part is, on average, its share of the cotisation d'équilibre.

    Args:
        population: The households whose agents pay it, or how many there are
            of each. Their pay is monthly; families do not matter.
        contract: Whose cotisation, ceiling and component are used.
        on: The day.
        component: Id of the component; ``None`` for the only one that is a
            coefficient of the pay.
        of: Id of the parameter that is the cotisation d'équilibre.
        places: Digits of the coefficient after the point, from 1 to
            ``MOST_PLACES``.

    Raises:
        HostError: Nobody pays the component; a pay, or another fact on which it
            depends whether somebody pays, is unknown; the pay of everybody is 0;
            the tariff has no such component or parameter, or does not know the
            cotisation or the ceiling; or the coefficient would exceed 1.
        NoValueInForceError: The tariff says nothing about that day.

    Not modelled:
        The year whose pay an employer uses: pay is what the caller states.
    """
    check_arguments(contract, on)
    if type(places) is not int or not 1 <= places <= MOST_PLACES:
        raise HostError(f"`places` must be a whole number from 1 to {MOST_PLACES}")
    terms = _terms(contract, on, component, of)
    agents = agents_of(population, contract, on, terms.component)
    number, counted = sum(agents.pays.values()), terms.counted(agents.pays)
    if not counted:
        raise HostError("`population` must have a pay: that of everybody is 0")
    exact = terms.target * number / counted
    coefficient = rounded_to(exact, places)
    if coefficient > 1:
        raise HostError("`population` must have more pay: the coefficient would exceed 1")
    solution = Calibration(
        terms.component.id,
        on,
        coefficient,
        exact,
        terms.target,
        mean=Fraction(0),
        population=number,
        left_out=agents.left_out,
        at_cap=sum(count for pay, count in agents.pays.items() if terms.cap is not None and pay >= terms.ceiling),
        certainty=worst([Certainty.DERIVED, *(dated.certainty for dated in terms.values)]),
        sources=contract.wording.cite(tuple(dict.fromkeys(each for dated in terms.values for each in dated.sources))),
        computation=Text("", ""),
    )
    amounts = amounts_of(agents, contract.with_values(solution.values), on, terms.component)
    mean = Fraction(sum(amounts[pay] * count for pay, count in agents.pays.items()), number)
    solution = attrs.evolve(solution, mean=mean)
    _check(solution.residual, places, Fraction(counted, number))
    return attrs.evolve(solution, computation=_written(solution, terms, Fraction(counted, number), contract))


@attrs.frozen
class _Terms:
    """
    What the coefficient is worked out from.

    Args:
        ceiling: Cents up to which pay counts.
        cap: The same as the tariff has it; ``None`` if there is none.
    """

    component: Component
    ceiling: int
    share: Dated[Decimal]
    base: Dated[Decimal]
    base_label: Text
    cap: Dated[Decimal] | None
    cap_label: Text

    @property
    def values(self) -> tuple[Dated[Decimal], ...]:
        return (self.share, self.base, *([self.cap] if self.cap else []))

    @property
    def target(self) -> Fraction:
        return Fraction(self.share.known_value) * cents(self.base.known_value)

    def counted(self, pays: Mapping[int, int]) -> int:
        """Add up the pay that counts."""
        return sum(min(pay, self.ceiling) * count for pay, count in pays.items())


def _terms(contract: Contract, on: dt.date, name: str | None, of: str) -> _Terms:
    """Find the values in force on the day."""
    component, amount = _of_pay(contract, on, name)
    base, base_label = _parameter(contract, on, of, "of")
    cap, cap_label = (None, Text("", "")) if amount.cap is None else _parameter(contract, on, amount.cap, "contract")
    share = law.dated("average_solidarity_share", on)
    ceiling = HIGHEST_PAY if cap is None else min(HIGHEST_PAY, cents(cap.known_value))
    return _Terms(component, ceiling, share, base, base_label, cap, cap_label)


def _of_pay(contract: Contract, on: dt.date, name: str | None) -> tuple[Component, Amount]:
    """Find the component that is a coefficient of the agent's pay."""
    amounts = [
        (charge.component, in_force(charge.component.values, on, charge.component.id))
        for charge in charges(contract, on).of(Who.AGENT)
    ]
    of_pay = [(component, amount) for component, amount in amounts if amount.kind is Kind.COEFFICIENT]
    matches = [(component, amount) for component, amount in of_pay if name in (None, component.id)]
    if len(matches) != 1:
        names = ", ".join(component.id for component, _ in of_pay) or "the tariff has none"
        raise HostError(f"`component` must name a coefficient of the agent's pay: {names}")
    return matches[0]


def _parameter(contract: Contract, on: dt.date, name: str, argument: str) -> tuple[Dated[Decimal], Text]:
    """Find a parameter that must be known, and its label."""
    tables = [table for table in contract.tariff.parameters if table.id == name]
    dated = tables[0].on(on, name=f"{contract.id}.tariff.parameters.{name}") if tables else None
    if dated is None or dated.value is None:
        raise HostError(f"`{argument}`: the tariff must have a value of {name} that is known on {on}")
    return dated, tables[0].label


def _check(residual: Fraction, places: int, mean_pay: Fraction) -> None:
    """Make sure that nothing but rounding separates the average from what it is to be."""
    most = Fraction(1, 2) + mean_pay / (2 * 10**places)
    if abs(residual) > most:
        raise DefinitionError(f"a calibration misses its target by {residual} cents")


def _written(solution: Calibration, terms: _Terms, mean_pay: Fraction, contract: Contract) -> Text:
    """Write down the computation."""
    facts: dict[str, object] = {
        "component": solution.component,
        "on": solution.on,
        "coefficient": decimal_text(solution.coefficient),
        "certainty": contract.wording.word(solution.certainty),
        "share": percent_text(terms.share.known_value),
        "base": euro_text(100 * Fraction(terms.base.known_value)),
        "label": terms.base_label,
        "target": euro_text(solution.target),
        "count": solution.population,
        "left_out": solution.left_out,
        "at_cap": solution.at_cap,
        "ceiling": euro_text(Fraction(terms.ceiling)),
        "cap": terms.cap_label,
        "pay": euro_text(mean_pay),
        "exact": decimal_text(rounded_to(solution.exact, MOST_PLACES)),
        "mean": euro_text(solution.mean),
        "residual": euro_text(solution.residual),
    }
    names = ["result", "target", "population", *(["cap"] if terms.cap else []), "pay", "exact", "mean"]
    texts = [contract.wording.pricing_text("calibration", name).fill(facts) for name in names]
    return Text("\n".join(text.fr for text in texts), "\n".join(text.en for text in texts))
