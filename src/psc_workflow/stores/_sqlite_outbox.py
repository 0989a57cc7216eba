"""
The outbox in a SQLite file, in one transaction.
"""

import datetime as dt
import sqlite3
from collections.abc import Collection, Iterable

import attrs

from psc_workflow.stores._damage import check_leased
from psc_workflow.stores._rows import DeadRow, EffectRow, NextTry, OutboxRows
from psc_workflow.stores._sqlite_cells import as_bytes, as_instant, as_text, instant, reading

_WAITING = "delivered_at IS NULL AND effect IS NOT NULL AND dead_at IS NULL"
_USEFUL = "(useful_until IS NULL OR useful_until > ?)"
_COLUMNS = "id, dossier, due_at, useful_until, effect, digest, attempts"


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
                EffectRow(id_, dossier, instant(due_at), as_instant(until), as_bytes(effect), written, int(attempts))
                for id_, dossier, due_at, until, effect, written, attempts in self._execute(
                    select, (as_text(at), as_text(at), limit)
                )
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
            "SELECT id, dossier, effect, digest, attempts, error, dead_at FROM outbox"
            " WHERE dead_at IS NOT NULL AND delivered_at IS NULL AND effect IS NOT NULL AND id > ? ORDER BY id LIMIT ?"
        )
        with reading():
            return [
                DeadRow(id_, dossier, as_bytes(effect), written, int(attempts), error or "", instant(dead_at))
                for id_, dossier, effect, written, attempts, error, dead_at in self._execute(select, (after, limit))
            ]

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
            return [(dossier, id_, as_bytes(effect)) for dossier, id_, effect in waiting]

    def dossier_of(self, id: str) -> str | None:  # noqa: A002 -- an effect's
        row: tuple[str] | None = self._execute("SELECT dossier FROM outbox WHERE id = ?", (id,)).fetchone()
        return row and row[0]

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
