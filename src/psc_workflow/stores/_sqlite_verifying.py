"""
The rows of a SQLite file, read to be compared.
"""

import datetime as dt
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from functools import partial
from typing import Any

from psc_workflow.stores._cells import forget_wrong_tries, readable, reading, wrong_cells
from psc_workflow.stores._sqlite_cells import as_instant
from psc_workflow.stores._sqlite_outbox import effect_row
from psc_workflow.stores._sqlite_rows import TO_WIPE, SQLiteRows
from psc_workflow.stores._sqlite_tables import FIRST, SCHEMA, TABLES, UPGRADES
from psc_workflow.stores._verify_rows import NO_INSTANT, OutboxRow, Standing, VerifyRows

_ORPHANS = """
SELECT {table!r}, dossier FROM {table} NOT INDEXED WHERE dossier {condition} IN (SELECT id FROM dossiers NOT INDEXED)
"""
_OF_OUTBOX = ", ".join(OutboxRow.__match_args__)
_OUTBOX = f"SELECT {_OF_OUTBOX} FROM outbox WHERE dossier = ? ORDER BY id"  # noqa: S608 -- our own names


def integrity(connection: sqlite3.Connection | Any) -> list[str]:
    """Have SQLite compare its pages, tables and indexes; its answer has no values."""
    answers = [str(answer) for (answer,) in connection.execute("PRAGMA integrity_check")]
    return [] if answers == ["ok"] else answers


class VerifyingRows(SQLiteRows, VerifyRows):
    """One transaction."""

    def damages(self) -> list[str]:
        answers = integrity(self._connection)
        with closing(_fresh()) as fresh:
            is_ours = _tables(self._connection) == _tables(fresh)
        if not is_ours:
            answers.append("the tables or indexes are not those of this release")
        if is_ours:
            answers += wrong_cells(self._execute, _OURS)
        if self.mark(TO_WIPE)[0]:
            answers.append("the log may still hold what was erased: erase something, or open the file again")
        return answers

    def rebuild(self) -> None:
        self._execute("REINDEX dossiers")
        self._execute("REINDEX found_by")
        self._execute(forget_wrong_tries("dossiers"))

    def standing(self, id: str, *, locks: bool) -> Standing | None:  # noqa: A002, ARG002 -- who writes has the file
        with reading():
            row = self.document(id)
            if row is None:
                return None
            instants = self._execute("SELECT due_at, tick_at FROM dossiers WHERE id = ?", (id,)).fetchone()
            due_at, tick_at = (readable(partial(_instant, cell), NO_INSTANT) for cell in instants)
            index = readable(lambda: self.find({"dossier": id}, "", 1), ())
            outbox = [effect_row(OutboxRow, _OF_OUTBOX, row) for row in self._execute(_OUTBOX, (id,))]
            return Standing(row, due_at, tick_at, index[0] if index else None, self.steps(id), outbox)

    def orphans(self) -> list[tuple[str, str]]:
        conditions = {"steps": "NOT", "outbox": "NOT", "found_by": "NOT", "tombstones": ""}
        return [
            row
            for table, condition in conditions.items()
            for row in self._execute(_ORPHANS.format(table=table, condition=condition))
        ]

    def put_seals(
        self,
        id: str,  # noqa: A002 -- as Dossier.open
        written: bytes,
        steps: Iterable[tuple[int, bytes]],
        effects: Iterable[tuple[str, bytes]] = (),
    ) -> None:
        self._execute("UPDATE dossiers SET digest = ? WHERE id = ?", (written, id))
        update = "UPDATE steps SET step = ? WHERE dossier = ? AND revision = ?"
        self._execute_many(update, [(cell, id, revision) for revision, cell in steps])
        update = "UPDATE outbox SET digest = ? WHERE id = ? AND effect IS NOT NULL"
        self._execute_many(update, [(seal, effect) for effect, seal in effects])


def _instant(cell: Any) -> dt.datetime | None:
    with reading():
        return as_instant(cell)


def _tables(connection: sqlite3.Connection) -> tuple[object, ...]:
    """Read what the tables and indexes are, in whatever order the columns were made."""
    names = [
        name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    ]
    ours = [name for name in names if name in _OURS]
    columns = [(table, sorted(row[1:] for row in connection.execute(f"PRAGMA table_info({table})"))) for table in ours]
    indexes = connection.execute("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'index' ORDER BY name")
    return columns, [row for row in indexes if row[1] in _OURS and row[2] is not None]


_OURS = ("dossiers", "steps", "outbox", "found_by", "marks", "tombstones")


def _fresh() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    for statements in (TABLES, *(UPGRADES[earlier] for earlier in range(FIRST, SCHEMA))):
        connection.executescript(statements)
    return connection
