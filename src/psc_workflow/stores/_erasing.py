"""
Dossiers deleted or erased, each with all that belongs to it, and what stays of those that were erased.
"""

import datetime as dt
from operator import itemgetter

from psc_workflow._structuring.arguments import check_day
from psc_workflow.exceptions import DossierNotFoundError
from psc_workflow.stores import _transactions as transactions
from psc_workflow.stores._arguments import check_page
from psc_workflow.stores._damage import advancing
from psc_workflow.stores._dossiers import Dossiers
from psc_workflow.stores._encoding import can_be_id
from psc_workflow.stores._rows import Rows


class Erasing(Dossiers):
    """Deleting and erasing dossiers."""

    def delete(self, id: str) -> None:  # noqa: A002 -- as Dossier.open
        """
        Delete a dossier with its whole history and all that is owed, in one go; copies elsewhere are the host's.

        Nothing stays, and the id is free again; :meth:`erase` leaves a
        tombstone.

        Raises:
            DossierNotFoundError: No dossier of this id is stored.
        """
        self._remove(id, None)

    def erase(self, id: str, *, on: dt.date) -> None:  # noqa: A002 -- as Dossier.open
        """
        Delete a dossier as :meth:`delete` does, and leave a tombstone: its id and the day, nothing else.

        No dossier of this id can be created again.

        Args:
            on: Civil day of the erasure.

        Raises:
            DossierNotFoundError: No dossier of this id is stored.
            HostError: *on* is no civil day.
        """
        check_day(on, "on")
        self._remove(id, on)

    def _remove(self, id: str, on: dt.date | None) -> None:  # noqa: A002 -- as Dossier.open
        def work(rows: Rows) -> bool:
            if not rows.remove(id):
                return False
            if on is not None:
                rows.bury(id, on)
            rows.note_erasure()
            self._tell_beside(rows, id, None)
            return True

        if not can_be_id(id) or not self._retry(work):
            raise DossierNotFoundError("no dossier of this id is stored")
        self._wipe()

    def tombstones(self, *, after: str = "", limit: int = transactions.PAGE) -> list[tuple[str, dt.date]]:
        """
        List the ids of erased dossiers, each with the day, in the order of their ids.

        Args:
            after: The last id of the page before.
            limit: Most to list.
        """
        check_page(limit=limit, after=after)
        return self._ask(
            lambda rows: advancing(rows, "tombstones", rows.tombstones(after, limit), after, itemgetter(0))
        )
