"""
Stored documents, read from a folder or from the SQLite file of a store, which is told from others; nothing is changed.
"""

import contextlib
import sqlite3
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from psc_workflow._catalogue.regular_files import read_regular
from psc_workflow.cli._arguments import FileError, report_os_errors
from psc_workflow.stores._sqlite_tables import SCHEMA
from psc_workflow.stores._transactions import PAGE

SQL_SCHEMA = 3
"""Version of the tables of ``stores.sql``, which cannot be imported without its extra."""

SQLITE, ALCHEMY = "dossiers", "psc_dossiers"
"""The table of dossiers of a ``SQLiteStore``, and that of a ``SQLAlchemyStore``."""


def documents(path: Path) -> Iterator[tuple[str, bytes]]:
    """
    Read documents with their ids.

    Raises:
        FileError: There is no such folder or file, or the file is not a SQLite
            file of a store of this release.
    """
    for _, id_, document in documents_of_tables(path):
        yield id_, document


def documents_of_tables(path: Path) -> Iterator[tuple[str, str, bytes]]:
    """Read documents as :func:`documents` does, each after the name of its table, which is empty for a folder."""
    if path.is_dir():
        for file in sorted(path.glob("*.json")):
            with report_os_errors(file, "cannot be read"):
                document = read_regular(file)
            yield "", file.stem, document
    elif path.is_file():
        with contextlib.closing(_connect(path)) as connection:
            for table in _tables(path, connection):
                for id_, document in _rows(path, connection, table):
                    yield table, id_, document
    else:
        raise FileError(path, "is neither a folder nor a file")


def tables_of_dossiers(path: Path) -> tuple[str, ...]:
    """
    Find the tables of dossiers in a file: a ``SQLiteStore``'s, a ``SQLAlchemyStore``'s, or both.

    Raises:
        FileError: It is not the SQLite file of a store of this release.
    """
    if not path.is_file():
        raise FileError(path, "is no file")
    with contextlib.closing(_connect(path)) as connection:
        return _tables(path, connection)


def check_sqlite_store(path: Path) -> None:
    """
    Make sure that a file is a ``SQLiteStore``'s: whoever opens any other would make the tables of one in it.

    Raises:
        FileError: It is not, or is that of a ``SQLAlchemyStore`` alone.
    """
    if SQLITE not in tables_of_dossiers(path):
        raise FileError(path, "has the tables of an SQLAlchemyStore alone")


def holds_nothing(path: Path) -> bool:
    """Whether there is no file yet, or a SQLite file without a table: nobody's so far."""
    if not path.exists():
        return True
    if not path.is_file():
        raise FileError(path, "is no file")
    with contextlib.closing(_connect(path)) as connection, report_sqlite_errors(path):
        return connection.execute("SELECT 1 FROM sqlite_master").fetchone() is None


@contextlib.contextmanager
def report_sqlite_errors(path: Path) -> Iterator[None]:
    """Raise errors of SQLite's as a :class:`FileError` of *path*."""
    try:
        yield
    except sqlite3.Error as error:
        raise FileError(path, f"cannot be read as a SQLite file: {error}") from None
    except UnicodeDecodeError:  # the text of SQLite's own error
        raise FileError(path, "cannot be read as a SQLite file: its description of the tables is damaged") from None


def _connect(path: Path) -> sqlite3.Connection:
    with report_sqlite_errors(path):
        return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)


def _tables(path: Path, connection: sqlite3.Connection) -> tuple[str, ...]:
    versions: dict[str, tuple[int, int]] = {}  # of the file, of this release
    with report_sqlite_errors(path):
        if {"id", "revision", "document"} <= _columns(connection, SQLITE):
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            versions[SQLITE] = (version, SCHEMA)
        if _columns(connection, ALCHEMY) and _columns(connection, "psc_schema"):
            version = connection.execute("SELECT max(version) FROM psc_schema").fetchone()[0]
            # A host that creates the tables with its own migrations may keep no version.
            versions[ALCHEMY] = (SQL_SCHEMA if version is None else version, SQL_SCHEMA)
    if not versions:
        raise FileError(path, "is not a SQLite file of a store")
    # Documents stand in the same columns in all versions.
    tables = tuple(table for table, (version, expected) in versions.items() if 1 <= version <= expected)
    if not tables:
        version, expected = next(iter(versions.values()))
        raise FileError(path, f"has tables of version {version}; this release reads versions up to {expected}")
    return tables


def _columns(connection: sqlite3.Connection, table: str) -> set[str]:
    return {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}


def _rows(path: Path, connection: sqlite3.Connection, table: str) -> Iterator[tuple[str, bytes]]:
    """Read a page at a time, so that nobody who writes meanwhile has to wait."""
    select = f"SELECT id, CAST(document AS BLOB) FROM {table} WHERE id > ? ORDER BY id LIMIT ?"  # noqa: S608 -- a table of ours
    page: list[tuple[str, bytes]] = [("", b"")]
    while page:
        last = page[-1][0]
        with report_sqlite_errors(path):
            page = connection.execute(select, (last, PAGE)).fetchall()
        ids = [last, *(id_ for id_, _ in page)]
        if not all(isinstance(id_, str) for id_ in ids) or any(before >= id_ for before, id_ in pairwise(ids)):
            raise FileError(path, f"has a damaged index of the table {table}")
        yield from page
