"""
The tables of an earlier release become those of this one when they are first used, with all that is in them.
"""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from databases import DATABASES, Open, close, engine_of
from old_stores import DOSSIER, EFFECT, STEPS, make_database, make_file
from people import NOW, ONE_DAY
from psc_workflow.exceptions import StoreError
from psc_workflow.stores import SQLiteStore


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
