"""
Rows that are not what they should be, and what becomes of what waits: no dossier is taken for another, no mail is lost or in vain.
"""

import datetime as dt
import json
import sqlite3
from pathlib import Path

import attrs
import pytest

from databases import written
from dossiers import accept, at_state, journey, open_dossier
from people import BENOIT, FAMILY, GUIDE, INVITED, NOW, ONE_DAY, TODAY
from psc_workflow import Dossier, EndReason, Outcome, Role, effects
from psc_workflow import commands as do
from psc_workflow._model.vocabulary import DocumentKind
from psc_workflow._snapshot.history import verify_history
from psc_workflow.exceptions import (
    DossierNotFoundError,
    HostError,
    InvalidDocumentError,
    InvalidHistoryError,
    StaleRevisionError,
)
from psc_workflow.stores import SQLiteStore, Store

START = do.StartAffiliation()


def other() -> Dossier:
    return attrs.evolve(open_dossier(), record=attrs.evolve(open_dossier().record, id="D2"))


# -- dossiers ---------------------------------------------------------------------------------------------


def test_a_row_that_holds_another_s_document_is_not_taken_for_it(store: Store) -> None:
    store.create(other())
    written(store, "dossiers", "D1", document=other().dump())
    with pytest.raises(InvalidDocumentError, match=r"record\.id: is not that of the row"):
        store.load("D1")
    with pytest.raises(InvalidDocumentError):
        store.decide("D1", START, at=NOW, role=Role.AGENT)
    assert store.load("D2") == other()


def test_a_row_of_another_revision_than_its_document_is_told(store: Store) -> None:
    written(store, "dossiers", "D1", revision=7)
    with pytest.raises(InvalidDocumentError, match=r"revision: is not that of the row"):
        store.load("D1")


def test_what_is_saved_has_the_steps_that_lead_to_it(store: Store) -> None:
    first = open_dossier().decide(START, at=NOW, role=Role.AGENT)
    second = first.dossier.decide(do.GoBack(), at=NOW, role=Role.AGENT)
    for steps in ((), second.steps, (*second.steps, *first.steps), first.steps):
        with pytest.raises(HostError, match="steps"):
            store.save(second.dossier, expected_revision=0, steps=steps)
    store.save(second.dossier, expected_revision=0, steps=(*first.steps, *second.steps))
    assert verify_history(store.steps("D1")) == second.dossier.record.history.head


def test_an_older_dossier_is_not_saved_over_a_newer_one(store: Store) -> None:
    store.decide("D1", START, at=NOW, role=Role.AGENT)
    with pytest.raises(HostError, match="steps"):
        store.save(open_dossier(), expected_revision=1)


def test_a_dossier_from_elsewhere_brings_its_history(store: Store) -> None:
    moved = accept(other(), *journey())
    steps = moved.record.history.steps
    with pytest.raises(InvalidHistoryError):
        store.create(moved, steps=steps[:-1])
    store.create(moved, steps=steps)
    assert store.steps("D2") == steps


def test_a_dossier_is_deleted_with_all_that_belongs_to_it_and_no_other(store: Store) -> None:
    store.create(other(), effects=[other().invitation])
    store.decide("D1", START, at=NOW, role=Role.AGENT)
    store.decide("D2", START, at=NOW, role=Role.AGENT)
    store.delete("D2")
    assert store.pending(NOW) == []
    for gone in (store.load, store.steps, store.delete):
        with pytest.raises(DossierNotFoundError):
            gone("D2")
    assert store.load("D1").revision == len(store.steps("D1")) == 1
    store.create(other())
    assert store.steps("D2") == ()


def test_nothing_is_said_to_be_accepted_that_is_not_saved(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever puts an old dossier back between reading and saving makes the second attempt look like a first one."""

    def overtaken(*_: object, **__: object) -> None:
        raise StaleRevisionError("the stored dossier has moved on since it was read")

    monkeypatch.setattr(store, "save", overtaken)
    with pytest.raises(StaleRevisionError):
        store.decide("D1", START, at=NOW, role=Role.AGENT)
    assert store.load("D1").revision == 0


def test_an_id_that_is_no_text_is_nobody_s(store: Store) -> None:
    for asked in (store.load, store.steps, store.delete):
        with pytest.raises(DossierNotFoundError):
            asked("\ud800")


@pytest.mark.parametrize("id", ["", " ", "D\0", "\ud800", "D" * 256])
def test_no_dossier_has_an_id_that_a_database_cannot_hold(id: str) -> None:  # noqa: A002 -- as Dossier.open
    with pytest.raises(HostError, match="1 to 255 characters"):
        Dossier.open(GUIDE, id=id, agent=BENOIT, invited_at=INVITED)


@pytest.mark.parametrize("id", ["a\0b", "a\nb", "a\x1b", "a\x85"])
def test_no_document_and_no_store_takes_an_id_that_a_dossier_cannot_be_opened_with(store: Store, id: str) -> None:  # noqa: A002 -- as Dossier.open
    document = json.loads(open_dossier().dump())
    document["record"]["id"] = id
    with pytest.raises(InvalidDocumentError, match=r"record\.id: must have 1 to 255 characters"):
        Dossier.load(json.dumps(document))
    renamed = attrs.evolve(open_dossier(), record=attrs.evolve(open_dossier().record, id=id))
    with pytest.raises(InvalidDocumentError, match=r"record\.id"):
        store.create(renamed)
    with pytest.raises(InvalidDocumentError, match=r"record\.id"):
        store.save(renamed, expected_revision=0)
    assert [dossier.id for dossier in store.iterate()] == ["D1"]


def test_a_long_id_is_stored(store: Store) -> None:
    store.create(Dossier.open(GUIDE, id="é" * 255, agent=BENOIT, invited_at=INVITED))
    assert store.load("é" * 255).id == "é" * 255


# -- time -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tick", [do.Tick(), do.read_form("tick", {})])
def test_a_tick_with_nothing_due_brings_the_next_deadline_up_to_date(
    store: Store, tick: do.Tick | do.Submission
) -> None:
    """A contract that is installed later may move it; a scheduler would otherwise be given the dossier for ever."""
    due_at = store.load("D1").due_at()
    assert due_at is not None
    written(store, "dossiers", "D1", due_at=(NOW - ONE_DAY).astimezone(dt.UTC))
    assert store.due(NOW) == ["D1"]
    decision = store.decide("D1", tick, at=NOW, role=Role.CLOCK)
    assert (decision.outcome, decision.dossier.revision) == (Outcome.ACCEPTED, 0)
    assert store.due(NOW) == []
    assert store.due(due_at) == ["D1"]


# -- what waits -------------------------------------------------------------------------------------------


def waiting(store: Store, at: dt.datetime) -> list[str]:
    return sorted(type(effect).__name__ for effect in store.pending(at))


def reminded(store: Store) -> dt.datetime:
    due_at = store.load("D1").due_at()
    assert due_at is not None
    store.decide("D1", do.Tick(), at=due_at, role=Role.CLOCK)
    assert waiting(store, due_at) == ["SendReminder"]
    return due_at


def test_no_mail_that_waits_goes_to_somebody_who_has_died(store: Store) -> None:
    at = reminded(store)
    store.decide("D1", do.RequestDocument(DocumentKind.NOTICE_INFORMATION), at=at, role=Role.AGENT)
    store.decide("D1", do.EndMembership(EndReason.DEATH, at.date()), at=at, role=Role.MANAGER)
    assert waiting(store, at + ONE_DAY) == ["InformSurvivors", "ProduceDocument"]


def test_nobody_who_has_answered_is_reminded(store: Store) -> None:
    store.create(accept(other(), *list(journey(FAMILY))[:-1]), effects=[])
    at = reminded(store)
    for command in journey(FAMILY):
        store.decide("D1", command, at=at, role=command.roles[0])
    assert "SendReminder" not in waiting(store, at)
    assert "SendAcknowledgement" in waiting(store, at)


def test_what_waits_and_still_makes_sense_waits_on(store: Store) -> None:
    at = reminded(store)
    store.decide("D1", START, at=at, role=Role.AGENT)
    assert waiting(store, at) == ["SendReminder"]


@pytest.mark.parametrize("stored", [b"{", b"5", b"[1]", b'{"type":"SendCarrierPigeon"}', b"\xff"])
def test_an_effect_that_cannot_be_read_is_told_once_all_others_are_delivered(store: Store, stored: bytes) -> None:
    asked = do.RequestDocument(DocumentKind.NOTICE_INFORMATION)
    for _ in range(3):
        store.decide("D1", asked, at=NOW, role=Role.AGENT)
    broken, *others = store.pending(NOW)
    written(store, "outbox", broken.id, effect=stored)
    with pytest.raises(InvalidDocumentError):
        store.pending(NOW)
    sent: list[effects.Effect] = []
    with pytest.raises(InvalidDocumentError, match=broken.id):
        store.deliver(sent.append, at=NOW)
    assert sent == others
    assert store.decide("D1", asked, at=NOW, role=Role.AGENT).outcome is Outcome.ACCEPTED


def test_a_file_finds_what_waits_for_a_dossier_by_an_index(tmp_path: Path) -> None:
    SQLiteStore(tmp_path / "one.db").close()
    connection = sqlite3.connect(tmp_path / "one.db")
    plan = connection.execute(
        "EXPLAIN QUERY PLAN SELECT id FROM outbox WHERE dossier = 'D1' AND delivered_at IS NULL AND effect IS NOT NULL"
    ).fetchall()
    connection.close()
    assert "outbox_waiting" in str(plan)


def test_of_a_dossier_that_is_over_only_what_concerns_it_is_owed() -> None:
    dead = accept(at_state("signature"), do.EndMembership(EndReason.DEATH, TODAY))
    assert not dead.still_owes(open_dossier().invitation)
    assert open_dossier().still_owes(open_dossier().invitation)
