"""
Dossiers in one SQLite file, with the standard library alone.

>>> import datetime as dt
>>> from psc_workflow import Agent, Dossier, commands as do, contracts
>>> at = dt.datetime(2026, 4, 7, 18, 0, tzinfo=dt.UTC)
>>> store = SQLiteStore(":memory:")
>>> store.create(Dossier.open(contracts.get("men-2026-pf"), id="D1", agent=Agent(), invited_at=at))
>>> store.decide("D1", do.StartAffiliation(), at=at, role="agent").outcome.value
'accepted'
>>> store.load("D1").states["affiliation"], len(store.steps("D1"))
('regime', 1)
>>> store.close()
"""

import contextlib
import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

from psc_workflow._catalogue import contracts as catalogue_contracts
from psc_workflow._catalogue.contracts import Contract
from psc_workflow.exceptions import StoreError
from psc_workflow.stores._arguments import check_path, check_seconds
from psc_workflow.stores._base import Store
from psc_workflow.stores._seals import SealKeys
from psc_workflow.stores._sqlite_rows import TO_WIPE, SQLiteRows
from psc_workflow.stores._sqlite_tables import FIRST, SCHEMA, TABLES, UPGRADES
from psc_workflow.stores._sqlite_verifying import VerifyingRows
from psc_workflow.stores._transactions import Beside

_NO_FILE = ("", ":memory:")
"""Paths of databases that SQLite keeps for itself."""

_PRIMARY = 0xFF
"""The bits of an error code that say its kind."""


class _Connection(sqlite3.Connection):
    """A connection that raises an error of SQLite's own where the text of one, in a damaged file, is none."""

    def execute(self, *arguments: Any) -> sqlite3.Cursor:
        with _readable_errors():
            return super().execute(*arguments)

    def executemany(self, *arguments: Any) -> sqlite3.Cursor:
        with _readable_errors():
            return super().executemany(*arguments)


@contextlib.contextmanager
def _readable_errors() -> Iterator[None]:
    try:
        yield
    except UnicodeDecodeError:
        raise sqlite3.DatabaseError("its description of the tables cannot be read") from None


class SQLiteStore(Store):
    """
    A store of dossiers in one file; several processes may share the file, and each thread needs a store of its own.

    Args:
        path: The file, created if there is none; ``:memory:`` for no file.
        contracts: Where to find the contracts of stored dossiers.
        timeout: Seconds that a writer waits for another one.
        beside: As for every ``Store``; the connection is that of ``sqlite3``.
        seal_keys: As for every ``Store``.

    Raises:
        StoreError: The file cannot be opened, is not an SQLite database, or
            has the tables of a later release.
        HostError: An argument has another type.
    """

    def __init__(
        self,
        path: str | Path,
        *,
        contracts: Mapping[str, Contract] = catalogue_contracts.builtin,
        timeout: float = 5.0,
        beside: Beside | None = None,
        seal_keys: SealKeys | None = None,
    ) -> None:
        super().__init__(contracts, beside=beside, seal_keys=seal_keys)
        check_path(path, "path")
        check_seconds(timeout, "timeout")
        self._place: tuple[int, int] | None = None
        self._is_prepared = False
        self._path = None if str(path) in _NO_FILE else Path(path).absolute()
        with _store_errors():
            self._connection = sqlite3.connect(path, timeout=timeout, isolation_level=None, factory=_Connection)
        try:
            self._prepare()
            self._place = self._find_place()
        except BaseException:
            self.close()
            raise

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the store."""
        self.close()

    def close(self) -> None:
        """
        Close the file.

        Raises:
            StoreError: Another thread has opened it.
        """
        with contextlib.suppress(sqlite3.Error):
            if self._is_moved():
                self._empty_log()
        with _store_errors():
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
        with _store_errors():
            self._check_version()
            self._is_prepared = True
            self._log_ahead()
        if self._ask(lambda rows: rows.mark(TO_WIPE)[0]):
            self._wipe()

    def _log_ahead(self) -> None:
        """
        Write ahead to a log, so that who reads waits for no writer, and no writer for who reads.

        The file remembers it. It stays as it was if somebody has it in use just
        now, or if it can only be read; where there can be no such log, as on a
        network drive, those who read and those who write wait for each other.
        """
        self._connection.execute("PRAGMA journal_size_limit = 0")  # a log that begins anew keeps nothing of the old one
        try:
            self._connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & _PRIMARY not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_READONLY):
                raise

    def _wipe(self) -> None:
        """
        Empty the log, where what was erased stays otherwise.

        Who reads for longer than the timeout keeps that from happening, as does
        a disk that is full: the mark stays, and the next one who erases or
        opens the file tries again.
        """
        with contextlib.suppress(sqlite3.Error, StoreError):  # what was erased is erased; the rest can wait
            if self._empty_log():
                self._retry(lambda rows: rows.drop_mark(TO_WIPE))

    def _empty_log(self) -> bool:
        """Bring to the file what the log holds, and empty it; ``False`` if somebody reads it."""
        is_in_use, *_ = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not is_in_use

    def _is_moved(self) -> bool:
        """Whether another file has the path now: the log, which stays where it is, would be lost to this one."""
        return self._place is not None and self._find_place() != self._place

    def _find_place(self) -> tuple[int, int] | None:
        """Find out which file has the path now."""
        try:
            status = self._path and self._path.stat()
        except OSError:
            return None
        return (status.st_dev, status.st_ino) if status else None

    def _make_tables(self, rows: SQLiteRows) -> None:
        """Make what is missing, unless another process was faster."""
        version = self._version()
        if version == 0:
            rows.run(TABLES)
        for earlier in range(version or FIRST, SCHEMA):
            rows.run(UPGRADES[earlier])
        if version < SCHEMA:
            rows.run(f"PRAGMA user_version = {SCHEMA}")

    def _check_version(self) -> None:
        if (version := self._version()) != SCHEMA:
            raise StoreError(f"the tables are of version {version}; this release knows {SCHEMA}")

    def _version(self) -> int:
        return int(self._connection.execute("PRAGMA user_version").fetchone()[0])

    @contextlib.contextmanager
    def _transaction(self, *, writes: bool = True) -> Iterator[VerifyingRows]:
        with _store_errors():
            if writes and self._is_moved():
                self._empty_log()
                raise StoreError("the SQLite file was moved: nothing is written; open it where it is now")
            self._connection.execute("BEGIN IMMEDIATE" if writes else "BEGIN")
            try:
                if writes and self._is_prepared:
                    self._check_version()  # a later release may have upgraded the file meanwhile
                yield VerifyingRows(self._connection)
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise


@contextlib.contextmanager
def _store_errors() -> Iterator[None]:
    """Raise SQLite's errors as ``StoreError``."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorname", None)
        raise StoreError(f"the SQLite store cannot be used: {error}{f' ({code})' if code else ''}") from error
