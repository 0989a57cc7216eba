"""
What is kept, row by row, and what a database must be able to do with it in one transaction.
"""

import abc
import datetime as dt
from collections.abc import Iterable

import attrs

from psc_workflow.exceptions import StoreError


class GaveWayError(StoreError):
    """The database undid a transaction because of another one, and asks for it to be tried again."""


@attrs.frozen
class DossierRow:
    """
    A dossier as it is kept.

    Args:
        due_at: When something next happens by itself; ``None`` if nothing does.
    """

    id: str
    revision: int
    due_at: dt.datetime | None
    document: bytes = attrs.field(repr=False)


@attrs.frozen
class EffectRow:
    """An effect as it is kept; ``effect`` holds where a mail goes to, and is erased once it is of no more use."""

    id: str
    dossier: str
    due_at: dt.datetime
    useful_until: dt.datetime | None
    effect: bytes = attrs.field(repr=False)


class Rows(abc.ABC):
    """One transaction: what is done in it is done whole, or not at all."""

    @abc.abstractmethod
    def insert(self, row: DossierRow) -> bool:
        """Add a dossier; ``False`` if one of its id is there, and then nothing more is done in the transaction."""

    @abc.abstractmethod
    def replace(self, row: DossierRow, expected_revision: int) -> bool:
        """Replace a dossier if it still is at *expected_revision*; ``False`` if not."""

    @abc.abstractmethod
    def document(self, id: str) -> tuple[int, bytes] | None:  # noqa: A002 -- as Dossier.open
        """Read the revision and the document of a dossier."""

    @abc.abstractmethod
    def remove(self, id: str) -> bool:  # noqa: A002 -- as Dossier.open
        """Delete a dossier with its steps and effects; ``False`` if there is none of that id."""

    @abc.abstractmethod
    def documents(self, after: str, limit: int) -> list[tuple[str, bytes]]:
        """Read documents in the order of their ids, those that come after *after*."""

    @abc.abstractmethod
    def due(self, before: dt.datetime, limit: int) -> list[str]:
        """Name dossiers whose next deadline has come by *before*, the longest due first."""

    @abc.abstractmethod
    def add_steps(self, id: str, steps_of: Iterable[tuple[int, bytes]]) -> None:  # noqa: A002 -- as Dossier.open
        """Append to the history of a dossier, by revision."""

    @abc.abstractmethod
    def steps(self, id: str) -> list[bytes]:  # noqa: A002 -- as Dossier.open
        """Read the history of a dossier, from its first step."""

    @abc.abstractmethod
    def add_effects(self, rows: Iterable[EffectRow]) -> None:
        """Put effects into the outbox; one that is there, by its id, stays as it is."""

    @abc.abstractmethod
    def pending(self, at: dt.datetime, limit: int) -> list[EffectRow]:
        """Read what is due, of use, neither delivered nor erased at *at*, the longest due first."""

    @abc.abstractmethod
    def waiting(self, id: str) -> list[tuple[str, bytes]]:  # noqa: A002 -- as Dossier.open
        """Read the effects of a dossier that are neither delivered nor erased, with their ids."""

    @abc.abstractmethod
    def erase(self, id: str) -> None:  # noqa: A002 -- an effect's
        """Erase an effect that nobody needs any more; its row stays."""

    @abc.abstractmethod
    def erase_useless(self, at: dt.datetime) -> int:
        """Erase the effects that are of no use any more at *at*, and count them; their rows stay."""

    @abc.abstractmethod
    def delivered(self, id: str, at: dt.datetime) -> bool:  # noqa: A002 -- an effect's
        """Keep that an effect was delivered, and erase it; ``False`` if none of that id waits."""
