"""
Effects wait in the outbox until they are delivered.
"""

import datetime as dt
import json
from typing import Any

import attrs
import pytest
import sqlalchemy as sa

from databases import Open, close
from dossiers import EVERY_STATE, dossier_in, journey, now_of, open_dossier
from people import FAMILY, NOW, ONE_DAY
from psc_workflow import Role, effects
from psc_workflow import commands as do
from psc_workflow._model.language import Language
from psc_workflow._model.vocabulary import DocumentKind
from psc_workflow.exceptions import DossierNotFoundError, HostError, InvalidDocumentError
from psc_workflow.stores import SQLiteStore, Store, sql
from psc_workflow.stores import _transactions as transactions


def test_effects_wait_with_the_dossier_until_they_are_delivered(store: Store, open_store: Open) -> None:
    decisions = [store.decide("D1", command, at=NOW, role=command.roles[0]) for command in journey(FAMILY)]
    owed = [effect for decision in decisions for effect in decision.effects]
    assert {(effect.dossier, effect.contract) for effect in owed} == {("D1", open_dossier().contract.id)}
    other = open_store()
    assert sorted(other.pending(NOW), key=lambda effect: effect.id) == sorted(owed, key=lambda effect: effect.id)
    sent: list[effects.Effect] = []
    assert other.deliver(sent.append, at=NOW) == len(owed)
    assert {effect.id for effect in sent} == {effect.id for effect in owed}
    assert store.pending(NOW + 400 * ONE_DAY) == []
    close(other)


def test_what_is_not_due_yet_waits_and_what_is_useless_is_not_given(store: Store) -> None:
    reminder = effects.SendReminder(
        id="r1",
        due_at=NOW,
        useful_until=NOW + ONE_DAY,
        recipient="professional",
        address=None,
        last_day=NOW.date(),
        **OF_D1,
    )
    reminder = attrs.evolve(reminder, recipient=effects.Recipient.PROFESSIONAL)
    store.save(attrs.evolve(open_dossier()), expected_revision=0, effects=[reminder])
    assert store.pending(NOW - ONE_DAY) == []
    assert store.pending(NOW) == [reminder]
    assert store.pending(NOW + ONE_DAY - dt.timedelta(seconds=1)) == [reminder]
    assert store.pending(NOW + ONE_DAY) == []


def test_an_effect_leads_to_its_dossier_delivered_or_not(store: Store) -> None:
    dossier = attrs.evolve(open_dossier(), record=attrs.evolve(open_dossier().record, id="D2"))
    store.create(dossier, effects=[dossier.invitation])
    (invitation,) = store.pending(NOW)
    assert store.dossier_of(invitation) == "D2"
    store.mark_delivered(invitation, at=NOW)
    assert store.dossier_of(invitation) == "D2"
    with pytest.raises(DossierNotFoundError):
        store.dossier_of(open_dossier().invitation)


def strip_names(store: Store) -> None:
    """Make the outbox one of an earlier release, whose effects did not name their dossier."""
    with store._transaction() as rows:  # noqa: SLF001 -- no store changes what it holds
        if isinstance(store, SQLiteStore):
            shorten = (
                "UPDATE outbox SET digest = NULL,"
                " effect = CAST(json_remove(effect, '$.dossier', '$.contract', '$.locale') AS BLOB)"
            )
            rows._execute(shorten)  # noqa: SLF001
            return
        execute, columns = rows._connection.execute, sql.outbox.c  # noqa: SLF001
        for effect_id, effect in execute(sa.select(columns.id, columns.effect)).all():
            fields = {name: value for name, value in json.loads(effect).items() if name not in NAMES}
            execute(
                sa.update(sql.outbox)
                .where(columns.id == effect_id)
                .values(effect=json.dumps(fields).encode(), digest=None)
            )


OF_D1 = {"dossier": "D1", "contract": open_dossier().contract.id}
NAMES = ("dossier", "contract", "locale")


def test_an_effect_of_an_earlier_release_names_its_dossier_when_it_is_handed_out(store: Store) -> None:
    english = attrs.evolve(open_dossier().record.agent, locale=Language.EN)
    dossier = attrs.evolve(open_dossier(), record=attrs.evolve(open_dossier().record, id="D2", agent=english))
    store.create(dossier, effects=[dossier.invitation])
    strip_names(store)
    assert (dossier.invitation.dossier, dossier.invitation.locale) == ("D2", Language.EN)
    assert store.pending(NOW) == [dossier.invitation]
    sent: list[effects.Effect] = []
    store.deliver(sent.append, at=NOW)
    assert sent == [dossier.invitation]


def test_the_effect_of_another_dossier_is_refused_and_nothing_is_written(store: Store) -> None:
    with pytest.raises(HostError, match="another dossier"):
        store.save(open_dossier(), expected_revision=0, effects=[attrs.evolve(open_dossier().invitation, dossier="D2")])
    assert store.pending(NOW) == []


def test_what_became_useless_is_erased_when_the_host_says_so(store: Store) -> None:
    """A clock that goes back afterwards does not find it again."""
    useful, useless = (
        effects.SendReminder(
            id=name,
            due_at=NOW,
            useful_until=until,
            recipient=effects.Recipient.PROFESSIONAL,
            address="late@example.org",
            last_day=NOW.date(),
            **OF_D1,
        )
        for name, until in (("r1", NOW + 2 * ONE_DAY), ("r2", NOW + ONE_DAY))
    )
    store.save(open_dossier(), expected_revision=0, effects=[useful, useless])
    sent: list[effects.Effect] = []
    assert [store.erase_useless(NOW + part) for part in (ONE_DAY - dt.timedelta(seconds=1), ONE_DAY, ONE_DAY)] == [
        0,
        1,
        0,
    ]
    assert store.pending(NOW) == [useful]
    assert store.deliver(sent.append, at=NOW) == 1
    assert sent == [useful]
    assert not outbox_holds(store, b"late@example.org")


def outbox_holds(store: Store, text: bytes) -> bool:
    with store._transaction() as rows:  # noqa: SLF001 -- no store shows what it erased
        if isinstance(store, SQLiteStore):
            selected = rows._execute("SELECT effect FROM outbox").fetchall()  # noqa: SLF001
        else:
            selected = rows._connection.execute(sa.select(sql.outbox.c.effect)).all()  # noqa: SLF001
    assert selected
    return any(text in effect for (effect,) in selected if effect is not None)


def test_one_effect_that_cannot_be_sent_does_not_keep_the_others_waiting(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transactions, "PAGE", 2)
    asked = do.RequestDocument(DocumentKind.NOTICE_INFORMATION)
    for _ in range(5):
        store.decide("D1", asked, at=NOW, role=Role.AGENT)
    waiting = store.pending(NOW, limit=9)
    refused = {waiting[0].id, waiting[1].id, waiting[3].id}
    tried: list[str] = []

    def send(effect: effects.Effect) -> bool:
        tried.append(effect.id)
        return effect.id not in refused

    assert store.deliver(send, at=NOW) == 2
    assert sorted(tried) == sorted(effect.id for effect in waiting)
    assert {effect.id for effect in store.pending(NOW)} == refused


def test_an_effect_is_kept_once_and_stays_delivered(store: Store) -> None:
    invitation = open_dossier().invitation
    for _ in range(2):
        store.save(open_dossier(), expected_revision=0, effects=[invitation, invitation])
    assert store.pending(NOW) == [invitation]
    assert store.mark_delivered(invitation, at=NOW)
    assert not store.mark_delivered(invitation, at=NOW)
    with pytest.warns(DeprecationWarning, match="delivered is now called mark_delivered"):
        assert not store.delivered(invitation, at=NOW)
    store.save(open_dossier(), expected_revision=0, effects=[invitation])
    assert store.pending(NOW) == []


def test_a_store_that_overrides_the_former_name_of_mark_delivered_is_still_called() -> None:
    marked: list[str] = []
    with pytest.warns(DeprecationWarning, match="delivered is now called mark_delivered"):

        class Ours(SQLiteStore):
            def delivered(self, effect: effects.AnyEffect, *, at: dt.datetime) -> bool:
                marked.append(effect.id)
                with pytest.warns(DeprecationWarning, match="mark_delivered"):
                    return super().delivered(effect, at=at)

    store = Ours(":memory:")
    store.create(open_dossier(), effects=[open_dossier().invitation])
    assert store.deliver(lambda _: True, at=NOW) == 1
    assert marked == [open_dossier().invitation.id]
    assert store.pending(NOW) == []
    store.close()


@pytest.mark.parametrize("name", EVERY_STATE)
def test_every_effect_is_read_as_it_was_written(name: str) -> None:
    dossier = dossier_in(name)
    due = [
        effect for milestone in dossier.timeline(until=now_of(dossier) + 900 * ONE_DAY) for effect in milestone.effects
    ]
    for effect in [dossier.invitation, *due]:
        assert (effect.dossier, effect.contract) == (dossier.id, dossier.contract.id)
        assert effects.parse(effects.as_json(effect)) == effect


@pytest.mark.parametrize(
    ("data", "path"),
    [
        ({}, "type"),
        ({"type": "SendNothing"}, "type"),
        ({"type": "AskForReview", "id": 3}, "id"),
        ({"type": None}, "type"),
    ],
)
def test_what_is_no_effect_is_told_with_its_path(data: dict[str, Any], path: str) -> None:
    with pytest.raises(InvalidDocumentError) as caught:
        effects.parse(data)
    assert path in [fault.path for fault in caught.value.faults]
