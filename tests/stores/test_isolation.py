"""
Whatever the isolation level of the host's engine: who was overtaken is told so, and what a lost answer leaves open is found out.
"""

import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from databases import Open, on_postgres, on_sqlalchemy_with_sqlite
from dossiers import open_dossier
from people import NOW, REQUEST_NOTICE
from psc_workflow import Outcome, Role
from psc_workflow import commands as do
from psc_workflow.exceptions import DossierExistsError, StaleRevisionError, StoreError
from psc_workflow.stores import Store
from psc_workflow.stores.sql import SQLAlchemyStore

LEVELS = [
    (on_sqlalchemy_with_sqlite, "SERIALIZABLE"),
    (on_postgres, "READ COMMITTED"),
    (on_postgres, "REPEATABLE READ"),
    (on_postgres, "SERIALIZABLE"),
]


@pytest.fixture(params=LEVELS, ids=lambda level: f"{level[0].__name__}, {level[1]}")
def open_store(request: pytest.FixtureRequest, tmp_path: Path) -> Open:
    """Open the same store once more, at a level of isolation."""
    database, level = request.param
    plain = database(tmp_path)

    def isolated() -> Store:
        engine = plain()._engine  # noqa: SLF001 -- as a host would make it
        return SQLAlchemyStore(engine.execution_options(isolation_level=level))

    return isolated


def overtaken_inside(monkeypatch: pytest.MonkeyPatch, store: Store, moment: str, strike: Callable[[], Any]) -> None:
    """Let another writer strike once the transaction of *store* has read, and before it writes."""
    with store._transaction() as rows:  # noqa: SLF001 -- to learn its class
        kind = type(rows)
    whole = getattr(kind, moment)

    def overtaken(rows: Any, *args: Any) -> Any:
        monkeypatch.setattr(kind, moment, whole)
        rows.document("D1")
        strike()
        return whole(rows, *args)

    monkeypatch.setattr(kind, moment, overtaken)


def test_a_decision_overtaken_inside_its_transaction_is_stale(
    open_store: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, other = open_store(), open_store()
    store.create(open_dossier())
    overtaken_inside(monkeypatch, store, "replace", lambda: other.decide("D1", do.Resume(), at=NOW, role=Role.AGENT))
    decision = store.decide("D1", REQUEST_NOTICE, at=NOW, role=Role.AGENT)
    assert decision.outcome is Outcome.STALE
    assert decision.dossier == other.load("D1")
    assert [step.command for step in store.steps("D1")] == ["resume"]
    assert store.pending(NOW) == []


def test_a_save_overtaken_inside_its_transaction_is_told_as_stale(
    open_store: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, other = open_store(), open_store()
    store.create(open_dossier())
    decision = store.load("D1").decide(REQUEST_NOTICE, at=NOW, role=Role.AGENT)
    overtaken_inside(monkeypatch, store, "replace", lambda: other.decide("D1", do.Resume(), at=NOW, role=Role.AGENT))
    steps, effects = iter(decision.steps), iter(decision.effects)
    with pytest.raises(StaleRevisionError):
        store.save(decision.dossier, expected_revision=0, steps=steps, effects=effects)
    assert store.load("D1") == other.load("D1")


def test_a_click_that_is_overtaken_by_itself_is_a_duplicate(open_store: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    store, other = open_store(), open_store()
    store.create(open_dossier())
    overtaken_inside(
        monkeypatch, store, "replace", lambda: other.decide("D1", REQUEST_NOTICE, at=NOW, key="click", role=Role.AGENT)
    )
    assert store.decide("D1", REQUEST_NOTICE, at=NOW, key="click", role=Role.AGENT).outcome is Outcome.DUPLICATE
    assert len(store.pending(NOW)) == 1


def test_a_dossier_that_somebody_else_stored_first_is_told_to_be_there(
    open_store: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, other = open_store(), open_store()
    overtaken_inside(monkeypatch, store, "insert", lambda: other.create(open_dossier()))
    with pytest.raises(DossierExistsError):
        store.create(open_dossier(), effects=[open_dossier().invitation])
    assert store.pending(NOW) == []


def test_an_effect_is_noted_as_delivered_by_one_of_two(open_store: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    store, other, mail = open_store(), open_store(), open_dossier().invitation
    store.create(open_dossier(), effects=[mail])
    overtaken_inside(monkeypatch, store, "mark_delivered", lambda: other.mark_delivered(mail, at=NOW))
    assert not store.mark_delivered(mail, at=NOW)


def test_of_writers_who_race_none_is_lost_and_none_gets_a_raw_error(open_store: Open) -> None:
    store, outcomes = open_store(), Counter()
    store.create(open_dossier())

    def write(name: str) -> None:
        mine = open_store()
        for number in range(8):
            try:
                while (
                    outcome := mine.decide(
                        "D1", REQUEST_NOTICE, at=NOW, key=f"{name}-{number}", role=Role.AGENT
                    ).outcome
                ) is Outcome.STALE:
                    outcomes[outcome] += 1
                outcomes[outcome] += 1
            except Exception as error:  # noqa: BLE001 -- whatever it is, this test is about
                outcomes[type(error).__name__] += 1

    writers = [threading.Thread(target=write, args=[name]) for name in "ab"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert outcomes[Outcome.ACCEPTED] == 16 == store.load("D1").revision == len(store.pending(NOW))
    assert set(outcomes) <= {Outcome.ACCEPTED, Outcome.STALE}


def test_who_gives_way_each_time_is_told_in_the_end(open_store: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    store = open_store()
    store.create(open_dossier())
    with store._transaction() as rows:  # noqa: SLF001 -- to learn its class
        kind = type(rows)

    class SerializationFailure(Exception):  # noqa: N818 -- as drivers call it
        sqlstate = "40001"

    def gives_way(*_: object) -> None:
        raise sa.exc.OperationalError("", {}, SerializationFailure())

    pauses = list[float]()
    monkeypatch.setattr(store, "_pause", pauses.append)
    monkeypatch.setattr(kind, "replace", gives_way)
    with pytest.raises(StoreError, match="the database let other writers go first, each time: SerializationFailure"):
        store.decide("D1", REQUEST_NOTICE, at=NOW, role=Role.AGENT)
    assert [pause <= most for pause, most in zip(pauses, (0.01, 0.02, 0.04, 0.08), strict=True)] == [True] * 4
    assert len(set(pauses)) == 4, "drawn at random, so that those who gave way do not meet again"
    monkeypatch.undo()
    assert store.load("D1").revision == 0


def test_when_the_answer_to_a_commit_is_lost_nobody_says_that_nothing_was_written(
    open_store: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was written; the same request with the same key finds that out, and owes its effect once."""
    store = open_store()
    store.create(open_dossier())
    before = store.load("D1")
    decision = before.decide(REQUEST_NOTICE, at=NOW, key="once", role=Role.AGENT)
    dialect = store._engine.dialect  # noqa: SLF001 -- to lose the answer
    whole = dialect.do_commit

    def lost(connection: Any) -> None:
        whole(connection)
        raise dialect.loaded_dbapi.OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(dialect, "do_commit", lost)
    with pytest.raises(StoreError, match="the answer to a commit was lost: what was to be written may be there"):
        store.save(decision.dossier, expected_revision=0, steps=decision.steps, effects=decision.effects)
    monkeypatch.undo()
    assert store.decide("D1", REQUEST_NOTICE, at=NOW, key="once", role=Role.AGENT).outcome is Outcome.DUPLICATE
    assert store.load("D1").revision == len(store.pending(NOW)) == len(store.steps("D1")) == 1
