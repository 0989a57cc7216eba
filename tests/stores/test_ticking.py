"""
Schedulers tick what is due, several at once: the dossiers are those that one scheduler makes, and what fails is named.
"""

import datetime as dt
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import attrs
import pytest
import sqlalchemy as sa

from databases import Open, close, written
from dossiers import open_dossier
from people import NOW, ONE_DAY
from psc_workflow import Dossier, Role
from psc_workflow import commands as do
from psc_workflow.exceptions import ClockJumpError, DossierNotFoundError, HostError, StoreError
from psc_workflow.stores import Change, FailedTick, SQLiteStore, Store, Ticks
from psc_workflow.stores._leases import LEASE, LONGEST_LEASE

LATER = NOW + 40 * ONE_DAY
"""Both reminders, the automatic affiliation and the file received have come."""


def named(name: str) -> Dossier:
    return attrs.evolve(open_dossier(), record=attrs.evolve(open_dossier().record, id=name))


def fill(store: Store, count: int) -> list[str]:
    names = ["D1", *(f"E{number:03}" for number in range(count - 1))]
    for name in names[1:]:
        store.create(named(name))
    return names


def tick_all(store: Store, **options: Any) -> list[Ticks]:
    answers = []
    while not (ticks := store.tick(LATER, **options)).is_idle:
        answers.append(ticks)
    return answers


def test_what_is_ticked_together_is_what_each_tick_makes_alone(store: Store) -> None:
    names = fill(store, 5)
    alone = {name: named(name).decide(do.Tick(), at=LATER, role=Role.CLOCK) for name in names}
    assert tick_all(store, limit=2) == [Ticks(2, 0, ()), Ticks(2, 0, ()), Ticks(1, 0, ())]
    assert {dossier.id: dossier for dossier in store.iterate()} == {
        name: decision.dossier for name, decision in alone.items()
    }
    assert {name: store.steps(name) for name in names} == {name: decision.steps for name, decision in alone.items()}
    owed = {effect.id for decision in alone.values() for effect in decision.effects}
    assert {effect.id for effect in store.pending(LATER)} == owed
    assert store.due(LATER) == []


@pytest.mark.parametrize("workers", [2, 4])
def test_several_schedulers_make_what_one_makes_and_nobody_ticks_twice(open_store: Open, workers: int) -> None:
    store = open_store()
    store.create(open_dossier())
    names = fill(store, 24)

    def work(_: int) -> int:
        mine = open_store()
        try:
            return sum(ticks.ticked for ticks in tick_all(mine, limit=3))
        finally:
            close(mine)

    with ThreadPoolExecutor(workers) as threads:
        assert sum(threads.map(work, range(workers))) == len(names)
    for name in names:
        decision = named(name).decide(do.Tick(), at=LATER, role=Role.CLOCK)
        assert (store.load(name), store.steps(name)) == (decision.dossier, decision.steps)
    close(store)


def test_a_dossier_that_cannot_be_ticked_is_named_and_tried_again_later(store: Store) -> None:
    fill(store, 3)
    written(store, "dossiers", "E000", document=b"{")
    assert store.tick(LATER) == Ticks(2, 0, (FailedTick("E000", "InvalidDocumentError", 1),))
    assert store.tick(LATER + dt.timedelta(seconds=59)).is_idle
    again = store.tick(LATER + dt.timedelta(minutes=1))
    assert again.failed == (FailedTick("E000", "InvalidDocumentError", 2),)
    written(store, "dossiers", "E000", document=named("E000").dump())
    assert store.tick(LATER + dt.timedelta(minutes=5)).ticked == 1


def refuse(_: object) -> None:
    raise LookupError("no such agent: Teva")


def lose(_: object) -> None:
    raise DossierNotFoundError("no dossier of this id is stored")  # in another store


def misspell(connection: Any) -> None:
    execute(connection, "SELECT * FROM no_such_table")


def break_off(connection: Any) -> None:
    """Have the database end what the store has begun."""
    is_postgres = isinstance(connection, sa.Connection) and connection.dialect.name == "postgresql"
    is_postgres = is_postgres or getattr(connection, "vendor", "") == "postgresql"
    execute(connection, "SELECT pg_terminate_backend(pg_backend_pid())" if is_postgres else "ROLLBACK")
    raise LookupError


def execute(connection: Any, statement: str) -> None:
    """Execute a statement on the connection of any store."""
    if isinstance(connection, sqlite3.Connection):
        connection.execute(statement)
    elif isinstance(connection, sa.Connection):
        connection.exec_driver_sql(statement)
    else:
        connection.cursor().execute(statement)


def refusing(harm: Callable[[Any], None], id_: str) -> Callable[[Any, Change], None]:
    """Give a function beside a store that does *harm* when one dossier is written."""
    return lambda connection, change: harm(connection) if change.id == id_ else None


@pytest.mark.parametrize(
    ("harm", "name"),
    [
        (refuse, "LookupError"),
        (lose, "DossierNotFoundError"),
        (misspell, "OperationalError|ProgrammingError"),  # as the database has it
    ],
)
def test_a_dossier_that_cannot_be_written_keeps_no_other_from_being_written(
    harm: Callable[[Any], None], name: str, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(store, 4)
    monkeypatch.setattr(store, "_beside", refusing(harm, "E001"))
    ticks = store.tick(LATER)
    assert (ticks.ticked, ticks.overtaken) == (3, 0)
    assert [(each.dossier, each.error in name.split("|"), each.attempts) for each in ticks.failed] == [
        ("E001", True, 1)
    ]
    assert (store.load("E001"), store.steps("E001")) == (named("E001"), ())
    assert store.load("E002").states["affiliation"] == "auto_affiliated"
    assert store.tick(LATER + dt.timedelta(minutes=1)).failed == (FailedTick("E001", ticks.failed[0].error, 2),)
    monkeypatch.undo()
    assert store.tick(LATER + dt.timedelta(minutes=5)).ticked == 1


def test_a_database_that_fails_is_no_fault_of_a_dossier_and_nothing_is_written(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(store, 4)
    monkeypatch.setattr(store, "_beside", refusing(break_off, "E001"))
    with pytest.raises(StoreError, match="cannot be used"):
        store.tick(LATER)
    monkeypatch.undo()
    assert [dossier.revision for dossier in store.iterate()] == [0] * 4
    assert store.verify() == ()
    assert store.tick(LATER + LEASE) == Ticks(4, 0, ())


class SerializationFailure(Exception):  # noqa: N818 -- as drivers call it
    """What a driver raises."""

    sqlstate = "40001"


def give_way(connection: Any) -> None:
    """Raise what a database raises whose transaction has to give way."""
    if isinstance(connection, sqlite3.Connection):
        pytest.skip("whoever writes has the file, and gives way to nobody")
    if isinstance(connection, sa.Connection):
        raise sa.exc.OperationalError("", {}, SerializationFailure())
    from django.db import OperationalError  # noqa: PLC0415 -- here it is there

    raise OperationalError from SerializationFailure()


def test_a_transaction_that_gives_way_beside_a_dossier_is_tried_again_and_fails_no_dossier(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    names, harms, pauses = fill(store, 4), [give_way, give_way], list[float]()
    monkeypatch.setattr(store, "_pause", pauses.append)
    monkeypatch.setattr(store, "_beside", refusing(lambda connection: harms and harms.pop()(connection), "E001"))
    assert store.tick(LATER) == Ticks(len(names), 0, ())
    assert len(pauses) == 2


def test_a_dossier_beside_which_the_transaction_gives_way_each_time_keeps_no_other_from_being_written(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may be another database that gives way, such as a replica of the host's own."""
    fill(store, 4)
    monkeypatch.setattr(store, "_pause", lambda _: None)
    monkeypatch.setattr(store, "_beside", refusing(give_way, "E001"))
    ticks = store.tick(LATER)
    assert (ticks.ticked, ticks.overtaken, ticks.failed) == (3, 0, (FailedTick("E001", "OperationalError", 1),))
    assert (store.load("E001"), store.load("E002").states["affiliation"]) == (named("E001"), "auto_affiliated")
    assert store.verify() == ()


def test_a_cell_that_cannot_be_read_keeps_no_other_dossier_from_being_ticked(tmp_path: Path) -> None:
    with SQLiteStore(tmp_path / "x.db") as store:
        store.create(open_dossier(), effects=[open_dossier().invitation])
        fill(store, 3)
        written(store, "outbox", open_dossier().invitation.id, effect=5)
        assert store.tick(LATER) == Ticks(2, 0, (FailedTick("D1", "WrongCellError", 1),))


def test_a_scheduler_that_dies_keeps_its_dossiers_only_until_its_lease_runs_out(store: Store) -> None:
    names = fill(store, 3)
    assert store.claim_due(LATER, limit=2, lease=ONE_DAY) == names[:2]
    assert tick_all(store) == [Ticks(1, 0, ())]
    assert store.due(LATER) == names[:2]
    assert store.tick(LATER + ONE_DAY - dt.timedelta(microseconds=1)).is_idle
    assert store.tick(LATER + ONE_DAY).ticked == 2


def test_a_lease_that_the_store_gave_is_right_however_late_and_one_that_it_did_not_give_is_repaired(
    store: Store,
) -> None:
    """Also of a file so old that nothing in its row is near; by the claim of a wrong clock no lease is right for ever."""
    decades, centuries = LATER.replace(year=2050), LATER.replace(year=2350)
    assert store.claim_due(decades, lease=LONGEST_LEASE) == ["D1"]
    (row,) = store.find()
    store._retry(lambda rows: rows.put_index([attrs.evolve(row, status="x")]))  # noqa: SLF001 -- no store has a way to do harm
    for discrepancies in (store.verify(repair=True), store.verify()):
        assert {each.kind for each in discrepancies} <= {"index"}
        assert store.claim_due(decades + ONE_DAY) == []
    written(store, "dossiers", "D1", tick_at=centuries)
    assert [(each.kind, each.subject) for each in store.verify(repair=True)] == [("due", "tick_at")]
    for _ in range(3):  # each within a year of the last that is noted, or noted itself
        decades += LONGEST_LEASE
        assert store.claim_due(decades, lease=LONGEST_LEASE) == ["D1"]
        assert store.verify() == ()
    store.set_last_tick(LATER)
    assert [(each.kind, each.subject) for each in store.verify(repair=True)] == [("due", "tick_at")]
    assert store.tick(LATER).ticked == 1


def test_a_dossier_that_an_agent_moves_on_while_it_is_ticked_is_left_as_the_agent_made_it(
    store: Store, open_store: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(store, 2)
    decide_tick = type(store)._decide_tick  # noqa: SLF001 -- the moment between reading and writing

    def overtaken(self: Store, file: Any, at: dt.datetime) -> Any:
        other = open_store()
        other.decide(file.id, do.StartDispensation(), at=NOW, role=Role.AGENT)
        close(other)
        return decide_tick(self, file, at)

    monkeypatch.setattr(type(store), "_decide_tick", overtaken)
    assert store.tick(LATER) == Ticks(0, 2, ())
    assert store.load("D1").states["dispensation"] == "motive"
    monkeypatch.undo()
    assert store.tick(LATER).ticked == 2


# -- the clock ------------------------------------------------------------------------------------------------


def test_a_clock_that_jumps_is_refused_both_ways_until_the_host_allows_it(store: Store) -> None:
    assert store.last_tick() is None
    store.tick(NOW)
    for wrong in (NOW + 2 * ONE_DAY + dt.timedelta(microseconds=1), NOW - 2 * ONE_DAY - dt.timedelta(microseconds=1)):
        with pytest.raises(ClockJumpError) as caught:
            store.tick(wrong)
        assert (caught.value.last, caught.value.at) == (NOW, wrong)
        assert isinstance(caught.value, HostError)
    assert store.load("D1") == open_dossier()
    assert store.last_tick() == NOW
    store.tick(NOW - ONE_DAY)
    assert store.last_tick() == NOW, "a clock that is a little behind does not turn it back"
    assert store.tick(NOW + 2 * ONE_DAY).is_idle
    assert store.tick(LATER, max_jump=None).ticked == 1
    assert store.last_tick() == LATER


def test_the_way_back_from_a_wrong_clock_is_a_backup_and_the_last_instant(store: Store) -> None:
    """As ``docs/how-to/let-time-pass.md`` says: dossiers of before are put back, with the steps and effects of before."""
    store.tick(NOW)
    backup, steps = store.load("D1"), store.steps("D1")
    store.tick(LATER, max_jump=None)
    assert store.load("D1") != backup
    store.delete("D1")
    store.create(backup, steps=steps)
    store.set_last_tick(NOW)
    assert store.pending(LATER) == []
    assert store.tick(NOW + ONE_DAY).is_idle
    assert store.load("D1") == open_dossier()


def test_a_file_is_ticked_by_its_index(store: Store) -> None:
    if isinstance(store, SQLiteStore):
        with store._transaction() as rows:  # noqa: SLF001 -- no store shows its plans
            plan = str(
                rows.connection.execute(
                    "EXPLAIN QUERY PLAN SELECT id, revision, document, tick_attempts FROM dossiers"
                    " WHERE tick_at <= ? ORDER BY tick_at, id LIMIT ?",
                    ("x", 1),
                ).fetchall()
            )
        assert "dossiers_tick" in plan
        assert "TEMP B-TREE" not in plan
