"""
The rows of a database, in one transaction.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import attrs
import sqlalchemy as sa
from sqlalchemy.exc import DataError, IntegrityError, SQLAlchemyError

from psc_workflow.stores._cells import reading, row_of, text
from psc_workflow.stores._damage import check_leased
from psc_workflow.stores._index_row import IndexRow
from psc_workflow.stores._leases import name_of
from psc_workflow.stores._rows import (
    BesideGaveWayError,
    DossierRow,
    GaveWayError,
    NextTry,
    Rows,
    StepRow,
    StoredRow,
    parts,
)
from psc_workflow.stores._sql_errors import store_error
from psc_workflow.stores._sql_outbox import SQLOutbox
from psc_workflow.stores._sql_tables import dossiers, found_by, marks, outbox, steps, tombstones
from psc_workflow.stores._sqlite_cells import as_bytes
from psc_workflow.stores._transactions import BesideError

_SELECT = sa.select(
    *(dossiers.c[name] for name in ("id", "revision", "document", "digest")), dossiers.c.tick_attempts.label("attempts")
)


class SQLRows(SQLOutbox, Rows):
    """One transaction."""

    @property
    def connection(self) -> sa.Connection:
        """The connection."""
        return self._connection

    @property
    def sorts_by_code_points(self) -> bool:
        """Whether texts are sorted as Python does: SQLite does so."""
        return self._connection.dialect.name == "sqlite"

    def begin_writing(self) -> None:
        """Begin on SQLite what its driver begins with the first write; a savepoint before it would commit by itself."""
        driver = self._connection.connection.driver_connection
        if self._connection.dialect.name == "sqlite" and not getattr(driver, "in_transaction", True):
            self._connection.exec_driver_sql("BEGIN IMMEDIATE")

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Begin a part that an error undoes by itself; one that is not about what is written undoes everything."""
        try:
            with self._connection.begin_nested():
                yield
        except BesideError as carrier:  # beside it the host uses the same transaction, which may give way there
            cause = carrier.error
            if isinstance(cause, SQLAlchemyError) and isinstance(gave_way := store_error(cause), GaveWayError):
                raise BesideGaveWayError(str(gave_way), name_of(cause)) from None
            raise
        except SQLAlchemyError as error:
            if isinstance(error, IntegrityError | DataError):
                raise
            raise store_error(error) from None

    # -- dossiers -------------------------------------------------------------------------------

    def insert(self, row: DossierRow) -> bool:
        values = {"id": row.id, "revision": row.revision, "document": row.document, "digest": row.digest}
        try:
            self._connection.execute(sa.insert(dossiers).values(**values, due_at=row.due_at, tick_at=row.due_at))
        except IntegrityError:
            return False
        return True

    def replace(self, rows: Collection[tuple[DossierRow, int]]) -> set[str]:
        update = (
            sa.update(dossiers)
            .where(dossiers.c.id == sa.bindparam("key"), dossiers.c.revision == sa.bindparam("expected"))
            .values({name: sa.bindparam(name) for name in ("revision", "due_at", "tick_at", "document", "digest")})
            .values(tick_attempts=0, tick_error=None)
        )
        values = [_replacement(row, expected) for row, expected in rows]
        if len(values) == 1:
            return {values[0]["key"]} if self._connection.execute(update, values[0]).rowcount else set()
        locked = self._revisions([value["key"] for value in values])
        fresh = [value for value in values if locked.get(value["key"]) == value["expected"]]
        if fresh:
            self._connection.execute(update, fresh)
        return {value["key"] for value in fresh}

    def _revisions(self, ids: Sequence[str]) -> dict[str, int]:
        """Read the revisions of dossiers, and lock them, each in the same order."""
        select = sa.select(dossiers.c.id, dossiers.c.revision).order_by(dossiers.c.id).with_for_update()
        rows = [row for part in parts(sorted(ids)) for row in self._fetch(select.where(dossiers.c.id.in_(part)))]
        return {row.id: row.revision for row in rows}

    def document(self, id: str, *, locks: bool = False) -> StoredRow | None:  # noqa: A002 -- as Dossier.open
        select = _SELECT.where(dossiers.c.id == id)
        return next(iter(self._stored(select.with_for_update() if locks else select)), None)

    def _stored(self, select: sa.Select[Any]) -> list[StoredRow]:
        return self._make(StoredRow, select)

    def remove(self, id: str) -> bool:  # noqa: A002 -- as Dossier.open
        self._revisions([id])  # nobody who is saving it may add to what is deleted meanwhile
        for table in (outbox, steps, found_by):
            self._connection.execute(sa.delete(table).where(table.c.dossier == id))
        return self._connection.execute(sa.delete(dossiers).where(dossiers.c.id == id)).rowcount == 1

    def documents(self, after: str, limit: int) -> list[StoredRow]:
        return self._stored(_SELECT.where(dossiers.c.id > after).order_by(dossiers.c.id).limit(limit))

    def ids(self, after: str, limit: int) -> list[str]:
        rows = self._fetch(sa.select(dossiers.c.id).where(dossiers.c.id > after).order_by(dossiers.c.id).limit(limit))
        return [row.id for row in rows if isinstance(row.id, str)]  # whatever is none comes last

    def add_steps(self, rows: Iterable[tuple[str, int, bytes]]) -> None:
        self._insert(steps, [{"dossier": id_, "revision": revision, "step": step} for id_, revision, step in rows])

    def steps(self, id: str) -> list[StepRow]:  # noqa: A002 -- as Dossier.open
        select = sa.select(steps.c.revision, steps.c.step).where(steps.c.dossier == id).order_by(steps.c.revision)
        with reading():
            rows = self._fetch(select)
            return [row_of(StepRow, {"revision": row.revision, "step": as_bytes(row.step)}) for row in rows]

    # -- time -----------------------------------------------------------------------------------

    def due(self, before: dt.datetime, limit: int) -> list[str]:
        select = sa.select(dossiers.c.due_at, dossiers.c.id).where(dossiers.c.due_at <= before)
        page = self._fetch(select.order_by(dossiers.c.due_at).limit(limit))  # a midnight's are not sorted for a page
        with reading():  # an index that is damaged may lead to a row without an instant
            return [text(row.id) for row in sorted(page, key=lambda row: (row.due_at, row.id))]

    def claim_due(self, at: dt.datetime, until: dt.datetime, limit: int) -> list[StoredRow]:
        due = _SELECT.where(dossiers.c.tick_at <= at).order_by(dossiers.c.tick_at, dossiers.c.id).limit(limit)
        rows = self._stored(due.with_for_update(skip_locked=True))
        ids, lease = [row.id for row in rows], sa.update(dossiers).values(tick_at=until)
        leased = [self._connection.execute(lease.where(dossiers.c.id.in_(part))).rowcount for part in parts(ids)]
        check_leased("dossiers", ids, sum(leased))
        return rows

    def give_back_due(self, id: str, until: dt.datetime, then: NextTry) -> None:  # noqa: A002 -- as Dossier.open
        leased = sa.update(dossiers).where(dossiers.c.id == id, dossiers.c.tick_at == until)
        self._connection.execute(leased.values(tick_at=then.at, tick_attempts=then.attempts, tick_error=then.error))

    # -- marks and tombstones -------------------------------------------------------------------

    def mark(self, name: str) -> tuple[bool, dt.datetime | None]:
        rows = self._fetch(sa.select(marks.c.at).where(marks.c.name == name))
        return bool(rows), rows[0].at if rows else None

    def put_mark(self, name: str, at: dt.datetime | None) -> None:
        update = sa.update(marks).where(marks.c.name == name).values(at=at)
        if self._connection.execute(update).rowcount:
            return
        try:
            with self._connection.begin_nested():
                self._connection.execute(sa.insert(marks).values(name=name, at=at))
        except IntegrityError:  # somebody else was faster
            self._connection.execute(update)

    def drop_mark(self, name: str) -> None:
        self._connection.execute(sa.delete(marks).where(marks.c.name == name))

    def bury(self, id: str, on: dt.date) -> None:  # noqa: A002 -- as Dossier.open
        self._connection.execute(sa.insert(tombstones).values(dossier=id, erased_on=on))

    def tombstone(self, id: str) -> dt.date | None:  # noqa: A002 -- as Dossier.open
        rows = self._fetch(sa.select(tombstones.c.erased_on).where(tombstones.c.dossier == id))
        return rows[0].erased_on if rows else None

    def tombstones(self, after: str, limit: int) -> list[tuple[str, dt.date]]:
        select = sa.select(tombstones).where(tombstones.c.dossier > after).order_by(tombstones.c.dossier)
        with reading():
            return [(text(row.dossier), row.erased_on) for row in self._fetch(select.limit(limit))]

    # -- the index ------------------------------------------------------------------------------

    def put_index(self, rows: Collection[IndexRow]) -> None:
        values = {row.dossier: attrs.asdict(row) | {"pending": " ".join(row.pending)} for row in rows}
        select = sa.select(found_by.c.dossier)
        there = {
            id_
            for part in parts(values)
            for id_ in self._connection.scalars(select.where(found_by.c.dossier.in_(part)))
        }
        names = [column.name for column in found_by.c if column.name != "dossier"]
        update = sa.update(found_by).where(found_by.c.dossier == sa.bindparam("key"))
        changes = [{**fields, "key": id_} for id_, fields in values.items() if id_ in there]
        if changes:
            self._connection.execute(update.values({name: sa.bindparam(name) for name in names}), changes)
        self._insert(found_by, [fields for id_, fields in values.items() if id_ not in there])

    def drop_index(self, id: str) -> None:  # noqa: A002 -- as Dossier.open
        self._connection.execute(sa.delete(found_by).where(found_by.c.dossier == id))

    def find(self, criteria: Mapping[str, Any], after: str, limit: int) -> list[IndexRow]:
        conditions = [found_by.c[name] == value for name, value in criteria.items()]
        return self._index_rows(*conditions, after=after, limit=limit)

    def count_by(self, field: str) -> dict[Any, int]:
        column = found_by.c[field]
        select = sa.select(column.label("value"), sa.func.count().label("number")).group_by(column)
        with reading():
            return {
                row.value if field == "effective_on" else text(row.value): row.number for row in self._fetch(select)
            }

    def retained_before(self, day: dt.date, after: str, limit: int) -> list[IndexRow]:
        return self._index_rows(
            found_by.c.retention_until.is_not(None), found_by.c.retention_until < day, after=after, limit=limit
        )

    def _index_rows(self, *conditions: sa.ColumnElement[bool], after: str, limit: int) -> list[IndexRow]:
        select = sa.select(found_by).where(*conditions, found_by.c.dossier > after).order_by(found_by.c.dossier)
        with reading():
            return [
                row_of(IndexRow, {**row._mapping, "pending": tuple(row.pending.split())})  # noqa: SLF001 -- SQLAlchemy's public name
                for row in self._fetch(select.limit(limit))
            ]


def _replacement(row: DossierRow, expected: int) -> dict[str, Any]:
    return {
        "key": row.id,
        "expected": expected,
        "revision": row.revision,
        "due_at": row.due_at,
        "tick_at": row.due_at,
        "document": row.document,
        "digest": row.digest,
    }
