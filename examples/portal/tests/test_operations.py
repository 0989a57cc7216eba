"""
Whether the portal keeps up, and who notices if it does not.
"""

import datetime as dt
from importlib import import_module
from unittest import mock

from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import OperationalError
from django.test import Client, TransactionTestCase

from portal.models import Clock, Person
from portal.people import named
from psc_workflow.django.management.commands import psc_worker
from psc_workflow.django.models import OwedEffect, StoredDossier
from psc_workflow.django.names import fold
from tests.people import HINA, PortalTest

LATER = dt.timedelta(days=11)


def later(by: dt.timedelta) -> None:
    """Move the clock alone: no worker comes by."""
    row = Clock.objects.get(pk=1)
    Clock.objects.filter(pk=1).update(shown=row.shown + by)


class Health(PortalTest):
    """``/healthz`` tells by counts alone."""

    def test_all_is_well_while_the_workers_come(self) -> None:
        later(LATER)
        call_command("psc_tick", verbosity=0)
        call_command("psc_deliver", stdout=mock.Mock())
        response = Client().get("/healthz")
        assert response.status_code == 200
        assert response.json() == {
            "status": "ok",
            "due": 0,
            "late": 0,
            "failed": 0,
            "effects": 0,
            "oldest_effect_seconds": 0,
            "dead": 0,
        }

    def test_deadlines_that_nobody_saw_to_are_a_backlog(self) -> None:
        later(LATER)
        response = Client().get("/healthz")
        assert response.status_code == 503
        assert response.json()["late"] == 6

    def test_an_effect_that_nobody_delivered_has_an_age(self) -> None:
        later(LATER)
        call_command("psc_tick", verbosity=0)
        health = Client().get("/healthz").json()
        assert health["effects"] == 6
        assert health["oldest_effect_seconds"] > dt.timedelta(hours=1).total_seconds()
        assert health["status"] == "behind"

    def test_a_file_that_cannot_be_ticked_and_an_effect_tried_no_more_are_told_apart(self) -> None:
        StoredDossier.objects.filter(pk=HINA).update(tick_error="ValueError")
        later(LATER)
        call_command("psc_tick", verbosity=0)
        effect = OwedEffect.objects.filter(delivered_at=None)[0]
        OwedEffect.objects.filter(pk=effect.pk).update(dead_at=effect.due_at)
        health = Client().get("/healthz").json()
        assert (health["dead"], health["status"]) == (1, "behind")

    def test_without_a_database_it_says_so(self) -> None:
        with mock.patch("psc_workflow.django.health.figures", side_effect=OperationalError("secret")):
            response = Client().get("/healthz")
        assert (response.status_code, response.json()) == (503, {"status": "failing", "database": "OperationalError"})


class Workers(PortalTest):
    """A worker goes on whatever fails."""

    def test_a_run_that_fails_is_logged_without_its_text(self) -> None:
        with (
            mock.patch.object(psc_worker, "call_command", side_effect=CommandError("secret")),
            self.assertLogs("psc_workflow.django.worker") as logs,
        ):
            psc_worker.Command()._run("psc_tick")
        assert "secret" not in "".join(logs.output)
        assert "CommandError" in logs.output[0]


class Upgrade(TransactionTestCase):
    """A portal with files of an earlier release goes on with them."""

    def test_who_was_noted_in_an_earlier_spelling_is_found(self) -> None:
        call_command("migrate", "portal", "0005", verbosity=0)
        Person.objects.create(pk=HINA, name="Tera\u02bbi Cœur", folded=" tera\u02bbi cœur møller")
        call_command("migrate", "portal", verbosity=0)
        for text in ("Tera’i", "coeur", "MØLLER", "moller"):
            assert [person.pk for person in Person.objects.filter(named(text))] == [HINA], text
        assert Person.objects.get().name == "Tera\u02bbi Cœur"

    def test_a_file_that_is_erased_meanwhile_stops_no_upgrade(self) -> None:
        call_command("migrate", "portal", "0005", verbosity=0)
        Person.objects.create(pk=HINA, name="Hina", folded=" hina")
        upgrade = import_module("portal.migrations.0006_person_folded")

        def erased_meanwhile(text: str) -> str:
            Person.objects.all().delete()
            return fold(text)

        with mock.patch.object(upgrade, "fold", erased_meanwhile):
            call_command("migrate", "portal", verbosity=0)
        assert not Person.objects.exists()
