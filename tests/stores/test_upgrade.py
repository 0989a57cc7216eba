"""
The tables of an earlier release become those of this one when they are first used, with all that is in them.
"""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from databases import DATABASES, Open, close, engine_of
from old_stores import DOSSIER, EFFECT, STEPS, make_database, make_file
from paths import GOLDEN
from people import NOW, ONE_DAY, REQUEST_NOTICE
from psc_workflow import Outcome, Role
from psc_workflow.exceptions import StoreError
from psc_workflow.stores import SQLiteStore, Store


@pytest.fixture(params=DATABASES)
def open_old(request: pytest.FixtureRequest, tmp_path: Path) -> Open:
    """Return what opens a store whose tables an earlier release made, with a dossier, its history and an effect."""
    opener = DATABASES[request.param](tmp_path)
    if request.param == "SQLite":
        make_file(tmp_path / "dossiers.db")
        return opener
    make_database(engine_of(opener))
    return opener


def test_a_store_of_the_last_release_is_opened_with_all_that_is_in_it(open_old: Open) -> None:
    store = open_old()
    assert store.load(DOSSIER.id) == DOSSIER
    assert store.steps(DOSSIER.id) == tuple(STEPS)
    assert store.pending(NOW) == [EFFECT]
    assert store.due(NOW + 400 * ONE_DAY) == [DOSSIER.id]
    (claim,) = store.claim(NOW)
    assert (claim.effect, claim.attempt) == (EFFECT, 1)
    assert store.mark_delivered(claim, at=NOW)
    assert store.tick(NOW + 400 * ONE_DAY).ticked == 1
    close(store)
    again = open_old()
    assert again.load(DOSSIER.id).revision > DOSSIER.revision
    close(again)


def test_an_upgraded_store_is_found_once_its_index_is_written(open_old: Open) -> None:
    store = open_old()
    for ask in (store.find, lambda: store.count_by("status"), lambda: store.past_retention(NOW)):
        with pytest.raises(StoreError, match="reindex"):
            ask()
    assert store.reindex() == ()
    (row,) = store.find()
    assert (row.dossier, row.affiliation, row.due_at) == (DOSSIER.id, "confirmed", DOSSIER.due_at())
    close(store)


def test_several_that_open_it_at_once_upgrade_it_once(open_old: Open) -> None:
    def begin(_: int) -> list[str]:
        store = open_old()
        try:
            return [dossier.id for dossier in store.iterate()]
        finally:
            close(store)

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(begin, range(4))) == [[DOSSIER.id]] * 4


def test_an_upgraded_file_has_the_columns_and_indexes_of_a_new_one(tmp_path: Path) -> None:
    make_file(tmp_path / "old.db")
    kinds = []
    for name in ("old.db", "new.db"):
        SQLiteStore(tmp_path / name).close()
        connection = sqlite3.connect(tmp_path / name)
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        columns = {table: {row[1:4] for row in connection.execute(f"PRAGMA table_info({table})")} for table in tables}
        indexes = set(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index'"))
        kinds.append((columns, indexes, connection.execute("PRAGMA user_version").fetchone()))
        connection.close()
    assert kinds[0] == kinds[1]


def test_a_file_of_version_3_is_read_for_ever(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "x.db")) as connection:
        connection.executescript((GOLDEN / "store-3.sql").read_text(encoding="utf-8"))
    with SQLiteStore(tmp_path / "x.db") as store:
        rows = {row.dossier: (row.affiliation, row.membership) for row in store.find()}
        assert rows == {"D1": ("confirmed", "received"), "D2": ("regime", "none"), "D3": ("confirmed", "ended")}
        assert {name: len(store.steps(name)) for name in rows} == {"D1": 15, "D2": 3, "D3": 0}
        assert [id_ for id_, _ in store.tombstones()] == ["D4"]
        assert len(store.dead_letters()) == 1
        assert store.verify() == ()
        assert store.decide("D2", REQUEST_NOTICE, at=NOW + ONE_DAY, role=Role.AGENT).outcome is Outcome.ACCEPTED


def test_whoever_is_at_work_when_a_later_release_upgrades_the_tables_writes_nothing_more(open_store: Open) -> None:
    """In a deploy both releases are there: what the earlier one wrote would lack what the later one looks for."""
    store = open_store()
    store.create(DOSSIER, steps=STEPS, effects=[EFFECT])
    assert store.decide(DOSSIER.id, REQUEST_NOTICE, at=NOW + ONE_DAY, role=Role.AGENT).outcome is Outcome.ACCEPTED
    before = list(store.documents()), store.steps(DOSSIER.id)
    set_version(store, store_version(store) + 1)
    for ask in (
        lambda: store.decide(DOSSIER.id, REQUEST_NOTICE, at=NOW + 2 * ONE_DAY, role=Role.AGENT),
        lambda: store.tick(NOW + 400 * ONE_DAY),
        lambda: store.claim(NOW),
        lambda: store.erase(DOSSIER.id, on=NOW.date()),
    ):
        with pytest.raises(StoreError, match="this release knows 3"):
            ask()
    assert (list(store.documents()), store.steps(DOSSIER.id)) == before
    set_version(store, store_version(store) - 1)
    assert store.tick(NOW + 400 * ONE_DAY).ticked == 1
    close(store)


def store_version(store: Store) -> int:
    if isinstance(store, SQLiteStore):
        return store._version()  # noqa: SLF001 -- no store tells
    with store._engine.connect() as connection:  # type: ignore[attr-defined]  # noqa: SLF001 -- the host's own, here ours
        return int(connection.scalar(sa.text("SELECT version FROM psc_schema")))


def set_version(store: Store, version: int) -> None:
    """Do what a later release does last when it upgrades the tables."""
    if isinstance(store, SQLiteStore):
        with closing(sqlite3.connect(store._path or "")) as connection:  # noqa: SLF001 -- another process
            connection.execute(f"PRAGMA user_version = {version}")
        return
    with store._engine.begin() as connection:  # type: ignore[attr-defined]  # noqa: SLF001 -- the host's own, here ours
        connection.execute(sa.text("UPDATE psc_schema SET version = :version"), {"version": version})
