"""
The people of a household as a tariff sees them: only what it selects by, so that whoever it treats alike looks alike.
"""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from psc_workflow._model.people import LONGEST_LIST, Child, Household
from psc_workflow._model.vocabulary import Who
from psc_workflow.pricing._bands import last_step
from psc_workflow.pricing._situations import Situation
from psc_workflow.rules import ages

_AGENT, _PARTNER, _CHILD = Who.AGENT, Who.PARTNER, Who.CHILD

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


PersonFields = tuple[Who, int | None, int]
"""A :class:`Person` as a plain tuple, which takes a fifth of the time to make: one is made for everybody priced."""


_ANY_AGENT: PersonFields = (_AGENT, 0, 1)
_ANY_PARTNER: PersonFields = (_PARTNER, 0, 1)
_ALONE, _COUPLE = (_ANY_AGENT,), (_ANY_AGENT, _ANY_PARTNER)
"""Adults whose age decides nothing, be it known or not."""


def people(household: Household, situation: Situation, on: dt.date) -> tuple[PersonFields, ...]:
    """List the agent, the partner and the children, in the order declared."""
    agent_ages, partner_ages, child_ages = situation.ages
    children, bands = household.children, situation.ranks
    adults: tuple[PersonFields, ...] = _ALONE if household.partner is None else _COUPLE
    if agent_ages or partner_ages:
        adults = _adults(household, agent_ages, partner_ages, on)
    if not children:
        return adults
    result = list(adults)
    ranks = bands if bands[len(children) - 1] == 1 else _ranks(children, bands)
    for place, child in enumerate(children):
        born_on = child.birth_date
        age = _age(born_on, child_ages, on) if child_ages or born_on is None else 0
        result.append((_CHILD, age, ranks[place]))
    return tuple(result)


def _adults(
    household: Household, agent_ages: tuple[int, ...], partner_ages: tuple[int, ...], on: dt.date
) -> tuple[PersonFields, ...]:
    agent = (_AGENT, _age(household.birth_date, agent_ages, on), 1) if agent_ages else _ANY_AGENT
    partner = household.partner
    if partner is None:
        return (agent,)
    return agent, (_PARTNER, _age(partner.birth_date, partner_ages, on), 1) if partner_ages else _ANY_PARTNER


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
    return None if birth_date is None else last_step(steps, ages.years(birth_date, on=on))


def _ranks(children: tuple[Child, ...], bands: tuple[int, ...]) -> Sequence[int]:
    """Rank the children by birth: 1 is the eldest, ties go by position. *bands* has what each rank counts as."""
    ranks = [1] * len(children)
    order = sorted([(child.birth_date or dt.date.max, place) for place, child in enumerate(children)])
    for (_, place), band in zip(order, bands, strict=False):
        ranks[place] = band
    return ranks
