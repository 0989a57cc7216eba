"""
Work on one store that several processes share: how long all of them take together.
"""

import multiprocessing
import time
from typing import Any


def seconds_of(where: str, works: list[str], workers: int, count: int) -> list[float]:
    """Let so many processes do *works* on *count* dossiers, one work after the other; return the seconds of each."""
    spawn = multiprocessing.get_context("spawn")
    barrier, queue = spawn.Barrier(workers + 1), spawn.Queue()
    shares = [range(place, count, workers) for place in range(workers)]
    processes = [spawn.Process(target=_work, args=(where, works, share, barrier, queue)) for share in shares]
    for process in processes:
        process.start()
    durations = []
    for _ in works:
        barrier.wait()
        began = time.perf_counter()
        barrier.wait()
        durations.append(time.perf_counter() - began)
    failures = [error for _ in processes if (error := queue.get()) is not None]
    for process in processes:
        process.join()
    if failures:
        raise RuntimeError(f"{failures}")
    return durations


def _work(where: str, works: list[str], numbers: range, barrier: Any, queue: Any) -> None:
    from benchmarks.capacity import WORK
    from benchmarks.places import DUE, open_dossier, open_store
    from psc_workflow.commands import Tick

    store, failure = open_store(where), None
    open_dossier(0).decide(Tick(), at=DUE, role="clock")  # loads what is loaded when first needed
    for work in works:
        barrier.wait()
        try:
            WORK[work](store, numbers)
        except Exception as error:  # noqa: BLE001 -- told to whoever waits
            failure = f"{work}: {error!r}"
        barrier.wait()
    queue.put(failure)
