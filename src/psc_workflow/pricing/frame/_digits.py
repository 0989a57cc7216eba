"""
Digits: what a tariff tells the rows of a frame apart by, as small whole numbers of each row.

A digit has a few possible values, and each stands for something: a formula, a
band of ages. Several digits make one number, as those of 2026 do; so one number
says everything that a tariff reads of a row, apart from the pay.

>>> import polars
>>> rows = polars.DataFrame({"formula": ["option_1", "gold", "base"], "children": [2, 0, 1]})
>>> formula = words("formula", [["base"], ["option_1"]], ("none", "base", "option_1"))
>>> children = Digit(col("children"), (0, 1, 2))
>>> both = number_of([formula, children])
>>> rows.select(both=both.number.say(polars))["both"].to_list(), both.values[8]
([8, 0, 4], ('option_1', 2))
"""

import datetime as dt
import itertools
from collections.abc import Iterable, Sequence
from typing import Any

import attrs

from psc_workflow.pricing.frame._expressions import latest
from psc_workflow.pricing.frame._formulas import Formula, col, when


@attrs.frozen(eq=False)
class Digit:
    """
    A whole number of each row.

    Args:
        number: The column.
        values: What each number stands for, from 0 on.
    """

    number: Formula
    values: tuple[Any, ...]


def first_of(conditions: Sequence[Formula]) -> Formula:
    """
    Write the place of the first condition that holds, the last one having place 1; 0 if none holds.

    A comparison with null does not hold.
    """
    (condition, *others), place = conditions, len(conditions)
    chain: Any = when(condition).then(place)
    for other in others:
        place -= 1
        chain = chain.when(other).then(place)
    return chain.otherwise(0)  # type: ignore[no-any-return]  # a chain has no type of its own


def is_there(column: str) -> Formula:
    """Whether a column has a value."""
    return ~col(column).is_null()


def number_of(digits: Sequence[Digit]) -> Digit:
    """Write several digits as one number; it stands for all that they stand for."""
    return Digit(as_number(digits), tuple(itertools.product(*(digit.values for digit in digits))))


def as_number(digits: Sequence[Digit]) -> Formula:
    """Write several digits as one number, the first being the highest."""
    number = digits[0].number
    for digit in digits[1:]:
        number = number * len(digit.values) + digit.number if len(digit.values) > 1 else number
    return number


def words(column: str, groups: Sequence[Sequence[str]], values: Sequence[Any], *, null: bool = False) -> Digit:
    """
    Tell the words of a column apart.

    Args:
        groups: Words that count as one another.
        values: What stands for any other word, for each group, and, last, for
            null, if that differs from any other word.
    """
    word = col(column)
    conditions = [_is_one_of(word, group) for group in groups]
    if null:
        conditions.append(word.is_null())
    return Digit(first_of(conditions[::-1]), tuple(values))


def _is_one_of(word: Formula, group: Sequence[str]) -> Formula:
    """Compare with a single word, or with a list, which takes longer than one word, and less than several."""
    return word == group[0] if len(group) == 1 else word.is_in([str(each) for each in group])


def steps_of(column: str, steps: Sequence[Formula]) -> Formula:
    """Write 0 for null, 1 for a value that has reached none of the ascending *steps*, and so on."""
    return first_of([*reversed(steps), is_there(column)])


def years_since(column: str, on: dt.date, steps: Iterable[int]) -> list[Formula]:
    """List, for each of *steps*, whether as many whole years have passed, compared with a literal day."""
    return [col(column) <= latest(on, years) for years in steps]
