"""
Leases on effects: what a worker has for itself, and what becomes of what it could not deliver.
"""

import datetime as dt

import attrs

from psc_workflow._model.effects import AnyEffect
from psc_workflow._structuring.arguments import instant_in_range
from psc_workflow.exceptions import HostError
from psc_workflow.stores._damage import DamagedIndexError
from psc_workflow.stores._rows import EffectRow, NextTry, Rows

LEASE = dt.timedelta(minutes=5)
"""Time that a worker has for what it claims: far more than a page of mails takes."""

MOST_ATTEMPTS = 8
"""Attempts after which an effect is a dead letter: with the pauses between them, two days."""

LONGEST_LEASE = dt.timedelta(days=365)

_FIRST_PAUSE = dt.timedelta(minutes=1)
_LONGEST_PAUSE = dt.timedelta(days=1)
_GROWTH = 4

_LONGEST_NAME = 255

_EXPIRED = "LeaseExpired"
"""Stands for an error where a worker died, each time, with what it had claimed."""


def pause_after(attempts: int) -> dt.timedelta:
    """Return the pause after so many attempts: a minute, four, sixteen, … a day at most."""
    growth: int = _GROWTH ** min(attempts - 1, MOST_ATTEMPTS)
    return min(_FIRST_PAUSE * growth, _LONGEST_PAUSE)


def end_of_lease(at: dt.datetime, lease: dt.timedelta) -> dt.datetime:
    """
    Return when a lease that begins at *at* runs out, in UTC.

    Raises:
        HostError: *at* is not an aware instant, or *lease* not more than zero,
            or more than a year, or *at* lies outside the years this library
            computes in.
    """
    if not isinstance(lease, dt.timedelta) or lease <= dt.timedelta(0):
        raise HostError("`lease` must be a timedelta of more than zero")
    start = instant_in_range(at, "at")
    if lease > LONGEST_LEASE:
        raise HostError("a lease must end within a year")
    return start + lease


@attrs.frozen
class Claim:
    """
    An effect that a worker has for itself until its lease runs out.

    Args:
        until: Instant at which the lease runs out.
        attempt: Which attempt to deliver it this is, from 1.
    """

    effect: AnyEffect
    until: dt.datetime
    attempt: int


@attrs.frozen
class DeadLetter:
    """
    An effect that is tried no more.

    Args:
        id: That of the effect.
        dossier: Id of the dossier that owes it.
        effect: ``None`` if it cannot be read.
        attempts: How often it was tried.
        error: Name of the type of the last error; ``LeaseExpired`` if the
            worker died each time. No message: that may show an address.
        since: Since when it is tried no more.
    """

    id: str
    dossier: str
    effect: AnyEffect | None
    attempts: int
    error: str
    since: dt.datetime


def next_try(attempts: int, error: BaseException, at: dt.datetime) -> NextTry:
    """Say what becomes of what has failed so often, the last time with *error*."""
    again = at + pause_after(attempts) if attempts < MOST_ATTEMPTS else None
    return NextTry(again, attempts, name_of(error), at)


def lease_page(rows: Rows, at: dt.datetime, until: dt.datetime, limit: int) -> list[EffectRow]:
    """Lease a page; what was claimed too often, and never marked, becomes a dead letter."""
    rows.begin_writing()
    while page := rows.claimable(at, limit):
        rows.claim_effects([row.id for row in page], until)
        for row in page:
            if row.attempts >= MOST_ATTEMPTS and not rows.give_back(
                row.id, until, NextTry(None, row.attempts, _EXPIRED, at)
            ):
                raise DamagedIndexError("effects")
        if leased := [row for row in page if row.attempts < MOST_ATTEMPTS]:
            return leased
    return []


def name_of(error: BaseException) -> str:
    """Name the type of *error*, as far as a column takes it."""
    return type(error).__name__[:_LONGEST_NAME]
