"""
The rows of a SQLite file, in one transaction.
"""

import datetime as dt
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import attrs

from psc_workflow.exceptions import StoreError
from psc_workflow.stores._cells import reading, row_of, text
from psc_workflow.stores._damage import check_leased
from psc_workflow.stores._index_row import IndexRow
from psc_workflow.stores._rows import DossierRow, NextTry, Rows, StepRow, StoredRow
from psc_workflow.stores._sqlite_cells import as_bytes, as_day, as_instant, as_text
from psc_workflow.stores._sqlite_outbox import SQLiteOutbox

TO_WIPE = "to wipe"
"""Mark of a file beside which the write-ahead log may still hold what was erased."""

_FIELDS = tuple(field.name for field in attrs.fields(IndexRow))
_INDEX = ", ".join(_FIELDS)
_SELECT = "SELECT id, revision, document, digest, tick_attempts FROM dossiers"


class SQLiteRows(SQLiteOutbox, Rows):
    """One transaction."""

    @property
    def connection(self) -> sqlite3.Connection:
        """The connection."""
        return self._connection

    def run(self, statements: str) -> None:
        """Run statements, each of which ends its line with a semicolon."""
        for statement in statements.split(";\n"):
            self._execute(statement)

    @property
    def sorts_by_code_points(self) -> bool:
        """Whether texts are sorted as Python does: they are."""
        return True

    def begin_writing(self) -> None:
        """Do nothing: every transaction that writes begins as a writer's."""

    def note_erasure(self) -> None:
        self.put_mark(TO_WIPE, None)

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Begin a part that an error undoes by itself; one that is not about what is written undoes everything."""
        try:
            self._execute("SAVEPOINT part")
            try:
                yield
            except BaseException as error:
                if not isinstance(error, sqlite3.Error) or isinstance(error, sqlite3.IntegrityError):
                    self._execute("ROLLBACK TO part")
                    self._execute("RELEASE part")
                raise
            self._execute("RELEASE part")
        except sqlite3.IntegrityError:
            raise
        except sqlite3.Error as error:
            raise StoreError(f"the SQLite store cannot be used: {error}") from error

    # -- dossiers -------------------------------------------------------------------------------

    def insert(self, row: DossierRow) -> bool:
        insert = (
            "INSERT OR IGNORE INTO dossiers (id, revision, due_at, tick_at, document, digest)"
            " VALUES (:id, :revision, :due_at, :due_at, :document, :digest)"
        )
        return self._execute(insert, _cells(row)).rowcount == 1

    def replace(self, rows: Collection[tuple[DossierRow, int]]) -> set[str]:
        update = (
            "UPDATE dossiers SET revision = :revision, due_at = :due_at, tick_at = :due_at, tick_attempts = 0,"
            " tick_error = NULL, document = :document, digest = :digest WHERE id = :id AND revision = :expected"
        )
        return {
            row.id for row, expected in rows if self._execute(update, {**_cells(row), "expected": expected}).rowcount
        }

    def document(self, id: str, *, locks: bool = False) -> StoredRow | None:  # noqa: A002, ARG002 -- who writes has the file
        with reading():
            row = self._execute(f"{_SELECT} WHERE id = ?", (id,)).fetchone()
            return _stored(row) if row is not None else None

    def remove(self, id: str) -> bool:  # noqa: A002 -- as Dossier.open
        for table in ("outbox", "steps", "found_by"):
            self._execute(f"DELETE FROM {table} WHERE dossier = ?", (id,))  # noqa: S608 -- our own names
        return self._execute("DELETE FROM dossiers WHERE id = ?", (id,)).rowcount == 1

    def documents(self, after: str, limit: int) -> list[StoredRow]:
        with reading():
            return list(map(_stored, self._execute(f"{_SELECT} WHERE id > ? ORDER BY id LIMIT ?", (after, limit))))

    def ids(self, after: str, limit: int) -> list[str]:
        rows = self._execute("SELECT id FROM dossiers WHERE id > ? ORDER BY id LIMIT ?", (after, limit))
        return [id_ for (id_,) in rows if isinstance(id_, str)]  # whatever is none comes last

    def add_steps(self, rows: Iterable[tuple[str, int, bytes]]) -> None:
        self._execute_many("INSERT INTO steps VALUES (?, ?, ?)", rows)

    def steps(self, id: str) -> list[StepRow]:  # noqa: A002 -- as Dossier.open
        select = "SELECT revision, step FROM steps WHERE dossier = ? ORDER BY revision"
        with reading():
            rows = self._execute(select, (id,))
            return [row_of(StepRow, {"revision": revision, "step": as_bytes(step)}) for revision, step in rows]

    # -- time -----------------------------------------------------------------------------------

    def due(self, before: dt.datetime, limit: int) -> list[str]:
        select = "SELECT id FROM dossiers WHERE due_at <= ? ORDER BY due_at, id LIMIT ?"
        with reading():
            return [text(id_) for (id_,) in self._execute(select, (as_text(before), limit))]

    def claim_due(self, at: dt.datetime, until: dt.datetime, limit: int) -> list[StoredRow]:
        due = f"{_SELECT} WHERE tick_at <= ? ORDER BY tick_at, id LIMIT ?"
        with reading():
            rows = list(map(_stored, self._execute(due, (as_text(at), limit))))
        update = "UPDATE dossiers SET tick_at = ? WHERE id = ?"
        leased = self._execute_many(update, [(as_text(until), row.id) for row in rows])
        check_leased("dossiers", [row.id for row in rows], leased.rowcount)
        return rows

    def give_back_due(self, id: str, until: dt.datetime, then: NextTry) -> None:  # noqa: A002 -- as Dossier.open
        update = "UPDATE dossiers SET tick_at = ?, tick_attempts = ?, tick_error = ? WHERE id = ? AND tick_at = ?"
        self._execute(update, (as_text(then.at), then.attempts, then.error, id, as_text(until)))

    # -- marks and tombstones -------------------------------------------------------------------

    def mark(self, name: str) -> tuple[bool, dt.datetime | None]:
        row = self._execute("SELECT at FROM marks WHERE name = ?", (name,)).fetchone()
        with reading():
            return row is not None, as_instant(row[0]) if row is not None else None

    def put_mark(self, name: str, at: dt.datetime | None) -> None:
        self._execute("INSERT OR REPLACE INTO marks VALUES (?, ?)", (name, as_text(at)))

    def drop_mark(self, name: str) -> None:
        self._execute("DELETE FROM marks WHERE name = ?", (name,))

    def bury(self, id: str, on: dt.date) -> None:  # noqa: A002 -- as Dossier.open
        self._execute("INSERT INTO tombstones VALUES (?, ?)", (id, on.isoformat()))

    def tombstone(self, id: str) -> dt.date | None:  # noqa: A002 -- as Dossier.open
        row = self._execute("SELECT erased_on FROM tombstones WHERE dossier = ?", (id,)).fetchone()
        with reading():
            return as_day(row[0]) if row is not None else None

    def tombstones(self, after: str, limit: int) -> list[tuple[str, dt.date]]:
        select = "SELECT dossier, erased_on FROM tombstones WHERE dossier > ? ORDER BY dossier LIMIT ?"
        with reading():
            return [(text(id_), dt.date.fromisoformat(on)) for id_, on in self._execute(select, (after, limit))]

    # -- the index ------------------------------------------------------------------------------

    def put_index(self, rows: Collection[IndexRow]) -> None:
        places = ", ".join("?" * len(_FIELDS))
        self._execute_many(
            f"INSERT OR REPLACE INTO found_by ({_INDEX}) VALUES ({places})",  # noqa: S608 -- our own names
            [tuple(map(_written, attrs.astuple(row, recurse=False))) for row in rows],
        )

    def drop_index(self, id: str) -> None:  # noqa: A002 -- as Dossier.open
        self._execute("DELETE FROM found_by WHERE dossier = ?", (id,))

    def find(self, criteria: Mapping[str, Any], after: str, limit: int) -> list[IndexRow]:
        conditions = "".join(f" AND {name} = ?" for name in criteria)
        values = map(_written, criteria.values())
        select = f"SELECT {_INDEX} FROM found_by WHERE dossier > ?{conditions} ORDER BY dossier LIMIT ?"  # noqa: S608
        with reading():
            return [_index_row(row) for row in self._execute(select, (after, *values, limit))]

    def count_by(self, field: str) -> dict[Any, int]:
        select = f"SELECT {field}, COUNT(*) FROM found_by GROUP BY {field}"  # noqa: S608 -- one of ours
        counts = dict(self._execute(select).fetchall())
        with reading():
            read = as_day if field == "effective_on" else text
            return {read(value): count for value, count in counts.items()}

    def retained_before(self, day: dt.date, after: str, limit: int) -> list[IndexRow]:
        select = (
            f"SELECT {_INDEX} FROM found_by WHERE retention_until < ? AND retention_until IS NOT NULL AND dossier > ?"  # noqa: S608
            " ORDER BY dossier LIMIT ?"
        )
        with reading():
            return [_index_row(row) for row in self._execute(select, (day.isoformat(), after, limit))]


def _stored(row: tuple[Any, ...]) -> StoredRow:
    id_, revision, document, written, attempts = row
    cells = {"id": id_, "revision": revision, "document": as_bytes(document), "digest": written, "attempts": attempts}
    return row_of(StoredRow, cells)


def _cells(row: DossierRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "revision": row.revision,
        "due_at": as_text(row.due_at),
        "document": row.document,
        "digest": row.digest,
    }


def _index_row(row: tuple[Any, ...]) -> IndexRow:
    fields = dict(zip(_FIELDS, row, strict=True))
    days = {name: as_day(fields[name]) for name in ("effective_on", "retention_until")}
    lists = {"pending": tuple(fields["pending"].split()), "due_at": as_instant(fields["due_at"])}
    return row_of(IndexRow, fields | days | lists)


def _written(value: Any) -> Any:
    """Write a value of the index."""
    if isinstance(value, dt.datetime):
        return as_text(value)
    if isinstance(value, tuple):
        return " ".join(value)
    return value.isoformat() if isinstance(value, dt.date) else value
