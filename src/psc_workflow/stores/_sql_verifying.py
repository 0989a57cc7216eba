"""
The rows of a database, read to be compared.
"""

from collections.abc import Iterable

import sqlalchemy as sa

from psc_workflow.stores._sql_rows import SQLRows
from psc_workflow.stores._sql_tables import dossiers, found_by, outbox, tombstones
from psc_workflow.stores._sql_tables import steps as steps_of
from psc_workflow.stores._verify_rows import OutboxRow, Standing, VerifyRows


class VerifyingRows(SQLRows, VerifyRows):
    """One transaction."""

    def damages(self) -> list[str]:
        """Have SQLite check itself; elsewhere that is the administrator's (PostgreSQL has checksums of pages)."""
        if not self._is_sqlite():
            return []
        answers = [str(answer) for answer in self._connection.scalars(sa.text("PRAGMA integrity_check"))]
        return [] if answers == ["ok"] else answers

    def rebuild(self) -> None:
        if self._is_sqlite():
            self._connection.execute(sa.text(f"REINDEX {dossiers.name}"))
            self._connection.execute(sa.text(f"REINDEX {found_by.name}"))
        update = sa.update(dossiers).values(tick_at=dossiers.c.due_at, tick_attempts=0, tick_error=None)
        self._connection.execute(update)

    def _is_sqlite(self) -> bool:
        return self._connection.dialect.name == "sqlite"

    def standing(self, id: str, *, locks: bool) -> Standing | None:  # noqa: A002 -- as Dossier.open
        select = sa.select(dossiers.c.due_at, dossiers.c.tick_at).where(dossiers.c.id == id)
        instants = self._fetch(select.with_for_update() if locks else select)
        row = self.document(id)
        if row is None or not instants:
            return None
        index = self._index_rows(found_by.c.dossier == id, after="", limit=1)
        columns = [outbox.c[name] for name in OutboxRow.__match_args__]
        owed = self._fetch(sa.select(*columns).where(outbox.c.dossier == id).order_by(outbox.c.id))
        return Standing(
            row,
            instants[0].due_at,
            instants[0].tick_at,
            index[0] if index else None,
            self.steps(id),
            [OutboxRow(**row._mapping) for row in owed],  # noqa: SLF001 -- SQLAlchemy's public name
        )

    def orphans(self) -> list[tuple[str, str]]:
        ids = sa.select(dossiers.c.id)
        conditions = {table: table.c.dossier.not_in(ids) for table in (steps_of, outbox, found_by)}
        conditions[tombstones] = tombstones.c.dossier.in_(ids)
        return [
            (table.name.removeprefix("psc_"), row.dossier)
            for table, condition in conditions.items()
            for row in self._fetch(sa.select(table.c.dossier).where(condition))
        ]

    def drop_index(self, id: str) -> None:  # noqa: A002 -- as Dossier.open
        self._connection.execute(sa.delete(found_by).where(found_by.c.dossier == id))

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
