"""
The store for asyncio does what the others do, and lets the loop do other things while it waits for the database.
"""

import asyncio
import inspect
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import attrs
import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine

from databases import for_asyncio
from dossiers import journey, open_dossier
from people import FAMILY, NOW, ONE_DAY, REQUEST_NOTICE
from psc_workflow import Dossier, Outcome, Role, effects
from psc_workflow import commands as do
from psc_workflow._snapshot.history import verify_history
from psc_workflow.exceptions import DossierExistsError, DossierNotFoundError, StaleRevisionError, StoreError
from psc_workflow.stores import Change, SQLiteStore
from psc_workflow.stores.sql import AsyncSQLAlchemyStore, SQLAlchemyStore

Work = Callable[[AsyncSQLAlchemyStore], Awaitable[None]]


def named(name: str) -> Dossier:
    return attrs.evolve(open_dossier(), record=attrs.evolve(open_dossier().record, id=name))


@pytest.fixture(params=["aiosqlite", "psycopg"])
def within(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[Work], None]:
    """Return what runs work on a store that has one dossier, D1."""

    async def run(work: Work) -> None:
        engine = for_asyncio(request.param, tmp_path)
        store = AsyncSQLAlchemyStore(engine)
        await store.create_tables()
        await store.create(open_dossier(), effects=[open_dossier().invitation])
        await work(store)
        await engine.dispose()

    return lambda work: asyncio.run(run(work))


def test_every_method_of_a_store_is_there_with_its_arguments() -> None:
    names = {name for name in dir(SQLAlchemyStore) if not name.startswith("_")} - {"delivered"}  # a former name
    assert names == {name for name in dir(AsyncSQLAlchemyStore) if not name.startswith("_")}
    for name in names:
        ours, theirs = getattr(AsyncSQLAlchemyStore, name), getattr(SQLAlchemyStore, name)
        assert list(inspect.signature(ours).parameters.values()) == list(inspect.signature(theirs).parameters.values())
        assert inspect.iscoroutinefunction(ours) or inspect.isasyncgenfunction(ours)


def test_it_answers_what_a_store_in_a_file_answers(within: Callable[[Work], None]) -> None:
    """A journey, its history, what is owed, time and the index: call by call."""

    async def work(store: AsyncSQLAlchemyStore) -> None:
        with SQLiteStore(":memory:") as other:
            other.create(open_dossier(), effects=[open_dossier().invitation])
            for command in (*journey(FAMILY), REQUEST_NOTICE):
                assert await store.decide("D1", command, at=NOW, role=Role.AGENT) == other.decide(
                    "D1", command, at=NOW, role=Role.AGENT
                )
            assert await store.load("D1") == other.load("D1")
            assert verify_history(await store.steps("D1")) == other.load("D1").record.history.head
            assert await store.pending(NOW) == other.pending(NOW)
            assert await store.claim(NOW, limit=2) == other.claim(NOW, limit=2)
            (claim,) = await store.claim(NOW, limit=1)
            assert [claim] == other.claim(NOW, limit=1)
            assert await store.mark_failed(claim, TimeoutError(), at=NOW, retry_at=None)
            other.mark_failed(claim, TimeoutError(), at=NOW, retry_at=None)
            assert await store.dead_letters() == other.dead_letters() != []
            assert await store.retry(claim.effect.id, at=NOW)
            assert await store.mark_delivered(claim, at=NOW)
            assert await store.dossier_of(claim.effect) == "D1"
            later = NOW + 400 * ONE_DAY
            assert await store.due(later) == other.due(later)
            assert await store.tick(later) == other.tick(later)
            assert await store.last_tick() == later
            assert await store.find() == other.find()
            assert await store.count_by("status") == other.count_by("status")
            assert [each async for each in store.documents()] == list(other.documents())
            assert [each async for each in store.iterate()] == list(other.iterate())
            assert await store.reindex() == ()
            assert await store.verify() == ()
        await store.erase("D1", on=NOW.date())
        assert await store.tombstones() == [("D1", NOW.date())]
        with pytest.raises(DossierNotFoundError):
            await store.load("D1")
        with pytest.raises(DossierExistsError):
            await store.create(open_dossier())

    within(work)


def test_of_tasks_that_write_at_once_one_wins_and_the_others_are_stale(within: Callable[[Work], None]) -> None:
    async def work(store: AsyncSQLAlchemyStore) -> None:
        asks = [
            store.decide("D1", REQUEST_NOTICE, at=NOW, role=Role.AGENT, expected_revision=0, key=f"k{n}")
            for n in range(6)
        ]
        outcomes = [decision.outcome for decision in await asyncio.gather(*asks)]
        assert sorted(outcomes) == sorted([Outcome.ACCEPTED, *[Outcome.STALE] * 5])
        assert len(await store.steps("D1")) == 1
        decision = (await store.load("D1")).decide(do.Resume(), at=NOW, role=Role.AGENT)
        await store.decide("D1", do.Resume(), at=NOW, role=Role.AGENT)
        with pytest.raises(StaleRevisionError):
            await store.save(decision.dossier, expected_revision=1, steps=decision.steps)
        assert await store.verify() == ()

    within(work)


def test_workers_that_await_their_mail_server_send_each_effect_once(within: Callable[[Work], None]) -> None:
    async def work(store: AsyncSQLAlchemyStore) -> None:
        for number in range(2, 6):
            await store.create(named(f"D{number}"), effects=[named(f"D{number}").invitation])
        sent, errors = list[str](), list[str]()

        async def send(effect: effects.Effect) -> None:
            await asyncio.sleep(0)
            if effect.dossier == "D3":
                raise ConnectionError
            sent.append(str(effect.dossier))

        async def note(effect: effects.Effect, error: Exception) -> None:
            errors.append(f"{effect.dossier} {type(error).__name__}")

        counts = await asyncio.gather(*(store.deliver(send, at=NOW, on_error=note) for _ in range(2)))
        assert sum(counts) == 4
        assert (sorted(sent), errors) == (["D1", "D2", "D4", "D5"], ["D3 ConnectionError"])

    within(work)


def test_the_loop_goes_on_while_a_transaction_waits(within: Callable[[Work], None]) -> None:
    async def work(store: AsyncSQLAlchemyStore) -> None:
        turns, is_over = 0, False

        async def count() -> None:
            nonlocal turns
            while not is_over:
                turns += 1
                await asyncio.sleep(0)

        counting = asyncio.create_task(count())
        await store.decide("D1", REQUEST_NOTICE, at=NOW, role=Role.AGENT)
        is_over = True
        await counting
        assert turns > 5

    within(work)


def test_what_a_function_of_the_host_refuses_is_not_written(within: Callable[[Work], None]) -> None:
    async def work(store: AsyncSQLAlchemyStore) -> None:
        changes = list[Change]()

        def beside(connection: sa.Connection, change: Change) -> None:
            assert connection.scalar(sa.text("SELECT count(*) FROM psc_dossiers")) == 1
            changes.append(change)
            raise LookupError

        own = AsyncSQLAlchemyStore(store._engine, beside=beside)  # noqa: SLF001 -- the host's own, here ours
        with pytest.raises(LookupError):
            await own.decide("D1", REQUEST_NOTICE, at=NOW, role=Role.AGENT)
        assert [change.id for change in changes] == ["D1"]
        assert (await store.load("D1")).revision == 0

    within(work)


def test_a_tick_that_a_function_of_the_host_refuses_is_named(within: Callable[[Work], None]) -> None:
    async def work(store: AsyncSQLAlchemyStore) -> None:
        def beside(connection: sa.Connection, _: Change) -> None:
            connection.execute(sa.text("SELECT * FROM no_such_table"))

        own = AsyncSQLAlchemyStore(store._engine, beside=beside)  # noqa: SLF001 -- the host's own, here ours
        assert [each.dossier for each in (await own.tick(NOW + 40 * ONE_DAY)).failed] == ["D1"]
        assert (await store.load("D1")).revision == 0

    within(work)


def test_a_database_that_is_gone_is_one_error() -> None:
    async def ask() -> None:
        engine = create_async_engine("postgresql+psycopg://nobody@localhost:1/none", hide_parameters=True)
        with pytest.raises(StoreError, match="OperationalError"):
            await AsyncSQLAlchemyStore(engine).load("D1")

    asyncio.run(ask())


def test_the_store_without_asyncio_does_not_need_greenlet() -> None:
    """SQLAlchemy alone does not bring it, and refuses its own asyncio without; the lowest versions when it is used."""
    program = (
        "import asyncio, sys; sys.modules['greenlet'] = None; from psc_workflow.stores import sql;"
        "sql.SQLAlchemyStore\ntry:\n sql.AsyncSQLAlchemyStore\n from sqlalchemy.util import greenlet_spawn\n"
        " asyncio.run(greenlet_spawn(id, 1))\n"
        "except (ImportError, ValueError) as error: print('greenlet' in str(error))"
    )
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True)
    assert answer.stdout.split() == ["True"]
