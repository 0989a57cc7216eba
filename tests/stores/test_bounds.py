"""
What many decisions, threads and forks leave behind: no memory, and no dossier that two share; lists are read by their indexes.
"""

import datetime as dt
import gc
import multiprocessing
import resource
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa

from databases import Open, close, on_sqlite
from dossiers import open_dossier
from effort import IS_THOROUGH, sized
from people import NOW, REQUEST_NOTICE
from psc_workflow import Dossier, Outcome, Role
from psc_workflow.stores import SQLiteStore, Store

ROUND = sized(3000, 3000, 333_334)


def decide(dossier: Dossier, count: int) -> None:
    """Decide so many times, each time at another instant, and under another key."""
    for number in range(count):
        at = dossier.record.at + dt.timedelta(seconds=1)
        dossier = Dossier.load(
            dossier.decide(REQUEST_NOTICE, at=max(at, NOW), key=f"k{number}", role=Role.AGENT).dossier.dump()
        )


def held() -> tuple[int, int]:
    """Count the blocks of memory that Python holds, and the bytes that this process does, where the system says so."""
    gc.collect()
    status = Path("/proc/self/statm")
    pages = int(status.read_text().split()[1]) if status.exists() else 0
    return sys.getallocatedblocks(), pages * resource.getpagesize()


@pytest.mark.skipif(not IS_THOROUGH, reason="takes seconds, or, of a million, half an hour")
def test_memory_does_not_grow_with_the_number_of_decisions(report: Callable[[str], None]) -> None:
    decide(open_dossier(), ROUND)  # fills what is bounded, such as the cache of links
    blocks, size = held()
    decide(open_dossier(), 2 * ROUND)
    more_blocks, more_size = (after - before for after, before in zip(held(), (blocks, size), strict=True))
    report(f"{3 * ROUND:,} decisions: {more_blocks:+,} blocks, {more_size:+,} bytes over the last {2 * ROUND:,}")
    assert more_blocks < 1000, "a block for each of so many decisions would be thousands"
    assert more_size < 10_000_000


def test_threads_that_open_a_store_each_lose_no_decision_of_another(tmp_path: Path) -> None:
    open_store = on_sqlite(tmp_path)
    store = open_store()
    store.create(open_dossier())

    def ask(number: int) -> int:
        mine = open_store()
        accepted = 0
        for count in range(5):
            decision = mine.decide("D1", REQUEST_NOTICE, at=NOW, key=f"{number}-{count}", role=Role.AGENT)
            accepted += decision.outcome is Outcome.ACCEPTED
        close(mine)
        return accepted

    with ThreadPoolExecutor(4) as threads:
        accepted = sum(threads.map(ask, range(4)))
    assert store.load("D1").revision == len(store.steps("D1")) == accepted > 0
    close(store)


def _ask_once(file: Path, number: int) -> None:
    with SQLiteStore(file) as store:
        while store.decide("D1", REQUEST_NOTICE, at=NOW, key=f"{number}", role=Role.AGENT).outcome is Outcome.STALE:
            pass


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")  # threads of others: the fork is the point
def test_a_fork_that_opens_a_store_of_its_own_writes_beside_its_parent(tmp_path: Path) -> None:
    open_store = on_sqlite(tmp_path)
    store = open_store()
    store.create(open_dossier())
    fork = multiprocessing.get_context("fork")
    children = [fork.Process(target=_ask_once, args=(tmp_path / "dossiers.db", number)) for number in range(3)]
    for child in children:
        child.start()
    _ask_once(tmp_path / "dossiers.db", 3)
    for child in children:
        child.join(30)
    assert [child.exitcode for child in children] == [0, 0, 0]
    assert len(store.steps("D1")) == store.load("D1").revision == 4
    close(store)


LISTS: list[tuple[str, Callable[[Store], object]]] = [
    ("due", lambda store: store.due(NOW)),
    ("pending", lambda store: store.pending(NOW)),
    ("claim", lambda store: store.claim(NOW)),
    ("tick", lambda store: store.tick(NOW)),
    ("find", lambda store: store.find(affiliation="regime", after="D")),
    ("past_retention", lambda store: store.past_retention(NOW)),
    ("dead_letters", lambda store: store.dead_letters()),
]


@pytest.mark.parametrize(("name", "ask"), LISTS, ids=[name for name, _ in LISTS])
def test_no_list_of_a_sqlite_file_reads_a_whole_table_or_sorts(
    name: str, ask: Callable[[Store], object], tmp_path: Path
) -> None:
    with SQLiteStore(tmp_path / "x.db") as store:
        store.create(open_dossier(), effects=[open_dossier().invitation])
        asked = list[str]()
        connection = store._connection  # noqa: SLF001 -- no store shows its plans
        connection.set_trace_callback(asked.append)
        ask(store)
        connection.set_trace_callback(None)
        selects = [text for text in asked if text.startswith("SELECT") and "LIMIT" in text]
        assert selects, name
        for select in selects:
            plan = str(connection.execute(f"EXPLAIN QUERY PLAN {select}").fetchall())
            assert "SCAN" not in plan or "USING" in plan, plan
            assert "TEMP B-TREE" not in plan, plan


@pytest.mark.skipif(not IS_THOROUGH, reason="starts a server")
def test_no_list_in_postgres_reads_a_whole_table(open_store: Open) -> None:
    store = open_store()
    engine: sa.Engine | None = getattr(store, "_engine", None)
    if engine is None or engine.dialect.name != "postgresql":
        close(store)
        pytest.skip("for PostgreSQL")
    queries = {
        "due": "SELECT id FROM psc_dossiers WHERE due_at <= now() ORDER BY due_at, id LIMIT 100",
        "find": "SELECT * FROM psc_found_by WHERE affiliation = 'regime' AND dossier > 'D' ORDER BY dossier LIMIT 100",
    }
    with engine.begin() as connection:
        connection.execute(sa.text("SET LOCAL enable_seqscan = off"))
        for query in queries.values():
            plan = str(connection.execute(sa.text(f"EXPLAIN {query}")).all())
            assert "Index" in plan
            assert "Seq Scan" not in plan
