"""
Stored documents, from a folder or from the SQLite file of a store; they are read, and nothing is changed or made.
"""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from psc_workflow.cli._arguments import FileError, telling
from psc_workflow.stores._base import PAGE
from psc_workflow.stores._sqlite import SCHEMA

SQL_SCHEMA = 1
"""Version of the tables of ``stores.sql``, which cannot be imported without its extra."""

_OTHER_STORES = "for any other store, call check_compatibility(store.documents(), contract) in Python"


def documents(path: Path) -> Iterator[tuple[str, bytes]]:
    """
    Read documents, with their ids.

    Raises:
        FileError: There is no folder or file, or the file is no SQLite file
            of a store of this release.
    """
    if path.is_dir():
        for file in sorted(path.glob("*.json")):
            with telling(file, "cannot be read"):
                document = file.read_bytes()
            yield file.stem, document
    elif path.is_file():
        with contextlib.closing(_opened(path)) as connection:
            for table in _tables(path, connection):
                yield from _rows(path, connection, table)
    else:
        raise FileError(path, "is neither a folder nor a file")


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise FileError(path, f"cannot be read as a SQLite file: {error}") from None


def _opened(path: Path) -> sqlite3.Connection:
    with _told(path):
        return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)


def _tables(path: Path, connection: sqlite3.Connection) -> tuple[str, ...]:
    """Find the tables of dossiers: a ``SQLiteStore``'s, a ``SQLAlchemyStore``'s; of a file that has both, both."""
    found: dict[str, tuple[int, int]] = {}
    with _told(path):
        if {"id", "revision", "document"} <= _columns(connection, "dossiers"):
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            found["dossiers"] = (version, SCHEMA)
        if _columns(connection, "psc_dossiers") and _columns(connection, "psc_schema"):
            version = connection.execute("SELECT max(version) FROM psc_schema").fetchone()[0]
            # A host that makes the tables with its own migrations may keep no version.
            found["psc_dossiers"] = (SQL_SCHEMA if version is None else version, SQL_SCHEMA)
    if not found:
        raise FileError(path, f"is no SQLite file of a store; {_OTHER_STORES}")
    tables = tuple(table for table, (version, known) in found.items() if version == known)
    if not tables:
        version, known = next(iter(found.values()))
        raise FileError(path, f"the tables are of version {version}; this release knows {known}")
    return tables


def _columns(connection: sqlite3.Connection, table: str) -> set[str]:
    return {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}


def _rows(path: Path, connection: sqlite3.Connection, table: str) -> Iterator[tuple[str, bytes]]:
    """Read a page at a time: who writes meanwhile does not wait."""
    select = f"SELECT id, CAST(document AS BLOB) FROM {table} WHERE id > ? ORDER BY id LIMIT ?"  # noqa: S608 -- one of ours
    page = [("", b"")]
    while page:
        last = page[-1][0]
        with _told(path):
            page = connection.execute(select, (last, PAGE)).fetchall()
        yield from page
