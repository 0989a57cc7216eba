"""
Two writers of one stored dossier: one wins, the other is told and loses nothing.
"""

import sqlite3
from pathlib import Path

import pytest

from people import BENOIT, NOW, accepted, journey, opened
from psc_workflow import Dossier, Outcome, Regime
from psc_workflow import commands as do
from psc_workflow.exceptions import (
    DossierExistsError,
    DossierNotFoundError,
    InvalidDocumentError,
    StaleRevisionError,
    StoreError,
)
from psc_workflow.stores import SQLiteStore


@pytest.fixture
def store(tmp_path: Path) -> SQLiteStore:
    with SQLiteStore(tmp_path / "dossiers.db") as one:
        one.create(opened())
        yield one


def test_what_was_saved_is_read_back_by_another_connection(store: SQLiteStore, tmp_path: Path) -> None:
    dossier = accepted(store.load("D1"), *journey())
    store.save(dossier, expected_revision=0)
    with SQLiteStore(tmp_path / "dossiers.db") as other:
        assert other.load("D1") == dossier


def test_the_second_of_two_writers_is_told_and_nothing_is_lost(store: SQLiteStore, tmp_path: Path) -> None:
    store.decide("D1", do.StartAffiliation(), at=NOW)
    read = store.load("D1")
    first = read.decide(do.DeclareRegime(Regime.GENERAL), at=NOW).dossier
    second = read.decide(do.GoBack(), at=NOW).dossier
    with SQLiteStore(tmp_path / "dossiers.db") as other:
        other.save(first, expected_revision=read.revision)
    with pytest.raises(StaleRevisionError):
        store.save(second, expected_revision=read.revision)
    assert store.load("D1") == first


def test_a_decision_overtaken_between_load_and_save_is_stale_with_the_stored_dossier(
    store: SQLiteStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other writer strikes after this one has read: simulated inside the save."""
    save = SQLiteStore.save

    def overtaken(self: SQLiteStore, *args: object, **kwargs: object) -> None:
        monkeypatch.setattr(SQLiteStore, "save", save)
        with SQLiteStore(tmp_path / "dossiers.db") as other:
            assert other.decide("D1", do.Resume(), at=NOW).outcome is Outcome.ACCEPTED
        save(self, *args, **kwargs)

    monkeypatch.setattr(SQLiteStore, "save", overtaken)
    decision = store.decide("D1", do.StartAffiliation(), at=NOW)
    assert decision.outcome is Outcome.STALE
    assert decision.dossier == store.load("D1")
    assert decision.dossier.record.history.steps[-1].command == "resume"


def test_a_double_submit_that_is_overtaken_by_itself_is_a_duplicate(
    store: SQLiteStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody clicks twice: both requests have read the same revision, and the other one was saved first."""
    save = SQLiteStore.save

    def overtaken(self: SQLiteStore, *args: object, **kwargs: object) -> None:
        monkeypatch.setattr(SQLiteStore, "save", save)
        with SQLiteStore(tmp_path / "dossiers.db") as other:
            other.decide("D1", do.StartAffiliation(), at=NOW, key="click")
        save(self, *args, **kwargs)

    monkeypatch.setattr(SQLiteStore, "save", overtaken)
    decision = store.decide("D1", do.StartAffiliation(), at=NOW, key="click")
    assert decision.outcome is Outcome.DUPLICATE
    assert store.load("D1").revision == 1


def test_a_request_made_on_an_older_revision_is_stale_and_not_written(store: SQLiteStore) -> None:
    store.decide("D1", do.StartAffiliation(), at=NOW)
    before = store.load("D1")
    decision = store.decide("D1", do.DeclareRegime(Regime.GENERAL), at=NOW, expected_revision=0)
    assert decision.outcome is Outcome.STALE
    assert store.load("D1") == before


def test_a_refusal_writes_nothing(store: SQLiteStore) -> None:
    before = store.load("D1").dump()
    assert store.decide("D1", do.DeclareRegime(Regime.CPS), at=NOW).outcome is Outcome.NOT_AVAILABLE
    assert store.load("D1").dump() == before


def test_an_id_is_stored_once(store: SQLiteStore) -> None:
    store.decide("D1", do.StartAffiliation(), at=NOW)
    with pytest.raises(DossierExistsError):
        store.create(opened())
    assert store.load("D1").revision == 1


def test_an_id_that_is_not_stored_is_told(store: SQLiteStore) -> None:
    with pytest.raises(DossierNotFoundError):
        store.load("D2")
    other = Dossier.open(opened().contract, id="D2", agent=BENOIT, invited_at=NOW)
    with pytest.raises(DossierNotFoundError):
        store.save(other, expected_revision=0)


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_text("this is not a database, and long enough to be taken for one" * 10)
    with pytest.raises(StoreError):
        SQLiteStore(tmp_path / "x.db")
    with pytest.raises(StoreError):
        SQLiteStore(tmp_path / "no folder" / "x.db")


def test_a_damaged_document_is_told_when_it_is_read(store: SQLiteStore, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "dossiers.db") as connection:
        connection.execute("UPDATE dossiers SET document = ?", (b"{",))
    connection.close()
    with pytest.raises(InvalidDocumentError):
        store.load("D1")
