"""
Stores as earlier releases made them, with a dossier, its history and an effect.
"""

import datetime as dt
import sqlite3
from pathlib import Path

import sqlalchemy as sa

from dossiers import journey, open_dossier
from people import FAMILY, NOW
from psc_workflow import Dossier, effects
from psc_workflow._model.steps import Step
from psc_workflow._structuring import canonical
from psc_workflow.stores._encoding import step_rows

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
        decision = dossier.decide(command, at=NOW, role=command.roles[0])
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
        connection.executemany("INSERT INTO steps VALUES (?, ?, ?)", step_rows(DOSSIER.id, STEPS, None))
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
        for row in step_rows(DOSSIER.id, STEPS, None):
            connection.execute(steps, dict(zip(("dossier", "revision", "step"), row, strict=True)))
