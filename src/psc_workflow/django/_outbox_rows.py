"""
The outbox in the models, in one transaction.
"""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any, TypeVar

from django.db import connections
from django.db.models import F, Q, QuerySet

from psc_workflow.django.models import DEAD, UNDELIVERED, WAITING, OwedEffect
from psc_workflow.stores._cells import reading, row_of, text
from psc_workflow.stores._damage import check_leased
from psc_workflow.stores._rows import DeadRow, EffectRow, NextTry, OutboxRows, parts

T = TypeVar("T")


class DjangoOutbox(OutboxRows):
    """The part of a transaction that concerns effects."""

    def __init__(self, using: str) -> None:
        self._using = using

    def _of(self, model: Any) -> QuerySet:
        return model._base_manager.using(self._using)  # noqa: SLF001 -- Django's own name for the plain manager

    @property
    def _effects(self) -> QuerySet:
        return self._of(OwedEffect)

    def _locking(self, rows: QuerySet) -> QuerySet:
        """Lock what is read; what others have locked is passed over, where the database can."""
        return rows.select_for_update(skip_locked=connections[self._using].features.has_select_for_update_skip_locked)

    def add_effects(self, rows: Iterable[EffectRow]) -> None:
        owed = [
            OwedEffect(
                id=row.id,
                dossier_id=row.dossier,
                due_at=row.due_at,
                next_at=row.due_at,
                useful_until=row.useful_until,
                effect=row.effect.decode(),
                digest=row.digest,
            )
            for row in rows
        ]
        self._effects.bulk_create(owed, ignore_conflicts=True)  # the same effect has the same id, and is owed once

    def pending(self, at: dt.datetime, limit: int) -> list[EffectRow]:
        return _made(EffectRow, self._useful(at).filter(due_at__lte=at).order_by("due_at", "pk"), limit)

    def claimable(self, at: dt.datetime, limit: int) -> list[EffectRow]:
        return _made(
            EffectRow, self._locking(self._useful(at).filter(next_at__lte=at).order_by("next_at", "pk")), limit
        )

    def _useful(self, at: dt.datetime) -> QuerySet:
        return self._effects.filter(WAITING, Q(useful_until=None) | Q(useful_until__gt=at))

    def claim_effects(self, ids: Collection[str], until: dt.datetime) -> None:
        lease = {"next_at": until, "attempts": F("attempts") + 1}
        check_leased("effects", ids, sum(self._effects.filter(pk__in=part).update(**lease) for part in parts(ids)))

    def give_back(self, id: str, until: dt.datetime, then: NextTry) -> bool:  # noqa: A002 -- an effect's
        leased = self._effects.filter(WAITING, pk=id, next_at=until)
        dead_at = then.on if then.at is None else None
        again = {"next_at": then.at or then.on, "attempts": then.attempts, "error": then.error, "dead_at": dead_at}
        return bool(leased.update(**again))

    def dead(self, after: str, limit: int) -> list[DeadRow]:
        return _made(DeadRow, self._effects.filter(DEAD, pk__gt=after).order_by("pk"), limit)

    def revive(self, id: str, at: dt.datetime) -> bool:  # noqa: A002 -- an effect's
        dead = self._effects.filter(DEAD, pk=id)
        return bool(dead.update(next_at=at, attempts=0, error=None, dead_at=None))

    @reading()
    def waiting(self, ids: Collection[str]) -> list[tuple[str, str, bytes]]:
        undelivered = self._effects.filter(UNDELIVERED).values_list("dossier_id", "pk", "effect")
        return [
            (text(dossier), text(id_), effect.encode())
            for part in parts(ids)
            for dossier, id_, effect in undelivered.filter(dossier_id__in=part)
        ]

    @reading()
    def dossier_of(self, id: str) -> str | None:  # noqa: A002 -- an effect's
        dossier = self._effects.filter(pk=id).values_list("dossier_id", flat=True).first()
        return None if dossier is None else text(dossier)

    def erase(self, id: str) -> None:  # noqa: A002 -- an effect's
        self._effects.filter(pk=id).update(effect=None, digest=None)

    def erase_useless(self, at: dt.datetime) -> int:
        return int(self._effects.filter(effect__isnull=False, useful_until__lte=at).update(effect=None, digest=None))

    def mark_delivered(self, id: str, at: dt.datetime) -> bool:  # noqa: A002 -- an effect's
        return bool(self._effects.filter(pk=id, delivered_at=None).update(delivered_at=at, effect=None, digest=None))


def as_bytes(stored: Any) -> Any:
    """Read what is stored as text or as bytes: of those, some databases return a view."""
    return stored.encode() if isinstance(stored, str) else digest_of(stored)


def digest_of(stored: Any) -> Any:
    """Read a digest, which is no text."""
    return bytes(stored) if isinstance(stored, memoryview) else stored


@reading()
def _made(kind: type[T], effects: QuerySet, limit: int) -> list[T]:
    return [effect_row(kind, values) for values in effects.values_list(*effect_columns(kind))[:limit]]


def effect_columns(kind: Any) -> list[str]:
    """Name the columns of which a row of *kind* is made."""
    return ["dossier_id" if name == "dossier" else name for name in kind.__match_args__]


def effect_row(kind: type[T], values: Iterable[Any]) -> T:
    """Make a row of the outbox of its cells."""
    cells = dict(zip(kind.__match_args__, values, strict=True))  # type: ignore[attr-defined]  # of attrs
    if "error" in cells:
        cells["error"] = cells["error"] or ""
    return row_of(kind, cells | {"effect": as_bytes(cells["effect"]), "digest": digest_of(cells["digest"])})
