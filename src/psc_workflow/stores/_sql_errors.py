"""
Errors of a database as those of a store.
"""

from collections.abc import Sequence

from sqlalchemy.exc import SQLAlchemyError

from psc_workflow.exceptions import StoreError
from psc_workflow.stores._rows import GaveWayError

_GAVE_WAY = ("40001", "40P01")
"""SQL's code of a serialization failure and PostgreSQL's of a deadlock: undone, and worth trying again."""

_LOST = ("08", "57")
"""SQL's class of a failed connection and PostgreSQL's of a server that ends it; a driver may have no code at all."""


def store_error(error: SQLAlchemyError, if_lost: Sequence[str] = ()) -> StoreError:
    """
    Make the error to raise, without the text of *error*, which shows what was written.

    Args:
        if_lost: What to add to the message if the connection is lost.
    """
    cause = getattr(error, "orig", None) or error
    state = getattr(cause, "sqlstate", None) or getattr(cause, "pgcode", None)
    if state in _GAVE_WAY:
        return GaveWayError(f"the database let other writers go first, each time: {type(cause).__name__}")
    is_lost = state is None or state[:2] in _LOST
    reason = "; ".join([type(cause).__name__, *(if_lost if is_lost else ())])
    return StoreError(f"the database cannot be used: {reason}")
