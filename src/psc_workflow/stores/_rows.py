"""
What a store keeps, row by row, and what a database must be able to do with it in one transaction.
"""

import abc
import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from itertools import islice
from typing import Any, TypeVar

import attrs

from psc_workflow.exceptions import StoreError
from psc_workflow.stores._index_row import IndexRow

MOST_AT_ONCE = 10_000
"""Values in one condition, at most: databases take no more than so many parameters (PostgreSQL, 65,535)."""

T = TypeVar("T")


def parts(values: Iterable[T]) -> Iterator[list[T]]:
    """Part *values* into as many as go into one condition."""
    rest = iter(values)
    while part := list(islice(rest, MOST_AT_ONCE)):
        yield part


class GaveWayError(StoreError):
    """The database undid a transaction in favour of another; it is worth trying again."""


class BesideGaveWayError(GaveWayError):
    """
    It gave way beside one dossier: if it does so each time, that is a fault of the dossier.

    Args:
        name: Of the host's error.
    """

    def __init__(self, message: str, name: str) -> None:
        super().__init__(message)
        self.name = name


@attrs.frozen
class DossierRow:
    """
    A dossier as it is stored.

    Args:
        due_at: When the next deadline comes; ``None`` if none does.
        index: What it is found by.
    """

    id: str
    revision: int
    due_at: dt.datetime | None
    document: bytes = attrs.field(repr=False)
    digest: bytes
    index: IndexRow


@attrs.frozen
class StoredRow:
    """
    A dossier as it is read back.

    Args:
        digest: That of the document when it was written; ``None`` if an
            earlier release wrote it, or the host by itself.
        attempts: Times that its tick failed.
    """

    id: str
    revision: int
    document: bytes = attrs.field(repr=False)
    digest: bytes | None
    attempts: int = 0


@attrs.frozen
class StepRow:
    """A step as it is read back, with the revision of its row."""

    revision: int
    step: bytes = attrs.field(repr=False)


@attrs.frozen
class EffectRow:
    """
    An effect as it is stored; ``effect`` holds the address of a mail, and is erased once it is of no more use.

    Args:
        digest: As in ``StoredRow``, that of the effect.
        attempts: Times that it was claimed.
    """

    id: str
    dossier: str
    due_at: dt.datetime
    useful_until: dt.datetime | None
    effect: bytes = attrs.field(repr=False)
    digest: bytes | None
    attempts: int = 0


@attrs.frozen
class NextTry:
    """
    What becomes of a row whose lease is given back.

    Args:
        at: When it can be claimed again; ``None`` for never: it is a dead letter.
        attempts: Attempts that count.
        error: Type of the error, if there was one.
        on: Instant at which it is given back.
    """

    at: dt.datetime | None
    attempts: int
    error: str | None
    on: dt.datetime


@attrs.frozen
class DeadRow:
    """An effect that is tried no more."""

    id: str
    dossier: str
    effect: bytes = attrs.field(repr=False)
    digest: bytes | None
    attempts: int
    error: str
    dead_at: dt.datetime


class OutboxRows(abc.ABC):
    """What a transaction does with effects."""

    @abc.abstractmethod
    def add_effects(self, rows: Iterable[EffectRow]) -> None:
        """Add effects to the outbox; one whose id is there already stays as it is."""

    @abc.abstractmethod
    def pending(self, at: dt.datetime, limit: int) -> list[EffectRow]:
        """Read the effects that are due and of use at *at*, neither delivered, erased nor dead, longest due first."""

    @abc.abstractmethod
    def claimable(self, at: dt.datetime, limit: int) -> list[EffectRow]:
        """Read those of them that nobody has a lease on, and lock them; those locked by others are passed over."""

    @abc.abstractmethod
    def claim_effects(self, ids: Collection[str], until: dt.datetime) -> None:
        """Lease effects until *until*, each of them or none, and count an attempt of each."""

    @abc.abstractmethod
    def give_back(self, id: str, until: dt.datetime, then: NextTry) -> bool:  # noqa: A002 -- an effect's
        """Give back an effect leased until *until*; ``False`` if that lease does not hold any more."""

    @abc.abstractmethod
    def dead(self, after: str, limit: int) -> list[DeadRow]:
        """Read the dead letters whose ids come after *after*, in the order of their ids."""

    @abc.abstractmethod
    def revive(self, id: str, at: dt.datetime) -> bool:  # noqa: A002 -- an effect's
        """Have a dead letter tried again from *at*; ``False`` if there is none of this id."""

    @abc.abstractmethod
    def waiting(self, ids: Collection[str]) -> list[tuple[str, str, bytes]]:
        """Read the effects of dossiers that are neither delivered nor erased: dossier, id, content."""

    @abc.abstractmethod
    def dossier_of(self, id: str) -> str | None:  # noqa: A002 -- an effect's
        """Find the id of the dossier of an effect, delivered or not; ``None`` if there is no such effect."""

    @abc.abstractmethod
    def erase(self, id: str) -> None:  # noqa: A002 -- an effect's
        """Erase an effect that nobody needs any more; its row stays."""

    @abc.abstractmethod
    def erase_useless(self, at: dt.datetime) -> int:
        """Erase the effects that are of no more use at *at*, and count them; their rows stay."""

    @abc.abstractmethod
    def mark_delivered(self, id: str, at: dt.datetime) -> bool:  # noqa: A002 -- an effect's
        """Record that an effect was delivered, and erase it; ``False`` if none of this id waits."""


class IndexRows(abc.ABC):
    """What a transaction does with the index."""

    @abc.abstractmethod
    def put_index(self, rows: Collection[IndexRow]) -> None:
        """Write what dossiers are found by."""

    @abc.abstractmethod
    def drop_index(self, id: str) -> None:  # noqa: A002 -- as Dossier.open
        """Delete what a dossier is found by."""

    @abc.abstractmethod
    def find(self, criteria: Mapping[str, Any], after: str, limit: int) -> list[IndexRow]:
        """Read the rows that have all of *criteria*, of dossiers whose ids come after *after*, in their order."""

    @abc.abstractmethod
    def count_by(self, field: str) -> dict[Any, int]:
        """Count the dossiers by the value of *field*."""

    @abc.abstractmethod
    def retained_before(self, day: dt.date, after: str, limit: int) -> list[IndexRow]:
        """Read the rows whose retention ends before *day*, of dossiers whose ids come after *after*, in their order."""


class Rows(OutboxRows, IndexRows):
    """One transaction: all that is done in it takes effect, or nothing does."""

    @property
    @abc.abstractmethod
    def connection(self) -> Any:
        """The connection, for a host's own function."""

    @property
    @abc.abstractmethod
    def sorts_by_code_points(self) -> bool:
        """Whether the database sorts texts as Python does; others sort by the customs of a language."""

    @abc.abstractmethod
    def begin_writing(self) -> None:
        """Make sure, before anything else, that what is read stays as it is until it is written."""

    def note_erasure(self) -> None:
        """Note that what is erased here must be overwritten elsewhere, too, once it is committed."""

    @abc.abstractmethod
    def savepoint(self) -> AbstractContextManager[object]:
        """Begin a part of the transaction, which an error undoes by itself."""

    @abc.abstractmethod
    def insert(self, row: DossierRow) -> bool:
        """Add a dossier; ``False`` if its id is taken, and then the transaction must do nothing more."""

    @abc.abstractmethod
    def replace(self, rows: Collection[tuple[DossierRow, int]]) -> set[str]:
        """Replace dossiers that are still at the revision beside them; return the ids of those that were."""

    @abc.abstractmethod
    def document(self, id: str, *, locks: bool = False) -> StoredRow | None:  # noqa: A002 -- as Dossier.open
        """Read a dossier; with *locks*, nobody changes it until the transaction ends."""

    @abc.abstractmethod
    def remove(self, id: str) -> bool:  # noqa: A002 -- as Dossier.open
        """Delete a dossier with its steps, effects and index; ``False`` if there is none of this id."""

    @abc.abstractmethod
    def documents(self, after: str, limit: int) -> list[StoredRow]:
        """Read the dossiers whose ids come after *after*, in the order of their ids."""

    @abc.abstractmethod
    def ids(self, after: str, limit: int) -> list[str]:
        """List the ids that come after *after*, in their order; what is no id is left out."""

    @abc.abstractmethod
    def due(self, before: dt.datetime, limit: int) -> list[str]:
        """List the ids of the dossiers whose next deadline has come by *before*, the longest due first."""

    @abc.abstractmethod
    def claim_due(self, at: dt.datetime, until: dt.datetime, limit: int) -> list[StoredRow]:
        """Lease due dossiers that nobody has a lease on until *until*, each of them or none."""

    @abc.abstractmethod
    def give_back_due(self, id: str, until: dt.datetime, then: NextTry) -> None:  # noqa: A002 -- as Dossier.open
        """Give back a dossier leased until *until*, if that lease still holds."""

    @abc.abstractmethod
    def add_steps(self, rows: Iterable[tuple[str, int, bytes]]) -> None:
        """Append steps to histories: dossier, revision, step."""

    @abc.abstractmethod
    def steps(self, id: str) -> list[StepRow]:  # noqa: A002 -- as Dossier.open
        """Read the history of a dossier, from its first step."""

    @abc.abstractmethod
    def mark(self, name: str) -> tuple[bool, dt.datetime | None]:
        """Read whether there is a mark of this name, and its instant."""

    @abc.abstractmethod
    def put_mark(self, name: str, at: dt.datetime | None) -> None:
        """Write a mark."""

    @abc.abstractmethod
    def drop_mark(self, name: str) -> None:
        """Take a mark away."""

    @abc.abstractmethod
    def bury(self, id: str, on: dt.date) -> None:  # noqa: A002 -- as Dossier.open
        """Leave a tombstone of a dossier."""

    @abc.abstractmethod
    def tombstone(self, id: str) -> dt.date | None:  # noqa: A002 -- as Dossier.open
        """Read the day on the tombstone of a dossier."""

    @abc.abstractmethod
    def tombstones(self, after: str, limit: int) -> list[tuple[str, dt.date]]:
        """Read the tombstones of dossiers whose ids come after *after*, in their order."""
