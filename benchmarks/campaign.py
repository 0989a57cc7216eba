"""
A midnight: many dossiers are due, and several processes tick them.

Beside it, what a database does for the same rows alone: one transaction of
bare SQL a dossier. PostgreSQL is measured where SQLAlchemy and a server are at
hand (``PSC_TEST_POSTGRES``, or the wheel that the tests use).
"""

import datetime as dt
import multiprocessing
import os
import sqlite3
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.report import ROOT, Row
from psc_workflow import Agent, Dossier, Role, contracts
from psc_workflow.commands import Tick
from psc_workflow.stores import SQLiteStore, Store
from psc_workflow.stores._encoding import dossier_row

SIZE = 10_000
WORKERS = (1, 2, 4)
INVITED = dt.datetime(2026, 4, 6, 18, 0, tzinfo=dt.UTC)
DUE = INVITED + dt.timedelta(days=30)
"""By then both reminders, the automatic affiliation and the receipt of the file have come."""

BUDGETS = {"SQLite": 300 / 100_000, "PostgreSQL": 180 / 100_000}
"""Seconds a dossier with four workers, of a hundred thousand in five minutes and in three."""


def campaign(size: int | None = None) -> Iterator[Row]:
    """Dossiers that are due, ticked by one, two and four processes; seconds a dossier."""
    count = size or SIZE
    with tempfile.TemporaryDirectory() as folder:
        floor = _bare_sql(Path(folder) / "bare.db", count)
        for name, place in _places(Path(folder)):
            for workers in WORKERS:
                where = place(workers)
                _fill(where, count)
                seconds = _tick(where, workers, count) / count
                work = f"one of {count:,} due dossiers, {name}, {workers} {'process' if workers == 1 else 'processes'}"
                yield Row(work, seconds, "one transaction of bare SQL, SQLite", floor)
                if workers == max(WORKERS):
                    budget = f"{100_000 * BUDGETS[name] / 60:g} minutes for 100,000"
                    yield Row(work, seconds, budget, BUDGETS[name], budget="at most 1 ×", most=1.0)


def _places(folder: Path) -> Iterator[tuple[str, Any]]:
    yield "SQLite", lambda workers: str(folder / f"{workers}.db")
    server = _postgres()
    if server is not None:
        yield "PostgreSQL", lambda _: _new_schema(server)


def _postgres() -> str | None:
    try:
        import sqlalchemy  # noqa: F401 -- an extra

        sys.path.append(str(ROOT / "tests" / "support"))
        from databases import postgres
    except ImportError:
        return None
    return postgres()


def _new_schema(server: str) -> str:
    import sqlalchemy as sa

    name = f"campaign_{uuid.uuid4().hex}"
    engine = sa.create_engine(server, hide_parameters=True)
    with engine.begin() as connection:
        connection.execute(sa.schema.CreateSchema(name))
    engine.dispose()
    return f"{server}{'&' if '?' in server else '?'}options=-csearch_path%3D{name}"


def _open(where: str) -> Store:
    if "://" not in where:
        return SQLiteStore(where, timeout=120)
    import sqlalchemy as sa

    from psc_workflow.stores.sql import SQLAlchemyStore

    store = SQLAlchemyStore(sa.create_engine(where, hide_parameters=True))
    store.create_tables()
    return store


def _dossier(number: int) -> Dossier:
    agent = Agent(professional_email=f"agent-{number}@example.org", hired_on=dt.date(2010, 9, 1))
    return Dossier.open(contracts.get("men-2026-pf"), id=f"D{number:07}", agent=agent, invited_at=INVITED)


def _fill(where: str, count: int) -> None:
    """Store dossiers, many in a transaction: that is not what is measured."""
    store = _open(where)
    for start in range(0, count, 500):
        with store._transaction() as rows:  # noqa: SLF001 -- as above
            for number in range(start, min(start + 500, count)):
                row = dossier_row(_dossier(number), None)
                rows.insert(row)
                rows.put_index([row.index])


def _tick(where: str, workers: int, count: int) -> float:
    """Let so many processes tick all that is due; return the seconds from the beginning to the end of the last."""
    spawn = multiprocessing.get_context("spawn")
    barrier, queue = spawn.Barrier(workers + 1), spawn.Queue()
    processes = [spawn.Process(target=_work, args=(where, barrier, queue)) for _ in range(workers)]
    for process in processes:
        process.start()
    barrier.wait()
    began = time.perf_counter()
    ticked = sum(queue.get() for _ in processes)
    seconds = time.perf_counter() - began
    for process in processes:
        process.join()
    if ticked != count:
        raise RuntimeError(f"{ticked} of {count} dossiers were ticked")
    return seconds


def _work(where: str, barrier: Any, queue: Any) -> None:
    store, ticked = _open(where), 0
    _dossier(0).decide(Tick(), at=DUE, role=Role.CLOCK)  # loads what is loaded when first needed
    barrier.wait()
    while not (ticks := store.tick(DUE)).is_idle:
        ticked += ticks.ticked
    queue.put(ticked)


def _bare_sql(file: Path, count: int) -> float:
    """Replace as many documents of the same size, each in a transaction of its own; return the seconds of one."""
    document = os.urandom(len(_dossier(0).dump()))
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE dossiers (id TEXT PRIMARY KEY, document BLOB)")
    connection.execute("BEGIN")
    connection.executemany("INSERT INTO dossiers VALUES (?, ?)", [(f"{n}", document) for n in range(count)])
    connection.execute("COMMIT")
    began, tries = time.perf_counter(), min(count, 1000)
    for number in range(tries):
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("SELECT document FROM dossiers WHERE id = ?", (f"{number}",)).fetchone()
        connection.execute("UPDATE dossiers SET document = ? WHERE id = ?", (document, f"{number}"))
        connection.execute("COMMIT")
    seconds = (time.perf_counter() - began) / tries
    connection.close()
    return seconds


if __name__ == "__main__":
    for row in campaign(int(sys.argv[1]) if len(sys.argv) > 1 else None):
        print(f"{row.work}: {1 / row.ours:,.0f} a second; {row.peer}: {1 / row.theirs:,.0f}", flush=True)
