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
STANDARD_NAMES = frozenset({Who.AGENT.value, Who.PARTNER.value, *CHILD_NAMES})
"""Names that this library gives; any other is a host's, and is never remembered."""


class Person(NamedTuple):
    """
    What a tariff selects by that is a person's own.

    Attributes:
        age: In whole years, or a lower one that is treated alike; at most the
            tariff's frozen age; ``None`` if unknown.
        rank: Rank of a child by birth, or a lower one that is treated alike;
            1 is the eldest. 1 for adults.
    """

    who: Who
    age: int | None
    rank: int


PersonFields = tuple[Who, int | None, int]
"""A :class:`Person` as a plain tuple, which takes a fifth of the time to make: one is made for everybody priced."""


def people(household: Household, situation: Situation, on: dt.date) -> tuple[PersonFields, ...]:
    """List the agent, the partner and the children, in the order declared."""
    steps, partner, children = situation.ages, household.partner, household.children
    result: list[PersonFields] = [(_AGENT, _age(household.birth_date, steps[_AGENT], on), 1)]
    if partner is not None:
        result.append((_PARTNER, _age(partner.birth_date, steps[_PARTNER], on), 1))
    if children:
        of_child, ranks = steps[_CHILD], _ranks(children, situation.ranks)
        result += [(_CHILD, _age(child.birth_date, of_child, on), ranks[place]) for place, child in enumerate(children)]
    return tuple(result)


def names(children: tuple[Child, ...]) -> tuple[str, ...]:
    """List the names of children; those without one get the standard ones that are free. None, if none has one."""
    refs = [child.ref for child in children]
    if not any(refs):
        return ()
    free_names = (name for name in CHILD_NAMES if name not in refs)
    return tuple([ref or next(free_names) for ref in refs])


def _age(birth_date: dt.date | None, steps: tuple[int, ...], on: dt.date) -> int | None:
    if birth_date is None:
        return None
    return steps[0] if len(steps) == 1 else last_step(steps, ages.years(birth_date, on=on))


def _ranks(children: tuple[Child, ...], steps: tuple[int, ...]) -> Sequence[int]:
    """Rank the children by birth: 1 is the eldest, ties go by position."""
    ranks = [1] * len(children)
    if len(steps) > 1 and len(children) >= steps[1]:
        order = sorted([(child.birth_date or dt.date.max, place) for place, child in enumerate(children)])
        for rank, (_, place) in enumerate(order, start=1):
            ranks[place] = last_step(steps, rank)
    return ranks
