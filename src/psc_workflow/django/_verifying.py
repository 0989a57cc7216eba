"""
The rows of the models, read to be compared.
"""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet

from psc_workflow.django._outbox_rows import effect_columns, effect_row
from psc_workflow.django._rows import DjangoRows, index_rows
from psc_workflow.django.models import OwedEffect, StoredDossier, StoredStep, StoreMark, Tombstone
from psc_workflow.stores._cells import column_of, foreign_tables, forget_wrong_tries, readable, reading, wrong_cells
from psc_workflow.stores._verify_rows import NO_INSTANT, OutboxRow, Standing, VerifyRows

_TABLES = {model._meta.db_table: model for model in (StoredDossier, StoredStep, OwedEffect, StoreMark, Tombstone)}  # noqa: SLF001 -- Django's public name


class DjangoVerifyingRows(DjangoRows, VerifyRows):
    """One transaction."""

    def damages(self) -> list[str]:
        """Have SQLite check itself; elsewhere that is the administrator's."""
        if self.connection.vendor != "sqlite":
            return []
        with self.connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            answers = [str(answer) for (answer,) in cursor.fetchall()]

            def execute(statement: str) -> list[Any]:
                return list(cursor.execute(statement))

            wrong = [*foreign_tables(execute, _columns(self.connection)), *wrong_cells(execute, _TABLES)]
        return [*([] if answers == ["ok"] else answers), *wrong]

    def rebuild(self) -> None:
        if self.connection.vendor == "sqlite":
            with self.connection.cursor() as cursor:
                cursor.execute(f"REINDEX {StoredDossier._meta.db_table}")  # noqa: SLF001 -- Django's public name
                cursor.execute(forget_wrong_tries(StoredDossier._meta.db_table))  # noqa: SLF001 -- Django's public name

    def standing(self, id: str, *, locks: bool) -> Standing | None:  # noqa: A002 -- as Dossier.open
        row = self.document(id, locks=locks)
        if row is None:
            return None
        rows = self._dossiers.filter(pk=id)
        due_at, tick_at = (readable(partial(_instant, rows, name), NO_INSTANT) for name in ("due_at", "tick_at"))
        index = readable(lambda: index_rows(rows, "", 1), ())
        return Standing(row, due_at, tick_at, index[0] if index else None, self.steps(id), self._owed(id))

    @reading()
    def _owed(self, id: str) -> list[OutboxRow]:  # noqa: A002 -- as Dossier.open
        owed = self._effects.filter(dossier_id=id).order_by("pk").values_list(*effect_columns(OutboxRow))
        return [effect_row(OutboxRow, values) for values in owed]

    def orphans(self) -> list[tuple[str, str]]:
        """List tombstones of dossiers that are there; what else belongs to a dossier, the database holds to it."""
        ids = self._dossiers.values("pk")
        lost = [
            (table, id_)
            for table, model in (("steps", StoredStep), ("outbox", OwedEffect))
            for id_ in self._of(model).order_by().exclude(dossier_id__in=ids).values_list("dossier_id", flat=True)
        ]
        buried = self._of(Tombstone).filter(dossier__in=ids).values_list("dossier", flat=True)
        return [*lost, *(("tombstones", id_) for id_ in buried)]

    def put_seals(
        self,
        id: str,  # noqa: A002 -- as Dossier.open
        written: bytes,
        steps: Iterable[tuple[int, bytes]],
        effects: Iterable[tuple[str, bytes]] = (),
    ) -> None:
        self._dossiers.filter(pk=id).update(digest=written)
        for revision, cell in steps:
            self._of(StoredStep).filter(dossier_id=id, revision=revision).update(step=cell.decode())
        for effect, seal in effects:
            self._effects.filter(pk=effect, effect__isnull=False).update(digest=seal)


@reading()
def _instant(rows: QuerySet, name: str) -> Any:
    return rows.values_list(name, flat=True).first()


def _columns(connection: BaseDatabaseWrapper) -> dict[str, dict[str, tuple[str, bool, bool, bool]]]:
    """Say what the migrations make of the columns; those of a default write it themselves."""
    return {
        table: {
            field.column: column_of(
                field.db_type(connection) or "", is_needed=not field.null, has_default=False, is_key=field.primary_key
            )
            for field in model._meta.concrete_fields  # noqa: SLF001 -- Django's public name
        }
        for table, model in _TABLES.items()
    }
