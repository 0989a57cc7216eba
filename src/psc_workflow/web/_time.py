"""
Time: what is due happens, and what is owed is sent.
"""

import datetime as dt
import logging
from collections.abc import Callable, Iterable

import attrs

from psc_workflow._model.commands import Tick
from psc_workflow._model.effects import AnyEffect
from psc_workflow._model.vocabulary import Role
from psc_workflow.stores import Store
from psc_workflow.web._host import Host

PAGE = 100
"""Ids of dossiers that are listed at a time."""

LOG = logging.getLogger("psc_workflow.web")


@attrs.frozen
class Run:
    """
    The result of letting time pass.

    Args:
        sent: How many effects were delivered.
        failed: Ids of the dossiers whose tick raised. They stay due, and the
            next run tries them again: raise an alarm.
    """

    sent: int
    failed: tuple[str, ...]


def run_due(host: Host, store: Store, *, max_jump: dt.timedelta | None = None) -> Run:
    """
    Let everything due happen, and deliver what is owed; call it every quarter of an hour, from a separate scheduler.

    A missed run changes no right: a dossier that is read gives the same
    answers. Only mails come late. Several may run at once: a tick that
    somebody else made changes nothing, and effects are leased.

    Args:
        max_jump: Longest time since the last run, or before it, as for
            ``Store.tick``; ``None`` allows any, and notes none. A clock that is
            wrong by a year would affiliate everybody.

    Raises:
        ClockJumpError: ``Host.now`` is further away from the last run; nothing
            is changed.
        InvalidDocumentError: Some effects cannot be read; all others are
            delivered.
    """
    failed = tick_due(host, store, max_jump=max_jump)
    return Run(deliver(host, store), failed)


def tick_due(host: Host, store: Store, *, max_jump: dt.timedelta | None = None) -> tuple[str, ...]:
    """Tick every dossier that is due; return the ids of those whose tick raised; arguments as for :func:`run_due`."""
    now = host.now()
    if max_jump is not None:
        store._note_clock(now, max_jump)  # noqa: SLF001 -- as its own tick does
    return _tick_each(
        lambda limit: store.due(now, limit=limit),
        lambda id: store.decide(id, Tick(), at=now, role=Role.CLOCK),  # noqa: A006 -- as Dossier.open
    )


def deliver(host: Host, store: Store) -> int:
    """Deliver what is owed, and count it."""
    return store.deliver(host.send, at=host.now(), on_error=_log_failure)


def _log_failure(effect: AnyEffect, error: Exception) -> None:
    LOG.error("sending effect %s of dossier %s raised %s", effect.id, effect.dossier, type(error).__name__)


def _tick_each(due: Callable[[int], Iterable[str]], tick: Callable[[str], object]) -> tuple[str, ...]:
    """
    Tick every dossier that is due, each by itself: an error of one is logged, and the next is ticked.

    Args:
        due: Lists the ids of the dossiers that are due, at most as many as its
            argument, the longest due first.
        tick: Ticks the dossier of an id.
    """
    seen: set[str] = set()
    failed = []
    while page := [id for id in due(PAGE + len(seen)) if id not in seen]:  # noqa: A001 -- as Dossier.open
        for id in page:  # noqa: A001 -- the same
            seen.add(id)  # once per run, because one that fails stays due
            try:
                tick(id)
            except Exception as error:  # noqa: BLE001 -- whatever the error, the others must be ticked
                # The type alone: messages and tracebacks of a database may show what is stored.
                LOG.error("the tick of dossier %s raised %s", id, type(error).__name__)  # noqa: TRY400 -- see above
                failed.append(id)
    return tuple(failed)
