"""
The situation of an agent as a tariff sees it: what is the same for the whole household.
"""

import datetime as dt
import functools
from bisect import bisect_right

import attrs

from psc_workflow._catalogue.components import Component
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.periods import Period
from psc_workflow._model.people import LONGEST_LIST, Household
from psc_workflow._model.vocabulary import Certainty, Formula, PositionKind, Regime, Status, Who
from psc_workflow.exceptions import NoValueInForceError
from psc_workflow.pricing._bands import last_step, steps, within
from psc_workflow.pricing._charges import Charges, charges_of
from psc_workflow.rules import ages

_ACTIVE = PositionKind.ACTIVE

MOST_ALIKE = 4096
"""The most situations, plans and parts that are remembered: many more than a tariff distinguishes in one period."""


@attrs.frozen(eq=False)
class Situation:
    """
    What a tariff selects by, or shows amounts by, that is the same for the whole household.

    There is one object for all agents whom the tariff treats alike.

    Args:
        regime: The agent's; ``None`` if unknown, or if nothing is selected by it.
        covers_regime: Whether the amounts are for the agent's regime; false
            while that is unknown.
        status: Whether the agent has retired; the first day counts.
        position: The agent's; ``None`` if unknown, or if nothing is selected
            by it.
        year: Year since the agent retired, or an earlier one that is treated
            alike; the first begins on the day of retirement. 0 before, and if
            nothing is selected by it.
        states_pay: Whether the agent's pay is known.
        least_certainty: Amounts less certain than this stay unknown.
        ages: For the agent, the partner and a child, the ages from which the
            tariff may treat them differently here, ascending; the first stands
            for all below. Empty if no age makes a difference.
        ranks: For each rank of a child, from 1 on, the first that the tariff
            treats alike.
        is_offered: Whether the contract says that the formula is offered.
    """

    charges: Charges
    formula: Formula
    regime: Regime | None
    covers_regime: bool
    status: Status
    position: PositionKind | None
    year: int
    states_pay: bool
    least_certainty: Certainty
    ages: tuple[tuple[int, ...], ...] = attrs.field(init=False)
    ranks: tuple[int, ...] = attrs.field(init=False)
    is_offered: bool = attrs.field(init=False)

    @is_offered.default
    def _is_offered(self) -> bool:
        return self.formula in self.charges.offered

    @ages.default
    def _ages(self) -> tuple[tuple[int, ...], ...]:
        return tuple(self._ages_of(who) for who in Who)

    def _ages_of(self, who: Who) -> tuple[int, ...]:
        """Nobody is older than the frozen age; -1 stands for the time before birth."""
        by_age = [component for component in self._components() if component.who is who and component.by_age]
        limits = steps(-1, ((component.from_age, component.to_age) for component in by_age))
        frozen_age = self.charges.frozen_age
        return tuple(age for age in limits if by_age and (frozen_age is None or age <= frozen_age))

    @ranks.default
    def _ranks(self) -> tuple[int, ...]:
        limits = steps(1, ((component.from_rank, component.to_rank) for component in self._components()))
        return tuple(last_step(limits, rank) for rank in range(1, LONGEST_LIST + 1))

    def _components(self) -> list[Component]:
        return [charge.component for charge in self.charges.all if self.fits(charge.component)]

    def fits(self, component: Component) -> bool:
        """Whether *component* can be for anybody in this situation; an unknown regime or position may be any."""
        return (
            (not component.statuses or self.status in component.statuses)
            and (not component.positions or self.position is None or self.position in component.positions)
            and (not component.formulas or self.formula in component.formulas)
            and (not component.regimes or self.regime is None or self.regime in component.regimes)
            and (not component.by_year or within(self.year, component.from_year, component.to_year))
        )


def find_situation(  # noqa: PLR0917 -- names would take as long as the rest
    household: Household,
    contract: Contract,
    formula: Formula,
    on: dt.date,
    least_certainty: Certainty,
    year: int | None = None,
) -> Situation:
    """
    Find the situation of the agent of *household*.

    Args:
        year: The year since retirement; that of *on* if not stated.

    Raises:
        NoValueInForceError: The tariff says nothing about that day.
    """
    gross, regime = household.gross_cents, household.regime
    if year is None:
        year = year_of_retirement(household, on) if household.retired_on else 0
    position = household.position or (None if gross == 0 else _ACTIVE)
    periods = contract.periods
    try:
        period = periods.all[bisect_right(periods.first_days, on) - 1]
        return situation(period, formula, regime, position, year, gross is not None, least_certainty)
    except NoValueInForceError as error:
        raise NoValueInForceError(error.parameter, on) from None


def year_of_retirement(household: Household, on: dt.date) -> int:
    """Count the years since the agent retired; the first begins on the day of retirement. 0 before."""
    retired_on = household.retired_on
    return 0 if retired_on is None or on < retired_on else ages.years(retired_on, on=on) + 1


def position_by_pay(gross_cents: int | None) -> PositionKind | None:
    """Return the position that goes without saying: any pay but 0, even an unknown one, is that of an agent at work."""
    return None if gross_cents == 0 else _ACTIVE


@functools.lru_cache(MOST_ALIKE)
def situation(  # noqa: PLR0917 -- names would make the cache slow
    period: Period,
    formula: Formula,
    regime: Regime | None,
    position: PositionKind | None,
    year: int,
    states_pay: bool,
    least_certainty: Certainty,
) -> Situation:
    """Find the situation of all agents whom the tariff treats alike in *period*."""
    tariff = charges_of(period)
    excluded = tariff.excluded_regimes
    return _same_situation(
        tariff,
        formula,
        regime if tariff.by_regime else None,
        not excluded or (regime is not None and regime not in excluded),
        Status.RETIRED if year else Status.ACTIVE,
        position if tariff.by_position and not year else None,
        last_step(tariff.years, year),
        states_pay,
        least_certainty,
    )


_same_situation = functools.lru_cache(MOST_ALIKE)(Situation)
"""One object for the same situation: plans are found by it."""
