"""
What every store does; a subclass only says how its rows are kept.

A save writes the dossier, the steps its history gained and the effects the
host owes, all or nothing, and only if the stored revision is still the one the
decision was made on. An effect stays in the outbox until it is said to be
delivered: at least once, and always under the same id.
"""

import abc
import datetime as dt
import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import TypeVar

from psc_workflow._catalogue import contracts as catalogue_contracts
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model import effects as to
from psc_workflow._model.commands import Command, Tick
from psc_workflow._model.decision import Decision, Outcome
from psc_workflow._model.effects import AnyEffect
from psc_workflow._model.steps import Step
from psc_workflow._model.vocabulary import Role
from psc_workflow._snapshot.history import parse_all, verify_history
from psc_workflow._structuring import StructureError, canonical, is_text, parse_json, unstructure
from psc_workflow.dossier import Dossier
from psc_workflow.exceptions import (
    DossierExistsError,
    DossierNotFoundError,
    Fault,
    HostError,
    InvalidDocumentError,
    StaleRevisionError,
)
from psc_workflow.stores._rows import DossierRow, EffectRow, GaveWayError, Rows

PAGE = 100
"""Rows that are read at a time."""

_ATTEMPTS = 5
"""Times that a transaction is tried that gives way to others; the second one mostly sees what they wrote."""

T = TypeVar("T")


class Store(abc.ABC):
    """
    A store of dossiers.

    Args:
        contracts: Where to find the contracts of stored dossiers.
    """

    def __init__(self, contracts: Mapping[str, Contract] = catalogue_contracts.builtin) -> None:
        self._contracts = contracts

    @abc.abstractmethod
    def _transaction(self) -> AbstractContextManager[Rows]:
        """
        Begin a transaction; what goes wrong in it is a ``StoreError``, and then it is undone.

        ``GaveWayError`` if it is worth trying again.
        """

    def _tried(self, work: Callable[[Rows], T]) -> T:
        """Do *work* in a transaction, again if that gives way to another writer's: it then sees what that one wrote."""
        for left in reversed(range(_ATTEMPTS)):
            try:
                with self._transaction() as rows:
                    return work(rows)
            except GaveWayError:
                if not left:
                    raise
        raise AssertionError

    # -- dossiers -----------------------------------------------------------------------------

    def create(self, dossier: Dossier, *, steps: Iterable[Step] = (), effects: Iterable[AnyEffect] = ()) -> None:
        """
        Store a new dossier.

        Args:
            steps: The history so far, of a dossier that comes from elsewhere;
                without it ``steps`` gives no whole history.
            effects: What the host owes from the start, such as
                ``[dossier.invitation]``.

        Raises:
            DossierExistsError: One of this id is already stored; it stays as
                it is.
            InvalidHistoryError: *steps* are not the history of *dossier*.
        """
        row, past, owed = _row(dossier), tuple(steps), tuple(_effect_rows(dossier, effects))
        if past:
            verify_history(past, head=dossier.record.history.head)

        def work(rows: Rows) -> None:
            if not rows.insert(row):
                raise DossierExistsError("a dossier of this id is already stored")
            rows.add_steps(dossier.id, _step_rows(past))
            rows.add_effects(owed)

        self._tried(work)

    def load(self, id: str) -> Dossier:  # noqa: A002 -- as Dossier.open
        """
        Read a dossier.

        Raises:
            DossierNotFoundError: None of this id is stored.
            InvalidDocumentError: What is stored cannot be read, or is another
                dossier's, or of another revision than the row says.
        """
        found = self._tried(lambda rows: rows.document(id)) if is_text(id) else None
        if found is None:
            raise DossierNotFoundError("no dossier of this id is stored")
        revision, document = found
        dossier = Dossier.load(document, contracts=self._contracts)
        faults = [
            Fault(name, "is not that of the row it is stored in")
            for name, stands, wanted in (("record.id", dossier.id, id), ("revision", dossier.revision, revision))
            if stands != wanted
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
        Store what a decision made of a dossier.

        What was owed before and makes no sense any more is erased: a reminder
        of an answer that has come, any mail to somebody who has died.

        Args:
            expected_revision: Revision of the dossier the decision was made
                on.
            steps: ``decision.steps``.
            effects: ``decision.effects``.

        Raises:
            HostError: *steps* are not those that lead from
                *expected_revision* to the dossier's.
            StaleRevisionError: The stored one has moved on; nothing is
                written.
            DossierNotFoundError: None of this id is stored.
        """
        row, owed, taken = _row(dossier), tuple(_effect_rows(dossier, effects)), tuple(_step_rows(steps))
        wanted = list(range(expected_revision + 1, dossier.revision + 1))
        if dossier.revision < expected_revision or [revision for revision, _ in taken] != wanted:
            raise HostError("the steps to save are those between the stored revision and the dossier's")

        def work(rows: Rows) -> None:
            if not rows.replace(row, expected_revision):
                if rows.document(dossier.id) is None:
                    raise DossierNotFoundError("no dossier of this id is stored")
                raise StaleRevisionError("the stored dossier has moved on since it was read")
            rows.add_steps(dossier.id, taken)
            for name, effect in rows.waiting(dossier.id):
                if not _still_owed(effect, dossier):
                    rows.erase(name)
            rows.add_effects(owed)

        self._tried(work)

    def decide(
        self,
        id: str,  # noqa: A002 -- as Dossier.open
        command: Command,
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
        nothing_changed = decision.dossier is dossier
        if decision.outcome is not Outcome.ACCEPTED or (nothing_changed and not isinstance(command, Tick)):
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
            overtaken = self.load(id)
            again = overtaken.decide(command, at=at, key=key, role=role, expected_revision=dossier.revision)
            if again.outcome is Outcome.ACCEPTED:  # never what is not saved: somebody put an old dossier back
                raise
            return again
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
        page, last = [("", b"")], ""
        while page:
            page = self._tried(functools.partial(_page, after=last))
            yield from page
            last = page[-1][0] if page else last

    def delete(self, id: str) -> None:  # noqa: A002 -- as Dossier.open
        """
        Delete a dossier with its whole history and all that is owed, in one go; what a host keeps elsewhere is its own.

        Raises:
            DossierNotFoundError: None of this id is stored.
        """
        if not is_text(id) or not self._tried(lambda rows: rows.remove(id)):
            raise DossierNotFoundError("no dossier of this id is stored")

    # -- time -------------------------------------------------------------------------------------

    def due(self, before: dt.datetime, *, limit: int = PAGE) -> list[str]:
        """
        Name the dossiers for which a scheduler should give ``commands.Tick``.

        Args:
            before: Aware instant, included.
            limit: Of so many at most, the longest due first.
        """
        return self._tried(lambda rows: rows.due(_utc(before), limit))

    # -- history ------------------------------------------------------------------------------------

    def steps(self, id: str) -> tuple[Step, ...]:  # noqa: A002 -- as Dossier.open
        """
        Read the whole history of a dossier, for ``history.verify_history``.

        Raises:
            DossierNotFoundError: None of this id is stored.
            InvalidDocumentError: A step cannot be read.
        """
        if not is_text(id):
            raise DossierNotFoundError("no dossier of this id is stored")
        found, there = self._tried(lambda rows: (rows.steps(id), rows.document(id) is not None))
        if not there:
            raise DossierNotFoundError("no dossier of this id is stored")
        return parse_all(found)

    # -- outbox -------------------------------------------------------------------------------------

    def pending(self, at: dt.datetime, *, limit: int = PAGE) -> list[AnyEffect]:
        """
        Read the effects that are to be delivered now: due, still of use, and not delivered yet.

        Args:
            at: Aware instant.
            limit: So many at most, the longest due first.

        Raises:
            InvalidDocumentError: One of them cannot be read; ``deliver``
                delivers the others.
        """
        return [_effect(row.effect) for row in self._pending(at, limit)]

    def delivered(self, effect: AnyEffect, *, at: dt.datetime) -> bool:
        """
        Keep that *effect* was delivered; its content, which may be personal, is erased.

        Returns:
            Whether it was waiting: ``False`` if somebody was faster.
        """
        return self._tried(lambda rows: rows.delivered(effect.id, _utc(at)))

    def erase_useless(self, at: dt.datetime) -> int:
        """
        Erase the content, which may be personal, of effects that have become useless before they could be delivered.

        Nothing does so by itself: an instant that is wrong would take with
        it what is still owed.

        Returns:
            How many there were.
        """
        return self._tried(lambda rows: rows.erase_useless(_utc(at)))

    def deliver(self, send: Callable[[AnyEffect], object], *, at: dt.datetime) -> int:
        """
        Deliver all that is due, one after the other.

        Args:
            send: Sends one. It returns ``False`` for one that it could not
                send, which stays for another time while the next is tried.
                What it raises goes through: what it had done is kept, the
                rest stays. It may be given an effect twice, if this process
                ends between sending and noting it, or if two of them deliver
                at once: under the same id.
            at: Aware instant.

        Returns:
            How many were sent.

        Raises:
            InvalidDocumentError: Some cannot be read, once all others are
                sent; with their ids.
        """
        sent, left, unread = 0, set[str](), list[Fault]()
        while page := [row for row in self._pending(at, PAGE + len(left)) if row.id not in left]:
            for row in page:
                try:
                    effect = _effect(row.effect)
                except InvalidDocumentError as error:
                    left.add(row.id)
                    unread += [fault.below(row.id) for fault in error.faults]
                    continue
                if send(effect) is False:
                    left.add(row.id)
                else:
                    self.delivered(effect, at=at)
                    sent += 1
        if unread:
            raise InvalidDocumentError("stored effects cannot be read; all others are delivered:", unread)
        return sent

    def _pending(self, at: dt.datetime, limit: int) -> list[EffectRow]:
        return self._tried(lambda rows: rows.pending(_utc(at), limit))


def _page(rows: Rows, after: str) -> list[tuple[str, bytes]]:
    return rows.documents(after, PAGE)


def _row(dossier: Dossier) -> DossierRow:
    due_at = dossier.due_at()
    return DossierRow(dossier.id, dossier.revision, None if due_at is None else _utc(due_at), dossier.dump())


def _step_rows(steps: Iterable[Step]) -> Iterator[tuple[int, bytes]]:
    for step in steps:
        yield step.revision, canonical(unstructure(step))


def _effect_rows(dossier: Dossier, effects: Iterable[AnyEffect]) -> Iterator[EffectRow]:
    for one in effects:
        until = None if one.useful_until is None else _utc(one.useful_until)
        yield EffectRow(one.id, dossier.id, _utc(one.due_at), until, canonical(to.as_json(one)))


def _effect(stored: bytes) -> AnyEffect:
    try:
        return to.parse(parse_json(stored))
    except StructureError as error:
        raise InvalidDocumentError("the effect cannot be read:", error.faults) from None


def _still_owed(stored: bytes, dossier: Dossier) -> bool:
    """Whether an effect still makes sense; one that cannot be read is left for somebody to see."""
    try:
        return dossier.still_owes(_effect(stored))
    except InvalidDocumentError:
        return True


def _utc(instant: dt.datetime) -> dt.datetime:
    if not isinstance(instant, dt.datetime) or instant.tzinfo is None:
        raise HostError("a store takes aware instants")
    return instant.astimezone(dt.UTC)
