"""
Dossiers in any database, through SQLAlchemy 2 (extra ``sqlalchemy``); tested on PostgreSQL.

>>> import datetime as dt
>>> from sqlalchemy import create_engine
>>> from psc_workflow import Agent, Dossier, commands as do, contracts
>>> at = dt.datetime(2026, 4, 7, 18, 0, tzinfo=dt.UTC)
>>> store = SQLAlchemyStore(create_engine("sqlite://"))
>>> store.create_tables()
>>> store.create(Dossier.open(contracts.get("men-2026-pf"), id="D1", agent=Agent(), invited_at=at))
>>> store.decide("D1", do.StartAffiliation(), at=at).outcome.value
'accepted'
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from psc_workflow._catalogue import contracts as catalogue_contracts
from psc_workflow._catalogue.contracts import Contract
from psc_workflow.exceptions import StoreError
from psc_workflow.stores._base import Store
from psc_workflow.stores._rows import DossierRow, EffectRow, GaveWayError, Rows

SCHEMA = 1
"""Version of the tables, kept in ``psc_schema``."""

_GAVE_WAY = ("40001", "40P01")
"""SQL's code of a serialization failure and PostgreSQL's of a deadlock: undone, and worth trying again."""

_LOST = ("08", "57")
"""SQL's class of a failed connection and PostgreSQL's of a server that ends it; a driver may have no code at all."""

_ATTEMPTS = 10
"""More than there are tables and indexes, each of which another process may create first."""


class Instant(sa.TypeDecorator[dt.datetime]):
    """An aware instant; databases without time zones keep it in UTC."""

    impl: sa.DateTime = sa.DateTime(timezone=True)
    cache_ok: bool | None = True

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
    sa.Column("due_at", Instant, nullable=False, index=True),
    sa.Column("useful_until", Instant),
    sa.Column("effect", sa.LargeBinary),
    sa.Column("delivered_at", Instant),
)


class SQLAlchemyStore(Store):
    """
    A store of dossiers in a database; threads may share it, as they may share its engine.

    Args:
        engine: The host's engine.
        contracts: Where to find the contracts of stored dossiers.
    """

    def __init__(self, engine: sa.Engine, *, contracts: Mapping[str, Contract] = catalogue_contracts.builtin) -> None:
        super().__init__(contracts)
        self._engine = engine

    def create_tables(self) -> None:
        """
        Create the tables that are not there yet.

        Raises:
            StoreError: They are those of another release, or the database
                cannot be used.
        """
        with _store_errors(), self._engine.connect() as connection:
            for attempts_left in reversed(range(_ATTEMPTS)):
                try:
                    with connection.begin():
                        _create_tables(connection)
                except SQLAlchemyError:  # another process is creating them
                    if not attempts_left:
                        raise
                else:
                    return

    @contextmanager
    def _transaction(self) -> Iterator["_SQLRows"]:
        with _store_errors() as if_lost, self._engine.begin() as connection:
            yield _SQLRows(connection)
            if_lost.append("the answer to a commit was lost: what was to be written may be there")


def _create_tables(connection: sa.Connection) -> None:
    metadata.create_all(connection)
    version = connection.scalar(sa.select(schema.c.version))
    if version is None:
        connection.execute(sa.insert(schema).values(version=SCHEMA))
    elif version != SCHEMA:
        raise StoreError(f"the tables are of version {version}; this release knows {SCHEMA}")


class _SQLRows(Rows):
    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def insert(self, row: DossierRow) -> bool:
        values = {"id": row.id, "revision": row.revision, "due_at": row.due_at, "document": row.document}
        try:  # without a savepoint: on SQLite its end would commit the dossier without its effects
            self._connection.execute(sa.insert(dossiers).values(values))
        except IntegrityError:
            return False
        return True

    def replace(self, row: DossierRow, expected_revision: int) -> bool:
        update = (
            sa.update(dossiers)
            .where(dossiers.c.id == row.id, dossiers.c.revision == expected_revision)
            .values(revision=row.revision, due_at=row.due_at, document=row.document)
        )
        return self._connection.execute(update).rowcount == 1

    def document(self, id: str) -> tuple[int, bytes] | None:  # noqa: A002 -- as Dossier.open
        select = sa.select(dossiers.c.revision, dossiers.c.document).where(dossiers.c.id == id)
        row = self._connection.execute(select).one_or_none()
        return None if row is None else (row.revision, row.document)

    def remove(self, id: str) -> bool:  # noqa: A002 -- as Dossier.open
        for table in (outbox, steps):
            self._connection.execute(sa.delete(table).where(table.c.dossier == id))
        return self._connection.execute(sa.delete(dossiers).where(dossiers.c.id == id)).rowcount == 1

    def documents(self, after: str, limit: int) -> list[tuple[str, bytes]]:
        select = sa.select(dossiers.c.id, dossiers.c.document).where(dossiers.c.id > after)
        return [(row.id, row.document) for row in self._connection.execute(select.order_by(dossiers.c.id).limit(limit))]

    def due(self, before: dt.datetime, limit: int) -> list[str]:
        select = sa.select(dossiers.c.id).where(dossiers.c.due_at <= before)
        return list(self._connection.scalars(select.order_by(dossiers.c.due_at, dossiers.c.id).limit(limit)))

    def add_steps(self, id: str, rows: Iterable[tuple[int, bytes]]) -> None:  # noqa: A002 -- as Dossier.open
        self._insert(steps, [{"dossier": id, "revision": revision, "step": step} for revision, step in rows])

    def steps(self, id: str) -> list[bytes]:  # noqa: A002 -- as Dossier.open
        select = sa.select(steps.c.step).where(steps.c.dossier == id).order_by(steps.c.revision)
        return list(self._connection.scalars(select))

    def add_effects(self, rows: Iterable[EffectRow]) -> None:
        by_id = {row.id: row for row in rows}
        select = sa.select(outbox.c.id).where(outbox.c.id.in_(by_id))
        stored = set(self._connection.scalars(select)) if by_id else set()
        self._insert(
            outbox,
            [
                {
                    "id": row.id,
                    "dossier": row.dossier,
                    "due_at": row.due_at,
                    "useful_until": row.useful_until,
                    "effect": row.effect,
                }
                for row in by_id.values()
                if row.id not in stored
            ],
        )

    def pending(self, at: dt.datetime, limit: int) -> list[EffectRow]:
        useful = sa.or_(outbox.c.useful_until.is_(None), outbox.c.useful_until > at)
        not_erased = outbox.c.effect.is_not(None)
        select = sa.select(outbox).where(not_erased, outbox.c.delivered_at.is_(None), outbox.c.due_at <= at, useful)
        rows = self._connection.execute(select.order_by(outbox.c.due_at, outbox.c.id).limit(limit))
        return [EffectRow(row.id, row.dossier, row.due_at, row.useful_until, row.effect) for row in rows]

    def waiting(self, id: str) -> list[tuple[str, bytes]]:  # noqa: A002 -- as Dossier.open
        is_waiting = outbox.c.delivered_at.is_(None) & outbox.c.effect.is_not(None)
        select = sa.select(outbox.c.id, outbox.c.effect).where(outbox.c.dossier == id, is_waiting)
        return [(row.id, row.effect) for row in self._connection.execute(select)]

    def dossier_of(self, id: str) -> str | None:  # noqa: A002 -- an effect's
        return self._connection.execute(sa.select(outbox.c.dossier).where(outbox.c.id == id)).scalar()

    def erase(self, id: str) -> None:  # noqa: A002 -- an effect's
        self._connection.execute(sa.update(outbox).where(outbox.c.id == id).values(effect=None))

    def erase_useless(self, at: dt.datetime) -> int:
        useless = sa.update(outbox).where(outbox.c.effect.is_not(None), outbox.c.useful_until <= at)
        return self._connection.execute(useless.values(effect=None)).rowcount

    def mark_delivered(self, id: str, at: dt.datetime) -> bool:  # noqa: A002 -- an effect's
        waiting = sa.update(outbox).where(outbox.c.id == id, outbox.c.delivered_at.is_(None))
        return self._connection.execute(waiting.values(delivered_at=at, effect=None)).rowcount == 1

    def _insert(self, table: sa.Table, rows: list[dict[str, Any]]) -> None:
        if rows:
            self._connection.execute(sa.insert(table), rows)


@contextmanager
def _store_errors() -> Iterator[list[str]]:
    """
    Raise SQLAlchemy's errors as ``StoreError``, without their text, which shows what was written.

    The list that it yields takes what to add to the message if the connection
    is lost.
    """
    if_lost: list[str] = []
    try:
        yield if_lost
    except SQLAlchemyError as error:
        cause = getattr(error, "orig", None) or error
        state = getattr(cause, "sqlstate", None) or getattr(cause, "pgcode", None)
        if state in _GAVE_WAY:
            raise GaveWayError(f"the database let other writers go first, each time: {type(cause).__name__}") from None
        is_lost = state is None or state[:2] in _LOST
        reason = "; ".join([type(cause).__name__, *(if_lost if is_lost else ())])
        raise StoreError(f"the database cannot be used: {reason}") from None
