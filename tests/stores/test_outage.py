"""
A store that is locked, full or gone in the middle of a transaction: one ``StoreError``, nothing written, nothing lost.
"""

import itertools
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from databases import DATABASES, Open, close, on_postgres, postgres
from dossiers import open_dossier
from people import NOW, REQUEST_NOTICE
from psc_workflow import Outcome, Role
from psc_workflow import commands as do
from psc_workflow.exceptions import StoreError
from psc_workflow.stores import SQLiteStore, Store
from psc_workflow.stores._leases import LEASE
from psc_workflow.stores.sql import SQLAlchemyStore

Outage = Callable[[Any], None]
"""Given the rows of a transaction in progress."""


@contextmanager
def locked_by_a_reader(file: Path) -> Iterator[Outage]:
    """Somebody reads, and goes on reading: without a log, the transaction cannot be committed."""
    reader = sqlite3.connect(file, isolation_level=None)

    def read(_: Any) -> None:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM sqlite_master").fetchall()

    yield read
    reader.close()


@contextmanager
def the_disk_is_full(_: Path) -> Iterator[Outage]:
    connections: list[Any] = []

    def fill(rows: Any) -> None:
        connections.append(connection_of(rows))
        execute(rows, f"PRAGMA max_page_count = {execute(rows, 'PRAGMA page_count').fetchone()[0]}")
        execute(rows, "CREATE TABLE ballast (x)")
        execute(rows, "INSERT INTO ballast VALUES (zeroblob(1000000))")

    yield fill
    for connection in connections:
        with suppress(sqlite3.ProgrammingError):  # it was closed with its transaction
            connection.execute("PRAGMA max_page_count = 1000000")


@contextmanager
def the_file_is_read_only(_: Path) -> Iterator[Outage]:
    connections: list[Any] = []

    def forbid(rows: Any) -> None:
        connections.append(connection_of(rows))
        execute(rows, "PRAGMA query_only = 1")
        execute(rows, "CREATE TABLE ballast (x)")

    yield forbid
    for connection in connections:
        with suppress(sqlite3.ProgrammingError):  # as above
            connection.execute("PRAGMA query_only = 0")


@contextmanager
def the_server_ends_the_connection(_: Path) -> Iterator[Outage]:
    engine = sa.create_engine(postgres(), poolclass=sa.NullPool)

    def end(rows: Any) -> None:
        process = execute(rows, "SELECT pg_backend_pid()").scalar()
        with engine.connect() as other:
            other.execute(sa.text("SELECT pg_terminate_backend(:process)"), {"process": process})

    yield end


@contextmanager
def the_server_takes_too_long(_: Path) -> Iterator[Outage]:
    def wait(rows: Any) -> None:
        execute(rows, "SET LOCAL statement_timeout = 50")
        execute(rows, "SELECT pg_sleep(5)")

    yield wait


@contextmanager
def a_table_is_locked(_: Path) -> Iterator[Outage]:
    def wait(rows: Any) -> None:
        execute(rows, "SET LOCAL lock_timeout = 50")
        with sa.create_engine(postgres(), poolclass=sa.NullPool).begin() as other:
            schema = execute(rows, "SELECT current_schema()").scalar()
            other.execute(sa.text(f"LOCK TABLE {schema}.psc_marks"))
            execute(rows, "SELECT * FROM psc_marks")

    yield wait


@contextmanager
def the_connection_is_closed(_: Path) -> Iterator[Outage]:
    yield lambda rows: connection_of(rows).close()


def execute(rows: Any, statement: str) -> Any:
    return rows._execute(statement) if hasattr(rows, "_execute") else rows._connection.execute(sa.text(statement))  # noqa: SLF001


def connection_of(rows: Any) -> Any:
    """Give the connection that lies below everything."""
    return rows._execute.__self__ if hasattr(rows, "_execute") else rows._connection.connection.driver_connection  # noqa: SLF001


def on_sqlite(folder: Path) -> Open:
    return lambda: SQLiteStore(folder / "dossiers.db", timeout=0)


def on_sqlalchemy_with_sqlite(folder: Path) -> Open:
    def open_again() -> Store:
        url, arguments = f"sqlite:///{folder / 'dossiers.db'}", {"timeout": 0}
        store = SQLAlchemyStore(sa.create_engine(url, poolclass=sa.NullPool, connect_args=arguments))
        store.create_tables()
        return store

    return open_again


IN_A_FILE = [locked_by_a_reader, the_disk_is_full, the_file_is_read_only, the_connection_is_closed]
ON_A_SERVER = [the_server_ends_the_connection, the_server_takes_too_long, a_table_is_locked, the_connection_is_closed]
FILES = [on_sqlite, on_sqlalchemy_with_sqlite]
MOMENTS = ["insert", "replace", "add_steps", "add_effects"]
OUTAGES = [
    *(case for case in itertools.product(FILES, IN_A_FILE, MOMENTS) if case[:2] != (on_sqlite, locked_by_a_reader)),
    *itertools.product([on_postgres], ON_A_SERVER, ["insert", "add_effects"]),
]


@pytest.mark.parametrize(("database", "outage", "moment"), OUTAGES)
def test_an_outage_in_the_middle_of_a_transaction_is_one_error_and_nothing_is_lost(
    database: Callable[[Path], Open],
    outage: Any,
    moment: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    open_store = database(tmp_path)
    store, new = open_store(), open_dossier()
    if moment != "insert":
        store.create(new)
        assert store.decide("D1", do.Resume(), at=NOW, role=Role.AGENT).outcome is Outcome.ACCEPTED
    with store._transaction() as rows:  # noqa: SLF001 -- to learn its class
        kind = type(rows)
    whole = getattr(kind, moment)

    def ask() -> Any:
        if moment == "insert":
            return store.create(new, effects=[new.invitation])
        return store.decide("D1", REQUEST_NOTICE, at=NOW, key="once", role=Role.AGENT)

    with outage(tmp_path / "dossiers.db") as breaks:

        def broken(rows: Any, *args: Any) -> Any:
            result = whole(rows, *args)
            monkeypatch.undo()
            breaks(rows)
            return result

        monkeypatch.setattr(kind, moment, broken)
        with pytest.raises(StoreError) as caught:
            ask()
    assert type(caught.value) is StoreError
    if outage is the_connection_is_closed and isinstance(store, SQLiteStore):
        store = open_store()  # a store of one connection is gone with it
    before = [(dossier.id, dossier.revision) for dossier in store.iterate()]
    assert before == ([] if moment == "insert" else [("D1", 1)])
    assert store.pending(NOW) == []
    assert moment == "insert" or len(store.steps("D1")) == 1

    ask()
    assert len(store.pending(NOW)) == 1
    assert [dossier.revision for dossier in store.iterate()] == [0 if moment == "insert" else 2]
    close(store)


@pytest.mark.parametrize("database", DATABASES.values(), ids=DATABASES)
def test_a_dossier_is_not_created_without_the_effects_it_owes(
    database: Callable[[Path], Open], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = database(tmp_path)()
    with store._transaction() as rows:  # noqa: SLF001 -- to learn its class
        kind = type(rows)

    def fails(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(kind, "add_effects", fails)
    with pytest.raises(MemoryError):
        store.create(open_dossier(), effects=[open_dossier().invitation])
    monkeypatch.undo()
    assert list(store.iterate()) == []
    store.create(open_dossier(), effects=[open_dossier().invitation])
    assert store.pending(NOW) == [open_dossier().invitation]
    close(store)


@pytest.mark.parametrize("database", DATABASES.values(), ids=DATABASES)
def test_what_was_sent_when_the_store_was_lost_is_sent_again_under_the_same_id(
    database: Callable[[Path], Open], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_store = database(tmp_path)
    store, sent = open_store(), []
    store.create(open_dossier(), effects=[open_dossier().invitation])
    with store._transaction() as rows:  # noqa: SLF001 -- to learn its class
        kind, noted = type(rows), type(rows).mark_delivered

    def lost(rows: Any, *args: Any) -> bool:
        result = noted(rows, *args)
        connection_of(rows).close()
        return result

    monkeypatch.setattr(kind, "mark_delivered", lost)
    with pytest.raises(StoreError):
        store.deliver(sent.append, at=NOW)
    monkeypatch.undo()
    store = open_store()
    assert store.deliver(sent.append, at=NOW + 2 * LEASE) == 1
    assert sent == [open_dossier().invitation] * 2
    close(store)


def test_a_file_that_was_moved_away_is_told_and_stays_whole(tmp_path: Path) -> None:
    with SQLiteStore(tmp_path / "x.db") as store:
        store.create(open_dossier())
        store.decide("D1", do.Resume(), at=NOW, role=Role.AGENT)
        (tmp_path / "x.db").rename(tmp_path / "y.db")
        with pytest.raises(StoreError):
            store.decide("D1", REQUEST_NOTICE, at=NOW, role=Role.AGENT)
    with SQLiteStore(tmp_path / "y.db") as store:
        assert store.load("D1").revision == 1
        assert store.pending(NOW) == []
