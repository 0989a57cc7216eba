"""
What shows that an index of a database is damaged: it leads to what is not there, or round in a circle.
"""

from collections.abc import Callable, Collection
from itertools import pairwise
from typing import TypeVar

from psc_workflow.exceptions import StoreError
from psc_workflow.stores._rows import Rows

T = TypeVar("T")


class DamagedIndexError(StoreError):
    """What an index of the table of *what* says is not what it leads to."""

    def __init__(self, what: str) -> None:
        self.damage = f"an index of the table of {what} is damaged"
        super().__init__(f"{self.damage}: `verify` lists what is wrong")


def check_leased(what: str, ids: Collection[str], count: int) -> None:
    """Raise unless each of *ids*, to which an index led, was found again to be leased: *count* rows were."""
    if not count == len(ids) == len(set(ids)):
        raise DamagedIndexError(what)


def advancing(rows: Rows, what: str, page: list[T], after: str, id_of: Callable[[T], str]) -> list[T]:
    """Return *page*, whose ids come after *after* in their order; raise if an index has led elsewhere."""
    ids = [after, *map(id_of, page)]
    if not all(isinstance(id_, str) for id_ in ids):  # SQLite keeps whatever is written
        raise DamagedIndexError(what)
    in_order = all(before < id_ for before, id_ in pairwise(ids)) if rows.sorts_by_code_points else True
    if not in_order or len(set(ids)) != len(ids):
        raise DamagedIndexError(what)
    return page
