"""
Errors of Django's database as those of a store.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import Error

from psc_workflow.exceptions import StoreError
from psc_workflow.stores._rows import GaveWayError

_GAVE_WAY = ("40001", "40P01")
"""SQL's code of a serialization failure and PostgreSQL's of a deadlock: undone, and worth trying again."""

NO_TIME_ZONES = "the database cannot be used: with USE_TZ = False, Django stores no instants; set USE_TZ = True"


@contextmanager
def store_errors() -> Iterator[None]:
    """Raise errors of the database as ``StoreError``, without their text, which shows what was written."""
    if not settings.USE_TZ:
        raise StoreError(NO_TIME_ZONES)
    try:
        yield
    except Error as error:
        raise store_error(error) from None
    except UnicodeDecodeError:  # the text of an error of SQLite's own, where a file is damaged
        raise StoreError("the database cannot be used: its description of the tables cannot be read") from None


def store_error(error: Error) -> StoreError:
    cause = error.__cause__ or error
    state = getattr(cause, "sqlstate", None) or getattr(cause, "pgcode", None)
    if state in _GAVE_WAY:
        return GaveWayError(f"the database let other writers go first, each time: {type(cause).__name__}")
    code = f"SQLSTATE {state}" if state is not None else getattr(cause, "sqlite_errorname", None)
    return StoreError(f"the database cannot be used: {', '.join(filter(None, (type(cause).__name__, code)))}")
