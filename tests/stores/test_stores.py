"""
Whatever the database: one of two writers wins, the other is told, nothing is lost.
"""

import datetime as dt
import sqlite3
from pathlib import Path
from typing import Any

import attrs
import pytest
import sqlalchemy as sa

from databases import Open, close, postgres
from dossiers import EVERY_STATE, accept, at_state, dossier_in, journey, open_dossier
from effort import IS_THOROUGH
from people import ALONE, BENOIT, INVITED, NOW, ONE_DAY, SIGN_WITHOUT_MANDATE
from psc_workflow import Dossier, Outcome, Regime, Role
from psc_workflow import commands as do
from psc_workflow.exceptions import (
    DossierExistsError,
    DossierNotFoundError,
    HostError,
    InvalidDocumentError,
    StaleRevisionError,
    StoreError,
)
from psc_workflow.stores import SQLiteStore, Store
from psc_workflow.stores import _transactions as transactions
from psc_workflow.stores.sql import SQLAlchemyStore


def overtaking(store: Store, open_store: Open, monkeypatch: pytest.MonkeyPatch, command: Any, **asked: Any) -> None:
    """Let another writer strike after *store* has read, and before it saves."""
    save = type(store).save

    def overtaken(self: Store, *args: object, **kwargs: object) -> None:
        monkeypatch.setattr(type(store), "save", save)
        other = open_store()
        assert other.decide("D1", command, at=NOW, role=Role.AGENT, **asked).outcome is Outcome.ACCEPTED
        close(other)
        save(self, *args, **kwargs)

    monkeypatch.setattr(type(store), "save", overtaken)


# -- dossiers --------------------------------------------------------------------------------------------


def test_what_was_saved_is_read_back_by_another_connection(store: Store, open_store: Open) -> None:
    dossier = accept(store.load("D1"), *journey())
    store.save(dossier, expected_revision=0, steps=dossier.record.history.steps)
    other = open_store()
    assert other.load("D1") == dossier
    close(other)


def test_every_state_comes_back_as_it_was_stored(store: Store) -> None:
    for name in EVERY_STATE:
        record = attrs.evolve(dossier_in(name).record, id=name)
        dossier = attrs.evolve(dossier_in(name), record=record)
        store.create(dossier)
        assert store.load(name) == dossier
        assert store.load(name).dump() == dossier.dump()


def test_the_second_of_two_writers_is_told_and_nothing_is_lost(store: Store, open_store: Open) -> None:
    store.decide("D1", do.StartAffiliation(), at=NOW, role=Role.AGENT)
    read = store.load("D1")
    first = read.decide(do.DeclareRegime(Regime.GENERAL), at=NOW, role=Role.AGENT)
    second = read.decide(do.GoBack(), at=NOW, role=Role.AGENT)
    other = open_store()
    other.save(first.dossier, expected_revision=read.revision, steps=first.steps, effects=first.effects)
    close(other)
    with pytest.raises(StaleRevisionError):
        store.save(second.dossier, expected_revision=read.revision, steps=second.steps, effects=second.effects)
    assert store.load("D1") == first.dossier
    assert [step.command for step in store.steps("D1")] == ["start-affiliation", "declare-regime"]


def test_a_decision_overtaken_between_load_and_save_is_stale_with_the_stored_dossier(
    store: Store, open_store: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    overtaking(store, open_store, monkeypatch, do.Resume())
    decision = store.decide("D1", do.StartAffiliation(), at=NOW, role=Role.AGENT)
    assert decision.outcome is Outcome.STALE
    assert decision.dossier == store.load("D1")
    assert decision.dossier.record.history.steps[-1].command == "resume"


def test_a_double_submit_that_is_overtaken_by_itself_is_a_duplicate(
    store: Store, open_store: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody clicks twice: both requests have read the same revision, and the other one was saved first."""
    overtaking(store, open_store, monkeypatch, do.StartAffiliation(), key="click")
    decision = store.decide("D1", do.StartAffiliation(), at=NOW, key="click", role=Role.AGENT)
    assert decision.outcome is Outcome.DUPLICATE
    assert store.load("D1").revision == 1


def test_a_request_made_on_an_older_revision_is_stale_and_not_written(store: Store) -> None:
    store.decide("D1", do.StartAffiliation(), at=NOW, role=Role.AGENT)
    before = store.load("D1")
    decision = store.decide("D1", do.DeclareRegime(Regime.GENERAL), at=NOW, expected_revision=0, role=Role.AGENT)
    assert decision.outcome is Outcome.STALE
    assert store.load("D1") == before


def test_a_refusal_writes_nothing(store: Store) -> None:
    before = store.load("D1").dump()
    assert store.decide("D1", do.DeclareRegime(Regime.CPS), at=NOW, role=Role.AGENT).outcome is Outcome.NOT_AVAILABLE
    assert store.load("D1").dump() == before
    assert store.steps("D1") == ()


def test_an_id_is_stored_once(store: Store) -> None:
    store.decide("D1", do.StartAffiliation(), at=NOW, role=Role.AGENT)
    with pytest.raises(DossierExistsError):
        store.create(open_dossier(), effects=[open_dossier().invitation])
    assert store.load("D1").revision == 1
    assert store.pending(NOW) == []


def test_an_id_that_is_not_stored_is_told(store: Store) -> None:
    other = Dossier.open(open_dossier().contract, id="D2", agent=BENOIT, invited_at=NOW)
    for asked in (
        lambda: store.load("D2"),
        lambda: store.steps("D2"),
        lambda: store.save(other, expected_revision=0),
        lambda: store.decide("D2", do.Resume(), at=NOW, role=Role.AGENT),
    ):
        with pytest.raises(DossierNotFoundError):
            asked()


def test_all_dossiers_are_read_in_the_order_of_their_ids_however_many(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not IS_THOROUGH:
        monkeypatch.setattr(transactions, "PAGE", 10)
    names = [f"E{number:04}" for number in range(230 if IS_THOROUGH else 23)]
    for name in reversed(names):
        store.create(attrs.evolve(open_dossier(), record=attrs.evolve(open_dossier().record, id=name)))
    assert [dossier.id for dossier in store.iterate()] == ["D1", *names]
    assert dict(store.documents())["E0007"] == store.load("E0007").dump()


# -- time ------------------------------------------------------------------------------------------------


def test_a_scheduler_is_told_whom_to_tick_and_no_longer_once_it_has(store: Store) -> None:
    due_at = store.load("D1").due_at()
    assert due_at is not None
    assert store.due(due_at - dt.timedelta(seconds=1)) == []
    assert store.due(due_at) == ["D1"]
    store.decide("D1", do.Tick(), at=due_at, role=Role.CLOCK)
    assert store.due(due_at) == []
    following = store.load("D1").due_at()
    assert following is not None
    assert store.due(following.astimezone(dt.UTC)) == ["D1"]


def test_the_longest_due_come_first(store: Store) -> None:
    for name, days in (("later", 5), ("sooner", -5)):
        dossier = Dossier.open(open_dossier().contract, id=name, agent=BENOIT, invited_at=INVITED + days * ONE_DAY)
        store.create(dossier)
    assert store.due(INVITED + 90 * ONE_DAY) == ["sooner", "D1", "later"]
    assert store.due(INVITED + 90 * ONE_DAY, limit=2) == ["sooner", "D1"]


def test_a_naive_instant_is_the_host_s_mistake(store: Store) -> None:
    with pytest.raises(HostError, match="aware"):
        store.due(dt.datetime(2026, 5, 1))  # noqa: DTZ001 -- the point


# -- what goes wrong -------------------------------------------------------------------------------------


def test_a_failure_in_the_middle_of_a_save_leaves_everything_as_it_was(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = store.load("D1")
    decision = before.decide(do.StartAffiliation(), at=NOW, role=Role.AGENT)

    def fails(*_: object) -> None:
        raise MemoryError

    with store._transaction() as rows:  # noqa: SLF001 -- to learn its class
        monkeypatch.setattr(type(rows), "add_effects", fails)
    with pytest.raises(MemoryError):
        store.save(decision.dossier, expected_revision=0, steps=decision.steps, effects=decision.effects)
    assert store.load("D1") == before
    assert store.steps("D1") == ()


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_text("this is not a database, and long enough to be taken for one" * 10)
    with pytest.raises(StoreError):
        SQLiteStore(tmp_path / "x.db")
    with pytest.raises(StoreError):
        SQLiteStore(tmp_path / "no folder" / "x.db")


def test_a_file_of_a_later_release_is_refused_and_left_alone(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "x.db") as connection:
        connection.execute("PRAGMA user_version = 7")
    connection.close()
    before = (tmp_path / "x.db").read_bytes()
    with pytest.raises(StoreError, match="version 7; this release knows 3"):
        SQLiteStore(tmp_path / "x.db")
    assert (tmp_path / "x.db").read_bytes() == before


def test_tables_of_a_later_release_are_refused(tmp_path: Path) -> None:
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'x.db'}", poolclass=sa.NullPool)
    store = SQLAlchemyStore(engine)
    store.create_tables()
    store.create_tables()
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE psc_schema SET version = 7"))
    with pytest.raises(StoreError, match="version 7; this release knows 3"):
        store.create_tables()


def test_a_locked_file_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    with SQLiteStore(tmp_path / "x.db", timeout=0) as store:
        store.create(open_dossier())
        other = sqlite3.connect(tmp_path / "x.db", isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        for asked in (
            lambda: store.decide("D1", do.Resume(), at=NOW, role=Role.AGENT),
            lambda: store.create(open_dossier()),
        ):
            with pytest.raises(StoreError, match="locked"):
                asked()
        assert store.load("D1") == open_dossier(), "who reads waits for nobody"
        other.execute("ROLLBACK")
        other.close()
        assert store.load("D1").revision == 0


def test_a_database_that_is_gone_is_told_without_what_was_to_be_written() -> None:
    store = SQLAlchemyStore(sa.create_engine("postgresql+psycopg://nobody@localhost:1/none", poolclass=sa.NullPool))
    with pytest.raises(StoreError) as caught:
        store.create(at_state("confirmed"))
    assert str(caught.value) == "the database cannot be used: OperationalError"
    assert caught.value.__cause__ is None


def test_tables_that_are_not_there_are_told() -> None:
    engine = sa.create_engine(postgres(), poolclass=sa.NullPool, connect_args={"options": "-csearch_path=nowhere"})
    with pytest.raises(StoreError, match="there are no tables"):
        SQLAlchemyStore(engine).load("D1")


def test_a_damaged_document_is_told_when_it_is_read(tmp_path: Path) -> None:
    with SQLiteStore(tmp_path / "x.db") as store:
        store.create(open_dossier())
        with sqlite3.connect(tmp_path / "x.db") as connection:
            connection.execute("UPDATE dossiers SET document = ?", (b"{",))
        connection.close()
        with pytest.raises(InvalidDocumentError):
            store.load("D1")


def test_a_store_hands_the_role_on(tmp_path: Path) -> None:
    with SQLiteStore(tmp_path / "x.db") as store:
        dossier = at_state("signature", ALONE)
        store.create(dossier)
        assert store.decide("D1", SIGN_WITHOUT_MANDATE, at=NOW, role=Role.MANAGER).outcome is Outcome.NOT_AVAILABLE
        assert store.decide("D1", SIGN_WITHOUT_MANDATE, at=NOW, role=Role.AGENT).outcome is Outcome.ACCEPTED
