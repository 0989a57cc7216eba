"""
How the tables of a database are made, and how those of an earlier release become the present ones.
"""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.schema import CreateColumn

from psc_workflow.exceptions import StoreError
from psc_workflow.stores._sql_tables import (
    INDEXES,
    SCHEMA,
    dossiers,
    found_by,
    marks,
    metadata,
    outbox,
    schema,
    tombstones,
)

_REMEDY = "call `create_tables`, or run the migrations"

_ADDED_IN_2 = (
    *(dossiers.c[name] for name in ("tick_at", "tick_attempts", "tick_error")),
    *(outbox.c[name] for name in ("next_at", "attempts", "error", "dead_at")),
)
_ADDED_IN_3 = (dossiers.c.digest, outbox.c.digest)
_WIDER_IN_3 = ("psc_dossiers_tick", "psc_outbox_next", "psc_outbox_dead")
"""Indexes that version 2 has with fewer columns."""


def create_or_upgrade(connection: sa.Connection) -> None:
    """
    Create the tables that are not there, and bring those of an earlier release to this one.

    Raises:
        StoreError: They are those of a later release.
    """
    is_new = not sa.inspect(connection).has_table(schema.name)
    version = SCHEMA if is_new else connection.scalar(sa.select(schema.c.version))
    if version in UPGRADES:
        upgrade(connection)
        return
    if version not in (None, SCHEMA):
        raise StoreError(f"the tables are of version {version}; this release knows {SCHEMA}")
    metadata.create_all(connection)
    if connection.scalar(sa.select(schema.c.version)) is None:
        connection.execute(sa.insert(schema).values(version=SCHEMA))


def check_version(connection: sa.Connection) -> None:
    """
    Make sure that the tables are those of this release.

    A host that creates them with migrations of its own may keep no version:
    they are then taken to be.

    Raises:
        StoreError: There are none, or they are of another version.
    """
    if not sa.inspect(connection).has_table(schema.name):
        raise StoreError(f"there are no tables: {_REMEDY}")
    version = connection.scalar(sa.select(schema.c.version))
    if version in UPGRADES:
        raise StoreError(f"the tables are of version {version}; this release needs {SCHEMA}: {_REMEDY}")
    if version not in (None, SCHEMA):
        raise StoreError(f"the tables are of version {version}; this release knows {SCHEMA}")


def check_still(connection: sa.Connection) -> None:
    """
    Make sure that no later release has upgraded the tables since: what this one would write lacked something.

    Raises:
        StoreError: One has.
    """
    version = connection.scalar(_VERSION)
    if version not in (None, SCHEMA):
        raise StoreError(f"the tables are of version {version} now; this release knows {SCHEMA}")


_VERSION = sa.select(schema.c.version)


def upgrade(connection: sa.Connection, version: int = SCHEMA) -> None:
    """Bring tables of an earlier version to *version*; whoever comes second waits, and finds it done."""
    for earlier in range(min(UPGRADES), version):
        update = sa.update(schema).where(schema.c.version == earlier).values(version=earlier + 1)
        if connection.execute(update).rowcount == 1:
            UPGRADES[earlier](connection)


def _upgrade_1(connection: sa.Connection) -> None:
    _add(connection, _ADDED_IN_2)
    connection.execute(sa.update(dossiers).values(tick_at=dossiers.c.due_at))
    connection.execute(sa.update(outbox).values(next_at=outbox.c.due_at))
    connection.execute(sa.text("DROP INDEX ix_psc_outbox_due_at"))
    metadata.create_all(connection, tables=[found_by, marks, tombstones])
    _create_indexes(connection)
    if connection.scalar(sa.select(dossiers.c.id).limit(1)) is not None:
        connection.execute(sa.insert(marks).values(name="index incomplete"))


def _upgrade_2(connection: sa.Connection) -> None:
    _add(connection, _ADDED_IN_3)
    for name in _WIDER_IN_3:
        connection.execute(sa.text(f"DROP INDEX {name}"))
    _create_indexes(connection)


UPGRADES = {1: _upgrade_1, 2: _upgrade_2}
"""By version: what makes the tables of the next one of them."""


def _add(connection: sa.Connection, columns: Iterable[sa.Column[Any]]) -> None:
    for column in columns:
        definition = CreateColumn(column).compile(dialect=connection.dialect)
        connection.execute(sa.text(f"ALTER TABLE {column.table.name} ADD COLUMN {definition}"))


def _create_indexes(connection: sa.Connection) -> None:
    """Create those that are missing."""
    for index in INDEXES:
        index.create(connection, checkfirst=True)
