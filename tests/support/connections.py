"""
Whether a test closes what it opens: Python 3.13 warns of a connection that is dropped, but only when garbage is collected.
"""

import contextlib
import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def every_connection_is_closed() -> Iterator[None]:
    """Fail each test that leaves open a connection of SQLite that it opened, in whatever thread."""
    opened: list[tuple[str, sqlite3.Connection]] = []
    connect = sqlite3.connect

    def noted(database: Any, *args: Any, **kwargs: Any) -> sqlite3.Connection:
        connection = connect(database, *args, **kwargs)
        opened.append((str(database), connection))
        return connection

    with pytest.MonkeyPatch.context() as patch:
        for module in (sqlite3, sqlite3.dbapi2):  # the second is what SQLAlchemy and Django call
            patch.setattr(module, "connect", noted)
        yield
    left = [(database, connection) for database, connection in opened if is_open(connection)]
    for _, connection in left:
        with contextlib.suppress(sqlite3.ProgrammingError):  # another thread's
            connection.close()
    assert [database for database, _ in left] == [], "not closed"


def is_open(connection: sqlite3.Connection) -> bool:
    """Ask what only an open connection answers, to whichever thread."""
    try:
        return connection.total_changes >= 0
    except sqlite3.ProgrammingError:
        return False
