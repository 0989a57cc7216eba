"""
What a dossier costs among a thousand, ten thousand, a hundred thousand: time, bytes, a page of a list, and its plan.
"""

import time
from collections.abc import Callable, Iterator
from statistics import median
from typing import Any

from benchmarks.places import DUE, fill, open_store, places
from psc_workflow.stores import SQLiteStore

STATUS = "affiliation.to_start"
TICKS = 1000
"""Dossiers that are ticked of each store: enough to tell, few enough to wait for."""

PAGE_LIMIT = 0.020
"""Seconds that a page of a list may take."""

Lists = dict[str, Callable[[Any], object]]

LISTS: Lists = {
    "page by status": lambda store: store.find(status=STATUS, after="D00005"),
    "page due": lambda store: store.due(DUE),
    "page by status, from the middle": lambda store: store.find(status=STATUS, after="D0000500"),
}


def measured(folder: Any, database: str, count: int) -> dict[str, float]:
    """Fill a store, and measure it; raise an error if a list is not read by an index."""
    place = dict(places(folder))[database]
    where = place(f"growth-{count}")
    began = time.perf_counter()
    fill(where, count)
    figures = {"fill": (time.perf_counter() - began) / count}
    store = open_store(where)
    if not isinstance(store, SQLiteStore):
        analyse(store)
    for name, ask in LISTS.items():
        figures[name] = median(_seconds(lambda ask=ask: ask(store)) for _ in range(9))  # type: ignore[misc]
    check_plans(store)
    figures["bytes"] = bytes_of(store) / count
    began, ticked = time.perf_counter(), 0
    while ticked < min(TICKS, count):
        ticked += store.tick(DUE).ticked
    figures["tick"] = (time.perf_counter() - began) / ticked
    if isinstance(store, SQLiteStore):
        store.close()
    return figures


def _seconds(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def bytes_of(store: Any) -> float:
    """Add up what the tables and indexes of a store weigh."""
    if isinstance(store, SQLiteStore):
        pragma = store._connection.execute  # noqa: SLF001 -- no store tells
        return float(pragma("PRAGMA page_count").fetchone()[0] * pragma("PRAGMA page_size").fetchone()[0])
    import sqlalchemy as sa

    tables = "relkind = 'r' AND relnamespace = current_schema()::regnamespace"
    weigh = f"SELECT sum(pg_total_relation_size(oid)) FROM pg_class WHERE {tables}"  # noqa: S608 -- our own words
    with store._engine.connect() as connection:  # noqa: SLF001 -- the host's own, here ours
        return float(connection.scalar(sa.text(weigh)))


def analyse(store: Any) -> None:
    """Have PostgreSQL count its rows, as it does by itself after a while."""
    with store._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:  # noqa: SLF001 -- as above
        connection.exec_driver_sql("VACUUM ANALYZE")


def check_plans(store: Any) -> None:
    """
    Ask for the plan of each list, on as many rows as there are.

    Raises:
        RuntimeError: It reads a whole table, or sorts.
    """
    for name, ask in LISTS.items():
        for plan in _plans(store, ask):
            if (
                ("SCAN" in plan and "USING" not in plan)
                or "TEMP B-TREE" in plan
                or "Seq Scan" in plan
                or "Sort" in plan
            ):
                raise RuntimeError(f"{name}: {plan}")


def _plans(store: Any, ask: Callable[[Any], object]) -> Iterator[str]:
    asked: list[tuple[str, Any]] = []
    if isinstance(store, SQLiteStore):
        connection = store._connection  # noqa: SLF001 -- no store tells
        connection.set_trace_callback(lambda statement: asked.append((statement, None)))
        ask(store)
        connection.set_trace_callback(None)
        for statement, _ in asked:
            if "LIMIT" in statement:
                yield str(connection.execute(f"EXPLAIN QUERY PLAN {statement}").fetchall())
        return
    import sqlalchemy as sa

    engine = store._engine  # noqa: SLF001 -- the host's own, here ours

    def note(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        asked.append((statement, parameters))

    sa.event.listen(engine, "before_cursor_execute", note)
    ask(store)
    sa.event.remove(engine, "before_cursor_execute", note)
    with engine.connect() as connection:
        for statement, parameters in asked:
            if "LIMIT" in statement:
                rows = connection.exec_driver_sql(f"EXPLAIN {statement}", parameters)
                yield "\n".join(row[0] for row in rows)
