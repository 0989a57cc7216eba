"""
Values that change over time, each with its first day, its sources and its certainty.

>>> limit = Parameter("year", dt.date(2026, 1, 1), (
...     Dated(dt.date(2022, 4, 22), Certainty.PUBLISHED, (Source("art. 5"),), 21),
... ))
>>> limit.on(dt.date(2026, 5, 1)).value
21
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Generic, Protocol, TypeVar

import attrs

from psc_workflow._model.text import Source
from psc_workflow._model.vocabulary import Certainty
from psc_workflow._structuring import StructureError
from psc_workflow.exceptions import DefinitionError, Fault, NoValueInForceError

T = TypeVar("T")


class Consistent:
    """Raises, on construction, every inconsistency of a table; the reader adds file and path."""

    __slots__ = ()

    def __attrs_post_init__(self) -> None:
        """Collect every fault, then raise once."""
        faults = list(self._faults())
        if faults:
            raise StructureError(faults)

    def _faults(self) -> Iterator[Fault]:
        """List what is wrong."""
        yield from ()


@attrs.frozen
class Dated(Consistent, Generic[T]):
    """
    One value, and the day from which it applies.

    Args:
        in_force_from: First day; the last is the eve of the next value's.
        value: ``None`` if unknown, as the certainty then says.
    """

    in_force_from: dt.date
    certainty: Certainty
    sources: tuple[Source, ...]
    value: T | None = None

    @property
    def is_known(self) -> bool:
        """Whether the catalogue has the value."""
        return self.value is not None

    @property
    def known_value(self) -> T:
        """The value, for parameters that are checked to be known."""
        if self.value is None:
            raise DefinitionError("a value of the catalogue is used although it is unknown")
        return self.value

    def _faults(self) -> Iterator[Fault]:
        if (self.value is None) != (self.certainty is Certainty.UNKNOWN):
            yield Fault("certainty", 'must be "unknown" if and only if there is no value')
        if not any(source.title.strip() for source in self.sources):
            yield Fault("sources", "must name at least one source")


@attrs.frozen
class Parameter(Consistent, Generic[T]):
    """
    All values of one parameter, oldest first.

    Args:
        unit: What the values are counted in.
        checked_on: Last day on which somebody compared them with the sources.
    """

    unit: str
    checked_on: dt.date
    values: tuple[Dated[T], ...]

    def _faults(self) -> Iterator[Fault]:
        yield from date_order_faults(self.values)

    def on(self, day: dt.date, *, name: str = "this parameter") -> Dated[T]:
        """
        Find the value in force on *day*.

        Raises:
            NoValueInForceError: *day* precedes the first value.
        """
        return in_force(self.values, day, name)


class Timed(Protocol):
    """Something that applies from a day on."""

    @property
    def in_force_from(self) -> dt.date:
        """First day."""


D = TypeVar("D", bound=Timed)


def in_force(values: tuple[D, ...], day: dt.date, name: str) -> D:
    """Find which of *values*, oldest first, is in force on *day*."""
    for dated in reversed(values):
        if dated.in_force_from <= day:
            return dated
    raise NoValueInForceError(name, day)


def date_order_faults(values: Sequence[Timed]) -> Iterator[Fault]:
    """Check that there are *values*, each starting after the one before."""
    days = [dated.in_force_from for dated in values]
    if not days:
        yield Fault("values", "must hold at least one value")
    if days != sorted(set(days)):
        yield Fault("values", "must be in order, oldest first, each with its own first day")
