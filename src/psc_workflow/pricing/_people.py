"""
The people of a household as a tariff sees them: only what it selects by, so that whoever it treats alike looks alike.
"""

import datetime as dt
from typing import NamedTuple

from psc_workflow._model.people import LONGEST_LIST, Child, Household
from psc_workflow._model.vocabulary import Who
from psc_workflow.pricing._bands import last_step
from psc_workflow.pricing._situations import Situation
from psc_workflow.rules import ages

CHILD_NAMES = tuple(f"{Who.CHILD}-{number}" for number in range(1, LONGEST_LIST + 1))
ADULT_NAMES = frozenset({Who.AGENT.value, Who.PARTNER.value})
STANDARD_NAMES = ADULT_NAMES.union(CHILD_NAMES)
"""Names that this library gives; any other is a host's, and is never remembered."""


class Person(NamedTuple):
    """
    What a tariff selects by that is a person's own.

    Attributes:
        age: In whole years, or a lower one that is treated alike; at most the
            tariff's frozen age; ``None`` if unknown; 0 if it decides nothing.
        rank: Rank of a child by birth, or a lower one that is treated alike;
            1 is the eldest. 1 for adults.
    """

    who: Who
    age: int | None
    rank: int


Adults = tuple[int | None, int | None]
"""The agent's age, as in :class:`Person`, and the partner's, or ``NOBODY``."""

Family = tuple[Adults, tuple[int | None, ...], int | tuple[int, ...]]
"""
Everybody of a household in plain numbers, which are found faster than people: one is made for each household priced.

After the adults come the children's ages in the order declared, or none if
they are known and decide nothing; then their ranks, or how many there are if
all count as the eldest.
"""

NOBODY = -2
"""Stands for the age of a partner where there is none; no age is as low."""

_ALONE: Adults = (0, NOBODY)
_COUPLE: Adults = (0, 0)
"""Adults whose age decides nothing, be it known or not."""


def family(household: Household, situation: Situation, on: dt.date) -> Family:
    """Describe the people of a household."""
    agent_ages, partner_ages, child_ages = situation.ages
    children, adults = household.children, _ALONE if household.partner is None else _COUPLE
    if agent_ages or partner_ages:
        adults = _adults(household, agent_ages, partner_ages, on)
    if not children:
        return adults, (), 0
    ages: tuple[int | None, ...] = ()
    if child_ages or _lacks_a_birth(children):
        ages = tuple([_age(child.birth_date, child_ages, on) for child in children])
    ranks, count = situation.ranks, len(children)
    return adults, ages, count if ranks[count - 1] == 1 else _ranks(children, ranks)


def _adults(household: Household, agent_ages: tuple[int, ...], partner_ages: tuple[int, ...], on: dt.date) -> Adults:
    agent_age = _age(household.birth_date, agent_ages, on) if agent_ages else 0
    if household.partner is None:
        return agent_age, NOBODY
    return agent_age, _age(household.partner.birth_date, partner_ages, on) if partner_ages else 0


def people(family: Family) -> tuple[Person, ...]:
    """List the agent, the partner and the children, in the order declared."""
    (agent_age, partner_age), ages, ranks = family
    partner = () if partner_age == NOBODY else (Person(Who.PARTNER, partner_age, 1),)
    ranks = (1,) * ranks if isinstance(ranks, int) else ranks
    children = zip(ages or (0,) * len(ranks), ranks, strict=True)
    return (Person(Who.AGENT, agent_age, 1), *partner, *(Person(Who.CHILD, age, rank) for age, rank in children))


def are_named(children: tuple[Child, ...]) -> bool:
    """Whether any of *children* has a name."""
    for child in children:  # noqa: SIM110 -- any takes three times as long
        if child.ref:
            return True
    return False


def names(children: tuple[Child, ...]) -> tuple[str, ...]:
    """List the names of children; those without one get the standard ones that are free."""
    refs = [child.ref for child in children]
    free_names = (name for name in CHILD_NAMES if name not in refs)
    return tuple([ref or next(free_names) for ref in refs])


def _age(birth_date: dt.date | None, steps: tuple[int, ...], on: dt.date) -> int | None:
    """Return the last of *steps* that a person has reached; 0 if there are none."""
    if birth_date is None:
        return None
    return last_step(steps, ages.years(birth_date, on=on)) if steps else 0


def _lacks_a_birth(children: tuple[Child, ...]) -> bool:
    """Whether the birth date of any of *children* is unknown."""
    for child in children:  # noqa: SIM110 -- as above
        if child.birth_date is None:
            return True
    return False


def _ranks(children: tuple[Child, ...], bands: tuple[int, ...]) -> tuple[int, ...]:
    """Rank *children* by birth: 1 is the eldest, ties go by position. *bands* has what each rank counts as."""
    births = [child.birth_date or _LAST_DAY for child in children]
    in_order = sorted(births)
    if len({*births}) == len(births):
        return tuple([bands[in_order.index(born_on)] for born_on in births])
    places = sorted(range(len(births)), key=births.__getitem__)
    return tuple([bands[places.index(place)] for place in range(len(births))])


_LAST_DAY = dt.date.max
"""Stands for a birth that is unknown."""
