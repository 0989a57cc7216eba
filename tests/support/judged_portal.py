"""
The reference portal, plugged into the kit by its forms: ``python judged_portal.py SECONDS`` fails with the first difference.

In a process of its own, whose settings are the portal's: ``PORTAL_DATA`` says where it keeps its data, ``PORTAL_DATABASE``
on what. ``judged_workers.py`` has the same portal behind an address, in two processes that are killed.
"""

import datetime as dt
import os
import sys
import types
from collections.abc import Mapping, Sequence
from typing import Any

import attrs
import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django.setup()

from django.contrib.sessions.models import Session  # noqa: E402 -- needs the settings
from django.core.management import call_command  # noqa: E402 -- the same
from django.test import Client  # noqa: E402 -- the same
from django.test.utils import setup_test_environment  # noqa: E402 -- the same

from portal import clock, screens, signing_service  # noqa: E402 -- the same
from portal.host import HOST  # noqa: E402 -- the same
from portal.models import Account, Clock, Delivery, Person  # noqa: E402 -- the same
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
MARK = "\n<!-- judged -->\n"
"""What parts an answer over HTTP from what its page was drawn from."""
KEPT_BY_NOBODY = (
    Delivery,
    Person,
    Account,
    models.OwedEffect,
    models.StoredStep,
    models.StoredDossier,
    models.Tombstone,
    Session,
)


@attrs.frozen
class Answer:
    """
    What the portal answered.

    Args:
        facts: What the page was drawn from; see ``facts_of``.
    """

    status: int
    text: str
    facts: Mapping[str, Any]


def facts_of(context: Any) -> dict[str, Any]:
    """Collect what the kit asks of a page, from what its templates were given, as JSON has it."""
    problem, view, form = (context.get(name) if context is not None else None for name in ("problem", "view", "form"))
    facts: dict[str, Any] = {"problem": problem, "revision": form.revision if form is not None else None}
    if view is not None:
        facts["states"] = {view.where.journey: view.where.state}
        facts["offered"] = [offer.do for offer in view.commands if offer.offered]
    return facts


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
            of = {"role": role.value, "contract": self.contract.id}
            Account.objects.create(code=role.value, email=f"{role.value}@portal.example", **of)
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
        if role is not Role.AGENT and request.get("do") in screens.ELSEWHERE:  # which no desk does for an agent
            return UNTOLD
        body, self.verified = split_request(request)
        do = str(body.get("do"))
        pairs = [pair for pair in as_form(body) if pair[0] != "do"]
        own = {"psc-do": do, "psc-key": key, "psc-revision": expected_revision}
        sent: dict[str, list[str]] = {name: [str(value)] for name, value in own.items() if value is not None}
        for name, value in pairs:
            sent.setdefault(name, []).append(value)
        path = f"/file/do/{do}/" if role is Role.AGENT else f"/desk/files/{id}/do/{do}/"
        return self._reply(self.ask(_code(id, role), path, sent), key)

    @staticmethod
    def _reply(answer: Answer, key: str | None) -> Reply:
        if answer.status == 302:
            return Reply("accepted" if key is None else UNTOLD, text=answer.text)
        return reply_of(answer.status, answer.facts["problem"], answer.text)

    def look(self, id: str, *, role: Role) -> Screen:  # noqa: A002 -- as Dossier.open
        answer = self.ask(_code(id, role), "/file/space/" if role is Role.AGENT else f"/desk/files/{id}/")
        facts = answer.facts
        return Screen(states=facts["states"], offered=facts["offered"], revision=facts["revision"], text=answer.text)

    def ask(self, code: str, path: str, sent: dict[str, list[str]] | None = None) -> Answer:
        """Open a page as whoever has the account *code*; if something is *sent*, with its form."""
        client = self.client(code)
        response = client.get(path) if sent is None else client.post(path, sent)
        return Answer(response.status_code, response.content.decode(), facts_of(response.context))

    def client(self, code: str) -> Client:
        """Sign somebody in, once."""
        if code not in self.clients:
            self.clients[code] = Client(raise_request_exception=False)
            self.clients[code].force_login(Account.objects.get(code=code))
        return self.clients[code]


def _code(id: str, role: Role) -> str:  # noqa: A002 -- as Dossier.open
    return f"agent {id}" if role is Role.AGENT else role.value


if __name__ == "__main__":
    setup_test_environment()
    call_command("migrate", verbosity=0)
    sys.exit(report_of(PortalHost, float(sys.argv[1])) or 0)
