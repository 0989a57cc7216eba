"""
Whether all that is stored agrees: rows with documents, steps with heads, effects with the outbox, a file with itself.
"""

import contextlib
import datetime as dt
import functools
from collections.abc import Iterable, Iterator, Sequence

import attrs

from psc_workflow._structuring.arguments import check_kind, in_utc
from psc_workflow.exceptions import HostError, InvalidDocumentError, PscWorkflowError, StoreError
from psc_workflow.stores._cells import WrongCellError
from psc_workflow.stores._damage import DamagedIndexError
from psc_workflow.stores._encoding import dossier_row, read_effect, with_document_of
from psc_workflow.stores._finding import Finding, is_of_one_dossier
from psc_workflow.stores._leases import LONGEST_LEASE
from psc_workflow.stores._rows import DossierRow, Rows
from psc_workflow.stores._sealing import faults_of_seals, put_seals
from psc_workflow.stores._seals import BY_IS_GONE, UNSEALED, SealKeys
from psc_workflow.stores._ticking import CLAIMED, CLOCK
from psc_workflow.stores._verify_history import fault_of_head, faults_of_history, paths_of
from psc_workflow.stores._verify_rows import OutboxRow, Standing, VerifyRows

_REPAIRABLE = ("due", "index")

_LONGEST_WAIT = 2 * LONGEST_LEASE
"""From the latest instant that a store knows to the end of a lease, given a year later at most."""


@attrs.frozen
class Discrepancy:
    """
    Something in a store that does not agree with the rest.

    Args:
        kind: ``database`` (SQLite finds itself damaged, or does not take
            the tables for those of this release), ``document`` (it cannot be
            read, or is not what was written), ``history`` (the steps
            do not lead to the dossier), ``effect`` (one in the outbox is not
            what was written, or not that of its row), ``due`` (the dossier
            would be ticked at another instant), ``index`` (the dossier is
            found by what is not so), ``rows`` (they belong to no dossier, or
            to an erased one, or hold what does not belong there), ``seal``
            (the document, a step or an effect is not what was sealed with the
            keys of the store), ``head`` (a dossier has not got the history
            that it had when its head was taken).
        dossier: Id of the dossier; ``None`` if it is about the whole store.
        subject: What does not agree: fields, the id of an effect, a table, or
            what SQLite says. No value of what is stored.
        is_repaired: Whether :meth:`Store.verify` has repaired it.
    """

    kind: str
    dossier: str | None
    subject: str
    is_repaired: bool = False


@attrs.frozen
class Head:
    """
    How far the history of a dossier goes, to be kept where no writer of the database can reach it.

    Args:
        chain: Hash of the last step and all before it; empty if there is none.
    """

    dossier: str
    revision: int
    chain: str


class Verifying(Finding):
    """Comparing all that is stored."""

    def heads(self) -> Iterator[Head]:
        """
        Take the heads of all histories, in the order of the ids of their dossiers.

        Raises:
            InvalidDocumentError: A dossier cannot be read.
        """
        for dossier in self.iterate():
            yield Head(dossier.id, dossier.revision, dossier.record.history.head)

    def verify(self, *, repair: bool = False, heads: Iterable[Head] = ()) -> tuple[Discrepancy, ...]:
        """
        Compare everything that is stored, and list what does not agree; others may go on working meanwhile.

        Whatever single bit of a store has changed by accident: if it changes
        an answer, it is listed here, or reading raises an error. It takes
        about as long as reading all dossiers. Against somebody who writes to
        the store on purpose it proves nothing, unless the store has keys:
        then every document, step and effect that they did not seal is listed.

        Args:
            heads: Those that :meth:`heads` gave, kept elsewhere: of each, the
                dossier must still be there with that history, and with every
                step since. One that was erased is listed, too, with the day:
                leave out the heads of what you have erased.
            repair: Write anew what follows from the dossiers: the instants at
                which they fall due, and the index. Documents, steps and
                effects that have changed stay as they are, for a backup to
                replace them.

        Returns:
            Every discrepancy; nothing if all is well.

        Raises:
            StoreError: The database cannot be read; a backup is needed.
            HostError: *heads* are none.
        """
        check_kind(repair, bool, "repair")
        check_kind(heads, Iterable, "heads")
        damages = self._ask(lambda rows: _verifying(rows).damages())
        if damages and repair:
            self._retry(_rebuild)
        discrepancies = list[Discrepancy]()
        try:
            for id_ in self._ids():
                discrepancies += self._verify_one(id_, repair=repair)
        except DamagedIndexError as error:  # what it does not lead to cannot be compared
            discrepancies.append(Discrepancy("database", None, error.damage))
        orphans = self._ask(lambda rows: _verifying(rows).orphans())
        discrepancies += [self._orphan(table, id_, repair=repair) for table, id_ in orphans]
        discrepancies += [each for head in heads for each in self._compare_head(head)]
        left = set(self._ask(lambda rows: _verifying(rows).damages()) if repair else damages)
        return (*(Discrepancy("database", None, text, text not in left) for text in damages), *discrepancies)

    def seal(self) -> tuple[Discrepancy, ...]:
        """
        Seal what was stored before there were keys, and with the present key what a retired one sealed.

        Once, when keys are introduced or changed: whatever is stored without a
        seal is taken to be right. Others may go on working meanwhile, if they
        have the same keys; until it is over, with ``accepts_unsealed``.

        Returns:
            What is wrong with dossiers that were left as they are: of those,
            a document, a history or a seal is not what was written.

        Raises:
            HostError: The store has no keys.
        """
        if self._seal_keys is None:
            raise HostError("the store has no keys to seal with")
        seal = functools.partial(self._seal_one, keys=self._seal_keys)
        return tuple(each for id_ in self._ids() for each in self._retry(functools.partial(seal, id_=id_)))

    def _seal_one(self, rows: Rows, id_: str, keys: SealKeys) -> Sequence[Discrepancy]:
        listed = [each for each in self._compare(rows, id_, locks=True) if _keeps_from_sealing(each)]
        standing = None if listed else _verifying(rows).standing(id_, locks=True)
        if standing is not None:
            put_seals(_verifying(rows), keys, standing)
        return listed

    def _verify_one(self, id_: str, *, repair: bool) -> Sequence[Discrepancy]:
        """Look at one dossier; what does not agree is looked at again while nobody can be changing it."""
        if not self._ask(functools.partial(self._compare, id_=id_)):
            return ()
        return self._retry(functools.partial(self._compare, id_=id_, locks=True, repair=repair))

    def _compare(self, rows: Rows, id_: str, *, locks: bool = False, repair: bool = False) -> Sequence[Discrepancy]:
        if locks:
            rows.begin_writing()
        try:
            standing = _verifying(rows).standing(id_, locks=locks)
        except WrongCellError:
            return [Discrepancy("rows", id_, "hold what does not belong there")]
        if standing is None:
            return ()
        listed = [("effect", subject) for row in standing.outbox for subject in _faults_of_effect(row)]
        if self._seal_keys is not None:
            listed += [("seal", subject) for subject in faults_of_seals(self._seal_keys, standing)]
        try:
            dossier = self._read(standing.row, asks_for_seal=False)
        except StoreError:
            raise
        except PscWorkflowError as error:
            return [Discrepancy(kind, id_, subject) for kind, subject in [("document", paths_of(error)), *listed]]
        fresh = dossier_row(dossier, None)
        clocks = (fresh.due_at, dossier.record.at, *_marked_instants(rows))
        latest = max(clock for clock in clocks if clock is not None)
        listed = [*_faults_of_row(standing, fresh, latest), *faults_of_history(standing.steps, dossier), *listed]
        wrong = [kind for kind, _ in listed if kind in _REPAIRABLE] if repair else []
        if "due" in wrong:  # otherwise a lease on it goes on
            rows.replace([(with_document_of(fresh, standing.row), fresh.revision)])
        if wrong:
            rows.put_index([fresh.index])
        return [Discrepancy(kind, id_, subject, kind in wrong) for kind, subject in listed]

    def _compare_head(self, head: Head) -> Sequence[Discrepancy]:
        check_kind(head, Head, "heads")
        fault: str | None = "cannot be read"
        try:
            stored, steps, erased_on = self._ask(
                lambda rows: (rows.document(head.dossier), rows.steps(head.dossier), rows.tombstone(head.dossier))
            )
            if stored is None:
                fault = "is missing" if erased_on is None else f"was erased on {erased_on}"
            else:
                fault = fault_of_head(head.revision, head.chain, self._read(stored, asks_for_seal=False), steps)
        except PscWorkflowError as error:
            if not is_of_one_dossier(error):
                raise
        return [] if fault is None else [Discrepancy("head", head.dossier, f"revision {head.revision}: {fault}")]

    def _orphan(self, table: str, id_: str, *, repair: bool) -> Discrepancy:
        is_repaired = repair and table == "found_by"
        if is_repaired:
            self._retry(lambda rows: rows.drop_index(id_))
        return Discrepancy("rows", id_ if isinstance(id_, str) else None, table, is_repaired)


def _verifying(rows: Rows) -> VerifyRows:
    assert isinstance(rows, VerifyRows)  # noqa: S101 -- as every store's are
    return rows


def _marked_instants(rows: Rows) -> Iterator[dt.datetime | None]:
    """Find when the store last ticked, and was last claimed from; a mark that cannot be read is listed by itself."""
    for name in (CLOCK, CLAIMED):
        with contextlib.suppress(WrongCellError):
            yield rows.mark(name)[1]


def _keeps_from_sealing(discrepancy: Discrepancy) -> bool:
    if discrepancy.kind == "seal":
        return not discrepancy.subject.endswith((UNSEALED, BY_IS_GONE))
    if (discrepancy.kind, discrepancy.subject) == ("history", "by"):  # the seals say whether it is gone or changed
        return False
    return discrepancy.kind in ("document", "history", "effect", "rows")


def _rebuild(rows: Rows) -> None:
    rows.begin_writing()
    _verifying(rows).rebuild()


def _faults_of_row(standing: Standing, fresh: DossierRow, latest: dt.datetime) -> Iterator[tuple[str, str]]:
    """Compare a row and its index with what follows from the dossier; a lease puts a tick off from *latest* on."""
    ticks_too_early = standing.due_at is not None and (standing.tick_at is None or standing.tick_at < standing.due_at)
    ticks_for_nothing = standing.due_at is None and standing.tick_at is not None
    ticks_too_late = standing.tick_at is not None and standing.tick_at - latest > _LONGEST_WAIT
    if standing.due_at != fresh.due_at or ticks_too_early or ticks_for_nothing or ticks_too_late:
        yield "due", "due_at" if standing.due_at != fresh.due_at else "tick_at"
    if standing.index != fresh.index:
        actual = {} if standing.index is None else attrs.asdict(standing.index, recurse=False)
        expected = attrs.asdict(fresh.index, recurse=False)
        yield (
            "index",
            ", ".join(name for name, value in expected.items() if name not in actual or actual[name] != value),
        )


def _faults_of_effect(row: OutboxRow) -> Iterator[str]:
    """Compare a row of the outbox with the effect that it holds, if it holds one."""
    if row.effect is None:
        return
    if row.delivered_at is not None:
        yield f"{row.id}: is delivered, and its content is still there"
    if row.next_at is None:
        yield f"{row.id}: is not waiting"
    try:
        effect = read_effect(row.effect, row.digest)
    except InvalidDocumentError as error:
        yield f"{row.id}: {paths_of(error)}"
        return
    until = None if effect.useful_until is None else in_utc(effect.useful_until, "useful_until")
    actual = (effect.id, effect.dossier or row.dossier, in_utc(effect.due_at, "due_at"), until)
    if actual != (row.id, row.dossier, row.due_at, row.useful_until):
        yield f"{row.id}: is not that of its row"
