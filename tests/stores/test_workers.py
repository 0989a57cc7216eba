"""
Workers deliver at once: without a crash nothing is sent twice, with crashes at most what each had in hand, never less than all.
"""

import datetime as dt
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from typing import Any

import pytest

from crowds import PROCESSES, on_postgres, on_sqlite
from databases import Open, close
from dossiers import open_dossier
from effort import sized
from people import NOW
from psc_workflow import effects
from psc_workflow._model.vocabulary import DocumentKind
from psc_workflow.stores import Store
from psc_workflow.stores import _transactions as transactions
from writers import Where, deliver_with_others, open_named, read_log

KILLS = sized(5, 40, 20)
"""More at this pace would kill whoever has an effect eight times in a row, and make it a dead letter, as it should be."""
WORKERS = 4
OWED = sized(240, 2400, 100_000)
MOMENT, PATIENCE = sized(150, 150, 15_000) / 1000, sized(120, 120, 7200)
"""Seconds between two kills, at most; and until all must be delivered."""
LEASE = dt.timedelta(seconds=sized(2, 2, 15))
"""Far more than whoever claims a page waits for the others, on a machine that is busy for minutes, too."""


def owe(store: Store, dossier: Any, count: int) -> set[str]:
    """Have *dossier* owe so many documents, all due."""
    documents = [effects.ProduceDocument(f"e{n:05}", NOW, None, DocumentKind.NOTICE_INFORMATION) for n in range(count)]
    store.save(dossier, expected_revision=dossier.revision, effects=documents)
    return {effect.id for effect in documents}


@pytest.mark.parametrize("workers", [2, 4])
def test_workers_that_deliver_at_once_send_each_effect_once(
    open_store: Open, workers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transactions, "PAGE", 5)
    store, poison, tries = open_store(), "e00007", list[str]()
    store.create(open_dossier())
    owed, sent = owe(store, open_dossier(), 60), list[str]()

    def send(effect: effects.AnyEffect) -> None:
        if effect.id == poison:
            tries.append(effect.id)
            raise ConnectionError
        sent.append(effect.id)

    def work(_: int) -> int:
        mine = open_store()
        try:
            return mine.deliver(send, at=NOW)
        finally:
            close(mine)

    with ThreadPoolExecutor(workers) as threads:
        assert sum(threads.map(work, range(workers))) == len(sent)
    assert Counter(sent) == Counter(owed - {poison})
    assert tries == [poison]
    close(store)


@pytest.mark.usefixtures("ready_to_fork")
@pytest.mark.parametrize("place", [on_sqlite, on_postgres])
def test_workers_that_are_killed_leave_what_they_had_to_the_others(
    place: Callable[[Path], Where], tmp_path: Path, report: Callable[[str], None]
) -> None:
    where, random, began = place(tmp_path), Random(20260407), time.time()  # noqa: S311 -- to be drawn again
    store = where.open()
    store.create(open_named("D1"))
    owed = owe(store, open_named("D1"), OWED)
    logs, running = list[Path](), list[Any]()

    def start() -> None:
        logs.append(tmp_path / f"{len(logs)}.log")
        running.append(PROCESSES.Process(target=deliver_with_others, args=(where, logs[-1], began, LEASE), daemon=True))
        running[-1].start()

    for _ in range(WORKERS):
        start()
    for _ in range(KILLS):
        time.sleep(MOMENT * random.random())
        victim = running.pop(random.randrange(WORKERS))
        victim.kill()
        victim.join()
        start()
    patience = time.monotonic() + PATIENCE
    later = NOW + dt.timedelta(days=1)
    while store.pending(later, limit=1) and time.monotonic() < patience:
        time.sleep(LEASE.total_seconds() / 4)
    for process in running:
        process.kill()
        process.join()
    lines = [line for log in logs for line in read_log(log)]
    assert [line for line in lines if line[0] == "failed"] == []
    sent = Counter(line[1] for line in lines if line[0] == "sent")
    doubled = sum(count - 1 for count in sent.values())
    assert sent.keys() == owed
    assert doubled <= KILLS + WORKERS, "more than what each had in hand"
    assert store.pending(later) == store.dead_letters() == []
    close(store)
    report(f"{len(owed)} effects, {WORKERS} workers, {KILLS} kills: {doubled} sent twice, none missing")
