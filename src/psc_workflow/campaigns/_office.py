"""
What is done in a round: invite, tick, deliver, in batches, each of which may be repeated after a crash.
"""

import contextlib
import datetime as dt
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Protocol, runtime_checkable

import attrs

from psc_workflow import Dossier
from psc_workflow._catalogue import contracts as catalogue_contracts
from psc_workflow._catalogue.contracts import Contract, find
from psc_workflow._structuring.arguments import check_kind, instant_in_range
from psc_workflow.campaigns._domains import DomainLimits
from psc_workflow.campaigns._plan import Campaign, Invitee, WaveProgress
from psc_workflow.effects import AnyEffect
from psc_workflow.exceptions import DossierExistsError, HostError, PscWorkflowError
from psc_workflow.stores import Claim, Store
from psc_workflow.stores._arguments import check_answer, check_function, check_page
from psc_workflow.stores._leases import LEASE, MOST_ATTEMPTS, pause_after

BATCH = 100


@runtime_checkable
class Ledger(Protocol):
    """How far campaigns are: what all their workers share."""

    def is_paused(self, campaign: str) -> bool:
        """Whether it is paused."""

    def waves(self, campaign: str) -> Sequence[WaveProgress]:
        """List how far the waves of a campaign are, with the rates by which they go now."""

    def advance(self, campaign: str, wave: str, *, before: int, count: int, last: str) -> bool:
        """Record that *count* were invited, up to the id *last*; ``False`` if there are not *before* any more."""

    def take_places(self, mails: Mapping[str, int], window: dt.datetime) -> Mapping[str, int]:
        """Return how many mails to each domain there were in that window before these, and count them."""


@attrs.frozen
class Office:
    """
    Who runs a campaign on a store.

    Args:
        invitees: Asked for the name of a wave, the last id of the page before
            and the most to return; gives those to invite in the order of
            their ids.
        send: Sends one effect, as for ``Store.deliver``.
        contracts: Where to find contracts by their ids.
        limits: Of mail domains.
        on_error: Called with somebody who cannot be invited, and the error:
            no such contract, an id or an agent that no dossier can have. They
            are left out of their wave, and keep nobody in it waiting: put
            right, invite them in another one. Without it, the error is raised,
            and nobody else of the wave is invited until it is put right.

    Raises:
        HostError: An argument has another type, or a function is to be awaited.
    """

    store: Store
    ledger: Ledger
    campaign: Campaign
    invitees: Callable[[str, str, int], Sequence[Invitee]]
    send: Callable[[AnyEffect], object]
    contracts: Mapping[str, Contract] = catalogue_contracts.builtin
    limits: DomainLimits = DomainLimits()
    on_error: Callable[[Invitee, Exception], object] | None = None

    def __attrs_post_init__(self) -> None:
        """Check the arguments."""
        check_kind(self.store, Store, "store")
        check_kind(self.ledger, Ledger, "ledger")
        check_kind(self.campaign, Campaign, "campaign")
        check_kind(self.contracts, Mapping, "contracts")
        check_kind(self.limits, DomainLimits, "limits")
        check_function(self.invitees, "invitees")
        check_function(self.send, "send")
        check_function(self.on_error, "on_error", may_be_left_out=True)

    def work(self, at: dt.datetime) -> int:
        """
        Do all that there is to do at *at*: what cron calls. Return how much that was.

        An error, such as that of whoever cannot be invited, is raised once
        everything else is done: deadlines come for the others.
        """
        total, began, errors = 0, time.monotonic(), list[Exception]()

        def deliver(at: dt.datetime) -> int:
            return self._deliver_batch(at, BATCH, dt.timedelta(seconds=time.monotonic() - began))

        for batch in (self.invite, self.tick, deliver):
            try:
                while count := batch(at):
                    total += count
            except Exception as error:  # noqa: BLE001 -- whatever the error, the rest must be done
                errors.append(error)
        if errors:
            raise errors[0]
        return total

    def next_round(self, after: dt.datetime) -> dt.datetime:
        """Return when there is next something to do."""
        return self.campaign.next_round(after, self.contracts.values())

    # -- batches --------------------------------------------------------------------------------

    def invite(self, at: dt.datetime, *, limit: int = BATCH) -> int:
        """
        Invite the next ones whose time has come; repeated, it invites nobody twice.

        Returns:
            How many were invited; 0 if it is nobody's turn, or the campaign is
            paused.
        """
        check_page(limit=limit)
        at = instant_in_range(at, "at")
        if self.ledger.is_paused(self.campaign.name):
            return 0
        return next((count for wave in self._waves() if (count := self._invite(wave, at, limit))), 0)

    def _waves(self) -> Iterator[WaveProgress]:
        """Look up the waves of the campaign: one that was registered again has another rate or opening from then on."""
        registered = {wave.name: wave for wave in self.ledger.waves(self.campaign.name)}
        for wave in self.campaign.waves:
            if wave.name not in registered:
                raise HostError("no wave of this name is registered")
            yield registered[wave.name]

    def _invite(self, wave: WaveProgress, at: dt.datetime, limit: int) -> int:
        room = min(limit, wave.allowed(at) - wave.invited)
        page = self.invitees(wave.name, wave.last, room) if room > 0 else ()
        for invitee in page:
            self._open(invitee, at)
        if page:
            count = wave.invited + len(page)
            self.ledger.advance(self.campaign.name, wave.name, before=wave.invited, count=count, last=page[-1].id)
        return len(page)

    def _open(self, invitee: Invitee, at: dt.datetime) -> None:
        try:
            contract = find(invitee.contract, self.contracts)
            dossier = Dossier.open(contract, id=invitee.id, agent=invitee.agent, invited_at=at)
        except PscWorkflowError as error:
            if self.on_error is None:
                raise
            self.on_error(invitee, error)
            return
        with contextlib.suppress(DossierExistsError):  # by a batch that did not come to its end
            self.store.create(dossier, effects=[dossier.invitation])

    def tick(self, at: dt.datetime, *, limit: int = BATCH) -> int:
        """Tick dossiers that are due; time passes in a pause, too."""
        ticks = self.store.tick(at, limit=limit, max_jump=max(2 * self.campaign.every, dt.timedelta(days=2)))
        return ticks.ticked + ticks.overtaken + len(ticks.failed)

    def deliver(self, at: dt.datetime, *, limit: int = BATCH) -> int:
        """
        Deliver effects that are due, within the limits of their domains.

        Returns:
            How many were claimed; 0 if none are due, or the campaign is paused.
        """
        return self._deliver_batch(at, limit, dt.timedelta(0))

    def _deliver_batch(self, at: dt.datetime, limit: int, delay: dt.timedelta) -> int:
        """Deliver a batch, leased so long after *at* as *delay* says: others go by their own clocks."""
        check_page(limit=limit)
        at = instant_in_range(at, "at")
        if self.ledger.is_paused(self.campaign.name):
            return 0
        ends = time.monotonic() + LEASE.total_seconds()
        claims = self.store.claim(at, limit=limit, lease=LEASE + delay)
        again = list(self._places(claims, at))
        later = [(claim, instant) for claim, instant in zip(claims, again, strict=True) if instant is not None]
        self.store._put_off(later, at)  # noqa: SLF001 -- in one transaction
        for claim, instant in zip(claims, again, strict=True):
            if time.monotonic() >= ends:  # others may have the rest by now
                break
            if instant is None:
                self._deliver(claim, at)
        return len(claims)

    def _deliver(self, claim: Claim, at: dt.datetime) -> None:
        try:
            answer = self.send(claim.effect)
        except Exception as error:  # noqa: BLE001 -- whatever the error, the others must be tried
            self.store.mark_failed(claim, error, at=at, retry_at=_retry_at(claim, at))
            return
        if check_answer(answer, "send") is not False:
            self.store.mark_delivered(claim, at=at)
        else:  # not for now, and that is no attempt
            self.store._put_off([(claim, at + pause_after(1))], at)  # noqa: SLF001 -- as above

    def _places(self, claims: Sequence[Claim], at: dt.datetime) -> Iterator[dt.datetime | None]:
        """Say of each mail when it is to be tried again; of most, ``None``: they may go now."""
        limits = [self.limits.limit_of(claim.effect) for claim in claims]
        mails = Counter(limit[0] for limit in limits if limit is not None)
        window = self.limits.window_of(at)
        places = dict(self.ledger.take_places(mails, window)) if mails else {}
        for limit in limits:
            if limit is None:
                yield None
                continue
            domain, most = limit
            yield self.limits.send_at(at, places[domain], most)
            places[domain] += 1


def _retry_at(claim: Claim, at: dt.datetime) -> dt.datetime | None:
    """Return when a mail is tried again; ``None`` once it is a dead letter."""
    return at + pause_after(claim.attempt) if claim.attempt < MOST_ATTEMPTS else None
