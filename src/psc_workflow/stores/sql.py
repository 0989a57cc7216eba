"""
Dossiers in any database, through SQLAlchemy 2 (extra ``sqlalchemy``); tested on PostgreSQL.

>>> import datetime as dt
>>> from sqlalchemy import create_engine
>>> from psc_workflow import Agent, Dossier, commands as do, contracts
>>> at = dt.datetime(2026, 4, 7, 18, 0, tzinfo=dt.UTC)
>>> store = SQLAlchemyStore(create_engine("sqlite://", hide_parameters=True))
>>> store.create_tables()
>>> store.create(Dossier.open(contracts.get("men-2026-pf"), id="D1", agent=Agent(), invited_at=at))
>>> store.decide("D1", do.StartAffiliation(), at=at, role="agent").outcome.value
'accepted'
"""

from typing import TYPE_CHECKING, Any

from psc_workflow._structuring.extras import extra_error

try:
    from psc_workflow.stores._sql_store import SQLAlchemyStore
except ModuleNotFoundError as _missing:
    raise extra_error(_missing, "sqlalchemy", __name__) from None

from psc_workflow.stores._sql_tables import (
    SCHEMA,
    Instant,
    dossiers,
    found_by,
    marks,
    metadata,
    outbox,
    schema,
    steps,
    tombstones,
)

if TYPE_CHECKING:
    from psc_workflow.stores._sql_async import AsyncSQLAlchemyStore

__all__ = [
    "SCHEMA",
    "AsyncSQLAlchemyStore",
    "Instant",
    "SQLAlchemyStore",
    "dossiers",
    "found_by",
    "marks",
    "metadata",
    "outbox",
    "schema",
    "steps",
    "tombstones",
]


def __getattr__(name: str) -> Any:
    """Load the store for asyncio when it is first used: it needs greenlet, which SQLAlchemy alone does not bring."""
    if name != "AsyncSQLAlchemyStore":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        import greenlet  # noqa: F401, PLC0415 -- releases of SQLAlchemy miss it at different moments, in words of their own
    except ModuleNotFoundError as missing:
        raise extra_error(missing, "asyncio", f"{__name__}.{name}") from None
    from psc_workflow.stores._sql_async import AsyncSQLAlchemyStore  # noqa: PLC0415

    return AsyncSQLAlchemyStore
