"""
What the components of a contract's tariff come to on one day, before anybody is named.

The calculator and the frames start from here: both read the same amounts, with
the same certainty.
"""

import datetime as dt
import functools
from decimal import Decimal, localcontext

import attrs

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.tariff import Amount, Component, Kind, Tariff
from psc_workflow._catalogue.values import in_force
from psc_workflow._catalogue.wording import pricing_text
from psc_workflow._model.text import Source, Text
from psc_workflow._model.vocabulary import Certainty, Who, worst
from psc_workflow.exceptions import HostError
from psc_workflow.pricing._rounding import EXACT


@attrs.frozen(eq=False)
class Charge:
    """
    One component on one day.

    Args:
        kind: How the amount is made; ``UNKNOWN`` also where the parameter it
            reads is.
        certainty: The worst of the values it reads.
        parameter: Euros a month of which it is a share, or up to which pay
            counts; ``None`` if there is none, or if it is unknown.
        rate: A ratio; ``None`` for a fixed amount.
        basis: What the rate is taken of.
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
    exact: Decimal | None

    @property
    def unknown(self) -> str:
        """The code of its amount, where that is not known."""
        return f"{self.component.id}-unknown"

    @property
    def refused(self) -> str:
        """The code of its amount, where that is less certain than asked."""
        return f"{self.component.id}-uncertain"

    def share_of(self, base: Decimal) -> Decimal:
        """Take the rate of *base*, at most so much; euros, not rounded."""
        return limited((self.rate or Decimal(0)) * base, self.at_most)


@attrs.frozen(eq=False)
class Charges:
    """
    All components on one day.

    Args:
        oldest: The age from which one counts as that old for ever.
        ages: Those at which a tariff can begin to treat somebody otherwise,
            rising; -1 stands for the time before birth.
        years: The same of years since retirement; 0 stands for none.
        by_regime: Whether the agent's regime tells any of them apart.
    """

    contract: Contract
    on: dt.date
    each: tuple[Charge, ...]
    oldest: int | None
    ages: tuple[int, ...]
    years: tuple[int, ...]
    by_regime: bool

    @property
    def tariff(self) -> Tariff:
        """Where they come from."""
        return self.contract.tariff

    def of(self, who: Who) -> tuple[Charge, ...]:
        """Give those that are for the agent, for a partner or for children."""
        return tuple(charge for charge in self.each if charge.component.who is who)


def check_asked(contract: Contract, on: dt.date) -> None:
    """
    Check what a caller asks with.

    Raises:
        HostError: *contract* is none, or *on* is no day.
    """
    if not isinstance(contract, Contract):
        raise HostError("a contract is what contracts.get or contracts.load gives")
    if type(on) is not dt.date:
        raise HostError("a day is a datetime.date, without a time of day")


@functools.lru_cache
def charges(contract: Contract, on: dt.date) -> Charges:
    """
    Work out what each component of *contract* comes to on that day.

    Raises:
        NoValueInForceError: The tariff says nothing about that day.
    """
    tariff = contract.tariff
    with localcontext(EXACT):
        return _charges(contract, tariff, on)


def _charges(contract: Contract, tariff: Tariff, on: dt.date) -> Charges:
    here = [one for one in tariff.components if not one.territories or contract.territory in one.territories]
    frozen = tariff.frozen_age
    return Charges(
        contract,
        on,
        tuple(_charge(component, contract, on) for component in here),
        None if frozen is None else frozen.on(on, name=f"{contract.id}.tariff.frozen_age").value,
        ages=_steps(-1, [(one.from_age, one.to_age) for one in here]),
        years=_steps(0, [(one.from_year, one.to_year) for one in here]),
        by_regime=any(one.regimes for one in here),
    )


def _steps(least: int, ranges: list[tuple[int, int | None]]) -> tuple[int, ...]:
    """List the numbers at which one of *ranges*, both ends included, begins or is over."""
    over = {last + 1 for _, last in ranges if last is not None}
    return tuple(sorted({least} | {first for first, _ in ranges} | over))


def limited(exact: Decimal, at_most: Decimal | None) -> Decimal:
    """Cut *exact* down to the most it can be."""
    return exact if at_most is None else min(exact, at_most)


def _charge(component: Component, contract: Contract, on: dt.date) -> Charge:
    amount = in_force(component.values, on, f"{contract.id}.tariff.{component.id}")
    read = [contract.tariff.parameter(name) for name in amount.parameters]
    used = [one.on(on, name=f"{contract.id}.tariff.parameters.{one.id}") for one in read]
    sources = [*amount.sources, *(source for one in used for source in one.sources)]
    parameter = used[0].value if used else None
    exact = amount.value
    if amount.kind is Kind.SHARE and amount.share is not None and parameter is not None:
        exact = limited(amount.share * parameter, amount.at_most)
    return Charge(
        component=component,
        kind=amount.kind if all(one.is_known for one in used) else Kind.UNKNOWN,
        certainty=worst([amount.certainty, *(one.certainty for one in used)]),
        sources=tuple(dict.fromkeys(sources)),
        parameter=parameter,
        rate=amount.coefficient if amount.kind is Kind.COEFFICIENT else amount.share,
        basis=_basis(amount, read[0].label if read else None),
        of_lines=amount.of_lines,
        at_most=amount.at_most,
        exact=exact,
    )


def _basis(amount: Amount, parameter: Text | None) -> Text | None:
    """Say what the rate is taken of."""
    match amount.kind:
        case Kind.COEFFICIENT:
            return pricing_text("explain", "pay")
        case Kind.SHARE_OF_LINES:
            return pricing_text("explain", "lines")
    return parameter
