"""
Delivering all that is due with one call.
"""

import contextlib
import datetime as dt
import time
from collections.abc import Callable

import attrs

from psc_workflow._model.effects import AnyEffect
from psc_workflow._structuring.arguments import instant_in_range
from psc_workflow.exceptions import Fault, InvalidDocumentError, StoreError
from psc_workflow.stores import _transactions as transactions
from psc_workflow.stores._arguments import check_answer, check_function
from psc_workflow.stores._damage import DamagedIndexError
from psc_workflow.stores._leases import LEASE, Claim, end_of_lease, next_try
from psc_workflow.stores._outbox import Outbox


class Delivering(Outbox):
    """The outbox, and a call that empties it."""

    def deliver(
        self,
        send: Callable[[AnyEffect], object],
        *,
        at: dt.datetime,
        lease: dt.timedelta = LEASE,
        on_error: Callable[[AnyEffect, Exception], object] | None = None,
    ) -> int:
        """
        Deliver all that is due, one effect after the other; several workers may do so at once.

        Args:
            send: Sends one effect. It returns ``False`` if it could not for
                now, and the effect then waits for the next call. If it raises
                an error, the effect is tried again later, after a minute, four
                minutes, … at most a day, and is a dead letter after eight
                attempts. Either way the next one is tried. It may be given an
                effect twice, always under the same id, if this process ends
                between sending and recording it, or one sending takes longer
                than the lease.
            at: Aware instant.
            lease: As for :meth:`claim`. What is not sent when it runs out is
                claimed again.
            on_error: Called with the effect and the error that *send* raised.
                A dead letter that it has tried again waits for the next call.

        Returns:
            How many were sent.

        Raises:
            InvalidDocumentError: Some cannot be read; it is raised once all
                others are sent, and has their ids.
            StoreError: The lease ran out before anything of a page could be
                sent: it is too short, or the database too slow.
            HostError: *send* or *on_error* is no function, or is to be awaited.
        """
        check_function(send, "send")
        check_function(on_error, "on_error", may_be_left_out=True)
        delivery = _Delivery(self, send, at, lease, on_error)
        delivery.run()
        if delivery.faults:
            raise InvalidDocumentError("stored effects cannot be read; all others are delivered:", delivery.faults)
        return delivery.sent


@attrs.define
class _Delivery:
    """
    One call of ``deliver``.

    Args:
        mine: What is claimed, and not marked yet.
        put_off: What could not be sent for now.
        tried: Ids of all that was tried: none of them is tried again.
        dead: Those of them that became dead letters: the host may revive them
            meanwhile.
        began: When the call began, by the clock that measures how long it takes.
        ends: When the lease of what is claimed runs out, by the same clock:
            nothing is sent after that, for others may have it by then.
    """

    outbox: Outbox
    send: Callable[[AnyEffect], object]
    at: dt.datetime
    lease: dt.timedelta
    on_error: Callable[[AnyEffect, Exception], object] | None
    mine: list[Claim] = attrs.field(factory=list)
    put_off: list[Claim] = attrs.field(factory=list)
    tried: set[str] = attrs.field(factory=set)
    dead: set[str] = attrs.field(factory=set)
    faults: list[Fault] = attrs.field(factory=list)
    sent: int = 0
    began: float = attrs.field(factory=time.monotonic)
    ends: float = 0.0

    def run(self) -> None:
        try:
            while self._claim_page():
                while self.mine and time.monotonic() < self.ends:
                    self._deliver(self.mine[0])
                    self.mine.pop(0)
                self._put_back(self.mine)
        except BaseException:
            with contextlib.suppress(StoreError):  # if the store is lost, the leases run out
                self._put_back([*self.mine, *self.put_off])
            raise
        self._put_back(self.put_off)

    def _put_back(self, claims: list[Claim]) -> None:
        self.outbox._put_back(claims, self.at)  # noqa: SLF001 -- of the same store

    def _claim_page(self) -> bool:
        """
        Claim a page; its lease begins now, however long the call has taken already.

        Raises:
            StoreError: It has run out already: pages might follow each other
                without end.
        """
        now = time.monotonic()
        until = end_of_lease(self.at, self.lease) + dt.timedelta(seconds=now - self.began)
        self.mine, faults = self.outbox._claim(self.at, transactions.PAGE, until)  # noqa: SLF001 -- the same
        self.ends = now + self.lease.total_seconds()
        self.faults += faults
        if self.mine and time.monotonic() >= self.ends:
            raise StoreError("the lease ran out before anything that was claimed could be sent: allow more time")
        return bool(self.mine)

    def _deliver(self, claim: Claim) -> None:
        if claim.effect.id in self.tried:
            if claim.effect.id not in self.dead:
                raise DamagedIndexError("effects")
            self.dead.remove(claim.effect.id)
            self.put_off.append(claim)
            return
        self.tried.add(claim.effect.id)
        try:
            answer = self.send(claim.effect)
        except Exception as error:  # noqa: BLE001 -- whatever the error, the others must be tried
            at = instant_in_range(self.at, "at")
            again = next_try(claim.attempt, error, at).at
            if again is None:
                self.dead.add(claim.effect.id)
            self.outbox.mark_failed(claim, error, at=at, retry_at=again)
            if self.on_error is not None:
                self.on_error(claim.effect, error)
            return
        if check_answer(answer, "send") is not False:
            self.outbox.mark_delivered(claim.effect, at=self.at)
            self.sent += 1
        else:
            self.put_off.append(claim)
