"""
Dossiers in one SQLite file, with the standard library alone.

>>> import datetime as dt
>>> from psc_workflow import Agent, Dossier, commands as do, contracts
>>> at = dt.datetime(2026, 4, 7, 18, 0, tzinfo=dt.UTC)
>>> store = SQLiteStore(":memory:")
>>> store.create(Dossier.open(contracts.get("men-2026-pf"), id="D1", agent=Agent(), invited_at=at))
>>> store.decide("D1", do.StartAffiliation(), at=at).outcome.value
'accepted'
>>> store.load("D1").states["affiliation"], len(store.steps("D1"))
('regime', 1)
>>> store.close()
"""

import datetime as dt
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from psc_workflow._catalogue import contracts as catalogue_contracts
from psc_workflow._catalogue.contracts import Contract
from psc_workflow.exceptions import StoreError
from psc_workflow.stores._base import Store
from psc_workflow.stores._rows import DossierRow, EffectRow, Rows

SCHEMA = 1
"""Version of the tables, kept in the file (``PRAGMA user_version``)."""

_TABLES = """
CREATE TABLE dossiers (
    id TEXT PRIMARY KEY,
    revision INTEGER NOT NULL,
    due_at TEXT,
    document BLOB NOT NULL
);
CREATE INDEX dossiers_due ON dossiers (due_at) WHERE due_at IS NOT NULL;
CREATE TABLE steps (
    dossier TEXT NOT NULL REFERENCES dossiers (id),
    revision INTEGER NOT NULL,
    step BLOB NOT NULL,
    PRIMARY KEY (dossier, revision)
);
CREATE TABLE outbox (
    id TEXT PRIMARY KEY,
    dossier TEXT NOT NULL REFERENCES dossiers (id),
    due_at TEXT NOT NULL,
    useful_until TEXT,
    effect BLOB,
    delivered_at TEXT
);
CREATE INDEX outbox_due ON outbox (due_at) WHERE delivered_at IS NULL;
CREATE INDEX outbox_waiting ON outbox (dossier) WHERE delivered_at IS NULL;
"""


class SQLiteStore(Store):
    """
    A store of dossiers in one file; several processes may share the file, and each thread needs a store of its own.

    Args:
        path: The file, created if there is none; ``:memory:`` for no file.
        contracts: Where to find the contracts of stored dossiers.
        timeout: Seconds to wait for another writer.

    Raises:
        StoreError: The file cannot be opened, is not an SQLite database, or
            has the tables of another release.
    """

    def __init__(
        self,
        path: str | Path,
        *,
        contracts: Mapping[str, Contract] = catalogue_contracts.builtin,
        timeout: float = 5.0,
    ) -> None:
        super().__init__(contracts)
        with _store_errors():
            self._connection = sqlite3.connect(path, timeout=timeout, isolation_level=None)
        try:
            self._prepare()
        except BaseException:
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

    def _prepare(self) -> None:
        """Create the tables if the file has none; refuse those of another release."""
        with _store_errors():
            self._connection.execute("PRAGMA synchronous = FULL")  # what was reported saved outlives a power cut
            self._connection.execute("PRAGMA secure_delete = ON")  # what was erased is gone from the file, too
            version = self._version()
        if version == 0:
            with self._transaction() as rows:
                if self._version() == 0:  # no other process was faster
                    rows.make_tables()
        if self._version() != SCHEMA:
            raise StoreError(f"the tables are of version {self._version()}; this release knows {SCHEMA}")

    def _version(self) -> int:
        return int(self._connection.execute("PRAGMA user_version").fetchone()[0])

    @contextmanager
    def _transaction(self) -> Iterator["_SQLiteRows"]:
        with _store_errors():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield _SQLiteRows(self._connection)
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise


class _SQLiteRows(Rows):
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._execute = connection.execute
        self._execute_many = connection.executemany

    def make_tables(self) -> None:
        for statement in _TABLES.split(";\n"):
            self._execute(statement)
        self._execute(f"PRAGMA user_version = {SCHEMA}")

    def insert(self, row: DossierRow) -> bool:
        values = (row.id, row.revision, _text(row.due_at), row.document)
        return self._execute("INSERT OR IGNORE INTO dossiers VALUES (?, ?, ?, ?)", values).rowcount == 1

    def replace(self, row: DossierRow, expected_revision: int) -> bool:
        values = (row.revision, _text(row.due_at), row.document, row.id, expected_revision)
        update = "UPDATE dossiers SET revision = ?, due_at = ?, document = ? WHERE id = ? AND revision = ?"
        return self._execute(update, values).rowcount == 1

    def document(self, id: str) -> tuple[int, bytes] | None:  # noqa: A002 -- as Dossier.open
        row: tuple[int, bytes] | None = self._execute(
            "SELECT revision, document FROM dossiers WHERE id = ?", (id,)
        ).fetchone()
        return row

    def remove(self, id: str) -> bool:  # noqa: A002 -- as Dossier.open
        self._execute("DELETE FROM outbox WHERE dossier = ?", (id,))
        self._execute("DELETE FROM steps WHERE dossier = ?", (id,))
        return self._execute("DELETE FROM dossiers WHERE id = ?", (id,)).rowcount == 1

    def documents(self, after: str, limit: int) -> list[tuple[str, bytes]]:
        select = "SELECT id, document FROM dossiers WHERE id > ? ORDER BY id LIMIT ?"
        return self._execute(select, (after, limit)).fetchall()

    def due(self, before: dt.datetime, limit: int) -> list[str]:
        select = "SELECT id FROM dossiers WHERE due_at <= ? ORDER BY due_at, id LIMIT ?"
        return [id for (id,) in self._execute(select, (_text(before), limit))]  # noqa: A001 -- as above

    def add_steps(self, id: str, rows: Iterable[tuple[int, bytes]]) -> None:  # noqa: A002 -- as Dossier.open
        self._execute_many("INSERT INTO steps VALUES (?, ?, ?)", [(id, *row) for row in rows])

    def steps(self, id: str) -> list[bytes]:  # noqa: A002 -- as Dossier.open
        select = "SELECT step FROM steps WHERE dossier = ? ORDER BY revision"
        return [step for (step,) in self._execute(select, (id,))]

    def add_effects(self, rows: Iterable[EffectRow]) -> None:
        values = [(row.id, row.dossier, _text(row.due_at), _text(row.useful_until), row.effect) for row in rows]
        self._execute_many("INSERT OR IGNORE INTO outbox VALUES (?, ?, ?, ?, ?, NULL)", values)

    def pending(self, at: dt.datetime, limit: int) -> list[EffectRow]:
        select = (
            "SELECT id, dossier, due_at, useful_until, effect FROM outbox"
            " WHERE effect IS NOT NULL AND delivered_at IS NULL"
            " AND due_at <= ? AND (useful_until IS NULL OR useful_until > ?) ORDER BY due_at, id LIMIT ?"
        )
        rows = self._execute(select, (_text(at), _text(at), limit))
        return [
            EffectRow(
                id, dossier, dt.datetime.fromisoformat(due_at), until and dt.datetime.fromisoformat(until), effect
            )
            for id, dossier, due_at, until, effect in rows  # noqa: A001 -- as above
        ]

    def waiting(self, id: str) -> list[tuple[str, bytes]]:  # noqa: A002 -- as Dossier.open
        select = "SELECT id, effect FROM outbox WHERE dossier = ? AND delivered_at IS NULL AND effect IS NOT NULL"
        return self._execute(select, (id,)).fetchall()

    def dossier_of(self, id: str) -> str | None:  # noqa: A002 -- an effect's
        row: tuple[str] | None = self._execute("SELECT dossier FROM outbox WHERE id = ?", (id,)).fetchone()
        return row and row[0]

    def erase(self, id: str) -> None:  # noqa: A002 -- an effect's
        self._execute("UPDATE outbox SET effect = NULL WHERE id = ?", (id,))

    def erase_useless(self, at: dt.datetime) -> int:
        update = "UPDATE outbox SET effect = NULL WHERE effect IS NOT NULL AND useful_until <= ?"
        return self._execute(update, (_text(at),)).rowcount

    def mark_delivered(self, id: str, at: dt.datetime) -> bool:  # noqa: A002 -- an effect's
        update = "UPDATE outbox SET delivered_at = ?, effect = NULL WHERE id = ? AND delivered_at IS NULL"
        return self._execute(update, (_text(at), id)).rowcount == 1


def _text(instant: dt.datetime | None) -> str | None:
    """Write an instant, which is in UTC, so that texts sort as instants do."""
    return None if instant is None else instant.isoformat(timespec="microseconds")


@contextmanager
def _store_errors() -> Iterator[None]:
    """Raise SQLite's errors as ``StoreError``."""
    try:
        yield
    except sqlite3.Error as error:
        raise StoreError(f"the SQLite store cannot be used: {error}") from error
