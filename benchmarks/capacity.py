"""
What a store takes for each thing that a campaign does, with one, two and four processes, and how that grows.
"""

import datetime as dt
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import attrs

from benchmarks.places import DUE, INVITED, WORKERS, bare_sql, fill, open_dossier, open_store, places
from benchmarks.report import ROOT, processor
from benchmarks.sharing import seconds_of
from psc_workflow import Role
from psc_workflow.commands import StartAffiliation
from psc_workflow.stores import SQLiteStore

SIZE = 1000
GROWTH = (1_000, 10_000)
"""Dossiers of a file: what each of them weighs, and how long a page takes among so many."""

PAGE = ROOT / "docs" / "explanation" / "capacity.md"
START, END = "<!-- figures of benchmarks.capacity: start -->", "<!-- figures of benchmarks.capacity: end -->"
AGENTS = 1_400_000
STATUS = "affiliation.to_start"


def create(store: Any, numbers: range) -> None:
    """Create dossiers, each with its invitation."""
    for number in numbers:
        dossier = open_dossier(number)
        store.create(dossier, effects=[dossier.invitation])


def decide(store: Any, numbers: range) -> None:
    """Have agents begin."""
    for number in numbers:
        store.decide(f"D{number:07}", StartAffiliation(), at=INVITED, role=Role.AGENT)


def view(store: Any, numbers: range) -> None:
    """Show files."""
    for number in numbers:
        store.load(f"D{number:07}").view(at=INVITED, role=Role.AGENT)


def deliver(store: Any, _: range) -> None:
    """Deliver all that is due."""
    while claims := store.claim(INVITED):
        for claim in claims:
            store.mark_delivered(claim, at=INVITED)


def tick(store: Any, _: range) -> None:
    """Tick all that is due."""
    while not store.tick(DUE).is_idle:
        pass


WORK: dict[str, Callable[[Any, range], None]] = {
    "create": create,
    "decide": decide,
    "view": view,
    "deliver": deliver,
    "tick": tick,
}
"""In the order in which a campaign does it: each needs what the ones before have left."""


@attrs.frozen
class Rate:
    """How many a second."""

    work: str
    database: str
    workers: int
    count: int
    per_second: float


def rates(count: int) -> Iterator[Rate]:
    """Measure everything on each database with each number of processes."""
    with tempfile.TemporaryDirectory() as folder:
        for database, place in places(Path(folder)):
            for workers in WORKERS:
                where = place(workers)
                open_store(where)
                for work, seconds in zip(WORK, seconds_of(where, list(WORK), workers, count), strict=True):
                    yield Rate(work, database, workers, count, count / seconds)


def growth() -> Iterator[tuple[int, float, float, float]]:
    """Measure SQLite files: dossiers, bytes of each, seconds of a page of a hundred found, and of a hundred due."""
    for count in GROWTH:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "x.db"
            fill(str(file), count)
            with SQLiteStore(file) as store:
                listed = sorted(_seconds(lambda: store.find(status=STATUS, after="D00005")) for _ in range(9))
                due = sorted(_seconds(lambda: store.due(DUE)) for _ in range(9))
                pages = store._connection.execute("PRAGMA page_count").fetchone()[0]  # noqa: SLF001 -- with its log
                size = pages * store._connection.execute("PRAGMA page_size").fetchone()[0]  # noqa: SLF001 -- the same
            yield count, size / count, listed[4], due[4]


def _seconds(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def page(count: int, day: str) -> str:
    """Write the figures, and what follows from them for every agent of the State."""
    measured = list(rates(count))
    with tempfile.TemporaryDirectory() as folder:
        floor = 1 / bare_sql(Path(folder) / "bare.db", count)
    heads = " | ".join(f"{workers} at once" for workers in WORKERS)
    where = f"{processor()}, {os.cpu_count()} cores"
    lines = [f"{day}, {count:,} dossiers, {where}:", "", f"| a second | database | {heads} |"]
    lines.append("| --- | --- |" + " ---: |" * len(WORKERS))
    for database in dict.fromkeys(rate.database for rate in measured):
        for work in WORK:
            cells = [f"{rate.per_second:,.0f}" for rate in measured if (rate.work, rate.database) == (work, database)]
            lines.append(f"| {work} | {database} | {' | '.join(cells)} |")
    lines.append(f"| one transaction of bare SQL | SQLite | {floor:,.0f} |" + " |" * (len(WORKERS) - 1))
    lines += ["", "| dossiers | bytes a dossier | page of 100 by status, ms | page of 100 due, ms |"]
    lines += ["| ---: | ---: | ---: | ---: |"]
    sizes = list(growth())
    lines += [f"| {n:,} | {size:,.0f} | {1e3 * listed:.2f} | {1e3 * due:.2f} |" for n, size, listed, due in sizes]
    best = {work: max(rate.per_second for rate in measured if rate.work == work) for work in WORK}
    lines += ["", *_plan(best, sizes[-1][1])]
    return "\n".join(lines)


def _plan(best: dict[str, float], size: float) -> Iterator[str]:
    yield f"For {AGENTS:,} agents, at the best of these rates, on this one machine:"
    yield ""
    planned = {"create": "invitations created", "deliver": "mails recorded", "tick": "files due at one midnight"}
    for work, what in planned.items():
        hours = AGENTS / best[work] / 3600
        yield f"- {what}: {AGENTS:,} / {best[work]:,.0f} a second = {hours:.1f} hours;"
    yield f"- disk: {AGENTS:,} × {size:,.0f} bytes = {AGENTS * size / 1e9:.0f} GB, as invited."


def main() -> None:
    """Measure, and write the page."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else SIZE
    text = PAGE.read_text(encoding="utf-8")
    before, rest = text.split(START)
    after = rest.split(END)[1]
    day = f"{dt.datetime.now(tz=dt.UTC):%Y-%m-%d}"
    PAGE.write_text(f"{before}{START}\n\n{page(count, day)}\n\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
