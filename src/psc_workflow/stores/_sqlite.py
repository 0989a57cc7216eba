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

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from psc_workflow._catalogue import contracts as catalogue_contracts
from psc_workflow._catalogue.contracts import Contract
from psc_workflow.exceptions import StoreError
from psc_workflow.stores._base import Store
from psc_workflow.stores._sqlite_rows import SQLiteRows
from psc_workflow.stores._sqlite_tables import SCHEMA, TABLES, UPGRADES
from psc_workflow.stores._transactions import Beside


class SQLiteStore(Store):
    """
    A store of dossiers in one file; several processes may share the file, and each thread needs a store of its own.

    Args:
        path: The file, created if there is none; ``:memory:`` for no file.
        contracts: Where to find the contracts of stored dossiers.
        timeout: Seconds to wait for another writer.
        beside: As for every ``Store``; the connection is that of ``sqlite3``.

    Raises:
        StoreError: The file cannot be opened, is not an SQLite database, or
            has the tables of a later release.
    """

    def __init__(
        self,
        path: str | Path,
        *,
        contracts: Mapping[str, Contract] = catalogue_contracts.builtin,
        timeout: float = 5.0,
        beside: Beside | None = None,
    ) -> None:
        super().__init__(contracts, beside=beside)
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
        """Create the tables if the file has none, upgrade those of an earlier release, refuse those of a later one."""
        with _store_errors():
            self._connection.execute("PRAGMA synchronous = FULL")  # what was reported saved outlives a power cut
            self._connection.execute("PRAGMA secure_delete = ON")  # what was erased is gone from the file, too
            version = self._version()
        if version < SCHEMA:
            with self._transaction() as rows:
                self._make_tables(rows)
        if self._version() != SCHEMA:
            raise StoreError(f"the tables are of version {self._version()}; this release knows {SCHEMA}")

    def _make_tables(self, rows: SQLiteRows) -> None:
        """Make what is missing, unless another process was faster."""
        version = self._version()
        if version == 0:
            rows.run(TABLES)
        for earlier in range(version or SCHEMA, SCHEMA):
            rows.run(UPGRADES[earlier])
        if version < SCHEMA:
            rows.run(f"PRAGMA user_version = {SCHEMA}")

    def _version(self) -> int:
        return int(self._connection.execute("PRAGMA user_version").fetchone()[0])

    @contextmanager
    def _transaction(self) -> Iterator["SQLiteRows"]:
        with _store_errors():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield SQLiteRows(self._connection)
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise


@contextmanager
def _store_errors() -> Iterator[None]:
    """Raise SQLite's errors as ``StoreError``."""
    try:
        yield
    except sqlite3.Error as error:
        raise StoreError(f"the SQLite store cannot be used: {error}") from error
