"""
What Alembic runs: it migrates the tables of this library and no others, and keeps its revision in a table of its own.

The address of the database is ``sqlalchemy.url`` in the host's ``alembic.ini``;
a host that calls Alembic in Python may pass a connection,
``config.attributes["connection"]``.
"""

from typing import Any

import sqlalchemy as sa
from alembic import context

from psc_workflow.exceptions import HostError
from psc_workflow.stores._sql_tables import metadata


def _is_ours(name: str | None, kind: str, parents: Any) -> bool:
    """Whether a table, or what belongs to it, is this library's: those of the host are left alone."""
    table = name if kind == "table" else parents.get("table_name")
    return table is None or table in metadata.tables


def _migrate(connection: sa.Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        version_table="psc_alembic_version",
        include_name=_is_ours,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


def _run() -> None:
    if context.is_offline_mode():
        raise HostError("these migrations read the tables first: run them on a database, without `--sql`")
    connection = context.config.attributes.get("connection")
    if connection is not None:
        _migrate(connection)
        return
    url = context.config.get_main_option("sqlalchemy.url")
    if url is None:
        raise HostError("`sqlalchemy.url` must be the address of the database")
    with sa.create_engine(url, poolclass=sa.NullPool, hide_parameters=True).connect() as own:
        _migrate(own)


_run()
