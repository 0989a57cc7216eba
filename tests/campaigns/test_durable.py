"""
A campaign on DBOS and PostgreSQL, through 26 days: killed workers go on, and it ends as one process ends it that nobody kills.
"""

import multiprocessing
import threading
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
import sqlalchemy as sa

from campaigners import SINCE, UNTIL, office, work
from databases import postgres
from effort import IS_THOROUGH, sized
from psc_workflow.campaigns import Office

COUNT, WORKERS, KILLS = sized(200, 200, 20_000), 2, sized(6, 6, 60)
MOMENT = sized(8, 8, 80)
"""Seconds between two kills, at most."""


@pytest.mark.skipif(not IS_THOROUGH, reason="takes minutes")
def test_a_campaign_with_killed_workers_ends_as_one_process_alone_ends_it(
    tmp_path: Path, report: Callable[[str], None]
) -> None:
    alone = office(f"sqlite:///{tmp_path / 'alone.db'}", COUNT, tmp_path / "alone.log")
    thread = threading.Thread(target=work_alone, args=(alone,))
    thread.start()
    schema, began, random = f"campaign_{uuid.uuid4().hex}", time.monotonic(), Random(20260407)  # noqa: S311
    engine = sa.create_engine(postgres())
    with engine.begin() as connection:
        connection.execute(sa.schema.CreateSchema(schema))
    engine.dispose()
    together = office(postgres(), COUNT, schema=schema)
    spawn = multiprocessing.get_context("spawn")

    def start(place: int) -> multiprocessing.process.BaseProcess:
        arguments = (postgres(), schema, COUNT, tmp_path / "together.log", f"worker-{place}")
        process = spawn.Process(target=work, args=arguments, daemon=True)
        process.start()
        return process

    workers = [start(place) for place in range(WORKERS)]
    kills = 0
    while any(worker.is_alive() for worker in workers) and time.monotonic() - began < 75 * MOMENT + COUNT:
        time.sleep(MOMENT * random.random())
        place = random.randrange(WORKERS)
        if kills < KILLS and workers[place].is_alive():
            kills += 1
            workers[place].kill()
            workers[place].join()
            workers[place] = start(place)
    seconds = time.monotonic() - began
    thread.join()
    assert [worker.exitcode for worker in workers] == [0] * WORKERS
    assert documents(together) == documents(alone)
    assert len(documents(alone)) == COUNT
    received = (tmp_path / "together.log").read_text().split()
    assert set(received) == set((tmp_path / "alone.log").read_text().split())
    assert together.store.dead_letters() == together.store.pending(UNTIL) == []
    report(
        f"{COUNT} invitations, {kills} kills of {WORKERS} workers, {len(received) - len(set(received))} of"
        f" {len(set(received))} mails sent twice, {dict(together.store.count_by('status'))},"
        f" {seconds:.0f} s"
    )


def work_alone(place: Office) -> None:
    at = SINCE
    while at < UNTIL:
        place.work(at)
        at = place.next_round(at)


def documents(place: Office) -> dict[str, bytes]:
    return dict(place.store.documents())
