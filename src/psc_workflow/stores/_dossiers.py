"""
Dossiers and their history: created, read, saved and erased, each with all that belongs to it in one transaction.
"""

import datetime as dt
import functools
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from operator import attrgetter
from typing import TypeVar

from psc_workflow._model.commands import Command, Submission, Tick
from psc_workflow._model.commands.submission import as_submission
from psc_workflow._model.decision import Decision, Outcome
from psc_workflow._model.effects import AnyEffect
from psc_workflow._model.steps import Step
from psc_workflow._model.vocabulary import Role
from psc_workflow._snapshot.history import parse_all, verify_history
from psc_workflow._structuring.arguments import all_of, check_kind
from psc_workflow._structuring.boundary import boundary
from psc_workflow.dossier import Dossier
from psc_workflow.exceptions import (
    DossierExistsError,
    DossierNotFoundError,
    Fault,
    InvalidDocumentError,
    StaleRevisionError,
)
from psc_workflow.states._deciding import assume_role
from psc_workflow.stores import _transactions as transactions
from psc_workflow.stores._arguments import EFFECTS
from psc_workflow.stores._damage import DamagedIndexError, advancing
from psc_workflow.stores._encoding import (
    Save,
    can_be_id,
    dossier_row,
    effect_rows,
    is_still_owed,
    save_of,
    step_rows,
)
from psc_workflow.stores._rows import Rows, StoredRow
from psc_workflow.stores._seals import SealKeys, check_document, is_accepted, is_intact, without_seal
from psc_workflow.stores._transactions import Transactions

T = TypeVar("T")


class Dossiers(Transactions):
    """Dossiers and their history."""

    @boundary
    def create(self, dossier: Dossier, *, steps: Iterable[Step] = (), effects: Iterable[AnyEffect] = ()) -> None:
        """
        Store a new dossier.

        Args:
            steps: The history so far, of a dossier that comes from elsewhere;
                without it, ``steps`` returns an incomplete history.
            effects: What the host owes from the start, such as
                ``[dossier.invitation]``.

        Raises:
            DossierExistsError: A dossier of this id is already stored, and
                stays as it is; or one was erased.
            HostError: An effect is owed by another dossier, or could not be
                found or read back.
            InvalidHistoryError: *steps* are not the history of *dossier*.
        """
        check_kind(dossier, Dossier, "dossier")
        history, first_effects = all_of(steps, Step, "steps"), all_of(effects, EFFECTS, "effects", called="Effect")
        row = dossier_row(dossier, self._seal_keys)
        owed = tuple(effect_rows(dossier, first_effects, self._seal_keys))
        if history:
            verify_history(history, head=dossier.record.history.head)

        def work(rows: Rows) -> None:
            if not rows.insert(row):
                raise DossierExistsError("a dossier of this id is already stored")
            if rows.tombstone(dossier.id) is not None:  # asked last: whoever erases it just now was waited for
                raise DossierExistsError("a dossier of this id was erased")
            rows.put_index([row.index])
            rows.add_steps(step_rows(dossier.id, history, self._seal_keys))
            rows.add_effects(owed)
            self._tell_beside(rows, dossier.id, dossier, history, first_effects)

        self._retry(work)

    @boundary
    def load(self, id: str) -> Dossier:  # noqa: A002 -- as Dossier.open
        """
        Read a dossier.

        Raises:
            DossierNotFoundError: No dossier of this id is stored.
            InvalidDocumentError: What is stored cannot be read, is not what
                was written, belongs to another dossier, or has another
                revision than its row; or the store has keys, and they did not
                seal it.
        """
        stored = self._ask(lambda rows: rows.document(id)) if can_be_id(id) else None
        if stored is None:
            raise DossierNotFoundError("no dossier of this id is stored")
        return self._read(stored)

    def _read(self, row: StoredRow, *, asks_for_seal: bool = True) -> Dossier:
        dossier = Dossier.load(row.document, contracts=self._contracts)
        faults = [
            Fault(name, "is not that of the row it is stored in")
            for name, is_that in (("record.id", dossier.id == row.id), ("revision", dossier.revision == row.revision))
            if not is_that
        ]
        if not is_intact(row.document, row.digest):
            faults.append(Fault("", "is not what was written"))
        if asks_for_seal and self._seal_keys is not None and (wrong := self._check_seal(self._seal_keys, row)):
            faults.append(Fault("", wrong))
        if faults:
            raise InvalidDocumentError("the stored dossier cannot be used:", faults)
        return dossier

    def _check_seal(self, keys: SealKeys, row: StoredRow) -> str | None:
        """Say what is wrong with the seal of a document, if anything is."""
        wrong = check_document(keys, row.id, row.revision, row.document, row.digest)
        return None if is_accepted(keys, wrong) else wrong

    @boundary
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
                dossier's revision, or an effect is owed by another dossier, or
                could not be found or read back.
            StaleRevisionError: The stored dossier has moved on; nothing is
                written.
            DossierNotFoundError: No dossier of this id is stored.
        """
        save = save_of(dossier, expected_revision, steps, effects, self._seal_keys)

        def work(rows: Rows) -> None:
            if self._write(rows, [save]):
                return
            if rows.document(dossier.id) is None:
                raise DossierNotFoundError("no dossier of this id is stored")
            raise StaleRevisionError("the stored dossier has moved on since it was read")

        self._retry(work)

    def _write(self, rows: Rows, saves: Sequence[Save]) -> int:
        """Write what can be, and count it: dossiers that have moved on since they were read stay as they are."""
        replaced = rows.replace([(save.row, save.expected_revision) for save in saves])
        fresh = {save.dossier.id: save for save in saves if save.dossier.id in replaced}
        rows.put_index([save.row.index for save in fresh.values()])
        rows.add_steps(row for save in fresh.values() for row in save.step_rows)
        for id_, effect_id, effect in rows.waiting(fresh):
            if not is_still_owed(effect, fresh[id_].dossier):
                rows.erase(effect_id)
        rows.add_effects(row for save in fresh.values() for row in save.effect_rows)
        for save in fresh.values():
            self._tell_beside(rows, save.dossier.id, save.dossier, save.steps, save.effects)
        return len(fresh)

    @boundary
    def decide(
        self,
        id: str,  # noqa: A002 -- as Dossier.open
        command: Command | Submission,
        *,
        at: dt.datetime,
        key: str | None = None,
        role: Role | None = None,
        expected_revision: int | None = None,
        by: str | None = None,
    ) -> Decision[Dossier]:
        """
        Load, decide and save in one go; arguments as for ``Dossier.decide``.

        Returns:
            The decision, saved with its steps and effects if it was accepted
            and changed anything. If another writer was faster, the dossier is
            the stored one and the outcome ``stale``, or ``duplicate`` if that
            writer brought the same key and command.
        """
        if role is None:
            role = assume_role("decide", command)
        with self._exclusively(id):
            return self._decide(id, command, at, key, role, expected_revision, by)

    def _exclusively(self, id: str) -> AbstractContextManager[object]:  # noqa: A002, ARG002 -- as Dossier.open
        """Keep others from deciding on a dossier meanwhile, where that is worth it: elsewhere one may be overtaken."""
        return nullcontext()

    def _decide(  # noqa: PLR0917 -- those of decide, in their order
        self,
        id: str,  # noqa: A002 -- as Dossier.open
        command: Command | Submission,
        at: dt.datetime,
        key: str | None,
        role: Role | None,
        expected_revision: int | None,
        by: str | None,
    ) -> Decision[Dossier]:
        dossier = self.load(id)
        decision = dossier.decide(command, at=at, key=key, role=role, expected_revision=expected_revision, by=by)
        nothing_changed, is_tick = decision.dossier is dossier, isinstance(as_submission(command).command, Tick)
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
            late_decision = newer.decide(command, at=at, key=key, role=role, expected_revision=dossier.revision, by=by)
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
        yield from map(self._read, self._stored())

    def documents(self) -> Iterator[tuple[str, bytes]]:
        """Read all documents as they are stored, with their ids."""
        for row in self._stored():
            yield row.id, row.document

    def _stored(self, after: str = "") -> Iterator[StoredRow]:
        return self._paged(_page, attrgetter("id"), after)

    def _ids(self) -> Iterator[str]:
        return self._paged(_page_of_ids, str)

    def _paged(self, read: Callable[..., list[T]], id_of: Callable[[T], str], after: str = "") -> Iterator[T]:
        ends = {after}
        while page := self._ask(functools.partial(read, after=after)):
            after = id_of(page[-1])
            if after in ends:
                raise DamagedIndexError("dossiers")
            ends.add(after)
            yield from page

    @boundary
    def steps(self, id: str) -> tuple[Step, ...]:  # noqa: A002 -- as Dossier.open
        """
        Read the whole history of a dossier, for ``history.verify_history``.

        Raises:
            DossierNotFoundError: No dossier of this id is stored.
            InvalidDocumentError: A step cannot be read.
        """
        if not can_be_id(id):
            raise DossierNotFoundError("no dossier of this id is stored")
        steps, exists = self._ask(lambda rows: (rows.steps(id), rows.document(id) is not None))
        if not exists:
            raise DossierNotFoundError("no dossier of this id is stored")
        return parse_all(without_seal(row.step) for row in steps)


def _page(rows: Rows, after: str) -> list[StoredRow]:
    return advancing(rows, "dossiers", rows.documents(after, transactions.PAGE), after, attrgetter("id"))


def _page_of_ids(rows: Rows, after: str) -> list[str]:
    return advancing(rows, "dossiers", rows.ids(after, transactions.PAGE), after, str)
