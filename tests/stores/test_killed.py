"""
Processes that write and deliver are killed at random moments: what they had said was saved is stored, and nothing by halves.
"""

import datetime as dt
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import settings

from crowds import PROCESSES, on_postgres, on_sqlalchemy_with_sqlite, on_sqlite
from effort import IS_THOROUGH, sized
from psc_workflow import Dossier, effects
from psc_workflow._model.steps import MOST_CARRIED, Step
from psc_workflow._snapshot.history import verify_history
from psc_workflow.stores import SQLiteStore, Store, sql
from writers import Try, Where, deliver, digest, open_log, open_named, read_log, write

KILLS = settings().max_examples if IS_THOROUGH else 12
WRITERS = 3
PATIENCE = sized(500, 3000, 3000) / 1000
"""Seconds until whoever is to be killed at work must have begun: a loaded machine takes long to open a database."""
NAMES = ["D1", "D2", "D3", "D4"]


pytestmark = pytest.mark.usefixtures("ready_to_fork")


class Crowd:
    """Writers and one who delivers; whoever is killed has a successor, who asks again what was left unanswered."""

    def __init__(self, where: Where, folder: Path, seed: int) -> None:
        self.where, self.folder, self.random = where, folder, Random(seed)  # noqa: S311 -- to be drawn again
        self.logs: list[Path] = []
        self.kills: Counter[str] = Counter()
        self.running: list[Any] = [self.start(writes=place < WRITERS) for place in range(WRITERS + 1)]

    def start(self, *, writes: bool, again: Try | None = None) -> tuple[Any, Path, bool]:
        name = f"{'writer' if writes else 'sender'}-{len(self.logs)}"
        log = self.folder / f"{name}.log"
        self.logs.append(log)
        arguments = (self.where, NAMES, log, name, again) if writes else (self.where, log, name)
        process = PROCESSES.Process(target=write if writes else deliver, args=arguments, daemon=True)
        process.start()
        return process, log, writes

    def kill(self) -> None:
        """Kill one of them after a moment: when it has just begun, while it writes, while it waits."""
        place = self.random.randrange(len(self.running))
        process, log, writes = self.running[place]
        lines, patience = self.random.choice([0, 1, 4, 8]), time.monotonic() + PATIENCE
        while len(read_log(log)) < lines and time.monotonic() < patience:
            time.sleep(0.001)
        time.sleep(0.03 * self.random.random())
        process.kill()
        process.join()
        lines = read_log(log)
        unanswered = lines and lines[-1][0] == "try"
        self.kills[lines[-1][0] if lines else "opening"] += 1
        again = Try(**lines[-1][1]) if unanswered else None
        self.running[place] = self.start(writes=writes, again=again)

    def stop(self) -> list[list[Any]]:
        """Kill them all, and give what they said."""
        for process, _, _ in self.running:
            process.kill()
            process.join()
        self.where.outlive()
        return [line for log in self.logs for line in read_log(log)]


WAITS, DELIVERED, IN_VAIN = "waits", "delivered", "in vain"
"""What became of an effect: it is erased once it is delivered, or once it makes no sense any more."""


def outbox(store: Store) -> dict[str, tuple[str, dt.datetime, str]]:
    """Read the whole outbox, by id: whose an effect is, when it is due, what became of it."""
    with store._transaction() as rows:  # noqa: SLF001 -- no store lists what was delivered
        if isinstance(store, SQLiteStore):
            select = "SELECT id, dossier, due_at, delivered_at, effect FROM outbox"
            selected = [(*row[:2], dt.datetime.fromisoformat(row[2]), *row[3:]) for row in rows._execute(select)]  # type: ignore[attr-defined]  # noqa: SLF001
        else:
            columns = sql.outbox.c
            select = sa.select(columns.id, columns.dossier, columns.due_at, columns.delivered_at, columns.effect)
            selected = rows._connection.execute(select).all()  # type: ignore[attr-defined]  # noqa: SLF001
    assert all(delivered is None or effect is None for *_, delivered, effect in selected)
    return {
        name: (dossier, due_at, DELIVERED if delivered is not None else IN_VAIN if effect is None else WAITS)
        for name, dossier, due_at, delivered, effect in selected
    }


def decided_again(
    name: str, tries: dict[tuple[str, int], list[Try]], steps: tuple[Step, ...]
) -> tuple[Dossier, set[str], set[str]]:
    """
    Decide alone, in one process, what must have made *steps*.

    Give the dossier, the ids of all effects, and of those that came to make no sense.
    """
    dossier = open_named(name)
    owed: dict[str, effects.Effect] = {dossier.invitation.id: dossier.invitation}
    vain, last_used = set[str](), dict[str, int]()
    while dossier.revision < len(steps):
        for request in tries[name, dossier.revision]:
            decision = dossier.decide(
                request.command, at=request.instant, key=request.key, role=request.command.roles[0]
            )
            if decision.steps and decision.steps == steps[dossier.revision : decision.dossier.revision]:
                break
        else:
            raise AssertionError(f"nobody asked for step {dossier.revision + 1} of {name}")
        assert last_used.get(request.key, -MOST_CARRIED) <= dossier.revision - MOST_CARRIED, (
            "a request that was asked twice counted twice"
        )
        last_used[request.key] = dossier.revision
        dossier = decision.dossier
        vain |= {effect_id for effect_id, effect in owed.items() if not dossier.still_owes(effect)}
        owed |= {effect.id: effect for effect in decision.effects}
    return dossier, set(owed), vain


def send_the_rest(store: Store, log: Path) -> list[list[Any]]:
    """Send what is left, whoever had a lease on it: all of them are dead."""
    say = open_log(log)
    for due_at in sorted({due_at for _, due_at, became in outbox(store).values() if became == WAITS}):
        for effect in store.pending(due_at, limit=10**6):
            say("sent", effect.id, digest(effect))
            store.mark_delivered(effect, at=due_at)
    return read_log(log)


PLACES = [on_sqlite, *([on_sqlalchemy_with_sqlite] if IS_THOROUGH else []), on_postgres]


@pytest.fixture(params=PLACES, ids=lambda place: place.__name__)
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Where:
    return request.param(tmp_path)


def test_whoever_is_killed_what_was_said_to_be_saved_is_and_nothing_is_by_halves(
    where: Where, tmp_path: Path, report: Callable[[str], None]
) -> None:
    began, seed = time.monotonic(), 20260407
    store = where.open()
    for name in NAMES:
        store.create(open_named(name), effects=[open_named(name).invitation])
    crowd = Crowd(where, tmp_path, seed)
    try:
        for _ in range(KILLS):
            crowd.kill()
    finally:
        lines = crowd.stop()

    said = defaultdict(list)
    for kind, *rest in lines:
        said[kind].append(rest)
    assert said["failed"] == []

    tries = defaultdict(list)
    for (attempt,) in said["try"]:
        tries[attempt["dossier"], attempt["revision"]].append(Try(**attempt))
    stored = {dossier.id: dossier for dossier in store.iterate()}
    assert set(stored) >= {*NAMES, *(name for (name,) in said["created"])}
    owed, vain = dict[str, str](), set[str]()
    for name, dossier in stored.items():
        steps = store.steps(name)
        verify_history(steps, head=dossier.record.history.head)
        again, ids, in_vain = decided_again(name, tries, steps)
        assert dossier == again, "what is stored is not what the saved decisions make, one after the other"
        owed |= dict.fromkeys(ids, name)
        vain |= in_vain
    for name, revision, head, ids in said["accepted"]:
        assert stored[name].revision >= revision
        assert store.steps(name)[revision - 1].chain == head
        assert set(ids) <= set(owed)

    there = outbox(store)
    assert {effect_id: dossier for effect_id, (dossier, _, _) in there.items()} == owed
    noted = {effect_id for effect_id, (_, _, became) in there.items() if became == DELIVERED}
    assert noted <= {effect_id for effect_id, _ in said["sent"]}, "noted as delivered, never sent"
    said["sent"] += [rest for _, *rest in send_the_rest(store, tmp_path / "rest.log")]
    there = outbox(store)
    erased = {effect_id for effect_id, (_, _, became) in there.items() if became == IN_VAIN}
    assert erased <= vain, "erased, and yet it was owed"
    assert {effect_id for effect_id, (_, _, became) in there.items() if became == WAITS} == set()
    assert set(owed) - erased <= {effect_id for effect_id, _ in said["sent"]} <= set(owed)
    assert len({effect_id for effect_id, _ in said["sent"]}) == len(
        {(effect_id, content) for effect_id, content in said["sent"]}
    )
    check_file(store)

    assert len(said["accepted"]) >= KILLS // 4  # or next to nothing was tried; a loaded machine gets half as far
    told_of = {kind: len(said[kind]) for kind in ("try", "accepted", "stale", "duplicate", "created", "sent")}
    report(
        f"killed {KILLS} times ({dict(crowd.kills)}), {told_of}, {len(owed)} effects,"
        f" {sum(dossier.revision for dossier in stored.values())} steps, {time.monotonic() - began:.1f} s"
    )


def check_file(store: Store) -> None:
    if isinstance(store, SQLiteStore):
        assert store._connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]  # noqa: SLF001
        assert store._connection.execute("PRAGMA foreign_key_check").fetchall() == []  # noqa: SLF001
        store.close()
