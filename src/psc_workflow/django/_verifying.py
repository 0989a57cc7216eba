"""
The rows of the models, read to be compared.
"""

from collections.abc import Iterable

from django.db.models import F

from psc_workflow.django._outbox_rows import digest_of
from psc_workflow.django._rows import DjangoRows, index_rows
from psc_workflow.django.models import OwedEffect, StoredDossier, StoredStep, Tombstone
from psc_workflow.stores._verify_rows import OutboxRow, Standing, VerifyRows

_OUTBOX = OutboxRow.__match_args__


class DjangoVerifyingRows(DjangoRows, VerifyRows):
    """One transaction."""

    def damages(self) -> list[str]:
        """Have SQLite check itself; elsewhere that is the administrator's."""
        if self.connection.vendor != "sqlite":
            return []
        with self.connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            answers = [str(answer) for (answer,) in cursor.fetchall()]
        return [] if answers == ["ok"] else answers

    def rebuild(self) -> None:
        if self.connection.vendor == "sqlite":
            with self.connection.cursor() as cursor:
                cursor.execute(f"REINDEX {StoredDossier._meta.db_table}")  # noqa: SLF001 -- Django's public name
        self._dossiers.update(tick_at=F("due_at"), tick_attempts=0, tick_error=None)

    def standing(self, id: str, *, locks: bool) -> Standing | None:  # noqa: A002 -- as Dossier.open
        rows = self._dossiers.filter(pk=id)
        instants = (rows.select_for_update() if locks else rows).values_list("due_at", "tick_at").first()
        row = self.document(id)
        if row is None or instants is None:
            return None
        owed = self._of(OwedEffect).filter(dossier_id=id).order_by("pk").values_list(*_OUTBOX)
        due_at, tick_at = instants
        index, outbox = index_rows(rows, "", 1)[0], [_outbox_row(*row) for row in owed]
        return Standing(row, due_at, tick_at, index, self.steps(id), outbox)

    def orphans(self) -> list[tuple[str, str]]:
        """List tombstones of dossiers that are there; what else belongs to a dossier, the database holds to it."""
        ids = self._dossiers.values("pk")
        lost = [
            (table, id_)
            for table, model in (("steps", StoredStep), ("outbox", OwedEffect))
            for id_ in self._of(model).exclude(dossier_id__in=ids).values_list("dossier_id", flat=True)
        ]
        buried = self._of(Tombstone).filter(dossier__in=ids).values_list("dossier", flat=True)
        return [*lost, *(("tombstones", id_) for id_ in buried)]

    def drop_index(self, id: str) -> None:  # noqa: A002 -- as Dossier.open
        """Do nothing: the index is in the row of the dossier."""

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


def _outbox_row(*values: object) -> OutboxRow:
    cells = dict(zip(_OUTBOX, values, strict=True))
    effect = cells["effect"]
    content = effect.encode() if isinstance(effect, str) else None
    return OutboxRow(**{**cells, "effect": content, "digest": digest_of(cells["digest"])})  # type: ignore[arg-type]
