"""
Django in the package: its tables, migrations, field, admin, forms and commands.
"""

import datetime as dt
import io
import json
import re
import urllib.parse
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest
from django.contrib.admin import site
from django.core import serializers
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.http import QueryDict
from django.test import Client, RequestFactory, override_settings

from driven_portals import PORTALS, START_AFFILIATION, Portal, World, is_title_alone, models, steps_of_the_scenario
from effort import IS_THOROUGH
from people import BENOIT, GUIDE, INVITED, NOW
from psc_workflow import Dossier, Role
from psc_workflow import commands as do
from psc_workflow._model import effects
from psc_workflow._snapshot import history
from psc_workflow._snapshot.history import verify_history
from psc_workflow.django.forms import form_class
from psc_workflow.exceptions import ClockJumpError, InvalidDocumentError
from psc_workflow.stores import Store
from psc_workflow.stores._finding import COUNTED
from psc_workflow.web import run_due

ROWS, OWED = models.StoredDossier.objects, models.OwedEffect.objects


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Portal]:
    """Run Django on SQLite, with one dossier."""
    with PORTALS["Django on SQLite"](World(), tmp_path) as running:
        running.open()
        running.world.now = NOW
        yield running


@pytest.mark.parametrize("name", ["Django on SQLite", "Django on PostgreSQL"])
def test_django_keeps_the_whole_history_and_erases_what_was_delivered(name: str, tmp_path: Path) -> None:
    with PORTALS[name](World(), tmp_path) as portal:
        portal.open()
        for at, step in steps_of_the_scenario():
            portal.world.now = at
            portal.give(step)
        dossier = ROWS.load("D1")
        assert ROWS.get().dossier == dossier
        steps = [json.loads(row.step) for row in models.StoredStep.objects.order_by("revision")]
        verify_history(map(history.parse, steps), head=dossier.record.history.head)
        assert portal.run_due().sent == len(portal.world.sent) > 1
        rows = OWED.exclude(delivered_at=None)
        assert {row.effect for row in rows} == {None}
        assert rows.count() == len(portal.world.sent)


HARM: dict[str, tuple[Any, set[str], bool]] = {
    "due later": (lambda: ROWS.update(due_at=NOW.replace(year=2031)), {"due", "index"}, True),
    "ticked never": (lambda: ROWS.update(tick_at=None), {"due"}, True),
    "found by another state": (lambda: ROWS.update(affiliation="home"), {"index"}, True),
    "another document": (lambda: ROWS.update(dossier=ROWS.load("D1").dump().decode() + " "), {"document"}, False),
    "another revision": (lambda: ROWS.update(revision=77), {"document"}, False),
    "a step lost": (lambda: models.StoredStep.objects.get(revision=2).delete(), {"history"}, False),
    "an effect of another": (
        lambda: OWED.filter(pk=OWED.first().pk).update(due_at=NOW.replace(year=2031)),
        {"effect"},
        False,
    ),
    "a tombstone": (lambda: models.Tombstone.objects.create(dossier="D1", erased_on=NOW.date()), {"rows"}, False),
}


@pytest.mark.parametrize("name", ["Django on SQLite", "Django on PostgreSQL"])
def test_what_does_not_agree_in_the_tables_is_listed_and_repaired_if_it_follows(name: str, tmp_path: Path) -> None:
    with PORTALS[name](World(), tmp_path) as portal:
        portal.open()
        portal.world.now = NOW
        for step in (START_AFFILIATION, {"do": "request-document", "kind": "notice_information"}):
            portal.give(step)
        assert ROWS.store.verify() == ROWS.store.verify(repair=True) == ()
        for what, (harm, kinds, is_repaired) in HARM.items():
            with transaction.atomic():
                harm()
                assert {each.kind for each in ROWS.store.verify()} == kinds, what
                assert {each.is_repaired for each in ROWS.store.verify(repair=True)} == {is_repaired}, what
                assert bool(ROWS.store.verify()) is not is_repaired, what
                transaction.set_rollback(True)


def test_a_dossier_that_cannot_be_read_is_found_by_nothing_until_it_can(tmp_path: Path) -> None:
    with PORTALS["Django on SQLite"](World(), tmp_path) as portal:
        portal.open()
        rows, (row,) = models.StoredDossier.objects.filter(pk="D1"), ROWS.store.find()
        ((_, document),) = ROWS.store.documents()
        rows.update(dossier="{")
        assert ROWS.store.reindex() == ("D1",)
        assert (ROWS.store.find(), *map(ROWS.store.count_by, COUNTED)) == ([], *({} for _ in COUNTED))
        rows.update(dossier=document.decode())
        assert [each.kind for each in ROWS.store.verify()] == ["index"]
        assert ROWS.store.reindex() == ()
        assert ROWS.store.find() == [row]


@pytest.mark.usefixtures("portal")
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, verbosity=0)


LISTS: dict[str, Callable[[Store], object]] = {
    "due": lambda store: store.due(NOW),
    "pending": lambda store: store.pending(NOW),
    "claim": lambda store: store.claim(NOW),
    "tick": lambda store: store.tick(NOW),
    **{
        name: lambda store, name=name: store.find(**{name: "x"}, after="D")
        for name in COUNTED
        if name != "effective_on"
    },
    "effective_on": lambda store: store.find(effective_on=NOW.date(), after="D"),
    "past_retention": lambda store: store.past_retention(NOW),
    "dead_letters": lambda store: store.dead_letters(),
    "tombstones": lambda store: store.tombstones(),
}


@pytest.mark.parametrize("name", ["Django on SQLite", "Django on PostgreSQL"] if IS_THOROUGH else ["Django on SQLite"])
def test_no_list_reads_a_whole_table_or_sorts(name: str, tmp_path: Path) -> None:
    asked: list[tuple[str, Any]] = []

    def note(execute: Any, sql: str, parameters: Any, many: Any, context: Any) -> Any:
        asked.append((sql, parameters))
        return execute(sql, parameters, many, context)

    with PORTALS[name](World(), tmp_path) as portal, connection.cursor() as cursor:
        portal.open()
        is_sqlite = connection.vendor == "sqlite"
        if not is_sqlite:
            for way in ("seqscan", "bitmapscan", "sort"):  # with so few rows they are quicker: is there another way?
                cursor.execute(f"SET enable_{way} = off")
        for what, ask in LISTS.items():
            asked.clear()
            with connection.execute_wrapper(note):
                ask(ROWS.store)
            pages = [(sql, parameters) for sql, parameters in asked if sql.startswith("SELECT") and "LIMIT" in sql]
            assert pages, what
            for sql, parameters in pages:
                cursor.execute(f"EXPLAIN {'QUERY PLAN' if is_sqlite else ''} {sql}", parameters)
                plan = str(cursor.fetchall())
                assert ("INDEX" if is_sqlite else "Index") in plan, (what, plan)
                assert not re.search("TEMP B-TREE|Seq Scan|Sort", plan), (what, plan)


@pytest.mark.parametrize("name", ["Django on SQLite", "Django on PostgreSQL"] if IS_THOROUGH else ["Django on SQLite"])
def test_tables_of_the_first_migration_are_upgraded_with_all_that_is_in_them(name: str, tmp_path: Path) -> None:
    with PORTALS[name](World(), tmp_path) as portal:
        portal.open()
        portal.give(START_AFFILIATION)
        before = list(ROWS.store.documents()), ROWS.store.pending(NOW), ROWS.store.steps("D1")
        call_command("migrate", "psc_workflow", "0001", verbosity=0)
        assert own_indexes() == set()
        assert (list(ROWS.store.documents()), ROWS.store.pending(NOW), ROWS.store.steps("D1")) == before
        call_command("migrate", "psc_workflow", verbosity=0)
        assert len(own_indexes()) == sum(len(model._meta.indexes) for model in (ROWS.model, OWED.model))  # noqa: SLF001 -- Django's public name
        assert (list(ROWS.store.documents()), ROWS.store.pending(NOW), ROWS.store.steps("D1")) == before
        assert ROWS.store.verify() == ()


def own_indexes() -> set[str]:
    """List the indexes that the migrations name."""
    with connection.cursor() as cursor:
        constraints = [
            connection.introspection.get_constraints(cursor, model._meta.db_table)  # noqa: SLF001 -- Django's public name
            for model in (ROWS.model, OWED.model)
        ]
    return {name for table in constraints for name in table if name.startswith(("psc_stored_", "psc_owed_"))}


def test_an_effect_that_cannot_be_read_keeps_no_other_one_from_its_delivery(portal: Portal) -> None:
    OWED.update(effect='{"recipient": "dupond"}')
    portal.give({"do": "request-document", "kind": "notice_information"})
    with pytest.raises(InvalidDocumentError, match="cannot be read") as raised:
        portal.run_due()
    assert "dupond" not in str(raised.value)
    assert [type(effect) for effect in portal.world.sent] == [effects.ProduceDocument]


def test_a_deadline_that_has_moved_is_noted(portal: Portal) -> None:
    """A new version of a contract moves deadlines of stored dossiers: a tick too early does not come for ever."""
    ROWS.update(due_at=INVITED)
    portal.run_due()
    row = ROWS.get()
    assert (row.revision, row.due_at) == (0, ROWS.load("D1").due_at())


@pytest.mark.parametrize("column", [{"revision": 1}, {"id": "D7"}], ids=["revision", "id"])
def test_no_row_is_taken_for_another(portal: Portal, column: dict[str, Any]) -> None:
    OWED.all().delete()
    ROWS.update(**column)
    assert is_title_alone(portal.give(START_AFFILIATION, id=column.get("id", "D1"), by="manager"), 500)


def test_a_decision_is_saved_whole_or_not_at_all(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    from psc_workflow.django._rows import DjangoRows  # noqa: PLC0415 -- needs settings

    *before, (_, sign), _ = steps_of_the_scenario()
    for at, step in before:
        portal.world.now = at
        assert portal.give(step).status == 200
    revision = portal.view().headers["etag"]
    with monkeypatch.context() as broken:
        broken.setattr(DjangoRows, "add_effects", lambda *_: {}["an outbox that cannot be written"])
        assert is_title_alone(portal.give(sign), 500)
    assert portal.view().headers["etag"] == revision
    assert f'"{models.StoredStep.objects.count()}"' == revision
    assert portal.give(sign).json["outcome"] == "accepted"


@pytest.mark.usefixtures("portal")
def test_what_the_host_writes_beside_a_decision_is_saved_with_it_or_not_at_all() -> None:
    def decide_and_fail() -> None:
        with ROWS.locked("D1") as dossier:
            assert ROWS.decide(dossier.id, do.StartAffiliation(), at=NOW, role=Role.AGENT).outcome.value == "accepted"
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        decide_and_fail()
    assert ROWS.get().revision == 0
    with transaction.atomic():
        ROWS.decide("D1", do.StartAffiliation(), at=NOW, role=Role.AGENT)
    assert ROWS.get().revision == 1


def test_a_forged_request_from_another_site_is_refused(portal: Portal) -> None:
    with override_settings(MIDDLEWARE=["django.middleware.csrf.CsrfViewMiddleware"]):
        forged = Client(enforce_csrf_checks=True).post(
            "/dossiers/D1/commands", START_AFFILIATION, "application/json", headers={"X-Logged-In": "D1"}
        )
        assert forged.status_code == 403
        assert portal.view().headers["etag"] == '"0"'
        assert portal.give(START_AFFILIATION).status == 200


def test_a_page_has_the_token_that_the_middleware_wants_back(portal: Portal) -> None:
    with override_settings(MIDDLEWARE=["django.middleware.csrf.CsrfViewMiddleware"]):
        client = Client(enforce_csrf_checks=True)
        page = client.get("/dossiers/D1/page", headers={"X-Logged-In": "D1"})
        token = page.content.decode().partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
        sent = urllib.parse.urlencode({"psc-press": "start-affiliation", "csrfmiddlewaretoken": token})
        form = {"content_type": "application/x-www-form-urlencoded", "headers": {"X-Logged-In": "D1"}}
        assert client.post("/dossiers/D1/page", sent, **form).status_code == 303
        assert client.post("/dossiers/D1/page", sent.replace(token, "x"), **form).status_code == 403
    assert portal.view().headers["etag"] == '"1"'


# -- the field ---------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("portal")
def test_a_dossier_that_cannot_be_read_can_be_listed_and_goes_back_as_it_is() -> None:
    ROWS.update(dossier="damaged")
    row = ROWS.get()
    assert str(row) == "D1"
    row.save()
    assert ROWS.values_list("dossier", flat=True).get() == "damaged"
    with pytest.raises(InvalidDocumentError):
        row.dossier  # noqa: B018 -- reading is what raises


@pytest.mark.usefixtures("portal")
def test_a_dossier_survives_dumpdata_and_loaddata() -> None:
    before = ROWS.load("D1")
    (again,) = serializers.deserialize("json", serializers.serialize("json", ROWS.all()))
    again.save()
    assert ROWS.get().dossier == before == ROWS.load("D1")


def test_a_dossier_of_the_hosts_own_contract_is_read_with_it(tmp_path: Path) -> None:
    own = attrs.evolve(GUIDE, contract=attrs.evolve(GUIDE.contract, id="ours"))
    with PORTALS["Django on SQLite"](World(contract=own), tmp_path) as portal:
        portal.open()
        assert ROWS.get().dossier.contract.id == "ours"


# -- the admin ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", [models.StoredDossier, models.OwedEffect])
def test_the_admin_lets_nobody_write(model: Any) -> None:
    admin, request = site.get_model_admin(model), RequestFactory().get("/")
    assert not any(
        may(request) for may in (admin.has_add_permission, admin.has_change_permission, admin.has_delete_permission)
    )


def test_the_admin_shows_history_and_outbox_and_no_personal_data(portal: Portal) -> None:
    for at, step in steps_of_the_scenario():
        portal.world.now = at
        portal.give(step)
    admin, row = site.get_model_admin(models.StoredDossier), ROWS.get()
    inlines = {inline.model: inline(models.StoredDossier, site) for inline in admin.inlines}
    steps, owed = inlines[models.StoredStep], inlines[models.OwedEffect]
    shown = [admin.redacted(row)] + [
        str(getattr(steps, name)(step)) for step in row.steps.all() for name in steps.fields if hasattr(steps, name)
    ]
    assert "start-affiliation" in shown
    assert "Dupond" in row.dossier.dump().decode()
    assert not [text for text in shown if "Dupond" in text or "benoit" in text.lower()]
    assert "effect" not in owed.fields
    assert row.effects.count() > 1
    ROWS.update(dossier="damaged")
    assert admin.redacted(ROWS.get()).startswith("cannot be read")


# -- forms -------------------------------------------------------------------------------------------------


def test_a_form_of_django_gives_the_command_and_shows_what_is_wrong() -> None:
    dossier = Dossier.open(GUIDE, id="D1", agent=BENOIT, invited_at=INVITED)
    dossier = dossier.decide(do.StartAffiliation(), at=NOW, role=Role.AGENT).dossier
    made = form_class(dossier.form(at=NOW, role=Role.AGENT))
    assert list(made.base_fields) == ["regime"]
    why_not = dict(made.base_fields["regime"].choices)["cps"]
    assert "2025-1170" in why_not or len(why_not) > 40
    sent = made(QueryDict("regime=cps&csrfmiddlewaretoken=x"))
    assert sent.is_valid()
    decision = dossier.decide(sent.answers(), at=NOW, role=Role.AGENT)
    sent.show_errors(dossier.form(at=NOW, role=Role.AGENT, decision=decision))
    assert list(sent.errors) == ["regime"]
    right = made({"regime": "general"})
    assert dossier.decide(right.answers(), at=NOW, role=Role.AGENT).outcome.value == "accepted"


# -- the commands ------------------------------------------------------------------------------------------


def test_the_commands_tick_and_deliver(portal: Portal) -> None:
    portal.world.now = INVITED.replace(month=8)
    call_command("psc_tick")
    assert ROWS.get().affiliation == "auto_affiliated"
    printed = io.StringIO()
    call_command("psc_deliver", stdout=printed)
    assert printed.getvalue() == f"{len(portal.world.sent)} delivered\n"
    assert effects.SendAutomaticAffiliation in {type(effect) for effect in portal.world.sent}


def test_a_clock_that_jumps_affiliates_nobody_until_somebody_says_that_it_is_right(portal: Portal) -> None:
    call_command("psc_tick")
    portal.world.now = NOW.replace(year=NOW.year + 1)
    with pytest.raises(CommandError, match="--any-jump"):
        call_command("psc_tick")
    with pytest.raises(ClockJumpError):
        run_due(portal.world.host(), ROWS.store, max_jump=dt.timedelta(days=2))
    assert ROWS.get().affiliation == "home"
    call_command("psc_tick", any_jump=True)
    assert ROWS.get().affiliation == "auto_affiliated"


@pytest.mark.usefixtures("portal")
def test_the_commands_fail_where_somebody_must_look() -> None:
    ROWS.update(dossier="damaged", due_at=INVITED)
    with pytest.raises(CommandError, match="D1"):
        call_command("psc_tick")
    OWED.update(effect="damaged")
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("psc_deliver", stdout=io.StringIO())
    OWED.update(dead_at=NOW, error="SMTPError")
    with pytest.raises(CommandError, match="tried no more: "):
        call_command("psc_deliver", stdout=io.StringIO())


def test_the_host_may_be_named_by_its_path(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("driven_portals.HOST", portal.world.host(), raising=False)
    with override_settings(PSC_HOST="driven_portals.HOST"):
        assert portal.view().status == 200
