"""
The people of a row, as digits: in which band an age falls, how many children there are.

Children are not looked at one by one. How many there are, and how many have
reached each age at which the tariff begins to treat them differently, says who
is the first, the second, the third, and how old: the eldest come first. Where
that would be too many combinations, each child is a digit of its own.
"""

import datetime as dt
import itertools
import math
from collections.abc import Iterator, Sequence
from typing import Any

import attrs

from psc_workflow._model.vocabulary import Who
from psc_workflow.pricing._bands import steps
from psc_workflow.pricing._charges import Charges
from psc_workflow.pricing._people import Person
from psc_workflow.pricing.frame._columns import PLACES, Column, Compute, LookUp, Step
from psc_workflow.pricing.frame._digits import Digit, first_of, is_there, steps_of, years_since
from psc_workflow.pricing.frame._expressions import PREFIX, count, sum_of
from psc_workflow.pricing.frame._formulas import INT32, Formula, col
from psc_workflow.pricing.frame._ranks import rank_columns

MOST_FAMILIES = 512
"""The most combinations of children that are one digit."""


@attrs.frozen(eq=False)
class Group:
    """
    Some people of a row: the agent, the partner, the children together, or one child.

    Args:
        who: What they are called.
        digit: Each value stands for the people that there are.
        before: The columns that the digit reads, step by step.
    """

    who: str
    digit: Digit
    before: tuple[Step, ...] = ()


def groups(charges: Charges, on: dt.date, children: Sequence[str]) -> Iterator[Group]:
    """List the groups of people a row may have, on that day; *children* are the columns of their birth dates."""
    ages = _ages(charges, Who.CHILD)
    if not children or math.comb(len(children) + len(ages), len(ages)) > MOST_FAMILIES:
        yield from individuals(charges, on, children)
    else:
        yield from _adults(charges, on)
        yield _family(children, ages, on)


def individuals(charges: Charges, on: dt.date, children: Sequence[str]) -> Iterator[Group]:
    """List the same people, each child apart: in each group there is one person, or nobody."""
    yield from _adults(charges, on)
    yield from _one_by_one(children, _ages(charges, Who.CHILD), charges, on)


def _adults(charges: Charges, on: dt.date) -> Iterator[Group]:
    yield Group(Who.AGENT.value, _adult(Who.AGENT, "birth_date", charges, on))
    yield Group(Who.PARTNER.value, _adult(Who.PARTNER, "partner_birth_date", charges, on))


def _ages(charges: Charges, who: Who) -> tuple[int, ...]:
    """List the ages from which the tariff treats somebody differently, ascending; -1 stands for all below."""
    components = [charge.component for charge in charges.of(who) if charge.component.by_age]
    oldest = charges.frozen_age
    ages = steps(-1, ((component.from_age, component.to_age) for component in components))
    return tuple(age for age in ages if oldest is None or age <= oldest)


def _age(column: str, ages: Sequence[int], on: dt.date) -> Formula:
    """Number the ages from 1 on; 0 is nobody."""
    return steps_of(column, years_since(column, on, ages[1:]))


def _adult(who: Who, column: str, charges: Charges, on: dt.date) -> Digit:
    """A partner whose birth date is null does not exist; an agent does."""
    ages = _ages(charges, who)
    nobody = (Person(who, None, 1),) if who is Who.AGENT else ()
    return Digit(_age(column, ages, on), (nobody, *((Person(who, age, 1),) for age in ages)))


# -- children together ------------------------------------------------------------------------------


def _family(children: Sequence[str], ages: Sequence[int], on: dt.date) -> Group:
    """Count the children who have reached each age, and number the combinations of these counts."""
    counts = [sum_of([is_there(child).cast(INT32) for child in children])]
    counts += (count(step for child in children for step in years_since(child, on, [age])) for age in ages[1:])
    names = [f"{PREFIX}reached_{age}" for age in range(len(ages))]
    weights = [_weights(len(children), len(ages) - place) for place in range(len(ages))]
    families: dict[int, tuple[Person, ...]] = {}
    for combination in itertools.combinations_with_replacement(range(len(children), -1, -1), len(ages)):
        number = sum(column.values[count] for column, count in zip(weights, combination, strict=True))
        families[number] = _children(combination, ages)
    values = tuple(families[number] for number in range(len(families)))
    if len(ages) == 1:
        return Group(Who.CHILD.value, Digit(counts[0], values))
    before = (
        Compute(dict(zip(names, counts, strict=True))),
        LookUp({f"{name}_weight": (name, column) for name, column in zip(names, weights, strict=True)}),
    )
    return Group(Who.CHILD.value, Digit(sum_of([col(f"{name}_weight") for name in names]), values), before)


def _weights(most: int, place: int) -> Column:
    """
    For each count, list what it adds to the number of a combination of descending counts.

    This is how combinations are numbered without a gap (the combinatorial
    number system): *place* counts from the last one, which adds itself.
    """
    return Column(PLACES, tuple(math.comb(count + place - 1, place) for count in range(most + 1)))


def _children(counts: Sequence[int], ages: Sequence[int]) -> tuple[Person, ...]:
    """List the children of whom so many have reached each of *ages*, the eldest first."""
    count, *older = counts
    reached = [sum(number >= rank for number in older) for rank in range(1, count + 1)]
    return tuple(Person(Who.CHILD, ages[band], rank) for rank, band in enumerate(reached, 1))


# -- children one by one ----------------------------------------------------------------------------


def _one_by_one(children: Sequence[str], ages: Sequence[int], charges: Charges, on: dt.date) -> Iterator[Group]:
    """Give each child a digit: the age it has reached, and its rank as far as the tariff makes a difference."""
    components = [charge.component for charge in charges.of(Who.CHILD)]
    limits = steps(1, ((component.from_rank, component.to_rank) for component in components))
    ranks = limits[:1] + tuple(rank for rank in limits[1:] if rank <= len(children))  # nobody has a higher one
    before = [Compute(columns) for columns in rank_columns(children, ranks[-1], PREFIX)] if len(ranks) > 1 else []
    values: list[Any] = [()] * len(ranks)
    values += [(Person(Who.CHILD, age, rank),) for age in ages for rank in ranks]
    for child in children:
        rank = col(f"{PREFIX}rank_{child}")
        number = _age(child, ages, on) * len(ranks)
        if later := [rank >= first for first in ranks[1:]]:
            number += first_of(later[::-1])
        yield Group(child, Digit(number, tuple(values)), tuple(before))
        before = []
