"""
Time: which dossiers are due, and ticking them, by several schedulers at once.

A tick of the store has three parts: claim due dossiers for the time of a lease,
decide on each without any transaction open, write all of them in one
transaction, each under a savepoint. A dossier whose tick fails is named, and
tried again later; the others are written all the same.
"""

import datetime as dt

import attrs

from psc_workflow._model.commands import Tick
from psc_workflow._model.vocabulary import Role
from psc_workflow._structuring.arguments import instant_in_range
from psc_workflow.exceptions import ClockJumpError, StoreError
from psc_workflow.stores import _transactions as transactions
from psc_workflow.stores._arguments import check_page, check_time
from psc_workflow.stores._cells import WrongCellError, readable
from psc_workflow.stores._dossiers import Dossiers
from psc_workflow.stores._encoding import Save, save_of
from psc_workflow.stores._leases import LEASE, LONGEST_LEASE, end_of_lease, name_of, pause_after
from psc_workflow.stores._rows import BesideGaveWayError, NextTry, Rows, StoredRow
from psc_workflow.stores._transactions import BesideError

MAX_JUMP = dt.timedelta(days=2)
"""Time between two ticks that no scheduler should need: a week-end without one is to be looked at."""

CLOCK = "ticked"

CLAIMED = "claimed"
"""Mark of an instant: no scheduler that ticks by itself has claimed dossiers more than a year after it."""


@attrs.frozen
class FailedTick:
    """
    A dossier whose tick failed; it stays due, and is tried again later.

    Args:
        dossier: Its id.
        error: Name of the type of the error. No message: that may show what
            is stored.
        attempts: How often it has failed.
    """

    dossier: str
    error: str
    attempts: int


@attrs.frozen
class Ticks:
    """
    What became of the dossiers that were claimed.

    Args:
        ticked: How many were saved.
        overtaken: How many somebody else saved in the meantime: what was due
            came with that.
        failed: Those whose tick failed.
    """

    ticked: int
    overtaken: int
    failed: tuple[FailedTick, ...]

    @property
    def is_idle(self) -> bool:
        """Whether nothing was due."""
        return not (self.ticked or self.overtaken or self.failed)


class Ticking(Dossiers):
    """The passing of time."""

    def due(self, before: dt.datetime, *, limit: int = transactions.PAGE) -> list[str]:
        """
        List the ids of the dossiers to which a scheduler should give ``commands.Tick``, or call :meth:`tick`.

        Args:
            before: Aware instant, included.
            limit: Most ids to list, the longest due first.
        """
        check_page(limit=limit)
        before = instant_in_range(before, "before")
        return self._ask(lambda rows: rows.due(before, limit))

    def claim_due(self, at: dt.datetime, *, limit: int = transactions.PAGE, lease: dt.timedelta = LEASE) -> list[str]:
        """
        Claim due dossiers: until the lease has run out, or the dossier is saved, nobody else is given them.

        For a scheduler that ticks by itself; :meth:`tick` does all of it.

        Args:
            at: Aware instant of the scheduler's clock.
            limit: Most dossiers to claim, the longest due first.
            lease: Time to tick them.
        """
        check_page(limit=limit)
        until, at = end_of_lease(at, lease), instant_in_range(at, "at")

        def claim(rows: Rows) -> list[StoredRow]:
            _note_claim(rows, at)
            return _claim(rows, at, until, limit)

        return [file.id for file in self._retry(claim)]

    def tick(
        self,
        at: dt.datetime,
        *,
        limit: int = transactions.PAGE,
        lease: dt.timedelta = LEASE,
        max_jump: dt.timedelta | None = MAX_JUMP,
    ) -> Ticks:
        """
        Give ``commands.Tick`` to due dossiers, and save them; several schedulers may do so at once.

        Call it again until it is idle: ``while not store.tick(now).is_idle: ...``.

        Args:
            at: Aware instant of the scheduler's clock.
            limit: Most dossiers to tick, the longest due first.
            lease: Time to tick them; then other schedulers are given them.
            max_jump: Longest time since the last tick of this store, or
                before it; ``None`` allows any. A clock that is wrong by a year
                would affiliate everybody.

        Raises:
            ClockJumpError: *at* is further away from the last tick; nothing is
                changed.
        """
        check_page(limit=limit)
        check_time(max_jump, "max_jump")
        until, at = end_of_lease(at, lease), instant_in_range(at, "at")

        def claim(rows: Rows) -> list[StoredRow]:
            _set_clock(rows, at, max_jump)
            return _claim(rows, at, until, limit)

        files = self._retry(claim)
        saves, failures = list[tuple[StoredRow, Save]](), list[tuple[StoredRow, str]]()
        for file in files:
            try:
                saves.append((file, self._decide_tick(file, at)))
            except Exception as error:  # noqa: BLE001 -- whatever the error, the others must be ticked
                failures.append((file, name_of(error)))
        if not files:
            return Ticks(0, 0, ())
        try:
            return self._retry(lambda rows: self._write_ticks(rows, saves, failures, at, until))
        except BesideGaveWayError:  # each time: one dossier would keep all others from being written, for ever
            return self._retry(lambda rows: self._write_ticks(rows, saves, failures, at, until, is_last=True))

    def last_tick(self) -> dt.datetime | None:
        """Return the last instant at which :meth:`tick` was called; ``None`` if it never was."""
        return self._ask(lambda rows: rows.mark(CLOCK)[1])

    def set_last_tick(self, at: dt.datetime) -> None:
        """
        Have the next tick measured from *at*: for whoever has put a backup in place of what a wrong clock did.

        Leases do not outlast it: see the page on letting time pass.
        """
        at = instant_in_range(at, "at")

        def put(rows: Rows) -> None:
            rows.begin_writing()
            rows.put_mark(CLOCK, at)
            rows.drop_mark(CLAIMED)

        self._retry(put)

    def _note_clock(self, at: dt.datetime, max_jump: dt.timedelta) -> None:
        """Compare *at* with the last tick as :meth:`tick` does, and note it."""
        at = instant_in_range(at, "at")
        self._retry(lambda rows: _set_clock(rows, at, max_jump))

    def _decide_tick(self, file: StoredRow, at: dt.datetime) -> Save:
        dossier = self._read(file)
        decision = dossier.decide(Tick(), at=at, role=Role.CLOCK)
        return save_of(decision.dossier, dossier.revision, decision.steps, decision.effects, self._seal_keys)

    def _write_ticks(
        self,
        rows: Rows,
        saves: list[tuple[StoredRow, Save]],
        failures: list[tuple[StoredRow, str]],
        at: dt.datetime,
        until: dt.datetime,
        *,
        is_last: bool = False,
    ) -> Ticks:
        """
        Write all at once; if that fails, each under a savepoint: one that cannot be written stops no other.

        A failure of the store itself would be that of each: it undoes everything.
        """
        rows.begin_writing()
        failed = list(failures)
        try:
            with rows.savepoint():
                ticked = self._write(rows, [save for _, save in saves])
        except Exception as of_one:  # noqa: BLE001 -- of them: it is found by writing each by itself
            _raise_of_store(of_one, is_last=is_last)
            ticked = 0
            for file, save in saves:
                try:
                    with rows.savepoint():
                        ticked += self._write(rows, [save])
                except Exception as error:  # noqa: BLE001 -- whatever the error, the others must be written
                    _raise_of_store(error, is_last=is_last)
                    failed.append((file, _name(error)))
        overtaken = len(saves) + len(failures) - len(failed) - ticked
        return Ticks(ticked, overtaken, tuple(_put_off(rows, file, error, at, until) for file, error in failed))


def _raise_of_store(error: Exception, *, is_last: bool) -> None:
    """Raise *error* if it is one of the store, and not of the dossier that was to be written."""
    is_of_one = isinstance(error, WrongCellError) or (is_last and isinstance(error, BesideGaveWayError))
    if isinstance(error, StoreError) and not is_of_one:
        raise error


def _name(error: Exception) -> str:
    """Name *error*, or that of the host which it carries."""
    match error:
        case BesideGaveWayError():
            return error.name
        case BesideError():
            return name_of(error.error)
    return name_of(error)


def _claim(rows: Rows, at: dt.datetime, until: dt.datetime, limit: int) -> list[StoredRow]:
    rows.begin_writing()
    return rows.claim_due(at, until, limit)


def _set_clock(rows: Rows, at: dt.datetime, max_jump: dt.timedelta | None) -> None:
    """Compare *at* with the last tick, and note it."""
    rows.begin_writing()
    last = rows.mark(CLOCK)[1]
    if last is not None and max_jump is not None and abs(at - last) > max_jump:
        raise ClockJumpError(last, at, max_jump)
    if last is None or at > last or (max_jump is None and at != last):
        rows.put_mark(CLOCK, at)


def _note_claim(rows: Rows, at: dt.datetime) -> None:
    """Note *at* if nothing near it is noted, so that ``verify`` knows a lease that was given from one that was not."""
    rows.begin_writing()
    last = readable(lambda: rows.mark(CLAIMED)[1], None)  # a mark that cannot be read keeps nobody from claiming
    if last is None or at - last > LONGEST_LEASE:
        rows.put_mark(CLAIMED, at)


def _put_off(rows: Rows, file: StoredRow, error: str, at: dt.datetime, until: dt.datetime) -> FailedTick:
    attempts = file.attempts + 1
    rows.give_back_due(file.id, until, NextTry(at + pause_after(attempts), attempts, error, at))
    return FailedTick(file.id, error, attempts)
