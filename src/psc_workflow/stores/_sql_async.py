"""
The store of ``stores.sql`` for asyncio: the same store, whose waiting for the database does not block the loop.
"""

import asyncio
import datetime as dt
import inspect
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Mapping
from functools import partial, wraps
from itertools import islice
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession
from sqlalchemy.util import await_only

from psc_workflow._catalogue import contracts as catalogue_contracts
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.commands import Command, Submission
from psc_workflow._model.decision import Decision
from psc_workflow._model.effects import AnyEffect
from psc_workflow._model.vocabulary import Role
from psc_workflow._structuring.arguments import check_kind
from psc_workflow.dossier import Dossier
from psc_workflow.states._deciding import assume_role
from psc_workflow.stores import _transactions as transactions
from psc_workflow.stores._leases import LEASE
from psc_workflow.stores._seals import SealKeys
from psc_workflow.stores._sql_store import SQLAlchemyStore
from psc_workflow.stores._transactions import Beside
from psc_workflow.stores._verifying import Head

P = ParamSpec("P")
T = TypeVar("T")


class _WaitingStore(SQLAlchemyStore):
    """The store, as it runs inside a greenlet."""

    def _pause(self, seconds: float) -> None:
        await_only(asyncio.sleep(seconds))


def _awaiting(
    method: Callable[Concatenate[SQLAlchemyStore, P], T],
) -> Callable[Concatenate["AsyncSQLAlchemyStore", P], Coroutine[Any, Any, T]]:
    """Make a method of the store one to be awaited."""

    @wraps(method)
    async def ask(store: "AsyncSQLAlchemyStore", /, *args: P.args, **kwargs: P.kwargs) -> T:
        return await store._run(partial(method, store._store, *args, **kwargs))  # noqa: SLF001 -- its own

    return ask


class AsyncSQLAlchemyStore:
    """
    A store of dossiers in a database for asyncio; tasks of one loop may share it, as they may share its engine.

    Every method is that of ``SQLAlchemyStore``, to be awaited; ``iterate`` and
    ``documents`` are for ``async for``.

    Args:
        engine: The host's engine.
        contracts: Where to find the contracts of stored dossiers.
        beside: As for every ``Store``; it is called with SQLAlchemy's
            synchronous connection, as by ``AsyncConnection.run_sync``.
        seal_keys: As for every ``Store``.
    """

    def __init__(
        self,
        engine: AsyncEngine,
        *,
        contracts: Mapping[str, Contract] = catalogue_contracts.builtin,
        beside: Beside | None = None,
        seal_keys: SealKeys | None = None,
    ) -> None:
        check_kind(engine, AsyncEngine, "engine")
        self._engine = engine
        self._store = _WaitingStore(engine.sync_engine, contracts=contracts, beside=beside, seal_keys=seal_keys)

    async def _run(self, ask: Callable[[], T]) -> T:
        """Call what waits for the database in a greenlet; the session itself asks for no connection."""
        async with AsyncSession(self._engine) as session:
            return await session.run_sync(lambda _: ask())

    create_tables = _awaiting(SQLAlchemyStore.create_tables)
    create = _awaiting(SQLAlchemyStore.create)
    load = _awaiting(SQLAlchemyStore.load)
    save = _awaiting(SQLAlchemyStore.save)
    steps = _awaiting(SQLAlchemyStore.steps)
    delete = _awaiting(SQLAlchemyStore.delete)
    erase = _awaiting(SQLAlchemyStore.erase)
    tombstones = _awaiting(SQLAlchemyStore.tombstones)
    pending = _awaiting(SQLAlchemyStore.pending)
    dossier_of = _awaiting(SQLAlchemyStore.dossier_of)
    claim = _awaiting(SQLAlchemyStore.claim)
    mark_delivered = _awaiting(SQLAlchemyStore.mark_delivered)
    mark_failed = _awaiting(SQLAlchemyStore.mark_failed)
    dead_letters = _awaiting(SQLAlchemyStore.dead_letters)
    retry = _awaiting(SQLAlchemyStore.retry)
    erase_useless = _awaiting(SQLAlchemyStore.erase_useless)
    due = _awaiting(SQLAlchemyStore.due)
    claim_due = _awaiting(SQLAlchemyStore.claim_due)
    tick = _awaiting(SQLAlchemyStore.tick)
    last_tick = _awaiting(SQLAlchemyStore.last_tick)
    set_last_tick = _awaiting(SQLAlchemyStore.set_last_tick)
    find = _awaiting(SQLAlchemyStore.find)
    count_by = _awaiting(SQLAlchemyStore.count_by)
    past_retention = _awaiting(SQLAlchemyStore.past_retention)
    reindex = _awaiting(SQLAlchemyStore.reindex)
    verify = _awaiting(SQLAlchemyStore.verify)
    seal = _awaiting(SQLAlchemyStore.seal)

    async def decide(
        self,
        id: str,  # noqa: A002 -- as Dossier.open
        command: Command | Submission,
        *,
        at: dt.datetime,
        key: str | None = None,
        role: Role | None = None,
        expected_revision: int | None = None,
        by: str | None = None,
    ) -> Decision[Dossier]:
        """Decide as ``Store.decide`` does; what is deprecated is warned of here, where the host's frame can be seen."""
        role = assume_role("decide", command) if role is None else role
        decide = partial(self._store.decide, at=at, key=key, role=role, expected_revision=expected_revision, by=by)
        return await self._run(partial(decide, id, command))

    async def deliver(
        self,
        send: Callable[[AnyEffect], object],
        *,
        at: dt.datetime,
        lease: dt.timedelta = LEASE,
        on_error: Callable[[AnyEffect, Exception], object] | None = None,
    ) -> int:
        """
        Deliver all that is due as ``Store.deliver`` does; *send* and *on_error* may be coroutine functions.
        """
        waiting = None if on_error is None else _waiting_for(on_error, "on_error")
        deliver = partial(self._store.deliver, _waiting_for(send, "send"), at=at, lease=lease, on_error=waiting)
        return await self._run(deliver)

    async def iterate(self) -> AsyncIterator[Dossier]:
        """Read all dossiers as ``Store.iterate`` does."""
        async for dossier in self._pages(self._store.iterate()):
            yield dossier

    async def documents(self) -> AsyncIterator[tuple[str, bytes]]:
        """Read all documents as ``Store.documents`` does."""
        async for document in self._pages(self._store.documents()):
            yield document

    async def heads(self) -> AsyncIterator[Head]:
        """Take the heads of all histories as ``Store.heads`` does."""
        async for head in self._pages(self._store.heads()):
            yield head

    async def _pages(self, rows: Iterator[T]) -> AsyncIterator[T]:
        while page := await self._run(lambda: list(islice(rows, transactions.PAGE))):
            for row in page:
                yield row


def _waiting_for(function: Callable[..., object], name: str) -> Callable[..., object]:
    """
    Call *function* in the greenlet, and wait for its answer if that is to be awaited.

    Raises:
        HostError: It cannot be called.
    """
    check_kind(function, Callable, name)  # type: ignore[arg-type]  # every type with a `__call__`

    def call(*args: Any) -> object:
        answer = function(*args)
        return await_only(answer) if inspect.isawaitable(answer) else answer

    return call
