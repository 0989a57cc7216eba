"""
The people of a household as a tariff sees them, and which charges are for one of them.
"""

import bisect
import datetime as dt
import functools
import itertools
from collections.abc import Iterator
from typing import NamedTuple

from psc_workflow._catalogue.tariff import Component
from psc_workflow._model.people import LONGEST_LIST, Child, Household
from psc_workflow._model.vocabulary import Formula, Regime, Status, Who
from psc_workflow.pricing._charges import Charge, Charges
from psc_workflow.rules import ages

REMEMBERED = 4096
"""How many profiles and lines are kept at most: many more than a tariff tells apart on one day."""


OURS = frozenset({Who.AGENT.value, Who.PARTNER.value, *(f"{Who.CHILD}-{one}" for one in range(1, LONGEST_LIST + 1))})
"""Names that we give; any other is a host's, and is kept nowhere."""


class Profile(NamedTuple):
    """
    All that a tariff selects by, and no more: two people whom it treats alike have the same.

    Attributes:
        regime: The agent's; ``None`` if not known, or if it decides nothing.
        status: Whether the agent has retired; the first day counts.
        year: Since the agent retired, or an earlier one that is treated
            alike; the first begins on the day of retirement. 0 if the agent
            has not.
        age: Of the person, in whole years, or a lower one that is treated
            alike; no more than the tariff's frozen age; ``None`` if not
            known.
        rank: Of a child by birth; 1 is the eldest. 1 for adults.
    """

    formula: Formula
    regime: Regime | None
    status: Status
    year: int
    who: Who
    age: int | None
    rank: int


def people(household: Household, formula: Formula, charges: Charges) -> Iterator[tuple[str, Profile]]:
    """List the agent, the partner and the children, in the order declared, by name."""
    on, oldest, retired_on = charges.on, charges.oldest, household.retired_on
    retired = retired_on is not None and retired_on <= on
    status = Status.RETIRED if retired else Status.ACTIVE
    year = 0 if retired_on is None or not retired else _reached(charges.years, ages.years(retired_on, on=on) + 1)
    regime = household.regime if charges.by_regime else None

    def profile(who: Who, birth_date: dt.date | None, rank: int = 1) -> Profile:
        age = None if birth_date is None else ages.years(birth_date, on=on)
        known = age if age is None or oldest is None else min(age, oldest)
        alike = None if known is None else _reached(charges.ages, known)
        return Profile(formula, regime, status, year, who, alike, rank)

    yield "agent", profile(Who.AGENT, household.birth_date)
    if household.partner is not None:
        yield "partner", profile(Who.PARTNER, household.partner.birth_date)
    ranks = _ranks(household.children) if household.children else {}
    taken = {child.ref for child in household.children}
    free = (name for number in itertools.count(1) if (name := f"child-{number}") not in taken)
    for position, child in enumerate(household.children):
        yield child.ref or next(free), profile(Who.CHILD, child.birth_date, ranks[position])


@functools.lru_cache(maxsize=REMEMBERED)
def charged(charges: Charges, profile: Profile) -> tuple[Charge, ...] | str:
    """
    Find the charges that are for somebody; the code of what is not known, if that cannot be said.

    A fact is asked for only where everything else fits.
    """
    if profile.status not in charges.tariff.statuses:
        return "status-not-in-tariff"
    if profile.who is Who.CHILD and profile.age is None:
        return "child-birth-date-unknown"
    matched = [(charge, _matches(charge.component, profile)) for charge in charges.each]
    unknown = [found for _, found in matched if isinstance(found, str)]
    if unknown:
        return unknown[0]
    return tuple(charge for charge, found in matched if found) or "person-not-in-tariff"


def _matches(component: Component, profile: Profile) -> bool | str:
    """Say whether *component* is for somebody; the code of the fact that would tell, if it is not known."""
    fits = (
        component.who is profile.who
        and (not component.statuses or profile.status in component.statuses)
        and (not component.formulas or profile.formula in component.formulas)
        and (not component.regimes or profile.regime is None or profile.regime in component.regimes)
        and _within(profile.rank, component.from_rank, component.to_rank)
        and (not component.by_year or _within(profile.year, component.from_year, component.to_year))
        and (not component.by_age or profile.age is None or _within(profile.age, component.from_age, component.to_age))
    )
    if fits and component.regimes and profile.regime is None:
        return "regime-unknown"
    return "birth-date-unknown" if fits and component.by_age and profile.age is None else fits


def _reached(steps: tuple[int, ...], number: int) -> int:
    """Give the last of *steps* that *number* has come to; the first, if none."""
    return steps[max(bisect.bisect_right(steps, number) - 1, 0)]


def _within(number: int, first: int, last: int | None) -> bool:
    return first <= number and (last is None or number <= last)


def _ranks(children: tuple[Child, ...]) -> dict[int, int]:
    """Give the rank by birth of the child at each position: 1 is the eldest, ties go by position."""

    def order(position: int) -> tuple[dt.date, int]:
        return (children[position].birth_date or dt.date.max, position)

    return {position: rank for rank, position in enumerate(sorted(range(len(children)), key=order), start=1)}
