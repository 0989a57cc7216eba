"""
Whole numbers in bands: ages, years, ranks, cut wherever the tariff makes a difference and nowhere else.

>>> ages = Bands.of([(0, 20), (21, None)])
>>> ages.within(0, 20), ages.within(21, None)
((1,), (2,))
>>> ages.all  # the band below 0 is there, too: whoever is not born yet
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
        """Cut at each of *limits*, first and last number, included."""
        cuts = {cut for first, last in limits for cut in (first, None if last is None else last + 1)}
        return cls(tuple(sorted(cut for cut in cuts if cut is not None)))

    @property
    def all(self) -> tuple[int, ...]:
        """Number the bands."""
        return tuple(range(len(self.cuts) + 1))

    def within(self, first: int, last: int | None) -> tuple[int, ...]:
        """Give the bands from *first* to *last*, both included; both have been cut at."""
        end = len(self.cuts) if last is None else self.cuts.index(last + 1)
        return tuple(range(self.cuts.index(first) + 1, end + 1))

    def test(self, bands: frozenset[Hashable], possible: frozenset[Hashable], number: "Number") -> nw.Expr:
        """Say whether *number* is in one of *bands*, where it can only be in the *possible* ones."""
        numbers = sorted(band for band in self.all if band in bands)
        found = [number.missing] if None in bands else []
        if {*numbers} == possible - {None}:
            return any_of([*found, ~number.missing])
        for first in (band for band in numbers if band - 1 not in bands):
            last = next(band for band in numbers if band >= first and band + 1 not in bands)
            limits = [number.from_(self.cuts[first - 1])] if first - 1 in possible else []
            limits += [number.below(self.cuts[last])] if last + 1 in possible else []
            found.append(true(all_of(limits)))
        return any_of(found)


class Number(Protocol):
    """A whole number of each row, which may be missing."""

    @property
    def missing(self) -> nw.Expr:
        """Whether there is none."""

    def from_(self, number: int) -> nw.Expr:
        """Whether it is *number* or more; null or not if it is missing."""

    def below(self, number: int) -> nw.Expr:
        """Whether it is less; null or not if it is missing."""


@attrs.frozen
class YearsSince:
    """Whole years since a date, compared with literal days: nothing is counted per row."""

    column: str
    on: dt.date

    @property
    def missing(self) -> nw.Expr:
        """Whether there is no date."""
        return nw.col(self.column).is_null()

    def from_(self, number: int) -> nw.Expr:
        """Whether so many years have passed."""
        return nw.col(self.column) <= latest(self.on, number)

    def below(self, number: int) -> nw.Expr:
        """Whether fewer have."""
        return nw.col(self.column) > latest(self.on, number)


@attrs.frozen
class Standing:
    """A column of whole numbers."""

    column: str

    @property
    def missing(self) -> nw.Expr:
        """Whether there is none."""
        return nw.col(self.column).is_null()

    def from_(self, number: int) -> nw.Expr:
        """Whether it is *number* or more."""
        return nw.col(self.column) >= number

    def below(self, number: int) -> nw.Expr:
        """Whether it is less."""
        return nw.col(self.column) < number
