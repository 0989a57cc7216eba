"""
What a store keeps, row by row, and what a database must be able to do with it in one transaction.
"""

import abc
import datetime as dt
from collections.abc import Iterable

import attrs

from psc_workflow.exceptions import StoreError


class GaveWayError(StoreError):
    """The database undid a transaction in favour of another; it is worth trying again."""


@attrs.frozen
class DossierRow:
    """
    A dossier as it is stored.

    Args:
        due_at: When the next deadline comes; ``None`` if none does.
    """

    id: str
    revision: int
    due_at: dt.datetime | None
    document: bytes = attrs.field(repr=False)


@attrs.frozen
class EffectRow:
    """An effect as it is stored; ``effect`` holds the address of a mail, and is erased once it is of no more use."""

    id: str
    dossier: str
    due_at: dt.datetime
    useful_until: dt.datetime | None
    effect: bytes = attrs.field(repr=False)


class Rows(abc.ABC):
    """One transaction: all that is done in it takes effect, or nothing does."""

    @abc.abstractmethod
    def insert(self, row: DossierRow) -> bool:
        """Add a dossier; ``False`` if its id is taken, and then the transaction must do nothing more."""

    @abc.abstractmethod
    def replace(self, row: DossierRow, expected_revision: int) -> bool:
        """Replace a dossier if it is still at *expected_revision*; ``False`` if it is not."""

    @abc.abstractmethod
    def document(self, id: str) -> tuple[int, bytes] | None:  # noqa: A002 -- as Dossier.open
        """Read the revision and the document of a dossier."""

    @abc.abstractmethod
    def remove(self, id: str) -> bool:  # noqa: A002 -- as Dossier.open
        """Delete a dossier with its steps and effects; ``False`` if there is none of this id."""

    @abc.abstractmethod
    def documents(self, after: str, limit: int) -> list[tuple[str, bytes]]:
        """Read the documents whose ids come after *after*, in the order of their ids."""

    @abc.abstractmethod
    def due(self, before: dt.datetime, limit: int) -> list[str]:
        """List the ids of the dossiers whose next deadline has come by *before*, the longest due first."""

    @abc.abstractmethod
    def add_steps(self, id: str, rows: Iterable[tuple[int, bytes]]) -> None:  # noqa: A002 -- as Dossier.open
        """Append steps, each with its revision, to the history of a dossier."""

    @abc.abstractmethod
    def steps(self, id: str) -> list[bytes]:  # noqa: A002 -- as Dossier.open
        """Read the history of a dossier, from its first step."""

    @abc.abstractmethod
    def add_effects(self, rows: Iterable[EffectRow]) -> None:
        """Add effects to the outbox; one whose id is there already stays as it is."""

    @abc.abstractmethod
    def pending(self, at: dt.datetime, limit: int) -> list[EffectRow]:
        """Read the effects that are due and of use at *at*, neither delivered nor erased, the longest due first."""

    @abc.abstractmethod
    def waiting(self, id: str) -> list[tuple[str, bytes]]:  # noqa: A002 -- as Dossier.open
        """Read the effects of a dossier that are neither delivered nor erased, with their ids."""

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
