"""
The outbox: effects wait in it until they are delivered, by several workers at once.

A worker claims effects: for the time of the lease they are its own. It delivers
them, and marks each. The lease of a worker that has died runs out, and others
deliver what it had, under the same id. What cannot be sent is tried again
later, and in the end becomes a dead letter: it keeps nothing else waiting.
"""

import datetime as dt
from collections.abc import Iterable
from operator import attrgetter
from types import NoneType
from typing import Any

import attrs

from psc_workflow._model.effects import AnyEffect
from psc_workflow._retired import warn_renamed
from psc_workflow._structuring.arguments import check_kind, in_utc, instant_in_range
from psc_workflow.exceptions import DossierNotFoundError, Fault, InvalidDocumentError, PscWorkflowError
from psc_workflow.states._making import naming
from psc_workflow.stores import _transactions as transactions
from psc_workflow.stores._arguments import EFFECTS, check_page
from psc_workflow.stores._damage import advancing
from psc_workflow.stores._dossiers import Dossiers
from psc_workflow.stores._encoding import can_be_id, read_effect
from psc_workflow.stores._leases import LEASE, Claim, DeadLetter, end_of_lease, lease_page, name_of, next_try
from psc_workflow.stores._rows import DeadRow, EffectRow, NextTry, Rows
from psc_workflow.stores._seals import check_effect, is_accepted


class Outbox(Dossiers):
    """The outbox."""

    def __init_subclass__(cls, **options: Any) -> None:
        """Have a subclass that overrides ``mark_delivered`` under its former name called all the same."""
        super().__init_subclass__(**options)
        if "delivered" in vars(cls) and "mark_delivered" not in vars(cls):
            warn_renamed("delivered", "mark_delivered")
            cls.mark_delivered = vars(cls)["delivered"]  # type: ignore[method-assign]

    def pending(self, at: dt.datetime, *, limit: int = transactions.PAGE) -> list[AnyEffect]:
        """
        Read the effects to deliver now: due, still of use, and neither delivered yet nor dead letters.

        For one worker alone, who marks them with :meth:`mark_delivered`:
        several use :meth:`claim`.

        Args:
            at: Aware instant.
            limit: Most effects to read, the longest due first.

        Raises:
            InvalidDocumentError: One of them cannot be read; ``deliver``
                delivers the others.
        """
        check_page(limit=limit)
        at = instant_in_range(at, "at")
        return [self._read_effect(row) for row in self._ask(lambda rows: rows.pending(at, limit))]

    def dossier_of(self, effect: AnyEffect) -> str:
        """
        Find the id of the dossier that *effect* comes from; an effect of this release names it.

        Raises:
            DossierNotFoundError: The outbox does not have *effect*.
        """
        check_kind(effect, EFFECTS, "effect", called="Effect")
        dossier = self._ask(lambda rows: rows.dossier_of(effect.id)) if can_be_id(effect.id) else None
        if dossier is None:
            raise DossierNotFoundError("no dossier has this effect in the outbox")
        return dossier

    # -- with a lease ---------------------------------------------------------------------------

    def claim(self, at: dt.datetime, *, limit: int = transactions.PAGE, lease: dt.timedelta = LEASE) -> list[Claim]:
        """
        Claim effects to deliver now: nobody else is given them while the lease holds.

        Each is to be marked with :meth:`mark_delivered` or :meth:`mark_failed`.
        One that is not, because the worker died, is claimed again once the
        lease has run out, with the same id. One that cannot be read is marked
        as failed, and left out; so is one whose workers died each time.

        Args:
            at: Aware instant of the worker's clock; the clocks of all workers
                must differ by less than the lease.
            limit: Most effects to claim, the longest due first.
            lease: Time to deliver them, more than zero.

        Raises:
            HostError: *lease* is not more than zero.
        """
        check_page(limit=limit)
        claims, _ = self._claim(at, limit, end_of_lease(at, lease))
        return claims

    def mark_delivered(self, effect: AnyEffect | Claim, *, at: dt.datetime) -> bool:
        """
        Record that *effect* was delivered; its content, which may be personal, is erased.

        Returns:
            Whether it was waiting: ``False`` if somebody was faster.
        """
        check_kind(effect, (Claim, *EFFECTS), "effect", called="Claim or Effect")
        id_, at = effect.effect.id if isinstance(effect, Claim) else effect.id, instant_in_range(at, "at")
        return can_be_id(id_) and self._retry(lambda rows: rows.mark_delivered(id_, at))

    def delivered(self, effect: AnyEffect, *, at: dt.datetime) -> bool:
        """Call :meth:`mark_delivered`, whose former name this is."""
        warn_renamed("delivered", "mark_delivered")
        return Outbox.mark_delivered(self, effect, at=at)

    def mark_failed(
        self, claim: Claim, error: BaseException | None = None, *, at: dt.datetime, retry_at: dt.datetime | None
    ) -> bool:
        """
        Record that what was claimed could not be delivered.

        Args:
            error: Only the name of its type is stored.
            at: Aware instant.
            retry_at: When it can be claimed again; ``None`` makes it a dead
                letter.

        Returns:
            Whether the lease still held: ``False`` if somebody else has it,
            or it is delivered.
        """
        check_kind(claim, Claim, "claim")
        check_kind(error, (BaseException, NoneType), "error")
        again, until = (
            None if retry_at is None else instant_in_range(retry_at, "retry_at"),
            in_utc(claim.until, "until"),
        )
        then = NextTry(again, claim.attempt, None if error is None else name_of(error), instant_in_range(at, "at"))
        return can_be_id(claim.effect.id) and self._retry(lambda rows: rows.give_back(claim.effect.id, until, then))

    # -- dead letters ---------------------------------------------------------------------------

    def dead_letters(self, *, after: str = "", limit: int = transactions.PAGE) -> list[DeadLetter]:
        """
        List the effects that are tried no more, in the order of their ids.

        Args:
            after: The last id of the page before.
            limit: Most to list.
        """
        check_page(limit=limit, after=after)
        page = self._ask(lambda rows: advancing(rows, "effects", rows.dead(after, limit), after, attrgetter("id")))
        return [self._dead_letter(row) for row in page]

    def retry(self, id: str, *, at: dt.datetime) -> bool:  # noqa: A002 -- as DeadLetter.id
        """
        Have a dead letter tried again from *at*, with all its attempts before it.

        Returns:
            Whether there was one of this id.
        """
        at = instant_in_range(at, "at")
        return can_be_id(id) and self._retry(lambda rows: rows.revive(id, at))

    def erase_useless(self, at: dt.datetime) -> int:
        """
        Erase the content, which may be personal, of effects that became useless before they were delivered.

        Nothing does so by itself: a wrong instant would erase what is still
        owed.

        Returns:
            How many were erased.
        """
        at = instant_in_range(at, "at")

        def erase(rows: Rows) -> int:
            rows.note_erasure()
            return rows.erase_useless(at)

        count = self._retry(erase)
        self._wipe()
        return count

    # -- parts ----------------------------------------------------------------------------------

    def _claim(self, at: dt.datetime, limit: int, until: dt.datetime) -> tuple[list[Claim], list[Fault]]:
        """Claim a page, and list the faults of what cannot be read; both are empty once nothing is left to claim."""
        at = instant_in_range(at, "at")
        claims, faults = list[Claim](), list[Fault]()
        while not claims and (page := self._retry(lambda rows: lease_page(rows, at, until, limit))):
            for row in page:
                try:
                    claims.append(Claim(self._read_effect(row), until, row.attempts + 1))
                except InvalidDocumentError as error:
                    faults += [fault.below(row.id) for fault in error.faults]
                    then = next_try(row.attempts + 1, error, at)
                    self._retry(lambda rows, row=row, then=then: rows.give_back(row.id, until, then))  # type: ignore[misc]
        return claims, faults

    def _put_back(self, claims: Iterable[Claim], at: dt.datetime) -> None:
        """Give back what was not tried; the attempt does not count."""
        self._put_off([(claim, at) for claim in claims], at)

    def _put_off(self, claims: Iterable[tuple[Claim, dt.datetime]], at: dt.datetime) -> None:
        """Give back what is to be tried at the instant beside it; this was no attempt."""
        returned = [
            (claim, NextTry(in_utc(again, "at"), claim.attempt - 1, None, instant_in_range(at, "at")))
            for claim, again in claims
        ]
        if returned:
            self._retry(lambda rows: [rows.give_back(claim.effect.id, claim.until, then) for claim, then in returned])

    def _dead_letter(self, row: DeadRow) -> DeadLetter:
        try:
            effect = self._read_effect(row)
        except InvalidDocumentError:
            effect = None
        return DeadLetter(row.id, row.dossier, effect, row.attempts, row.error, row.dead_at)

    def _read_effect(self, row: EffectRow | DeadRow) -> AnyEffect:
        effect, keys, wrong = read_effect(row.effect, row.digest), self._seal_keys, None
        if keys is not None:
            wrong = check_effect(keys, row.dossier, row.id, row.effect, row.digest)
            wrong = None if is_accepted(keys, wrong) else wrong
        if wrong is None and (effect.id, effect.dossier or row.dossier) != (row.id, row.dossier):
            wrong = "is not that of its row"
        if wrong is not None:
            raise InvalidDocumentError("the effect cannot be used:", [Fault("", wrong)])
        return self._named(effect, row.dossier)

    def _named(self, effect: AnyEffect, dossier: str) -> AnyEffect:
        """Return *effect*; one that an earlier release stored gains the names of its dossier and contract."""
        if effect.dossier is not None:
            return effect
        try:
            return naming(effect, self.load(dossier).record)
        except PscWorkflowError:  # of a dossier that cannot be read, its id is known all the same
            return attrs.evolve(effect, dossier=dossier)
