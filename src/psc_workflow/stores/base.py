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

import attrs

from psc_workflow.catalogue import contracts as catalogue_contracts
from psc_workflow.catalogue.contracts import Contract
from psc_workflow.exceptions import (
    DossierExistsError,
    DossierNotFoundError,
    HostError,
    StaleRevisionError,
    StoreError,
)
from psc_workflow.history import parse
from psc_workflow.journeys import Dossier
from psc_workflow.model import effects as to
from psc_workflow.model.commands import Command
from psc_workflow.model.decision import Decision, Outcome
from psc_workflow.model.effects import Effect
from psc_workflow.model.steps import Step
from psc_workflow.model.vocabulary import Role
from psc_workflow.structuring import canonical, parse_json, unstructure

PAGE = 100
"""Rows that are read at a time."""

_ATTEMPTS = 5
"""Times that a transaction is tried that gives way to others; the second one mostly sees what they wrote."""

T = TypeVar("T")


class GaveWayError(StoreError):
    """The database undid a transaction because of another one, and asks for it to be tried again."""


@attrs.frozen
class DossierRow:
    """
    A dossier as it is kept.

    Args:
        due_at: When something next happens by itself; ``None`` if nothing does.
    """

    id: str
    revision: int
    due_at: dt.datetime | None
    document: bytes = attrs.field(repr=False)


@attrs.frozen
class EffectRow:
    """An effect as it is kept; ``effect`` holds where a mail goes to, and is erased once it is of no more use."""

    id: str
    dossier: str
    due_at: dt.datetime
    useful_until: dt.datetime | None
    effect: bytes = attrs.field(repr=False)


class Rows(abc.ABC):
    """One transaction: what is done in it is done whole, or not at all."""

    @abc.abstractmethod
    def insert(self, row: DossierRow) -> bool:
        """Add a dossier; ``False`` if one of its id is there, and then nothing more is done in the transaction."""

    @abc.abstractmethod
    def replace(self, row: DossierRow, expected_revision: int) -> bool:
        """Replace a dossier if it still is at *expected_revision*; ``False`` if not."""

    @abc.abstractmethod
    def document(self, id: str) -> bytes | None:  # noqa: A002 -- as Dossier.open
        """Read the document of a dossier."""

    @abc.abstractmethod
    def documents(self, after: str, limit: int) -> list[tuple[str, bytes]]:
        """Read documents in the order of their ids, those that come after *after*."""

    @abc.abstractmethod
    def due(self, before: dt.datetime, limit: int) -> list[str]:
        """Name dossiers whose next deadline has come by *before*, the longest due first."""

    @abc.abstractmethod
    def add_steps(self, id: str, steps_of: Iterable[tuple[int, bytes]]) -> None:  # noqa: A002 -- as Dossier.open
        """Append to the history of a dossier, by revision."""

    @abc.abstractmethod
    def steps(self, id: str) -> list[bytes]:  # noqa: A002 -- as Dossier.open
        """Read the history of a dossier, from its first step."""

    @abc.abstractmethod
    def add_effects(self, rows: Iterable[EffectRow]) -> None:
        """Put effects into the outbox; one that is there, by its id, stays as it is."""

    @abc.abstractmethod
    def pending(self, at: dt.datetime, limit: int) -> list[EffectRow]:
        """Read what is due, of use, neither delivered nor erased at *at*, the longest due first."""

    @abc.abstractmethod
    def erase_useless(self, at: dt.datetime) -> int:
        """Erase the effects that are of no use any more at *at*, and count them; their rows stay."""

    @abc.abstractmethod
    def delivered(self, id: str, at: dt.datetime) -> bool:  # noqa: A002 -- an effect's
        """Keep that an effect was delivered, and erase it; ``False`` if none of that id waits."""


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

    def create(self, dossier: Dossier, *, effects: Iterable[Effect] = ()) -> None:
        """
        Store a new dossier.

        Args:
            effects: What the host owes from the start, such as
                ``[dossier.invitation]``.

        Raises:
            DossierExistsError: One of this id is already stored; it stays as
                it is.
        """
        row, owed = _row(dossier), tuple(_effect_rows(dossier, effects))

        def work(rows: Rows) -> None:
            if not rows.insert(row):
                raise DossierExistsError("a dossier of this id is already stored")
            rows.add_effects(owed)

        self._tried(work)

    def load(self, id: str) -> Dossier:  # noqa: A002 -- as Dossier.open
        """
        Read a dossier.

        Raises:
            DossierNotFoundError: None of this id is stored.
            InvalidDocumentError: What is stored cannot be read.
        """
        document = self._tried(lambda rows: rows.document(id))
        if document is None:
            raise DossierNotFoundError("no dossier of this id is stored")
        return Dossier.load(document, contracts=self._contracts)

    def save(
        self,
        dossier: Dossier,
        *,
        expected_revision: int,
        steps: Iterable[Step] = (),
        effects: Iterable[Effect] = (),
    ) -> None:
        """
        Store what a decision made of a dossier.

        Args:
            expected_revision: Revision of the dossier the decision was made
                on.
            steps: ``decision.steps``.
            effects: ``decision.effects``.

        Raises:
            StaleRevisionError: The stored one has moved on; nothing is
                written.
            DossierNotFoundError: None of this id is stored.
        """
        row, owed = _row(dossier), tuple(_effect_rows(dossier, effects))
        taken = tuple((step.revision, canonical(unstructure(step))) for step in steps)

        def work(rows: Rows) -> None:
            if not rows.replace(row, expected_revision):
                if rows.document(dossier.id) is None:
                    raise DossierNotFoundError("no dossier of this id is stored")
                raise StaleRevisionError("the stored dossier has moved on since it was read")
            rows.add_steps(dossier.id, taken)
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
        if decision.outcome is not Outcome.ACCEPTED or decision.dossier is dossier:
            return decision
        try:
            self.save(
                decision.dossier,
                expected_revision=dossier.revision,
                steps=decision.steps,
                effects=decision.effects,
            )
        except StaleRevisionError:
            overtaken = self.load(id)
            return overtaken.decide(command, at=at, key=key, role=role, expected_revision=dossier.revision)
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
        found, there = self._tried(lambda rows: (rows.steps(id), rows.document(id) is not None))
        if not there:
            raise DossierNotFoundError("no dossier of this id is stored")
        return tuple(parse(one) for one in found)

    # -- outbox -------------------------------------------------------------------------------------

    def pending(self, at: dt.datetime, *, limit: int = PAGE) -> list[Effect]:
        """
        Read the effects that are to be delivered now: due, still of use, and not delivered yet.

        Args:
            at: Aware instant.
            limit: So many at most, the longest due first.
        """
        found = self._tried(lambda rows: rows.pending(_utc(at), limit))
        return [to.parse(parse_json(row.effect)) for row in found]

    def delivered(self, effect: Effect, *, at: dt.datetime) -> bool:
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

    def deliver(self, send: Callable[[Effect], object], *, at: dt.datetime) -> int:
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
        """
        sent, left = 0, set[str]()
        while page := [one for one in self.pending(at, limit=PAGE + len(left)) if one.id not in left]:
            for effect in page:
                if send(effect) is False:
                    left.add(effect.id)
                else:
                    self.delivered(effect, at=at)
                    sent += 1
        return sent


def _page(rows: Rows, after: str) -> list[tuple[str, bytes]]:
    return rows.documents(after, PAGE)


def _row(dossier: Dossier) -> DossierRow:
    due_at = dossier.due_at()
    return DossierRow(dossier.id, dossier.revision, None if due_at is None else _utc(due_at), dossier.dump())


def _effect_rows(dossier: Dossier, effects: Iterable[Effect]) -> Iterator[EffectRow]:
    for one in effects:
        until = None if one.useful_until is None else _utc(one.useful_until)
        yield EffectRow(one.id, dossier.id, _utc(one.due_at), until, canonical(to.as_json(one)))


def _utc(instant: dt.datetime) -> dt.datetime:
    if not isinstance(instant, dt.datetime) or instant.tzinfo is None:
        raise HostError("a store takes aware instants")
    return instant.astimezone(dt.UTC)
