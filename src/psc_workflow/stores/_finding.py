"""
The index: dossiers found and counted without reading them.

It is kept in the transaction that writes the dossier, and says how that stood
after its last change; a deadline that has come and was not ticked yet is not in
it. It holds no personal data.
"""

import datetime as dt
import functools
from collections.abc import Callable
from operator import attrgetter
from typing import Any, TypeVar

from psc_workflow._structuring.arguments import check_day, instant_in_range
from psc_workflow.exceptions import HostError, PscWorkflowError, StoreError
from psc_workflow.stores import _transactions as transactions
from psc_workflow.stores._arguments import check_page, check_text
from psc_workflow.stores._cells import WrongCellError
from psc_workflow.stores._damage import advancing
from psc_workflow.stores._dossiers import Dossiers
from psc_workflow.stores._encoding import dossier_row, with_document_of
from psc_workflow.stores._index_row import IndexRow
from psc_workflow.stores._rows import Rows

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
        List the dossiers that the contract says to keep no longer.

        Nothing is, where the contract gives no period: the built-in ones do not.

        Args:
            at: Aware instant; the civil day is that of each contract.
            after: The last id of the page before.
            limit: Most to list, in the order of their ids.

        Raises:
            HostError: *at* lies outside the years this library computes in.
            StoreError: The index is not complete: call :meth:`reindex`.
        """
        check_page(limit=limit, after=after)
        at = instant_in_range(at, "at")
        over = list[IndexRow]()
        while len(over) < limit:
            page = self._from_index(functools.partial(_retained, day=(at + _EAST).date(), after=after, limit=limit))
            over += [row for row in page if self._is_over(row, at)]
            if len(page) < limit:
                break
            after = page[-1].dossier
        return over[:limit]

    def _is_over(self, row: IndexRow, at: dt.datetime) -> bool:
        contract = self._contracts.get(row.contract)
        return contract is not None and row.retention_until is not None and row.retention_until < contract.civil_day(at)

    def reindex(self) -> tuple[str, ...]:
        """
        Write the index anew from the stored dossiers, and when each is next due.

        After an upgrade, or once contracts have changed: when dossiers fall
        due, and how long they are kept, follows from them. Others may go on
        writing meanwhile.

        Returns:
            The ids of the dossiers that cannot be read; they are not in the index.
        """
        unreadable = []
        for id_ in self._ids():
            try:
                self._retry(functools.partial(self._reindex_one, id_=id_))
            except PscWorkflowError as error:
                if isinstance(error, StoreError) and not isinstance(error, WrongCellError):
                    raise
                unreadable.append(id_)
        self._retry(lambda rows: rows.drop_mark(INCOMPLETE))
        return tuple(unreadable)

    def _reindex_one(self, rows: Rows, id_: str) -> None:
        rows.begin_writing()
        stored = rows.document(id_, locks=True)  # who writes meanwhile would be found by what no longer is so
        if stored is not None:
            row = with_document_of(dossier_row(self._read(stored), None), stored)
            rows.replace([(row, row.revision)])
            rows.put_index([row.index])

    def _from_index(self, work: Callable[[Rows], T]) -> T:
        def ask(rows: Rows) -> T:
            if rows.mark(INCOMPLETE)[0]:
                raise StoreError("an earlier release wrote some dossiers, without the index: run `reindex` once")
            return work(rows)

        return self._ask(ask)


def _retained(rows: Rows, day: dt.date, after: str, limit: int) -> list[IndexRow]:
    return _advancing(rows, rows.retained_before(day, after, limit), after)


def _advancing(rows: Rows, page: list[IndexRow], after: str) -> list[IndexRow]:
    return advancing(rows, "what dossiers are found by", page, after, attrgetter("dossier"))
