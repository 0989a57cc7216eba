"""
Stores with one fault each, which a simulation must find.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import attrs

from psc_workflow import Decision, Dossier
from psc_workflow._model.effects import AnyEffect
from psc_workflow.stores import Claim, SQLiteStore, Store, Ticks
from psc_workflow.stores._encoding import Save, save_of
from psc_workflow.stores._rows import Rows, StoredRow
from psc_workflow.stores._sqlite_verifying import VerifyingRows as SQLiteRows


class LosesEffectsOfTheDead(SQLiteStore):
    """Records an effect as delivered once it is claimed: what a worker had when it died is never sent."""

    def _claim(self, at: dt.datetime, limit: int, until: dt.datetime) -> Any:
        claims, faults = super()._claim(at, limit, until)
        for claim in claims:
            self._retry(lambda rows, claim=claim: rows.mark_delivered(claim.effect.id, at))  # type: ignore[misc]
        return claims, faults


class SendsBeforeItCommits(SQLiteStore):
    """Hands effects to workers as soon as they are decided, whether they are saved or not."""

    hot: tuple[AnyEffect, ...] = ()

    def save(self, dossier: Dossier, *, expected_revision: int, **gained: Any) -> None:
        self.hot += gained["effects"]
        super().save(dossier, expected_revision=expected_revision, **gained)

    def _claim(self, at: dt.datetime, limit: int, until: dt.datetime) -> Any:
        hot, self.hot = self.hot, ()
        if hot:
            return [Claim(effect, until, 1) for effect in hot], []
        return super()._claim(at, limit, until)


class _NoLeaseRows(SQLiteRows):
    def claim_effects(self, ids: Iterable[str], until: dt.datetime) -> None:
        """Lease nothing."""


class LeasesTwice(SQLiteStore):
    """Gives the same effects to whoever asks."""

    rows: type[SQLiteRows] = _NoLeaseRows

    @contextmanager
    def _transaction(self, *, writes: bool = True) -> Iterator[SQLiteRows]:
        with super()._transaction(writes=writes):
            yield self.rows(self._connection)


class _EndlessLeaseRows(SQLiteRows):
    def claim_effects(self, ids: Iterable[str], until: dt.datetime) -> None:
        super().claim_effects(ids, until + dt.timedelta(days=36500))


class LeasesForEver(LeasesTwice):
    """Gives an effect to nobody else, whatever becomes of whoever claimed it."""

    rows = _EndlessLeaseRows


class ClaimsForATenth(SQLiteStore):
    """Says how long the lease on an effect is, which is a tenth of what was asked for."""

    def _claim(self, at: dt.datetime, limit: int, until: dt.datetime) -> Any:
        return super()._claim(at, limit, at + (until - at) / 10)


class _ShortLeaseRows(SQLiteRows):
    def claim_effects(self, ids: Iterable[str], until: dt.datetime) -> None:
        super().claim_effects(ids, until - dt.timedelta(minutes=4, seconds=30))


class LeasesForATenth(LeasesTwice):
    """Gives effects to others before their leases run out."""

    rows = _ShortLeaseRows


class _ShortTickRows(SQLiteRows):
    def claim_due(self, at: dt.datetime, until: dt.datetime, limit: int) -> list[StoredRow]:
        return super().claim_due(at, at + (until - at) / 10, limit)


class TicksForATenth(LeasesTwice):
    """Gives dossiers to another scheduler before their leases run out."""

    rows = _ShortTickRows


class TakesOldRequests(SQLiteStore):
    """Does not ask on which revision a request was made."""

    def decide(self, id: str, command: Any, **options: Any) -> Decision[Dossier]:  # noqa: A002 -- as Store.decide
        return super().decide(id, command, **options | {"expected_revision": None})


class _ForgetfulRows(SQLiteRows):
    def add_steps(self, rows: Iterable[tuple[str, int, bytes]]) -> None:
        super().add_steps(row for row in rows if row[1] != 2)


class ForgetsAStep(LeasesTwice):
    """Does not write the second step of a dossier."""

    rows = _ForgetfulRows


class TicksByAnyClock(SQLiteStore):
    """Does not compare a clock with the last tick."""

    def tick(self, at: dt.datetime, **options: Any) -> Ticks:
        return super().tick(at, **options | {"max_jump": None})


class TearsWrites(SQLiteStore):
    """Commits each part of a transaction by itself: what was written before a crash stays."""

    @contextmanager
    def _transaction(self, *, writes: bool = True) -> Iterator[SQLiteRows]:  # noqa: ARG002 -- whatever it does, it tears
        yield SQLiteRows(self._connection)


class AnswersBeforeItCommits(SQLiteStore):
    """Says that a decision is saved, and writes it when it is next asked anything."""

    later: tuple[Save, ...] = ()

    @contextmanager
    def _transaction(self, *, writes: bool = True) -> Iterator[SQLiteRows]:
        with super()._transaction(writes=writes) as rows:
            saves, self.later = self.later, ()
            if saves:
                self._write(rows, saves)
            yield rows

    def save(self, dossier: Dossier, *, expected_revision: int, **gained: Any) -> None:
        self.later = (save_of(dossier, expected_revision, gained["steps"], gained["effects"], None),)

    def forgetful(self) -> Store:
        """Return the store as a process that begins finds it."""
        self.later = ()
        return self


class OverwritesOthers(SQLiteStore):
    """Saves whatever was decided, although another writer was faster."""

    def _write(self, rows: Rows, saves: Sequence[Save]) -> int:
        for save in saves:
            stored = rows.document(save.dossier.id)
            if stored is not None:
                sql = "UPDATE dossiers SET revision = ? WHERE id = ?"
                rows.connection.execute(sql, (save.expected_revision, save.dossier.id))
                rows.connection.execute(
                    "DELETE FROM steps WHERE dossier = ? AND revision > ?", (save.dossier.id, save.expected_revision)
                )
        return super()._write(rows, saves)


class GivesNewIds(SQLiteStore):
    """Gives an effect another id each time that it is claimed."""

    def _claim(self, at: dt.datetime, limit: int, until: dt.datetime) -> Any:
        claims, faults = super()._claim(at, limit, until)
        return [
            attrs.evolve(claim, effect=attrs.evolve(claim.effect, id=f"{claim.effect.id}-{claim.attempt}"))
            for claim in claims
        ], faults
