"""
The reference portal, plugged into the kit by its forms: ``python judged_portal.py SECONDS`` fails with the first difference.

In a process of its own, whose settings are the portal's: ``PORTAL_DATA`` says where it keeps its data, ``PORTAL_DATABASE``
on what.
"""

import datetime as dt
import os
import sys
import types
from collections.abc import Sequence
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django.setup()

from django.contrib.sessions.models import Session  # noqa: E402 -- needs the settings
from django.core.management import call_command  # noqa: E402 -- the same
from django.test import Client  # noqa: E402 -- the same
from django.test.utils import setup_test_environment  # noqa: E402 -- the same

from portal import clock, signing_service  # noqa: E402 -- the same
from portal.host import HOST  # noqa: E402 -- the same
from portal.models import Account, Clock, Delivery  # noqa: E402 -- the same
from psc_workflow import Agent, Dossier, Effect, Role  # noqa: E402 -- the same
from psc_workflow.django import models  # noqa: E402 -- the same
from psc_workflow.testing import (  # noqa: E402 -- the same
    UNTOLD,
    JourneyConformance,
    Reply,
    Screen,
    as_form,
    reply_of,
    split_request,
)
from psc_workflow.web import run_due  # noqa: E402 -- the same
from running_hosts import report_of  # noqa: E402 -- the same

STAFF = (Role.EMPLOYER, Role.INSURER, Role.MANAGER)
EPOCH = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
"""The real instant, which stands still: the portal's own clock is what the kit moves."""
KEPT_BY_NOBODY = (
    Delivery,
    Account,
    models.OwedEffect,
    models.StoredStep,
    models.StoredDossier,
    models.Tombstone,
    Session,
)


class PortalHost(JourneyConformance):
    """The portal as its pages are: an agent's and the desk's."""

    contract = HOST.contracts["men-2026-pf"]
    speaks = "form"
    roles = (Role.AGENT, *STAFF)

    def start(self) -> None:
        for model in KEPT_BY_NOBODY:
            model.objects.all().delete()
        self.verified: dict[str, Any] = {}
        clock.timezone = types.SimpleNamespace(now=lambda: EPOCH)
        signing_service.evidence = lambda *_: self.verified
        for role in STAFF:
            Account.objects.create(code=role.value, email=f"{role.value}@portal.example", role=role.value)
        self.restart()

    def restart(self) -> None:
        self.clients: dict[str, Client] = {}

    def set_clock(self, at: dt.datetime) -> None:
        Clock.objects.update_or_create(pk=1, defaults={"started": at, "shown": at, "set_at": EPOCH})

    def run_due(self) -> None:
        run_due(HOST, models.StoredDossier.objects.store)

    def delivered(self) -> Sequence[str | Effect]:
        return list(Delivery.objects.values_list("effect", flat=True))

    def open(self, id: str, agent: Agent) -> None:  # noqa: A002 -- as Dossier.open
        opened = Dossier.open(self.contract, id=id, agent=agent, invited_at=clock.now())
        models.StoredDossier.objects.open(opened)
        Account.objects.create(code=f"agent {id}", email="", role=Role.AGENT.value, dossier=id)

    def give(
        self,
        id: str,  # noqa: A002 -- as Dossier.open
        request: dict[str, Any],
        *,
        role: Role,
        key: str | None,
        expected_revision: int | None,
    ) -> Any:
        if role not in self.roles or request.get("draft"):  # pages save the screen that they show, and no other fields
            return UNTOLD
        body, self.verified = split_request(request)
        do = str(body.get("do"))
        pairs = [pair for pair in as_form(body) if pair[0] != "do"]
        own = {"psc-do": do, "psc-key": key, "psc-revision": expected_revision}
        sent: dict[str, list[str]] = {name: [str(value)] for name, value in own.items() if value is not None}
        for name, value in pairs:
            sent.setdefault(name, []).append(value)
        path = f"/file/do/{do}/" if role is Role.AGENT else f"/desk/files/{id}/do/{do}/"
        return self._reply(self._client(id, role).post(path, sent), key)

    @staticmethod
    def _reply(response: Any, key: str | None) -> Reply:
        text = response.content.decode()
        if response.status_code == 302:
            return Reply("accepted" if key is None else UNTOLD, text=text)
        problem = response.context.get("problem") if response.context is not None else None
        return reply_of(response.status_code, problem, text)

    def look(self, id: str, *, role: Role) -> Screen:  # noqa: A002 -- as Dossier.open
        path = "/file/space/" if role is Role.AGENT else f"/desk/files/{id}/"
        response = self._client(id, role).get(path)
        view = response.context["view"]
        form = response.context.get("form")
        return Screen(
            states={view.where.journey: view.where.state},
            offered=[offer.do for offer in view.commands if offer.offered],
            revision=form.revision if form is not None else None,
            text=response.content.decode(),
        )

    def _client(self, id: str, role: Role) -> Client:  # noqa: A002 -- as Dossier.open
        code = f"agent {id}" if role is Role.AGENT else role.value
        if code not in self.clients:
            self.clients[code] = Client(raise_request_exception=False)
            self.clients[code].force_login(Account.objects.get(code=code))
        return self.clients[code]


if __name__ == "__main__":
    setup_test_environment()
    call_command("migrate", verbosity=0)
    sys.exit(report_of(PortalHost, float(sys.argv[1])) or 0)
