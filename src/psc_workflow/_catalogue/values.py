"""
Values that change over time, each with its first day, its sources and its certainty.

>>> limit = Parameter("year", dt.date(2026, 1, 1), (
...     Dated(dt.date(2022, 4, 22), Certainty.PUBLISHED, (Source("art. 5"),), 21),
... ))
>>> limit.on(dt.date(2026, 5, 1)).value
21
"""

import contextlib
import datetime as dt
from collections.abc import Iterator, Sequence
from contextvars import ContextVar
from typing import Any, Generic, Protocol, TypeVar

import attrs

from psc_workflow._catalogue import forms
from psc_workflow._model import legifrance
from psc_workflow._model.text import Source, Text
from psc_workflow._model.vocabulary import Certainty
from psc_workflow._structuring import FIRST_YEAR, LAST_YEAR, StructureError
from psc_workflow.exceptions import DefinitionError, Fault, HostError, NoValueInForceError

T = TypeVar("T")
U = TypeVar("U")


class Consistent:
    """
    Raises, on construction, every inconsistency of a table; the reader adds file and path.

    A file is read with :func:`all_faults` instead: a fault of one table hides
    none of another.
    """

    __slots__ = ()

    def __attrs_post_init__(self) -> None:
        """Collect every fault, then raise once."""
        faults = () if _are_deferred.get() else [*_text_faults(self), *self._faults()]
        if faults:
            raise StructureError(list(faults))

    def _faults(self) -> Iterator[Fault]:
        """List what is wrong."""
        yield from ()


_are_deferred = ContextVar("_are_deferred", default=False)


@contextlib.contextmanager
def deferred_faults() -> Iterator[None]:
    """Build tables without judging them, for :func:`all_faults` to do so."""
    token = _are_deferred.set(True)
    try:
        yield
    finally:
        _are_deferred.reset(token)


def all_faults(table: object) -> list[Fault]:
    """List what is wrong with *table* and with the tables in it, each with its path."""
    faults = [fault.below(name) for name, inner in _inner_tables(table) for fault in all_faults(inner)]
    if isinstance(table, Consistent):
        faults += _text_faults(table)
        try:
            faults.extend(table._faults())  # noqa: SLF001 -- of this module
        except Exception:  # a table whose parts are wrong may be impossible to judge: their faults are what counts
            if not faults:
                raise
    return faults


def _inner_tables(table: object) -> Iterator[tuple[str, object]]:
    if isinstance(table, tuple):
        yield from ((str(index), item) for index, item in enumerate(table))
    elif isinstance(table, dict):
        yield from table.items()
    elif attrs.has(kind := type(table)):
        yield from ((field.name, getattr(table, field.name)) for field in attrs.fields(kind))


def _text_faults(table: Any) -> Iterator[Fault]:
    """Find texts, sources and days of a table that no contract may have."""
    for field in attrs.fields(type(table)):
        value = getattr(table, field.name)
        for index, item in enumerate(value if isinstance(value, tuple) else (value,)):
            path = f"{field.name}.{index}" if isinstance(value, tuple) else field.name
            yield from (fault.below(path) for fault in _value_faults(item))


def _value_faults(value: object) -> Iterator[Fault]:
    if isinstance(value, Text):
        yield from (Fault(name, fault) for name in ("fr", "en") if (fault := forms.text_fault(getattr(value, name))))
    elif isinstance(value, Source):
        yield from source_faults(value)
    elif isinstance(value, str) and (fault := forms.text_fault(value)):
        yield Fault("", fault)
    elif isinstance(value, dt.date) and not FIRST_YEAR <= value.year <= LAST_YEAR:
        yield Fault("", f"must lie between the years {FIRST_YEAR} and {LAST_YEAR}")


def source_faults(source: Source) -> Iterator[Fault]:
    """Find titles, addresses and identifiers that cannot be shown."""
    for name in ("title", "title_en"):
        if fault := forms.text_fault(getattr(source, name)):
            yield Fault(name, fault)
    if source.url and not forms.is_address(source.url, for_readers=False):
        yield Fault("url", forms.SOURCE_ADDRESS_FORM)
    if source.identifier not in ("", legifrance.UNKNOWN) and not legifrance.is_identifier(source.identifier):
        yield Fault("identifier", "must be that of a text on Légifrance, such as LEGIARTI000045645686, or unknown")
    if source.sentence is not None:
        yield from (fault.below("sentence") for fault in _value_faults(source.sentence))


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
            HostError: *day* is no civil day.
        """
        return in_force(self.values, day, name)


class Timed(Protocol):
    """Something that applies from a day on."""

    @property
    def in_force_from(self) -> dt.date:
        """First day."""


D = TypeVar("D", bound=Timed)


def in_force(values: tuple[D, ...], day: dt.date, name: str) -> D:
    """
    Find which of *values*, oldest first, is in force on *day*.

    Raises:
        NoValueInForceError: *day* precedes the first of them.
        HostError: *day* is no civil day.
    """
    try:
        for dated in reversed(values):
            if dated.in_force_from <= day:
                return dated
    except TypeError:
        raise HostError("a day must be a datetime.date, without a time of day") from None
    raise NoValueInForceError(name, day)


def date_order_faults(values: Sequence[Timed]) -> Iterator[Fault]:
    """Check that there are *values*, each starting after the one before."""
    days = [dated.in_force_from for dated in values]
    if not days:
        yield Fault("values", "must hold at least one value")
    if days != sorted(set(days)):
        yield Fault("values", "must be in order, oldest first, each with its own first day")


def pairs(
    name: str, first: Parameter[T] | None, second: Parameter[U] | None
) -> Iterator[tuple[str, Dated[T], Dated[U], dt.date]]:
    """
    Walk the values of two parameters that are in force together.

    Returns:
        The path of each value of *first*, which is called *name*, the value,
        the one of *second* beside it, and the first day of both.
    """
    if first is None or second is None:
        return
    for index, dated in enumerate(first.values):
        following = [other.in_force_from for other in first.values[index + 1 : index + 2]]
        for position, beside in enumerate(second.values):
            day = max(dated.in_force_from, beside.in_force_from)
            ends = [*following, *(other.in_force_from for other in second.values[position + 1 : position + 2])]
            if all(day < end for end in ends):
                yield f"{name}.values.{index}.value", dated, beside, day
