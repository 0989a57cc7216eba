"""
The tables of an earlier release become those of this one when they are first used, with all that is in them.
"""

import datetime as dt
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa

from databases import DATABASES, Open, close
from dossiers import journey, open_dossier
from people import FAMILY, NOW, ONE_DAY
from psc_workflow import Dossier, effects
from psc_workflow._model.steps import Step
from psc_workflow._structuring import canonical
from psc_workflow.exceptions import StoreError
from psc_workflow.stores import SQLiteStore
from psc_workflow.stores._encoding import step_rows
from psc_workflow.stores.sql import SQLAlchemyStore

VERSION_1 = """
CREATE TABLE dossiers (
    id TEXT PRIMARY KEY,
    revision INTEGER NOT NULL,
    due_at TEXT,
    document BLOB NOT NULL
);
CREATE INDEX dossiers_due ON dossiers (due_at) WHERE due_at IS NOT NULL;
CREATE TABLE steps (
    dossier TEXT NOT NULL REFERENCES dossiers (id),
    revision INTEGER NOT NULL,
    step BLOB NOT NULL,
    PRIMARY KEY (dossier, revision)
);
CREATE TABLE outbox (
    id TEXT PRIMARY KEY,
    dossier TEXT NOT NULL REFERENCES dossiers (id),
    due_at TEXT NOT NULL,
    useful_until TEXT,
    effect BLOB,
    delivered_at TEXT
);
CREATE INDEX outbox_due ON outbox (due_at) WHERE delivered_at IS NULL;
CREATE INDEX outbox_waiting ON outbox (dossier) WHERE delivered_at IS NULL;
PRAGMA user_version = 1;
"""
"""The tables of a SQLite file as the last release made them."""

ALCHEMY_1 = """
CREATE TABLE psc_schema (version INTEGER NOT NULL PRIMARY KEY);
INSERT INTO psc_schema VALUES (1);
CREATE TABLE psc_dossiers (
    id VARCHAR NOT NULL PRIMARY KEY, revision INTEGER NOT NULL, due_at {instant}, document {bytes} NOT NULL
);
CREATE INDEX ix_psc_dossiers_due_at ON psc_dossiers (due_at);
CREATE TABLE psc_steps (
    dossier VARCHAR NOT NULL REFERENCES psc_dossiers (id), revision INTEGER NOT NULL, step {bytes} NOT NULL,
    PRIMARY KEY (dossier, revision)
);
CREATE TABLE psc_outbox (
    id VARCHAR NOT NULL PRIMARY KEY, dossier VARCHAR NOT NULL REFERENCES psc_dossiers (id), due_at {instant} NOT NULL,
    useful_until {instant}, effect {bytes}, delivered_at {instant}
);
CREATE INDEX ix_psc_outbox_due_at ON psc_outbox (due_at);
CREATE INDEX ix_psc_outbox_dossier ON psc_outbox (dossier);
"""
"""The tables of other databases, likewise."""

WRITE = (
    "INSERT INTO {prefix}dossiers (id, revision, due_at, document) VALUES (:id, :revision, :due_at, :document)",
    """
    INSERT INTO {prefix}outbox (id, dossier, due_at, useful_until, effect)
    VALUES (:effect_id, :id, :effect_due_at, :until, :effect)
    """,
)


def last_of_the_journey() -> tuple[Dossier, list[Step], effects.AnyEffect]:
    dossier, steps, owed = open_dossier(), list[Step](), list[effects.AnyEffect]()
    for command in journey(FAMILY):
        decision = dossier.decide(command, at=NOW)
        dossier, steps, owed = decision.dossier, [*steps, *decision.steps], [*owed, *decision.effects]
    return dossier, steps, owed[-1]


DOSSIER, STEPS, EFFECT = last_of_the_journey()


def values(*, text: bool) -> dict[str, object]:
    def write(instant: dt.datetime | None) -> object:
        in_utc = None if instant is None else instant.astimezone(dt.UTC)
        return in_utc.isoformat(timespec="microseconds") if text and in_utc is not None else in_utc

    stored = {
        name: value for name, value in effects.as_json(EFFECT).items() if name not in ("dossier", "contract", "locale")
    }
    return {
        "id": DOSSIER.id,
        "revision": DOSSIER.revision,
        "due_at": write(DOSSIER.due_at()),
        "document": DOSSIER.dump(),
        "effect_id": EFFECT.id,
        "effect_due_at": write(EFFECT.due_at),
        "until": write(EFFECT.useful_until),
        "effect": canonical(stored),
    }


def make_file(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.executescript(VERSION_1)
        for statement in WRITE:
            connection.execute(statement.format(prefix=""), values(text=True))
        connection.executemany("INSERT INTO steps VALUES (?, ?, ?)", step_rows(DOSSIER.id, STEPS))
    connection.close()


def make_database(engine: sa.Engine) -> None:
    is_postgres = engine.dialect.name == "postgresql"
    kinds = {
        "instant": "TIMESTAMP WITH TIME ZONE" if is_postgres else "DATETIME",
        "bytes": "BYTEA" if is_postgres else "BLOB",
    }
    written = values(text=False)
    if not is_postgres:
        written |= {
            name: value.strftime("%Y-%m-%d %H:%M:%S.%f")
            for name, value in written.items()
            if isinstance(value, dt.datetime)
        }
    with engine.begin() as connection:
        for statement in filter(str.strip, ALCHEMY_1.format(**kinds).split(";\n")):
            connection.exec_driver_sql(statement)
        for statement in WRITE:
            connection.execute(sa.text(statement.format(prefix="psc_")), written)
        steps = sa.text("INSERT INTO psc_steps (dossier, revision, step) VALUES (:dossier, :revision, :step)")
        for row in step_rows(DOSSIER.id, STEPS):
            connection.execute(steps, dict(zip(("dossier", "revision", "step"), row, strict=True)))


@pytest.fixture(params=DATABASES)
def open_old(request: pytest.FixtureRequest, tmp_path: Path) -> Open:
    """Return what opens a store whose tables an earlier release made, with a dossier, its history and an effect."""
    opener = DATABASES[request.param](tmp_path)
    if request.param == "SQLite":
        make_file(tmp_path / "dossiers.db")
        return opener
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SQLAlchemyStore, "create_tables", lambda _: None)
        make_database(opener()._engine)  # type: ignore[attr-defined]  # noqa: SLF001 -- the host's own, here ours
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
