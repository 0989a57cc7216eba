"""
The rows of a database, read to be compared.
"""

import datetime as dt
from collections.abc import Iterable
from functools import partial
from typing import Any

import sqlalchemy as sa

from psc_workflow.stores._cells import column_of, foreign_tables, forget_wrong_tries, readable, wrong_cells
from psc_workflow.stores._sql_rows import SQLRows
from psc_workflow.stores._sql_tables import dossiers, found_by, metadata, outbox, tombstones
from psc_workflow.stores._sql_tables import steps as steps_of
from psc_workflow.stores._verify_rows import NO_INSTANT, OutboxRow, Standing, VerifyRows


class VerifyingRows(SQLRows, VerifyRows):
    """One transaction."""

    def damages(self) -> list[str]:
        """Have SQLite check itself; elsewhere that is the administrator's (PostgreSQL has checksums of pages)."""
        if not self._is_sqlite():
            return []
        answers = [str(answer) for answer in self._connection.scalars(sa.text("PRAGMA integrity_check"))]
        return [
            *([] if answers == ["ok"] else answers),
            *foreign_tables(self._connection.exec_driver_sql, _columns(self._connection.dialect)),
            *wrong_cells(self._connection.exec_driver_sql, metadata.tables),
        ]

    def rebuild(self) -> None:
        if self._is_sqlite():
            self._connection.execute(sa.text(f"REINDEX {dossiers.name}"))
            self._connection.execute(sa.text(f"REINDEX {found_by.name}"))
            self._connection.execute(sa.text(forget_wrong_tries(dossiers.name)))

    def _is_sqlite(self) -> bool:
        return self._connection.dialect.name == "sqlite"

    def standing(self, id: str, *, locks: bool) -> Standing | None:  # noqa: A002 -- as Dossier.open
        row = self.document(id, locks=locks)
        if row is None:
            return None
        due_at, tick_at = (
            readable(partial(self._instant, column, id), NO_INSTANT)
            for column in (dossiers.c.due_at, dossiers.c.tick_at)
        )
        index = readable(lambda: self._index_rows(found_by.c.dossier == id, after="", limit=1), ())
        columns = [outbox.c[name] for name in OutboxRow.__match_args__]
        owed = self._make(OutboxRow, sa.select(*columns).where(outbox.c.dossier == id).order_by(outbox.c.id))
        return Standing(row, due_at, tick_at, index[0] if index else None, self.steps(id), owed)

    def _instant(self, column: sa.Column[Any], id: str) -> dt.datetime | None:  # noqa: A002 -- as Dossier.open
        rows = self._fetch(sa.select(column).where(dossiers.c.id == id))
        return rows[0][0] if rows else None

    def orphans(self) -> list[tuple[str, str]]:
        ids = sa.select(dossiers.c.id)
        conditions = {table: table.c.dossier.not_in(ids) for table in (steps_of, outbox, found_by)}
        conditions[tombstones] = tombstones.c.dossier.in_(ids)
        return [
            (table.name.removeprefix("psc_"), row.dossier)
            for table, condition in conditions.items()
            for row in self._fetch(sa.select(table.c.dossier).where(condition))
        ]

    def put_seals(
        self,
        id: str,  # noqa: A002 -- as Dossier.open
        written: bytes,
        steps: Iterable[tuple[int, bytes]],
        effects: Iterable[tuple[str, bytes]] = (),
    ) -> None:
        self._connection.execute(sa.update(dossiers).where(dossiers.c.id == id).values(digest=written))
        history = steps_of.c
        for revision, cell in steps:
            update = sa.update(steps_of).where(history.dossier == id, history.revision == revision)
            self._connection.execute(update.values(step=cell))
        for effect, seal in effects:
            update = sa.update(outbox).where(outbox.c.id == effect, outbox.c.effect.is_not(None))
            self._connection.execute(update.values(digest=seal))


def _columns(dialect: sa.Dialect) -> dict[str, dict[str, tuple[str, bool, bool, bool]]]:
    return {
        table.name: {
            column.name: column_of(
                column.type.compile(dialect),
                is_needed=not column.nullable,
                has_default=column.server_default is not None,
                is_key=column.primary_key,
            )
            for column in table.columns
        }
        for table in metadata.sorted_tables
    }
