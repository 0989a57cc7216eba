"""
The outbox in a SQLite file, in one transaction.
"""

import datetime as dt
import sqlite3
from collections.abc import Collection, Iterable
from typing import Any, TypeVar

import attrs

from psc_workflow.stores._cells import reading, row_of, text
from psc_workflow.stores._damage import check_leased
from psc_workflow.stores._rows import DeadRow, EffectRow, NextTry, OutboxRows
from psc_workflow.stores._sqlite_cells import as_bytes, as_instant, as_text

T = TypeVar("T")

_WAITING = "delivered_at IS NULL AND effect IS NOT NULL AND dead_at IS NULL"
_USEFUL = "(useful_until IS NULL OR useful_until > ?)"
_COLUMNS = "id, dossier, due_at, useful_until, effect, digest, attempts"
_OF_DEAD = "id, dossier, effect, digest, attempts, error, dead_at"


class SQLiteOutbox(OutboxRows):
    """The part of a transaction that concerns effects."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._execute = connection.execute
        self._execute_many = connection.executemany

    def add_effects(self, rows: Iterable[EffectRow]) -> None:
        insert = (
            "INSERT OR IGNORE INTO outbox (id, dossier, due_at, next_at, useful_until, effect, digest)"
            " VALUES (:id, :dossier, :due_at, :due_at, :useful_until, :effect, :digest)"
        )
        values = [
            attrs.asdict(row) | {"due_at": as_text(row.due_at), "useful_until": as_text(row.useful_until)}
            for row in rows
        ]
        self._execute_many(insert, values)

    def pending(self, at: dt.datetime, limit: int) -> list[EffectRow]:
        return self._select(f"{_WAITING} AND due_at <= ? AND {_USEFUL} ORDER BY due_at, id", at, limit)

    def claimable(self, at: dt.datetime, limit: int) -> list[EffectRow]:
        return self._select(f"{_WAITING} AND next_at <= ? AND {_USEFUL} ORDER BY next_at, id", at, limit)

    def _select(self, condition: str, at: dt.datetime, limit: int) -> list[EffectRow]:
        select = f"SELECT {_COLUMNS} FROM outbox WHERE {condition} LIMIT ?"  # noqa: S608 -- our own texts
        with reading():
            return [
                effect_row(EffectRow, _COLUMNS, row) for row in self._execute(select, (as_text(at), as_text(at), limit))
            ]

    def claim_effects(self, ids: Collection[str], until: dt.datetime) -> None:
        update = "UPDATE outbox SET next_at = ?, attempts = attempts + 1 WHERE id = ?"
        leased = self._execute_many(update, [(as_text(until), id) for id in ids])  # noqa: A001 -- as below
        check_leased("effects", ids, leased.rowcount)

    def give_back(self, id: str, until: dt.datetime, then: NextTry) -> bool:  # noqa: A002 -- an effect's
        update = (
            f"UPDATE outbox SET next_at = ?, attempts = ?, error = ?, dead_at = ? WHERE {_WAITING}"  # noqa: S608
            " AND id = ? AND next_at = ?"
        )
        dead_at = as_text(then.on if then.at is None else None)
        next_at = as_text(then.at or then.on)
        return self._execute(update, (next_at, then.attempts, then.error, dead_at, id, as_text(until))).rowcount == 1

    def dead(self, after: str, limit: int) -> list[DeadRow]:
        select = (
            f"SELECT {_OF_DEAD} FROM outbox"  # noqa: S608 -- our own texts
            " WHERE dead_at IS NOT NULL AND delivered_at IS NULL AND effect IS NOT NULL AND id > ? ORDER BY id LIMIT ?"
        )
        with reading():
            return [effect_row(DeadRow, _OF_DEAD, row) for row in self._execute(select, (after, limit))]

    def revive(self, id: str, at: dt.datetime) -> bool:  # noqa: A002 -- an effect's
        update = (
            "UPDATE outbox SET next_at = ?, attempts = 0, error = NULL, dead_at = NULL"
            " WHERE id = ? AND dead_at IS NOT NULL AND delivered_at IS NULL AND effect IS NOT NULL"
        )
        return self._execute(update, (as_text(at), id)).rowcount == 1

    def waiting(self, ids: Collection[str]) -> list[tuple[str, str, bytes]]:
        select = (
            "SELECT dossier, id, effect FROM outbox WHERE dossier = ? AND delivered_at IS NULL AND effect IS NOT NULL"
        )
        with reading():
            waiting = [row for id_ in ids for row in self._execute(select, (id_,))]
            return [(text(dossier), text(id_), as_bytes(effect)) for dossier, id_, effect in waiting]

    def dossier_of(self, id: str) -> str | None:  # noqa: A002 -- an effect's
        row = self._execute("SELECT dossier FROM outbox WHERE id = ?", (id,)).fetchone()
        with reading():
            return row and text(row[0])

    def erase(self, id: str) -> None:  # noqa: A002 -- an effect's
        self._execute("UPDATE outbox SET effect = NULL, digest = NULL WHERE id = ?", (id,))

    def erase_useless(self, at: dt.datetime) -> int:
        update = "UPDATE outbox SET effect = NULL, digest = NULL WHERE effect IS NOT NULL AND useful_until <= ?"
        return self._execute(update, (as_text(at),)).rowcount

    def mark_delivered(self, id: str, at: dt.datetime) -> bool:  # noqa: A002 -- an effect's
        update = (
            "UPDATE outbox SET delivered_at = ?, effect = NULL, digest = NULL WHERE id = ? AND delivered_at IS NULL"
        )
        return self._execute(update, (as_text(at), id)).rowcount == 1


def effect_row(kind: type[T], columns: str, row: tuple[Any, ...]) -> T:
    """Make a row of the outbox of its cells."""
    cells = dict(zip(columns.split(", "), row, strict=True))
    for name in ("due_at", "useful_until", "delivered_at", "next_at", "dead_at"):
        if name in cells:
            cells[name] = as_instant(cells[name])
    if cells["effect"] is not None:
        cells["effect"] = as_bytes(cells["effect"])
    return row_of(kind, cells | ({"error": cells["error"] or ""} if "error" in cells else {}))
