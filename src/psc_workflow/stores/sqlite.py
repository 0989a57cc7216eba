"""
Dossiers in one SQLite file, with the standard library alone.

Each save names the revision the decision was made on; if the stored one has
moved on, nothing is written and the writer is told.

>>> import datetime as dt
>>> from psc_workflow import Agent, Dossier, commands as do, contracts
>>> at = dt.datetime(2026, 4, 7, 18, 0, tzinfo=dt.UTC)
>>> store = SQLiteStore(":memory:")
>>> store.create(Dossier.open(contracts.get("men-2026-pf"), id="D1", agent=Agent(), invited_at=at))
>>> store.decide("D1", do.StartAffiliation(), at=at).outcome.value
'accepted'
>>> store.load("D1").states["affiliation"]
'regime'
>>> store.close()
"""

import datetime as dt
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from psc_workflow.catalogue import contracts as catalogue_contracts
from psc_workflow.catalogue.contracts import Contract
from psc_workflow.exceptions import DossierExistsError, DossierNotFoundError, StaleRevisionError, StoreError
from psc_workflow.journeys import Dossier
from psc_workflow.model.commands import Command
from psc_workflow.model.decision import Decision, Outcome
from psc_workflow.model.vocabulary import Role

_SCHEMA = """
CREATE TABLE IF NOT EXISTS dossiers (
    id TEXT PRIMARY KEY,
    revision INTEGER NOT NULL,
    document BLOB NOT NULL
)
"""


class SQLiteStore:
    """
    A store of dossiers.

    Args:
        path: File to use, made when there is none; ``:memory:`` for none.
        contracts: Where to find the contracts of stored dossiers.

    Raises:
        StoreError: The file cannot be opened or is no SQLite database.
    """

    def __init__(self, path: str | Path, *, contracts: Mapping[str, Contract] = catalogue_contracts.builtin) -> None:
        self._contracts = contracts
        with _told():
            self._connection = sqlite3.connect(path, isolation_level=None)
        try:
            with _told():
                self._connection.execute(_SCHEMA)
        except StoreError:
            self.close()
            raise

    def __enter__(self) -> Self:
        """Use the store in a ``with`` block, which closes it."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the store."""
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def create(self, dossier: Dossier) -> None:
        """
        Store a new dossier.

        Raises:
            DossierExistsError: One of this id is already stored; it stays as
                it is.
        """
        row = (dossier.id, dossier.revision, dossier.dump())
        try:
            with _told():
                self._connection.execute("INSERT INTO dossiers VALUES (?, ?, ?)", row)
        except sqlite3.IntegrityError:
            raise DossierExistsError("a dossier of this id is already stored") from None

    def load(self, id: str) -> Dossier:  # noqa: A002 -- as Dossier.open
        """
        Read a dossier.

        Raises:
            DossierNotFoundError: None of this id is stored.
            InvalidDocumentError: What is stored cannot be read.
        """
        with _told():
            row = self._connection.execute("SELECT document FROM dossiers WHERE id = ?", (id,)).fetchone()
        if row is None:
            raise DossierNotFoundError("no dossier of this id is stored")
        return Dossier.load(row[0], contracts=self._contracts)

    def save(self, dossier: Dossier, *, expected_revision: int) -> None:
        """
        Store what a decision made of a dossier.

        Args:
            expected_revision: Revision of the dossier the decision was made
                on.

        Raises:
            StaleRevisionError: The stored one has moved on; nothing is
                written.
            DossierNotFoundError: None of this id is stored.
        """
        row = (dossier.revision, dossier.dump(), dossier.id, expected_revision)
        with _told():
            changed = self._connection.execute(
                "UPDATE dossiers SET revision = ?, document = ? WHERE id = ? AND revision = ?", row
            ).rowcount
        if not changed:
            self.load(dossier.id)
            raise StaleRevisionError("the stored dossier has moved on since it was read")

    def decide(
        self,
        id: str,  # noqa: A002 -- as Dossier.open
        command: Command,
        *,
        at: dt.datetime,
        key: str | None = None,
        role: Role | None = None,
        expected_revision: int | None = None,
    ) -> Decision[Dossier]:
        """
        Load, decide and save in one go; arguments as for ``Dossier.decide``.

        Returns:
            The decision, saved if it was accepted and changed anything. If another writer was
            faster, the dossier is the stored one and the outcome ``stale``, or
            ``duplicate`` if that writer brought the same key and command.
        """
        dossier = self.load(id)
        decision = dossier.decide(command, at=at, key=key, role=role, expected_revision=expected_revision)
        if decision.outcome is Outcome.ACCEPTED and decision.dossier is not dossier:
            try:
                self.save(decision.dossier, expected_revision=dossier.revision)
            except StaleRevisionError:
                overtaken = self.load(id)
                return overtaken.decide(command, at=at, key=key, role=role, expected_revision=dossier.revision)
        return decision


@contextmanager
def _told() -> Iterator[None]:
    """Turn SQLite's errors into ours; a broken constraint is for the caller to judge."""
    try:
        yield
    except sqlite3.IntegrityError:
        raise
    except sqlite3.Error as error:
        raise StoreError(f"the SQLite store cannot be used: {error}") from error
