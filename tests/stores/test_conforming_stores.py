"""
Every store passes the kit that a host runs on its own.
"""

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine

from databases import on_postgres
from effort import IS_THOROUGH
from psc_workflow import Decision, Dossier
from psc_workflow.contracts import builtin
from psc_workflow.stores.sql import AsyncSQLAlchemyStore, SQLAlchemyStore
from psc_workflow.testing import JourneyConformance
from right_hosts import SQLiteHost
from running_hosts import report_of

SECONDS = 20.0 if IS_THOROUGH else 0.2
"""For each of them; the store in a file stands among the hosts of the kit's own tests."""


class AlchemyHost(SQLiteHost):
    """SQLite, through SQLAlchemy."""

    def start(self) -> None:
        engine = sa.create_engine("sqlite://", hide_parameters=True)
        self.store: Any = SQLAlchemyStore(engine, contracts=builtin.including(self.contract))
        self.store.create_tables()

    def stop(self) -> None:
        self.store._engine.dispose()  # noqa: SLF001 -- the host's own, here ours


class PostgresHost(AlchemyHost):
    """PostgreSQL."""

    def start(self) -> None:
        engine = on_postgres(None)()._engine  # type: ignore[arg-type, attr-defined]  # noqa: SLF001 -- as above
        self.store = SQLAlchemyStore(engine, contracts=builtin.including(self.contract))


class AsyncHost(SQLiteHost):
    """SQLite, awaited."""

    def start(self) -> None:
        self.loop = asyncio.new_event_loop()
        engine = create_async_engine("sqlite+aiosqlite://", hide_parameters=True)
        self.store: Any = AsyncSQLAlchemyStore(engine, contracts=builtin.including(self.contract))
        self.wait(self.store.create_tables())

    def stop(self) -> None:
        self.wait(self.store._engine.dispose())  # noqa: SLF001 -- as above
        self.loop.close()

    def wait(self, asked: Coroutine[Any, Any, Any]) -> Any:
        return self.loop.run_until_complete(asked)

    def load(self, id: str) -> Dossier:  # noqa: A002 -- as Dossier.open
        loaded: Dossier = self.wait(self.store.load(id))
        return loaded

    def save(self, dossier: Dossier, *, decision: Decision[Dossier] | None, expected_revision: int | None) -> None:
        if decision is None or expected_revision is None:
            self.wait(self.store.create(dossier))
            return
        steps, effects = decision.steps, decision.effects
        self.wait(self.store.save(dossier, expected_revision=expected_revision, steps=steps, effects=effects))


@pytest.mark.parametrize("host", [AlchemyHost, AsyncHost, *([PostgresHost] if IS_THOROUGH else [])])
def test_every_store_passes_the_kit(host: type[JourneyConformance]) -> None:
    assert report_of(host, SECONDS) == ""
