"""
The outbox in a database, in one transaction.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from typing import Any, TypeVar

import sqlalchemy as sa

from psc_workflow.stores._cells import reading, row_of, text
from psc_workflow.stores._damage import check_leased
from psc_workflow.stores._rows import DeadRow, EffectRow, NextTry, OutboxRows, parts
from psc_workflow.stores._sql_tables import outbox, waiting
from psc_workflow.stores._sqlite_cells import as_bytes

T = TypeVar("T")

_ERROR = sa.func.coalesce(outbox.c.error, "")
_OF_EFFECT = [outbox.c[name] for name in EffectRow.__match_args__]
_OF_DEAD = [*(outbox.c[name] for name in DeadRow.__match_args__ if name != "error"), _ERROR.label("error")]
_IS_DEAD = sa.and_(outbox.c.dead_at.is_not(None), outbox.c.delivered_at.is_(None), outbox.c.effect.is_not(None))


class SQLOutbox(OutboxRows):
    """The part of a transaction that concerns effects."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add_effects(self, rows: Iterable[EffectRow]) -> None:
        by_id = {row.id: row for row in rows}
        stored = {
            id_
            for part in parts(by_id)
            for id_ in self._connection.scalars(sa.select(outbox.c.id).where(outbox.c.id.in_(part)))
        }
        self._insert(
            outbox,
            [
                {
                    "id": row.id,
                    "dossier": row.dossier,
                    "due_at": row.due_at,
                    "next_at": row.due_at,
                    "useful_until": row.useful_until,
                    "effect": row.effect,
                    "digest": row.digest,
                }
                for row in by_id.values()
                if row.id not in stored
            ],
        )

    def pending(self, at: dt.datetime, limit: int) -> list[EffectRow]:
        return self._rows(self._useful(at).where(outbox.c.due_at <= at).order_by(outbox.c.due_at, outbox.c.id), limit)

    def claimable(self, at: dt.datetime, limit: int) -> list[EffectRow]:
        select = self._useful(at).where(outbox.c.next_at <= at).order_by(outbox.c.next_at, outbox.c.id)
        return self._rows(select.with_for_update(skip_locked=True), limit)

    def _useful(self, at: dt.datetime) -> sa.Select[Any]:
        return sa.select(*_OF_EFFECT).where(
            waiting, sa.or_(outbox.c.useful_until.is_(None), outbox.c.useful_until > at)
        )

    def _rows(self, select: sa.Select[Any], limit: int) -> list[EffectRow]:
        return self._make(EffectRow, select.limit(limit))

    def claim_effects(self, ids: Collection[str], until: dt.datetime) -> None:
        lease = sa.update(outbox).values(next_at=until, attempts=outbox.c.attempts + 1)
        leased = [self._connection.execute(lease.where(outbox.c.id.in_(part))).rowcount for part in parts(ids)]
        check_leased("effects", ids, sum(leased))

    def give_back(self, id: str, until: dt.datetime, then: NextTry) -> bool:  # noqa: A002 -- an effect's
        leased = sa.update(outbox).where(waiting, outbox.c.id == id, outbox.c.next_at == until)
        dead_at = then.on if then.at is None else None
        again = {"next_at": then.at or then.on, "attempts": then.attempts, "error": then.error, "dead_at": dead_at}
        return self._connection.execute(leased.values(again)).rowcount == 1

    def dead(self, after: str, limit: int) -> list[DeadRow]:
        select = sa.select(*_OF_DEAD).where(_IS_DEAD, outbox.c.id > after).order_by(outbox.c.id).limit(limit)
        return self._make(DeadRow, select)

    def revive(self, id: str, at: dt.datetime) -> bool:  # noqa: A002 -- an effect's
        dead = sa.update(outbox).where(_IS_DEAD, outbox.c.id == id)
        return self._connection.execute(dead.values(next_at=at, attempts=0, error=None, dead_at=None)).rowcount == 1

    def waiting(self, ids: Collection[str]) -> list[tuple[str, str, bytes]]:
        is_waiting = outbox.c.delivered_at.is_(None) & outbox.c.effect.is_not(None)
        select = sa.select(outbox.c.dossier, outbox.c.id, outbox.c.effect).where(is_waiting)
        rows = [row for part in parts(ids) for row in self._fetch(select.where(outbox.c.dossier.in_(part)))]
        with reading():
            return [(text(row.dossier), text(row.id), as_bytes(row.effect)) for row in rows]

    def dossier_of(self, id: str) -> str | None:  # noqa: A002 -- an effect's
        rows = self._fetch(sa.select(outbox.c.dossier).where(outbox.c.id == id))
        with reading():
            return text(rows[0].dossier) if rows else None

    def erase(self, id: str) -> None:  # noqa: A002 -- an effect's
        self._connection.execute(sa.update(outbox).where(outbox.c.id == id).values(effect=None, digest=None))

    def erase_useless(self, at: dt.datetime) -> int:
        useless = sa.update(outbox).where(outbox.c.effect.is_not(None), outbox.c.useful_until <= at)
        return self._connection.execute(useless.values(effect=None, digest=None)).rowcount

    def mark_delivered(self, id: str, at: dt.datetime) -> bool:  # noqa: A002 -- an effect's
        undelivered = sa.update(outbox).where(outbox.c.id == id, outbox.c.delivered_at.is_(None))
        return self._connection.execute(undelivered.values(delivered_at=at, effect=None, digest=None)).rowcount == 1

    def _fetch(self, select: sa.Select[Any]) -> Sequence[sa.Row[Any]]:
        """Read all rows; one that holds what does not belong there, as only SQLite allows, is an error of the store."""
        with reading():
            return self._connection.execute(select).all()

    def _make(self, kind: type[T], select: sa.Select[Any]) -> list[T]:
        with reading():
            return [row_of(kind, dict(row._mapping)) for row in self._fetch(select)]  # noqa: SLF001 -- SQLAlchemy's public name

    def _insert(self, table: sa.Table, rows: list[dict[str, Any]]) -> None:
        if rows:
            self._connection.execute(sa.insert(table), rows)
