"""
A midnight: many dossiers are due, and several processes tick them.

Beside it, what a database does for the same rows alone: one transaction of
bare SQL a dossier. With a hundred thousand it takes an hour or more: a run
that is stopped goes on where it was.
"""

import multiprocessing
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks import growth
from benchmarks.notebook import Notebook
from benchmarks.peers import spiff
from benchmarks.places import DUE, INVITED, WORKERS, bare_sql, fill, open_dossier, open_store, places
from benchmarks.report import Row
from psc_workflow import Role
from psc_workflow.commands import StartAffiliation, Tick
from psc_workflow.stores import SQLiteStore

SIZE = 10_000
GROWTH = (1_000, 10_000, 100_000)
FEW = 300

BUDGETS = {"SQLite": 300 / 100_000, "PostgreSQL": 180 / 100_000}
"""Seconds a dossier with four workers, of a hundred thousand in five minutes and in three."""


def campaign(size: int | None = None) -> Iterator[Row]:
    """Dossiers that are due, ticked by one, two and four processes; and what a dossier costs among more and more."""
    count, notebook = size or SIZE, Notebook()
    with tempfile.TemporaryDirectory() as folder:
        yield from _midnight(Path(folder), count, notebook)
        yield from _growth(Path(folder), count, notebook)
        ours = notebook.measure("one decision, SQLite", lambda: decision(Path(folder) / "ours.db"))
        theirs = notebook.measure(
            f"one task, {spiff.NAME}", lambda: spiff.seconds_of_a_task(Path(folder) / "spiff.db", FEW)
        )
        yield Row("one decision, loaded and saved, SQLite", ours, spiff.NAME, theirs)
    notebook.close()


def _midnight(folder: Path, count: int, notebook: Notebook) -> Iterator[Row]:
    floor = notebook.measure("bare SQL", lambda: bare_sql(folder / "bare.db", count))
    for name, place in places(folder):
        alone = 0.0
        for workers in WORKERS:
            work = f"one of {count:,} due dossiers, {name}, {workers} {'process' if workers == 1 else 'processes'}"
            seconds = notebook.measure(work, partial(_seconds_of_a_tick, place(workers), workers, count))
            alone = alone or seconds
            yield Row(work, seconds, "one transaction of bare SQL, SQLite", floor)
            if 1 < workers <= (os.cpu_count() or 1):
                least = 0.8 * workers
                yield Row(work, seconds, "one process", alone, budget=f"at least {least:g} ×", least=least, speed=True)
            if workers == max(WORKERS):
                budget = f"{100_000 * BUDGETS[name] / 60:g} minutes for 100,000"
                yield Row(work, seconds, budget, BUDGETS[name], budget="at most 1 ×", most=1.0)


def _growth(folder: Path, count: int, notebook: Notebook) -> Iterator[Row]:
    sizes = [size for size in GROWTH if size <= max(count, GROWTH[0])]
    for name, _ in places(folder):
        figures = [notebook.measure(f"{name}, {size}", partial(growth.measured, folder, name, size)) for size in sizes]
        first = figures[0]
        for size, figure in zip(sizes, figures, strict=True):
            for page in growth.LISTS:
                work = f"{page} of {size:,}, {name}"
                yield Row(work, figure[page], "20 ms", growth.PAGE_LIMIT, budget="at most 1 ×", most=1.0)
            if size == sizes[0]:
                continue
            for what, most in (("fill", 1.5), ("tick", 1.5), ("bytes", 1.2)):
                unit = "B" if what == "bytes" else "s"
                work, peer = f"{what}, of one of {size:,}, {name}", f"of one of {sizes[0]:,}"
                yield Row(work, figure[what], peer, first[what], budget=f"at most {most} ×", most=most, unit=unit)


def decision(file: Path) -> float:
    """Decide on so many dossiers of a SQLite file, each loaded and saved; return the seconds of one."""
    fill(str(file), FEW)
    with SQLiteStore(file) as store:
        store.decide("D0000000", StartAffiliation(), at=INVITED, role=Role.AGENT)
        began = time.perf_counter()
        for number in range(1, FEW):
            store.decide(f"D{number:07}", StartAffiliation(), at=INVITED, role=Role.AGENT)
        return (time.perf_counter() - began) / (FEW - 1)


def _seconds_of_a_tick(where: str, workers: int, count: int) -> float:
    fill(where, count)
    return _tick(where, workers, count) / count


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
    store, ticked = open_store(where), 0
    open_dossier(0).decide(Tick(), at=DUE, role=Role.CLOCK)  # loads what is loaded when first needed
    barrier.wait()
    while not (ticks := store.tick(DUE)).is_idle:
        ticked += ticks.ticked
    queue.put(ticked)


if __name__ == "__main__":
    for row in campaign(int(sys.argv[1]) if len(sys.argv) > 1 else None):
        print(f"{row.work}: {1 / row.ours:,.0f} a second; {row.peer}: {1 / row.theirs:,.0f}", flush=True)
