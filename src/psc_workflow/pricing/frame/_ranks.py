"""
The rank of each child of a row by birth: 1 is the eldest, and ties go by position.

Few children are compared with one another. With many, that would be thousands
of comparisons, so the eldest is found as the winner of a tournament, then the
next, as far as the tariff makes a difference.
"""

from collections.abc import Iterator, Sequence

from psc_workflow.pricing.frame._expressions import all_of, count, list_index, true
from psc_workflow.pricing.frame._formulas import Formula, col, when

_FEW = 8
"""Children up to which comparing all of them with one another is quicker."""

Columns = dict[str, Formula]
Contestant = tuple[Formula, Formula]
"""A birth date, and the position of the child who has it."""


def rank_columns(children: Sequence[str], highest: int, prefix: str) -> Iterator[Columns]:
    """
    List the columns to add, stage by stage; the last ones are called *prefix*, ``rank_`` and a child's column.

    Args:
        children: Columns with the birth dates.
        highest: The rank from which children are treated alike; those of many
            never have a higher one.
        prefix: Of every column that is added.
    """
    if len(children) <= _FEW:
        yield {f"{prefix}rank_{child}": _compared(child, children) for child in children}
        return
    winners: list[Formula] = []
    for rank in range(1, highest):
        yield from _tournament(children, winners, f"{prefix}{rank}_")
        winners.append(col(f"{prefix}{rank}_position"))
    yield {f"{prefix}rank_{child}": _rank_of(position, winners, highest) for position, child in enumerate(children)}


def _compared(child: str, children: Sequence[str]) -> Formula:
    """Count the elder siblings, and those born on the same day that come before."""
    position = children.index(child)
    elder = [
        col(other) <= col(child) if children.index(other) < position else col(other) < col(child)
        for other in children
        if other != child
    ]
    return count(elder) + 1


def _tournament(children: Sequence[str], winners: Sequence[Formula], prefix: str) -> Iterator[Columns]:
    """Find the eldest apart from the earlier *winners*: each stage halves those who are left."""
    left = [_contestant(position, child, winners) for position, child in enumerate(children)]
    level = 0
    while len(left) > 1:
        pairs = [_elder(left[place], left[place + 1]) for place in range(0, len(left) - 1, 2)]
        names = [(f"{prefix}{level}_{place}_date", f"{prefix}{level}_{place}_position") for place in range(len(pairs))]
        yield {
            name: column
            for pair, both in zip(pairs, names, strict=True)
            for name, column in zip(both, pair, strict=True)
        }
        odd = left[len(pairs) * 2 :]
        left = [(col(date), col(position)) for date, position in names] + odd
        level += 1
    yield {f"{prefix}position": left[0][1]}


def _contestant(position: int, child: str, winners: Sequence[Formula]) -> Contestant:
    """Let a child take part who has not won yet."""
    date = col(child)
    if winners:
        date = when(all_of(winner != position for winner in winners)).then(date)
    return date, list_index(position)


def _elder(left: Contestant, right: Contestant) -> Contestant:
    """Choose the elder of two; whoever stands first, if they are twins; whoever there is."""
    is_left = true(left[0] <= right[0]) | right[0].is_null()
    date, position = (when(is_left).then(mine).otherwise(theirs) for mine, theirs in zip(left, right, strict=True))
    return date, position


def _rank_of(position: int, winners: Sequence[Formula], highest: int) -> Formula:
    rank = list_index(highest)
    for place in range(len(winners), 0, -1):
        rank = when(winners[place - 1] == position).then(list_index(place)).otherwise(rank)
    return rank
