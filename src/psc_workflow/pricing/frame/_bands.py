"""
Whole numbers in bands: ages, years, ranks, cut wherever the tariff makes a difference and nowhere else.

>>> ages = Bands.of([(0, 20), (21, None)])
>>> ages.within(0, 20), ages.within(21, None)
((1,), (2,))
>>> ages.all  # including the band below 0, before birth
(0, 1, 2)
"""

import datetime as dt
from collections.abc import Hashable, Iterable
from typing import Protocol

import attrs
import narwhals as nw

from psc_workflow.pricing.frame._expressions import all_of, any_of, latest, true


@attrs.frozen
class Bands:
    """
    Bands of whole numbers.

    Args:
        cuts: First number of each band but the lowest, which has no end.
    """

    cuts: tuple[int, ...]

    @classmethod
    def of(cls, limits: Iterable[tuple[int, int | None]]) -> "Bands":
        """Cut at each of *limits*: first and last number, both included."""
        cuts = {cut for first, last in limits for cut in (first, None if last is None else last + 1)}
        return cls(tuple(sorted(cut for cut in cuts if cut is not None)))

    @property
    def all(self) -> tuple[int, ...]:
        """The number of every band."""
        return tuple(range(len(self.cuts) + 1))

    def within(self, first: int, last: int | None) -> tuple[int, ...]:
        """List the bands from *first* to *last*, both included; both must be among the limits."""
        end = len(self.cuts) if last is None else self.cuts.index(last + 1)
        return tuple(range(self.cuts.index(first) + 1, end + 1))

    def condition(self, bands: frozenset[Hashable], possible: frozenset[Hashable], value: "IntegerValue") -> nw.Expr:
        """Write the condition that *value* is in one of *bands*, where only the *possible* ones can occur."""
        numbers = sorted(band for band in self.all if band in bands)
        conditions = [value.is_missing] if None in bands else []
        if {*numbers} == possible - {None}:
            return any_of([*conditions, ~value.is_missing])
        for first in (band for band in numbers if band - 1 not in bands):
            last = next(band for band in numbers if band >= first and band + 1 not in bands)
            limits = [value.at_least(self.cuts[first - 1])] if first - 1 in possible else []
            limits += [value.below(self.cuts[last])] if last + 1 in possible else []
            conditions.append(true(all_of(limits)))
        return any_of(conditions)


class IntegerValue(Protocol):
    """A whole number of each row, which may be missing."""

    @property
    def is_missing(self) -> nw.Expr:
        """Whether the number is missing."""

    def at_least(self, number: int) -> nw.Expr:
        """Whether the value is *number* or more; may be null if it is missing."""

    def below(self, number: int) -> nw.Expr:
        """Whether the value is less than *number*; may be null if it is missing."""


@attrs.frozen
class YearsSince:
    """Whole years since a date, compared with literal days: nothing is counted per row."""

    column: str
    on: dt.date

    @property
    def is_missing(self) -> nw.Expr:
        """Whether there is no date."""
        return nw.col(self.column).is_null()

    def at_least(self, number: int) -> nw.Expr:
        """Whether *number* years or more have passed."""
        return nw.col(self.column) <= latest(self.on, number)

    def below(self, number: int) -> nw.Expr:
        """Whether fewer than *number* years have passed."""
        return nw.col(self.column) > latest(self.on, number)


@attrs.frozen
class IntegerColumn:
    """A column of whole numbers."""

    column: str

    @property
    def is_missing(self) -> nw.Expr:
        """Whether the column is null."""
        return nw.col(self.column).is_null()

    def at_least(self, number: int) -> nw.Expr:
        """Whether the column is *number* or more."""
        return nw.col(self.column) >= number

    def below(self, number: int) -> nw.Expr:
        """Whether the column is less than *number*."""
        return nw.col(self.column) < number
