"""
The people of a household as a tariff sees them, and the charges for each of them.
"""

import bisect
import datetime as dt
import functools
import itertools
from collections.abc import Iterator
from typing import NamedTuple

from psc_workflow._catalogue.tariff import Component
from psc_workflow._model.people import LONGEST_LIST, Child, Household
from psc_workflow._model.vocabulary import Formula, PositionKind, Regime, Status, Who
from psc_workflow.pricing._charges import Charge, Charges
from psc_workflow.rules import ages

CACHE_SIZE = 4096
"""The most profiles and lines that are cached: many more than a tariff distinguishes on one day."""


STANDARD_NAMES = frozenset(
    {Who.AGENT.value, Who.PARTNER.value, *(f"{Who.CHILD}-{number}" for number in range(1, LONGEST_LIST + 1))}
)
"""Names that this library gives; any other is a host's, and is never cached."""


class Profile(NamedTuple):
    """
    Only what a tariff selects by: people whom it treats alike have the same profile.

    Attributes:
        regime: The agent's; ``None`` if unknown, or if it decides nothing.
        status: Whether the agent has retired; the first day counts.
        position: The agent's; ``None`` if unknown, or if it decides nothing.
        year: Year since the agent retired, or an earlier one that is treated
            alike; the first begins on the day of retirement. 0 if the agent
            has not retired.
        age: Age of the person, in whole years, or a lower one that is treated
            alike; at most the tariff's frozen age; ``None`` if unknown.
        rank: Rank of a child by birth; 1 is the eldest. 1 for adults.
    """

    formula: Formula
    regime: Regime | None
    status: Status
    position: PositionKind | None
    year: int
    who: Who
    age: int | None
    rank: int


def people(household: Household, formula: Formula, charges: Charges) -> Iterator[tuple[str, Profile]]:
    """List the names and profiles of the agent, the partner and the children, in the order declared."""
    on, frozen_age, retired_on = charges.on, charges.frozen_age, household.retired_on
    is_retired = retired_on is not None and retired_on <= on
    status = Status.RETIRED if is_retired else Status.ACTIVE
    year = 0 if retired_on is None or not is_retired else _last_step(charges.years, ages.years(retired_on, on=on) + 1)
    regime = household.regime if charges.by_regime else None
    position = _position(household) if charges.by_position and not is_retired else None

    def profile(who: Who, birth_date: dt.date | None, rank: int = 1) -> Profile:
        age = None
        if birth_date is not None:
            years = ages.years(birth_date, on=on)
            age = _last_step(charges.ages, years if frozen_age is None else min(years, frozen_age))
        return Profile(formula, regime, status, position, year, who, age, rank)

    yield "agent", profile(Who.AGENT, household.birth_date)
    if household.partner is not None:
        yield "partner", profile(Who.PARTNER, household.partner.birth_date)
    ranks = _ranks(household.children) if household.children else {}
    refs = {child.ref for child in household.children}
    free_names = (name for number in itertools.count(1) if (name := f"child-{number}") not in refs)
    for place, child in enumerate(household.children):
        yield child.ref or next(free_names), profile(Who.CHILD, child.birth_date, ranks[place])


def _position(household: Household) -> PositionKind | None:
    """Return the position that counts: a pay, even an unknown one, is that of an agent at work; a pay of 0 is not."""
    is_paid = household.gross_cents != 0
    return PositionKind.ACTIVE if household.position is None and is_paid else household.position


@functools.lru_cache(maxsize=CACHE_SIZE)
def find_charges(charges: Charges, profile: Profile) -> tuple[Charge, ...] | str:
    """
    Find the charges for a profile, or return the code of the gap if they cannot be determined.

    A fact is required only where everything else fits.
    """
    if profile.status not in charges.tariff.statuses:
        return "status-not-in-tariff"
    if profile.who is Who.CHILD and profile.age is None:
        return "child-birth-date-unknown"
    matches = [(charge, _match(charge.component, profile)) for charge in charges.all]
    gaps = [match for _, match in matches if isinstance(match, str)]
    if gaps:
        return gaps[0]
    is_concerned = profile.position is not PositionKind.NOT_CONCERNED
    nobody = "person-not-in-tariff" if is_concerned else "position-not-in-tariff"
    return tuple(charge for charge, match in matches if match) or nobody


def _match(component: Component, profile: Profile) -> bool | str:
    """Check whether *component* is for a profile, or return the code of the missing fact."""
    fits = (
        component.who is profile.who
        and (not component.statuses or profile.status in component.statuses)
        and (not component.positions or profile.position in (None, *component.positions))
        and (not component.formulas or profile.formula in component.formulas)
        and (not component.regimes or profile.regime is None or profile.regime in component.regimes)
        and _within(profile.rank, component.from_rank, component.to_rank)
        and (not component.by_year or _within(profile.year, component.from_year, component.to_year))
        and (not component.by_age or profile.age is None or _within(profile.age, component.from_age, component.to_age))
    )
    if fits and component.regimes and profile.regime is None:
        return "regime-unknown"
    if fits and component.positions and profile.position is None:
        return "position-unknown"
    return "birth-date-unknown" if fits and component.by_age and profile.age is None else fits


def _last_step(steps: tuple[int, ...], number: int) -> int:
    """Return the last of *steps* that *number* has reached; the first, if none."""
    return steps[max(bisect.bisect_right(steps, number) - 1, 0)]


def _within(number: int, first: int, last: int | None) -> bool:
    return first <= number and (last is None or number <= last)


def _ranks(children: tuple[Child, ...]) -> dict[int, int]:
    """Rank the children by birth, by their position: 1 is the eldest, ties go by position."""

    def order(position: int) -> tuple[dt.date, int]:
        return (children[position].birth_date or dt.date.max, position)

    return {position: rank for rank, position in enumerate(sorted(range(len(children)), key=order), start=1)}
