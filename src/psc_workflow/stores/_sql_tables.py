"""
The tables of a database, and how those of an earlier release become the present ones.
"""

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.schema import CreateColumn

from psc_workflow.exceptions import StoreError

SCHEMA = 2
"""Version of the tables, kept in ``psc_schema``."""


class Instant(sa.TypeDecorator[dt.datetime]):
    """An aware instant; databases without time zones keep it in UTC."""

    impl: sa.DateTime = sa.DateTime(timezone=True)
    cache_ok: bool | None = True

    def process_bind_param(self, value: dt.datetime | None, _: object) -> dt.datetime | None:
        """Write the instant in UTC."""
        return None if value is None else value.astimezone(dt.UTC)

    def process_result_value(self, value: dt.datetime | None, _: object) -> dt.datetime | None:
        """Return the instant in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


metadata: sa.MetaData = sa.MetaData()
"""The tables, for a host that creates them with its own migrations."""

schema: sa.Table = sa.Table("psc_schema", metadata, sa.Column("version", sa.Integer, primary_key=True))
dossiers: sa.Table = sa.Table(
    "psc_dossiers",
    metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("due_at", Instant, index=True),
    sa.Column("document", sa.LargeBinary, nullable=False),
    sa.Column("tick_at", Instant),
    sa.Column("tick_attempts", sa.Integer, nullable=False, server_default="0"),
    sa.Column("tick_error", sa.String),
)
steps: sa.Table = sa.Table(
    "psc_steps",
    metadata,
    sa.Column("dossier", sa.ForeignKey(dossiers.c.id), primary_key=True),
    sa.Column("revision", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("step", sa.LargeBinary, nullable=False),
)
outbox: sa.Table = sa.Table(
    "psc_outbox",
    metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("dossier", sa.ForeignKey(dossiers.c.id), nullable=False, index=True),
    sa.Column("due_at", Instant, nullable=False),
    sa.Column("useful_until", Instant),
    sa.Column("effect", sa.LargeBinary),
    sa.Column("delivered_at", Instant),
    sa.Column("next_at", Instant),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    sa.Column("error", sa.String),
    sa.Column("dead_at", Instant),
)
found_by: sa.Table = sa.Table(
    "psc_found_by",
    metadata,
    sa.Column("dossier", sa.ForeignKey(dossiers.c.id), primary_key=True),
    *(
        sa.Column(name, sa.String, nullable=False)
        for name in ("contract", "access", "affiliation", "dispensation", "membership", "status")
    ),
    sa.Column("effective_on", sa.Date),
    sa.Column("due_at", Instant),
    sa.Column("pending", sa.String, nullable=False),
    sa.Column("retention_until", sa.Date),
)
marks: sa.Table = sa.Table(
    "psc_marks", metadata, sa.Column("name", sa.String, primary_key=True), sa.Column("at", Instant)
)
tombstones: sa.Table = sa.Table(
    "psc_tombstones",
    metadata,
    sa.Column("dossier", sa.String, primary_key=True),
    sa.Column("erased_on", sa.Date, nullable=False),
)

waiting: sa.ColumnElement[bool] = sa.and_(
    outbox.c.delivered_at.is_(None), outbox.c.effect.is_not(None), outbox.c.dead_at.is_(None)
)
"""Whether an effect is still to be delivered."""


def _partial(name: str, *columns: sa.Column[Any], where: sa.ColumnElement[bool]) -> sa.Index:
    return sa.Index(name, *columns, postgresql_where=where, sqlite_where=where)


INDEXES = (
    _partial("psc_dossiers_tick", dossiers.c.tick_at, dossiers.c.id, where=dossiers.c.tick_at.is_not(None)),
    _partial("psc_outbox_due", outbox.c.due_at, outbox.c.id, where=waiting),
    _partial("psc_outbox_next", outbox.c.next_at, outbox.c.id, where=waiting),
    _partial("psc_outbox_dead", outbox.c.id, where=outbox.c.dead_at.is_not(None)),
    _partial(
        "psc_found_by_retention",
        found_by.c.dossier,
        found_by.c.retention_until,
        where=found_by.c.retention_until.is_not(None),
    ),
    *(
        sa.Index(f"psc_found_by_{name}", found_by.c[name], found_by.c.dossier)
        for name in ("contract", "access", "affiliation", "dispensation", "membership", "status", "effective_on")
    ),
)
"""Indexes that serve one question each; in databases that have partial ones they leave out what is over."""

_ADDED = (
    *(dossiers.c[name] for name in ("tick_at", "tick_attempts", "tick_error")),
    *(outbox.c[name] for name in ("next_at", "attempts", "error", "dead_at")),
)
"""Columns that version 1 did not have."""


def create_or_upgrade(connection: sa.Connection) -> None:
    """
    Create the tables that are not there, and bring those of an earlier release to this one.

    Raises:
        StoreError: They are those of a later release.
    """
    is_new = not sa.inspect(connection).has_table(schema.name)
    version = SCHEMA if is_new else connection.scalar(sa.select(schema.c.version))
    if version == 1:
        _upgrade_1(connection)
    elif version not in (None, SCHEMA):
        raise StoreError(f"the tables are of version {version}; this release knows {SCHEMA}")
    else:
        metadata.create_all(connection)
        if connection.scalar(sa.select(schema.c.version)) is None:
            connection.execute(sa.insert(schema).values(version=SCHEMA))


def _upgrade_1(connection: sa.Connection) -> None:
    """Bring the tables of version 1 to version 2; whoever comes second waits, and finds it done."""
    if connection.execute(sa.update(schema).where(schema.c.version == 1).values(version=2)).rowcount != 1:
        return
    for column in _ADDED:
        definition = CreateColumn(column).compile(dialect=connection.dialect)
        connection.execute(sa.text(f"ALTER TABLE {column.table.name} ADD COLUMN {definition}"))
    connection.execute(sa.update(dossiers).values(tick_at=dossiers.c.due_at))
    connection.execute(sa.update(outbox).values(next_at=outbox.c.due_at))
    connection.execute(sa.text("DROP INDEX ix_psc_outbox_due_at"))
    metadata.create_all(connection, tables=[found_by, marks, tombstones])
    for index in INDEXES:
        index.create(connection, checkfirst=True)
    if connection.scalar(sa.select(dossiers.c.id).limit(1)) is not None:
        connection.execute(sa.insert(marks).values(name="index incomplete"))
