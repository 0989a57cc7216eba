"""
Errors of a database as those of a store.
"""

import re
from collections.abc import Iterator, Sequence

from sqlalchemy.exc import SQLAlchemyError

from psc_workflow.exceptions import StoreError
from psc_workflow.stores._rows import GaveWayError

_GAVE_WAY = ("40001", "40P01")
"""SQL's code of a serialization failure and PostgreSQL's of a deadlock: undone, and worth trying again."""

_LOST = ("08", "57")
"""SQL's class of a failed connection and PostgreSQL's of a server that ends it; a driver may have no code at all."""

_OUR_TABLE = re.compile(r"\bpsc_[a-z_]+")


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
    reason = "; ".join([", ".join(_facts(error, cause, state)), *(if_lost if is_lost else ())])
    return StoreError(f"the database cannot be used: {reason}")


def _facts(error: SQLAlchemyError, cause: BaseException, state: str | None) -> Iterator[str]:
    """Name the kind of the error, its code and the table that was asked: nothing of what was written."""
    yield type(cause).__name__
    code = getattr(cause, "sqlite_errorname", None)
    if state is not None:
        yield f"SQLSTATE {state}"
    elif code is not None:
        yield str(code)
    table = _OUR_TABLE.search(getattr(error, "statement", None) or "")
    if table is not None:
        yield f"table {table[0]}"
