"""
What every store does; a subclass only says how its rows are kept.

A save writes the dossier, the steps that its history gained and the effects
that the host owes, all or nothing, and only if the stored revision is still
the one that the decision was made on. An effect stays in the outbox until it
is marked as delivered: it is delivered at least once, always under the same id.
"""

import abc
import datetime as dt
import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Any, TypeVar

import attrs

from psc_workflow._catalogue import contracts as catalogue_contracts
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.commands import Command, Form, Tick
from psc_workflow._model.commands.form import as_form
from psc_workflow._model.decision import Decision, Outcome
from psc_workflow._model.effects import AnyEffect
from psc_workflow._model.steps import Step
from psc_workflow._model.vocabulary import Role
from psc_workflow._retired import warn_renamed
from psc_workflow._snapshot.history import parse_all, verify_history
from psc_workflow._structuring import is_text
from psc_workflow.dossier import Dossier
from psc_workflow.exceptions import (
    DossierExistsError,
    DossierNotFoundError,
    Fault,
    HostError,
    InvalidDocumentError,
    PscWorkflowError,
    StaleRevisionError,
)
from psc_workflow.states._making import naming
from psc_workflow.stores._encoding import dossier_row, effect_rows, is_still_owed, read_effect, step_rows, to_utc
from psc_workflow.stores._rows import EffectRow, GaveWayError, Rows

PAGE = 100
"""Rows that are read at a time."""

_ATTEMPTS = 5
"""Times that a transaction is tried if it gives way to others; the second attempt mostly sees what they wrote."""

T = TypeVar("T")


class Store(abc.ABC):
    """
    A store of dossiers.

    Args:
        contracts: Where to find the contracts of stored dossiers.
    """

    def __init__(self, contracts: Mapping[str, Contract] = catalogue_contracts.builtin) -> None:
        self._contracts = contracts

    def __init_subclass__(cls, **options: Any) -> None:
        """Have a subclass that overrides ``mark_delivered`` under its former name called all the same."""
        super().__init_subclass__(**options)
        if "delivered" in vars(cls) and "mark_delivered" not in vars(cls):
            warn_renamed("delivered", "mark_delivered")
            cls.mark_delivered = vars(cls)["delivered"]  # type: ignore[method-assign]

    @abc.abstractmethod
    def _transaction(self) -> AbstractContextManager[Rows]:
        """
        Begin a transaction, which any error undoes; errors of the database are raised as ``StoreError``.

        ``GaveWayError`` if it is worth trying again.
        """

    def _retry(self, work: Callable[[Rows], T]) -> T:
        """Do *work* in a transaction, and again if that gives way to another writer's: it then sees what that wrote."""
        for attempts_left in reversed(range(_ATTEMPTS)):
            try:
                with self._transaction() as rows:
                    return work(rows)
            except GaveWayError:
                if not attempts_left:
                    raise
        raise AssertionError

    # -- dossiers -----------------------------------------------------------------------------

    def create(self, dossier: Dossier, *, steps: Iterable[Step] = (), effects: Iterable[AnyEffect] = ()) -> None:
        """
        Store a new dossier.

        Args:
            steps: The history so far, of a dossier that comes from elsewhere;
                without it, ``steps`` returns an incomplete history.
            effects: What the host owes from the start, such as
                ``[dossier.invitation]``.

        Raises:
            DossierExistsError: A dossier of this id is already stored; it
                stays as it is.
            InvalidHistoryError: *steps* are not the history of *dossier*.
        """
        row, history, owed = dossier_row(dossier), tuple(steps), tuple(effect_rows(dossier, effects))
        if history:
            verify_history(history, head=dossier.record.history.head)

        def work(rows: Rows) -> None:
            if not rows.insert(row):
                raise DossierExistsError("a dossier of this id is already stored")
            rows.add_steps(dossier.id, step_rows(history))
            rows.add_effects(owed)

        self._retry(work)

    def load(self, id: str) -> Dossier:  # noqa: A002 -- as Dossier.open
        """
        Read a dossier.

        Raises:
            DossierNotFoundError: No dossier of this id is stored.
            InvalidDocumentError: What is stored cannot be read, belongs to
                another dossier, or has another revision than its row.
        """
        stored = self._retry(lambda rows: rows.document(id)) if is_text(id) else None
        if stored is None:
            raise DossierNotFoundError("no dossier of this id is stored")
        revision, document = stored
        dossier = Dossier.load(document, contracts=self._contracts)
        faults = [
            Fault(name, "is not that of the row it is stored in")
            for name, actual, expected in (("record.id", dossier.id, id), ("revision", dossier.revision, revision))
            if actual != expected
        ]
        if faults:
            raise InvalidDocumentError("the stored dossier cannot be used:", faults)
        return dossier

    def save(
        self,
        dossier: Dossier,
        *,
        expected_revision: int,
        steps: Iterable[Step] = (),
        effects: Iterable[AnyEffect] = (),
    ) -> None:
        """
        Store the dossier that a decision returned.

        What was owed before and no longer makes sense is erased: a reminder of
        an answer that has come, any mail to somebody who has died.

        Args:
            expected_revision: Revision of the dossier that the decision was
                made on.
            steps: ``decision.steps``.
            effects: ``decision.effects``.

        Raises:
            HostError: *steps* do not lead from *expected_revision* to the
                dossier's revision.
            StaleRevisionError: The stored dossier has moved on; nothing is
                written.
            DossierNotFoundError: No dossier of this id is stored.
        """
        row, owed, gained = dossier_row(dossier), tuple(effect_rows(dossier, effects)), tuple(step_rows(steps))
        expected = list(range(expected_revision + 1, dossier.revision + 1))
        if dossier.revision < expected_revision or [revision for revision, _ in gained] != expected:
            raise HostError("`steps` must lead from `expected_revision` to the revision of the dossier")

        def work(rows: Rows) -> None:
            if not rows.replace(row, expected_revision):
                if rows.document(dossier.id) is None:
                    raise DossierNotFoundError("no dossier of this id is stored")
                raise StaleRevisionError("the stored dossier has moved on since it was read")
            rows.add_steps(dossier.id, gained)
            for effect_id, effect in rows.waiting(dossier.id):
                if not is_still_owed(effect, dossier):
                    rows.erase(effect_id)
            rows.add_effects(owed)

        self._retry(work)

    def decide(
        self,
        id: str,  # noqa: A002 -- as Dossier.open
        command: Command | Form,
        *,
        at: dt.datetime,
        key: str | None = None,
        role: Role | None = None,
        expected_revision: int | None = None,
    ) -> Decision[Dossier]:
        """
        Load, decide and save in one go; arguments as for ``Dossier.decide``.

        Returns:
            The decision, saved with its steps and effects if it was accepted
            and changed anything. If another writer was faster, the dossier is
            the stored one and the outcome ``stale``, or ``duplicate`` if that
            writer brought the same key and command.
        """
        dossier = self.load(id)
        decision = dossier.decide(command, at=at, key=key, role=role, expected_revision=expected_revision)
        nothing_changed, is_tick = decision.dossier is dossier, isinstance(as_form(command).command, Tick)
        if decision.outcome is not Outcome.ACCEPTED or (nothing_changed and not is_tick):
            return decision  # a tick is saved all the same: a new contract may have moved what falls due next
        try:
            self.save(
                decision.dossier,
                expected_revision=dossier.revision,
                steps=decision.steps,
                effects=decision.effects,
            )
        except StaleRevisionError:
            if nothing_changed:
                return decision
            newer = self.load(id)
            late_decision = newer.decide(command, at=at, key=key, role=role, expected_revision=dossier.revision)
            if (
                late_decision.outcome is Outcome.ACCEPTED
            ):  # an old document was put back: never return what is not saved
                raise
            return late_decision
        return decision

    def iterate(self) -> Iterator[Dossier]:
        """
        Read all dossiers, in the order of their ids; no transaction stays open between them.

        Raises:
            InvalidDocumentError: One of them cannot be read.
        """
        for _, document in self.documents():
            yield Dossier.load(document, contracts=self._contracts)

    def documents(self) -> Iterator[tuple[str, bytes]]:
        """Read all documents as they are stored, with their ids."""
        page, last_id = [("", b"")], ""
        while page:
            page = self._retry(functools.partial(_page, after=last_id))
            yield from page
            last_id = page[-1][0] if page else last_id

    def delete(self, id: str) -> None:  # noqa: A002 -- as Dossier.open
        """
        Delete a dossier with its whole history and all that is owed, in one go; copies elsewhere are the host's.

        Raises:
            DossierNotFoundError: No dossier of this id is stored.
        """
        if not is_text(id) or not self._retry(lambda rows: rows.remove(id)):
            raise DossierNotFoundError("no dossier of this id is stored")

    # -- time -------------------------------------------------------------------------------------

    def due(self, before: dt.datetime, *, limit: int = PAGE) -> list[str]:
        """
        List the ids of the dossiers to which a scheduler should give ``commands.Tick``.

        Args:
            before: Aware instant, included.
            limit: Most ids to list, the longest due first.
        """
        return self._retry(lambda rows: rows.due(to_utc(before, "before"), limit))

    # -- history ------------------------------------------------------------------------------------

    def steps(self, id: str) -> tuple[Step, ...]:  # noqa: A002 -- as Dossier.open
        """
        Read the whole history of a dossier, for ``history.verify_history``.

        Raises:
            DossierNotFoundError: No dossier of this id is stored.
            InvalidDocumentError: A step cannot be read.
        """
        if not is_text(id):
            raise DossierNotFoundError("no dossier of this id is stored")
        steps, exists = self._retry(lambda rows: (rows.steps(id), rows.document(id) is not None))
        if not exists:
            raise DossierNotFoundError("no dossier of this id is stored")
        return parse_all(steps)

    # -- outbox -------------------------------------------------------------------------------------

    def pending(self, at: dt.datetime, *, limit: int = PAGE) -> list[AnyEffect]:
        """
        Read the effects to deliver now: due, still of use, and not delivered yet.

        Args:
            at: Aware instant.
            limit: Most effects to read, the longest due first.

        Raises:
            InvalidDocumentError: One of them cannot be read; ``deliver``
                delivers the others.
        """
        return [self._read(row) for row in self._pending(at, limit)]

    def dossier_of(self, effect: AnyEffect) -> str:
        """
        Find the id of the dossier that *effect* comes from, for a message that names it (``mails.render``).

        Raises:
            DossierNotFoundError: The outbox does not have *effect*.
        """
        dossier = self._retry(lambda rows: rows.dossier_of(effect.id)) if is_text(effect.id) else None
        if dossier is None:
            raise DossierNotFoundError("no dossier has this effect in the outbox")
        return dossier

    def mark_delivered(self, effect: AnyEffect, *, at: dt.datetime) -> bool:
        """
        Record that *effect* was delivered; its content, which may be personal, is erased.

        Returns:
            Whether it was waiting: ``False`` if somebody was faster.
        """
        return self._retry(lambda rows: rows.mark_delivered(effect.id, to_utc(at, "at")))

    def delivered(self, effect: AnyEffect, *, at: dt.datetime) -> bool:
        """Call :meth:`mark_delivered`, whose former name this is."""
        warn_renamed("delivered", "mark_delivered")
        return Store.mark_delivered(self, effect, at=at)

    def erase_useless(self, at: dt.datetime) -> int:
        """
        Erase the content, which may be personal, of effects that became useless before they were delivered.

        Nothing does so by itself: a wrong instant would erase what is still
        owed.

        Returns:
            How many were erased.
        """
        return self._retry(lambda rows: rows.erase_useless(to_utc(at, "at")))

    def deliver(self, send: Callable[[AnyEffect], object], *, at: dt.datetime) -> int:
        """
        Deliver all that is due, one effect after the other.

        Args:
            send: Sends one effect. It returns ``False`` if it could not, and
                the effect then stays for another time while the next is tried.
                An error that it raises is passed on: what was sent stays
                recorded, the rest stays owed. It may be given an effect twice,
                always under the same id, if this process ends between sending
                and recording it, or if two processes deliver at once.
            at: Aware instant.

        Returns:
            How many were sent.

        Raises:
            InvalidDocumentError: Some cannot be read; it is raised once all
                others are sent, and has their ids.
        """
        sent, left, faults = 0, set[str](), list[Fault]()
        while page := [row for row in self._pending(at, PAGE + len(left)) if row.id not in left]:
            for row in page:
                try:
                    effect = self._read(row)
                except InvalidDocumentError as error:
                    left.add(row.id)
                    faults += [fault.below(row.id) for fault in error.faults]
                    continue
                if send(effect) is False:
                    left.add(row.id)
                else:
                    self.mark_delivered(effect, at=at)
                    sent += 1
        if faults:
            raise InvalidDocumentError("stored effects cannot be read; all others are delivered:", faults)
        return sent

    def _pending(self, at: dt.datetime, limit: int) -> list[EffectRow]:
        return self._retry(lambda rows: rows.pending(to_utc(at, "at"), limit))

    def _read(self, row: EffectRow) -> AnyEffect:
        """Read an effect; one that an earlier release stored gains the names of its dossier and contract."""
        effect = read_effect(row.effect)
        if effect.dossier is not None:
            return effect
        try:
            return naming(effect, self.load(row.dossier).record)
        except PscWorkflowError:  # of a dossier that cannot be read, its id is known all the same
            return attrs.evolve(effect, dossier=row.dossier)


def _page(rows: Rows, after: str) -> list[tuple[str, bytes]]:
    return rows.documents(after, PAGE)
