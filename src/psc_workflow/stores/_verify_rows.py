"""
What a store reads of its rows to compare them with each other.
"""

import abc
import datetime as dt
from collections.abc import Iterable, Sequence

import attrs

from psc_workflow.stores._index_row import IndexRow
from psc_workflow.stores._rows import StepRow, StoredRow

NO_INSTANT = dt.datetime.min.replace(tzinfo=dt.UTC)
"""Stands for what a cell holds instead of an instant."""


@attrs.frozen
class OutboxRow:
    """A row of the outbox with all that says what becomes of it; ``effect`` is ``None`` once it is erased."""

    id: str
    dossier: str
    due_at: dt.datetime
    useful_until: dt.datetime | None
    effect: bytes | None = attrs.field(repr=False)
    digest: bytes | None
    delivered_at: dt.datetime | None
    next_at: dt.datetime | None
    attempts: int


@attrs.frozen
class Standing:
    """
    All rows of one dossier.

    Args:
        due_at: When its next deadline comes, by its row.
        tick_at: When it can be claimed for a tick.
    """

    row: StoredRow
    due_at: dt.datetime | None
    tick_at: dt.datetime | None
    index: IndexRow | None
    steps: Sequence[StepRow]
    outbox: Sequence[OutboxRow]


class VerifyRows(abc.ABC):
    """What a transaction does to have rows compared."""

    @abc.abstractmethod
    def damages(self) -> list[str]:
        """Have the database check itself, and say what is wrong; empty where it has no such check."""

    @abc.abstractmethod
    def rebuild(self) -> None:
        """Make the database's own indexes of dossiers, and of what they are found by, anew; leases go on."""

    @abc.abstractmethod
    def standing(self, id: str, *, locks: bool) -> Standing | None:  # noqa: A002 -- as Dossier.open
        """Read all rows of a dossier; with *locks*, nobody changes it until the transaction ends."""

    @abc.abstractmethod
    def orphans(self) -> list[tuple[str, str]]:
        """List the rows without a dossier, and the tombstones of dossiers that are there: table, id of the dossier."""

    @abc.abstractmethod
    def put_seals(
        self,
        id: str,  # noqa: A002 -- as Dossier.open
        written: bytes,
        steps: Iterable[tuple[int, bytes]],
        effects: Iterable[tuple[str, bytes]] = (),
    ) -> None:
        """
        Write the digest of a document with its seal, steps with theirs, by their revisions, and digests of effects.

        Args:
            effects: Of each, its id and its digest with its seal.
        """
