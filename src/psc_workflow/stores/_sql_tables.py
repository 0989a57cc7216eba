"""
The tables of a database.
"""

import datetime as dt
from typing import Any

import sqlalchemy as sa

SCHEMA = 3
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
    sa.Column("digest", sa.LargeBinary),
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
    sa.Column("digest", sa.LargeBinary),
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
    _partial(
        "psc_dossiers_tick",
        *(dossiers.c[name] for name in ("tick_at", "id", "tick_attempts", "tick_error")),
        where=dossiers.c.tick_at.is_not(None),
    ),
    _partial("psc_outbox_due", outbox.c.due_at, outbox.c.id, where=waiting),
    _partial("psc_outbox_next", *(outbox.c[name] for name in ("next_at", "id", "attempts", "error")), where=waiting),
    _partial(
        "psc_outbox_dead",
        *(outbox.c[name] for name in ("id", "dead_at", "attempts", "error")),
        where=outbox.c.dead_at.is_not(None),
    ),
    sa.Index("psc_marks_at", marks.c.name, marks.c.at),
    sa.Index("psc_tombstones_on", tombstones.c.dossier, tombstones.c.erased_on),
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
"""
Indexes that serve one question each; in databases that have partial ones they leave out what is over.

Some have more columns than they need: in a SQLite file, what stands in an index
stands twice, and ``Store.verify`` has SQLite compare both.
"""
