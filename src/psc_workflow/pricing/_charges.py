"""
The amounts of a contract's tariff during one period, regardless of who is priced.

The calculator and the frames start from here: both read the same amounts, with
the same certainty.
"""

import datetime as dt
import functools
from decimal import Decimal, localcontext

import attrs

from psc_workflow._catalogue.amounts import Amount, Kind
from psc_workflow._catalogue.components import Component
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.periods import MOST_PERIODS, Period
from psc_workflow._catalogue.tariff import Tariff, TariffParameter
from psc_workflow._catalogue.values import Dated, in_force
from psc_workflow._model.quote import PayCap
from psc_workflow._model.text import Source, Text
from psc_workflow._model.vocabulary import Certainty, Formula, Regime, Who, worst
from psc_workflow._structuring.arguments import check_day
from psc_workflow.exceptions import HostError, NoValueInForceError
from psc_workflow.pricing._bands import steps
from psc_workflow.pricing._rounding import EXACT


@attrs.frozen(eq=False)
class Charge:
    """
    One component during one period.

    Args:
        kind: How the amount is worked out; ``UNKNOWN`` also where the
            parameter it reads is.
        certainty: The worst of the values it reads.
        parameter: Euros a month of which it is a share, or up to which pay
            counts; ``None`` if there is none, or if it is unknown.
        rate: A ratio; ``None`` for a fixed amount.
        basis: What the rate applies to.
        of_lines: Components whose lines it is a share of.
        at_most: How far a share can be from 0, in euros a month.
        cap: The same as *parameter*, with its name, if pay counts up to it.
        exact: Euros a month, not rounded; ``None`` unless it is known, and
            the same for everybody.
    """

    component: Component
    kind: Kind
    certainty: Certainty
    sources: tuple[Source, ...]
    parameter: Decimal | None
    rate: Decimal | None
    basis: Text | None
    of_lines: tuple[str, ...]
    at_most: Decimal | None
    cap: PayCap | None
    exact: Decimal | None

    @property
    def unknown_code(self) -> str:
        """The code of an amount that is unknown."""
        return f"{self.component.id}-unknown"

    @property
    def uncertain_code(self) -> str:
        """The code of an amount that is less certain than requested."""
        return f"{self.component.id}-uncertain"

    def share_of(self, base: Decimal) -> Decimal:
        """Apply the rate to *base*, within the limit; euros, not rounded."""
        exact = EXACT.multiply(self.rate or Decimal(0), base)
        return up_to_limit(exact, self.at_most)


@attrs.frozen(eq=False)
class Charges:
    """
    All components during one period.

    Args:
        offered: The formulas offered; none, too, if the contract does not say.
        frozen_age: The age that counts for everybody of that age or older.
        years: The years since retirement from which the tariff can treat
            somebody differently, ascending; 0 stands for none.
        by_regime: Whether any component depends on the agent's regime.
        by_position: Whether any depends on the agent's position.
        excluded_regimes: Regimes that need a grid of their own.
    """

    contract: Contract
    all: tuple[Charge, ...]
    offered: tuple[Formula, ...]
    frozen_age: int | None
    years: tuple[int, ...]
    by_regime: bool
    by_position: bool
    excluded_regimes: frozenset[Regime]

    @property
    def tariff(self) -> Tariff:
        """The tariff they come from."""
        return self.contract.tariff

    @property
    def sources(self) -> tuple[Source, ...]:
        """What the contract cites for the tariff as a whole."""
        return self.contract.wording.cite(self.tariff.sources)

    def of(self, who: Who) -> tuple[Charge, ...]:
        """List the charges for the agent, for a partner or for children."""
        return tuple(charge for charge in self.all if charge.component.who is who)


def check_arguments(contract: Contract, on: dt.date) -> None:
    """
    Check the contract and the day of a request.

    Raises:
        HostError: One of them is of another type.
    """
    check_contract(contract, "contract")
    check_day(on, "on")


def check_contract(contract: Contract, name: str) -> None:
    """
    Check a contract.

    Raises:
        HostError: It is none; an id is not, either.
    """
    if not isinstance(contract, Contract):
        raise HostError(f"`{name}` must be a Contract, from contracts.get or contracts.load")


def charges(contract: Contract, on: dt.date) -> Charges:
    """
    Work out the charge of each component of *contract* on that day.

    Raises:
        NoValueInForceError: The tariff says nothing about that day.
    """
    try:
        return charges_of(contract.periods.of(on))
    except NoValueInForceError as error:
        raise NoValueInForceError(error.parameter, on) from None


@functools.lru_cache(MOST_PERIODS)
def charges_of(period: Period) -> Charges:
    """Work out the charge of each component in *period*."""
    contract, on = period.contract, period.first_day
    tariff = contract.tariff
    components = [
        component
        for component in tariff.components
        if not component.territories or contract.territory in component.territories
    ]
    with localcontext(EXACT):
        all_charges = tuple(_charge(component, contract, on) for component in components)
    offered = [dated.value for dated in contract.formulas.values if dated.in_force_from <= on]
    frozen = None if tariff.frozen_age is None else tariff.frozen_age.on(on, name=f"{contract.id}.tariff.frozen_age")
    return Charges(
        contract,
        all_charges,
        offered=(offered[-1] if offered else None) or (),
        frozen_age=None if frozen is None else frozen.value,
        years=steps(0, ((component.from_year, component.to_year) for component in components if component.by_year)),
        by_regime=any(component.regimes for component in components),
        by_position=any(component.positions for component in components),
        excluded_regimes=frozenset(tariff.excluded_regimes),
    )


def up_to_limit(exact: Decimal, at_most: Decimal | None) -> Decimal:
    """Limit *exact* to *at_most*, if there is a limit; a deduction to as much below 0."""
    return exact if at_most is None or exact.copy_abs() <= at_most else at_most.copy_sign(exact)


def _charge(component: Component, contract: Contract, on: dt.date) -> Charge:
    amount = in_force(component.values, on, f"{contract.id}.tariff.{component.id}")
    parameters = [contract.tariff.parameter(name) for name in amount.parameters]
    values = [parameter.on(on, name=f"{contract.id}.tariff.parameters.{parameter.id}") for parameter in parameters]
    sources = [*amount.sources, *(source for value in values for source in value.sources)]
    base = values[0].value if values else None
    exact = amount.value
    if amount.kind is Kind.SHARE and amount.share is not None and base is not None:
        exact = up_to_limit(amount.share * base, amount.at_most)
    return Charge(
        component=component,
        kind=amount.kind if all(value.is_known for value in values) else Kind.UNKNOWN,
        certainty=worst([amount.certainty, *(value.certainty for value in values)]),
        sources=contract.wording.cite(tuple(dict.fromkeys(sources))),
        parameter=base,
        rate=amount.coefficient if amount.kind is Kind.COEFFICIENT else amount.share,
        basis=_basis(amount, parameters[0].label if parameters else None, contract),
        of_lines=amount.of_lines,
        at_most=amount.at_most,
        cap=_cap(amount, parameters[0], values[0]) if values else None,
        exact=exact,
    )


def _cap(amount: Amount, parameter: TariffParameter, value: Dated[Decimal]) -> PayCap | None:
    """Name the ceiling up to which pay counts, if it is known."""
    if amount.cap is None or value.value is None:
        return None
    return PayCap(parameter.id, parameter.label, value.value, value.in_force_from)


def _basis(amount: Amount, parameter: Text | None, contract: Contract) -> Text | None:
    """Name what the rate applies to."""
    match amount.kind:
        case Kind.COEFFICIENT:
            return contract.wording.pricing_text("explain", "pay")
        case Kind.SHARE_OF_LINES:
            labels = [component.label for component in contract.tariff.components if component.id in amount.of_lines]
            names = Text(" + ".join(label.fr for label in labels), " + ".join(label.en for label in labels))
            return contract.wording.pricing_text("explain", "lines").fill({"lines": names})
    return parameter
