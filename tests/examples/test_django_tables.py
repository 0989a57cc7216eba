"""
The tables of the Django portal.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, override_settings

from driven_portals import PORTALS, START_AFFILIATION, World, is_title_alone, models, steps_of_the_scenario
from people import INVITED, NOW
from psc_workflow._model import effects
from psc_workflow._snapshot import history
from psc_workflow._snapshot.history import verify_history
from psc_workflow.exceptions import InvalidDocumentError


@pytest.mark.parametrize("name", ["Django on SQLite", "Django on PostgreSQL"])
def test_django_keeps_the_whole_history_and_erases_what_was_delivered(name: str, tmp_path: Path) -> None:
    with PORTALS[name](World(), tmp_path) as portal:
        portal.open()
        for at, step in steps_of_the_scenario():
            portal.world.now = at
            portal.give(step)
        dossier = models.load("D1")
        steps = models.StepRow.objects.order_by("revision").values_list("step", flat=True)
        verify_history(map(history.parse, steps), head=dossier.record.history.head)
        assert portal.run_due().sent == len(portal.world.sent) > 1
        rows = models.EffectRow.objects.exclude(delivered_at=None)
        assert {row.effect for row in rows} == {None}
        assert rows.count() == len(portal.world.sent)


def test_an_effect_that_cannot_be_read_keeps_no_other_one_from_its_delivery_by_django(tmp_path: Path) -> None:
    with PORTALS["Django on SQLite"](World(), tmp_path) as portal:
        portal.open()
        models.EffectRow.objects.update(effect={"recipient": "dupond"})
        portal.world.now = NOW
        portal.give({"do": "request-document", "kind": "notice_information"})
        with pytest.raises(InvalidDocumentError, match="type: must be") as raised:
            portal.run_due()
        assert "dupond" not in str(raised.value)
        assert [type(effect) for effect in portal.world.sent] == [effects.ProduceDocument]


def test_django_notes_a_deadline_that_has_moved(tmp_path: Path) -> None:
    """A new version of a contract moves deadlines of stored dossiers: a tick too early does not come for ever."""
    with PORTALS["Django on SQLite"](World(), tmp_path) as portal:
        portal.open()
        models.DossierRow.objects.update(due_at=INVITED)
        portal.run_due()
        row = models.DossierRow.objects.get()
        assert (row.revision, row.due_at) == (0, models.load("D1").due_at())


@pytest.mark.parametrize("column", [{"revision": 1}, {"id": "D7"}], ids=["revision", "id"])
def test_django_takes_no_row_for_another(tmp_path: Path, column: dict[str, Any]) -> None:
    with PORTALS["Django on SQLite"](World(), tmp_path) as portal:
        portal.open()
        models.EffectRow.objects.all().delete()
        models.DossierRow.objects.update(**column)
        assert is_title_alone(portal.give(START_AFFILIATION, id=column.get("id", "D1"), by="manager"), 500)


def test_django_saves_a_decision_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with PORTALS["Django on SQLite"](World(), tmp_path) as portal:
        portal.open()
        *before, (_, sign), _ = steps_of_the_scenario()
        for at, step in before:
            portal.world.now = at
            assert portal.give(step).status == 200
        revision = portal.view().headers["etag"]
        with monkeypatch.context() as broken:
            broken.setattr(models, "_owe", lambda *_: {}["an outbox that cannot be written"])
            assert is_title_alone(portal.give(sign), 500)
        assert portal.view().headers["etag"] == revision
        assert f'"{models.StepRow.objects.count()}"' == revision
        assert portal.give(sign).json["outcome"] == "accepted"


def test_django_refuses_a_request_forged_on_another_site(tmp_path: Path) -> None:
    middleware = ["django.middleware.csrf.CsrfViewMiddleware"]
    with PORTALS["Django on SQLite"](World(), tmp_path) as portal, override_settings(MIDDLEWARE=middleware):
        portal.open()
        forged = Client(enforce_csrf_checks=True).post(
            "/dossiers/D1/commands", START_AFFILIATION, "application/json", headers={"X-Logged-In": "D1"}
        )
        assert forged.status_code == 403
        assert portal.view().headers["etag"] == '"0"'
        assert portal.give(START_AFFILIATION).status == 200


def test_a_document_comes_back_from_jsonb_as_it_was_although_it_is_written_otherwise(tmp_path: Path) -> None:
    with PORTALS["Django on PostgreSQL"](World(), tmp_path) as portal:
        portal.open()
        for at, step in steps_of_the_scenario():
            portal.world.now = at
            portal.give(step)
            document = models.DossierRow.objects.get(pk="D1").document
            written = models.load("D1").dump()
            assert json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode() != written
            assert json.loads(written) == document
