"""
What shows that an index of a database is damaged: it leads to what is not there, or round in a circle.
"""

from collections.abc import Collection

from psc_workflow.exceptions import StoreError


class DamagedIndexError(StoreError):
    """What an index of the table of *what* says is not what it leads to."""

    def __init__(self, what: str) -> None:
        super().__init__(f"an index of the table of {what} is damaged: `verify` lists what is wrong")


def check_leased(what: str, ids: Collection[str], count: int) -> None:
    """Raise unless each of *ids*, to which an index led, was found again to be leased: *count* rows were."""
    if not count == len(ids) == len(set(ids)):
        raise DamagedIndexError(what)
