"""
The index: dossiers found and counted without reading them.

It is kept in the transaction that writes the dossier, and says how that stood
after its last change; a deadline that has come and was not ticked yet is not in
it. It holds no personal data.
"""

import datetime as dt
import functools
from collections.abc import Callable, Iterator
from itertools import islice
from operator import attrgetter
from typing import Any, TypeVar

import attrs

from psc_workflow._structuring.arguments import check_day, instant_in_range
from psc_workflow._views.retention import retention_end
from psc_workflow.exceptions import (
    DossierNotFoundError,
    FaultsError,
    HostError,
    NewerDocumentError,
    PscWorkflowError,
    StoreError,
    UnknownContractError,
)
from psc_workflow.stores import _transactions as transactions
from psc_workflow.stores._arguments import check_page, check_text
from psc_workflow.stores._cells import WrongCellError
from psc_workflow.stores._damage import advancing
from psc_workflow.stores._dossiers import Dossiers
from psc_workflow.stores._encoding import dossier_row, with_document_of
from psc_workflow.stores._index_row import IndexRow
from psc_workflow.stores._rows import Rows
from psc_workflow.stores._seals import UNKNOWN_KEY, UNSEALED, is_intact

INCOMPLETE = "index incomplete"
"""Mark of a store whose dossiers an earlier release wrote, without the index."""

T = TypeVar("T")

COUNTED = ("contract", "access", "affiliation", "dispensation", "membership", "status", "effective_on")
"""Fields by which dossiers can be found and counted."""

_EAST = dt.timedelta(hours=14)
"""How far the civil day of a place can be ahead of that in UTC."""


class Finding(Dossiers):
    """Finding and counting dossiers."""

    def find(
        self,
        *,
        contract: str | None = None,
        access: str | None = None,
        affiliation: str | None = None,
        dispensation: str | None = None,
        membership: str | None = None,
        status: str | None = None,
        effective_on: dt.date | None = None,
        after: str = "",
        limit: int = transactions.PAGE,
    ) -> list[IndexRow]:
        """
        Find dossiers by how they stood after their last change; those that have all of what is asked for.

        Args:
            contract: Id of a contract.
            access: State of that journey, as are the next three.
            status: Name of a status, such as ``membership.in_force``.
            effective_on: First day of cover.
            after: The last id of the page before.
            limit: Most to find, in the order of their ids.

        Raises:
            HostError: *effective_on* is no civil day, or another criterion no text.
            StoreError: The index is not complete: call :meth:`reindex`.
        """
        check_page(limit=limit, after=after)
        if effective_on is not None:
            check_day(effective_on, "effective_on")
        criteria = {
            "contract": contract,
            "access": access,
            "affiliation": affiliation,
            "dispensation": dispensation,
            "membership": membership,
            "status": status,
            "effective_on": effective_on,
        }
        asked: dict[str, Any] = {name: value for name, value in criteria.items() if value is not None}
        for name in asked.keys() - {"effective_on"}:
            check_text(asked[name], name)
        return self._from_index(lambda rows: _advancing(rows, rows.find(asked, after, limit), after))

    def count_by(self, field: str) -> dict[Any, int]:
        """
        Count the dossiers by one field of what they are found by.

        Args:
            field: ``contract``, ``status``, ``effective_on``, or the name of a
                journey.

        Returns:
            Each value with its count; a day is a ``date``, or ``None`` while
            unknown.

        Raises:
            HostError: They cannot be counted by *field*.
            StoreError: The index is not complete: call :meth:`reindex`.
        """
        if field not in COUNTED:
            raise HostError(f"`field` must be one of: {', '.join(COUNTED)}")
        return self._from_index(lambda rows: rows.count_by(field))

    def past_retention(self, at: dt.datetime, *, after: str = "", limit: int = transactions.PAGE) -> list[IndexRow]:
        """
        List the dossiers that the contract says to keep no longer, as the view of *at* does.

        Nothing is, where the contract gives no period: the built-in ones do not.
        Each is read: one that cannot be, or has changed since *at*, is left
        out; ``verify`` lists the former.

        Args:
            at: Aware instant; the civil day is that of each contract, and so
                is the length in force on it.
            after: The last id of the page before.
            limit: Most to list, in the order of their ids.

        Returns:
            What each is found by, with the last day by that length in
            ``retention_until``.

        Raises:
            HostError: *at* lies outside the years this library computes in.
            StoreError: The index is not complete: call :meth:`reindex`.
        """
        check_page(limit=limit, after=after)
        return list(islice(self._past_retention(instant_in_range(at, "at"), after), limit))

    def _past_retention(self, at: dt.datetime, after: str) -> Iterator[IndexRow]:
        """Ask the dossiers that were over once: a longer period may have come into force since."""
        read = functools.partial(_retained, day=(at + _EAST).date(), limit=transactions.PAGE)
        while page := self._from_index(functools.partial(read, after=after)):
            for row in page:
                until = self._end_of_retention(row.dossier, at)
                if until is not None:
                    yield attrs.evolve(row, retention_until=until)
            after = page[-1].dossier

    def _end_of_retention(self, id_: str, at: dt.datetime) -> dt.date | None:
        """Find the last day to keep a dossier, if that has passed on the day of *at*."""
        try:
            dossier = self.load(id_).as_of(at)
        except PscWorkflowError as error:
            if not is_of_one_dossier(error):
                raise
            return None
        today = dossier.contract.civil_day(at)
        until = retention_end(dossier.record, dossier.contract, today)
        return until if until is not None and until < today else None

    def reindex(self) -> tuple[str, ...]:
        """
        Write the index anew from the stored dossiers, and when each is next due.

        After an upgrade, or once contracts have changed: when dossiers fall
        due, and how long they are kept, follows from them. Others may go on
        writing meanwhile; a lease on a dossier ends with it, so that a second
        scheduler may be given it, and one of the two is overtaken.

        Returns:
            The ids of the dossiers that cannot be read. One that another
            process may read, with a contract, a key or a release that this one
            lacks, is found as before; the others are not in the index.
        """
        unreadable = [id_ for id_ in self._ids() if not self._retry(functools.partial(self._reindex_one, id_=id_))]
        self._retry(lambda rows: rows.drop_mark(INCOMPLETE))
        return tuple(unreadable)

    def _reindex_one(self, rows: Rows, id_: str) -> bool:
        """Write what a dossier is found by; nothing finds what nobody can read. ``False`` if it cannot be read."""
        rows.begin_writing()
        stored = None
        try:
            stored = rows.document(id_, locks=True)  # who writes meanwhile would be found by what no longer is so
            row = None if stored is None else with_document_of(dossier_row(self._read(stored), None), stored)
        except PscWorkflowError as error:
            if not is_of_one_dossier(error):
                raise
            is_whole = stored is not None and is_intact(stored.document, stored.digest)
            if not (is_whole and _may_be_read_elsewhere(error)):
                rows.drop_index(id_)
            return False
        if row is not None:
            rows.replace([(row, row.revision)])
            rows.put_index([row.index])
        return True

    def _from_index(self, work: Callable[[Rows], T]) -> T:
        def ask(rows: Rows) -> T:
            if rows.mark(INCOMPLETE)[0]:
                raise StoreError("an earlier release wrote some dossiers, without the index: run `reindex` once")
            return work(rows)

        return self._ask(ask)


def is_of_one_dossier(error: PscWorkflowError) -> bool:
    """Whether *error* says that one dossier cannot be read, or is gone, and nothing about the store."""
    return not isinstance(error, StoreError) or isinstance(error, (WrongCellError, DossierNotFoundError))


def _may_be_read_elsewhere(error: PscWorkflowError) -> bool:
    """Whether this process lacks what another may have: a contract, a key, or a later release."""
    if isinstance(error, FaultsError) and not isinstance(error, NewerDocumentError):
        return all(fault.message in (UNSEALED, UNKNOWN_KEY) for fault in error.faults)
    return isinstance(error, (UnknownContractError, NewerDocumentError))


def _retained(rows: Rows, day: dt.date, after: str, limit: int) -> list[IndexRow]:
    return _advancing(rows, rows.retained_before(day, after, limit), after)


def _advancing(rows: Rows, page: list[IndexRow], after: str) -> list[IndexRow]:
    return advancing(rows, "what dossiers are found by", page, after, attrgetter("dossier"))
