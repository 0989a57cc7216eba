"""
The portal of a demonstration, and those who use it.
"""

import datetime as dt
import html
import re
from typing import Any

import attrs
from django.core.management import call_command
from django.test import Client, TestCase, override_settings

from portal import clock
from portal.host import HOST
from portal.models import Account, Delivery
from psc_workflow import Certainty, Command, PriorMembership, Role, Source
from psc_workflow import commands as do
from psc_workflow.contracts import Dated, Parameter
from psc_workflow.django.models import StoredDossier

PASSWORD = "Demonstration-2026"  # noqa: S105 -- of a demonstration alone
QUICK = ["django.contrib.auth.hashers.MD5PasswordHasher"]
HINA, CAMILLE, MOANA = "A-1002", "B-2001", "C-3001"


@override_settings(PASSWORD_HASHERS=QUICK)
class PortalTest(TestCase):
    """A demonstration that has just begun: five agents are invited, nobody has answered."""

    @classmethod
    def setUpTestData(cls) -> None:
        """Fill the portal."""
        with override_settings(PASSWORD_HASHERS=QUICK):
            call_command("demonstration", verbosity=0)
            for dossier in (HINA, CAMILLE):
                account = Account(code=f"agent-{dossier}", email=email_of(dossier), role="agent", dossier=dossier)
                account.set_password(PASSWORD)
                account.save()
                cls.decide(dossier, do.OpenInvitation(PriorMembership.NONE))
                cls.decide(dossier, do.CreateAccount(email_of(dossier), PASSWORD, PASSWORD), do.ContinueToLogin())

    def staff(self, name: str, contract: str | None = None, **options: Any) -> Client:
        """Sign somebody of the desk in: ``employeur``, ``assureur``, ``lagon`` or ``gestion``."""
        if contract is not None:
            Account.objects.filter(code=f"staff-{name}").update(contract=contract)
        return signed_in(f"{name}@portal.example", **options)

    def agent(self, dossier: str = HINA, **options: Any) -> Client:
        """Sign an agent in."""
        return signed_in(email_of(dossier), **options)

    @staticmethod
    def decide(dossier: str, *commands: Command, role: Role = Role.AGENT) -> None:
        """Have an agent answer."""
        for command in commands:
            outcome = StoredDossier.objects.decide(dossier, command, at=clock.now(), role=role, by="a").outcome
            assert outcome.value == "accepted", command

    def pass_retention(self) -> None:
        """Close the file under the portal's own contract, which says to keep it for a month, and let that pass."""
        self.decide(MOANA, do.OpenInvitation(PriorMembership.NONE))
        self.decide(MOANA, do.CreateAccount(email_of(MOANA), PASSWORD, PASSWORD), do.ContinueToLogin())
        self.decide(MOANA, do.StartAffiliation(), do.ReportNotConcerned("CPS"))
        self.decide(MOANA, do.CloseFile(), role=Role.MANAGER)
        today = clock.now().date()
        month = Dated(today, Certainty.ILLUSTRATIVE, (Source("x"),), 1)
        contract = attrs.evolve(HOST.contract, retention_after_closed_file=Parameter("month", today, (month,)))
        self.enterContext(override_settings(PSC_HOST=attrs.evolve(HOST, contract=contract)))
        StoredDossier.objects.store.reindex()
        clock.advance(clock.now() + dt.timedelta(days=40))

    @staticmethod
    def mail(dossier: str, kind: str) -> Delivery:
        """Find the last mail of a kind."""
        return Delivery.objects.filter(dossier=dossier, kind=kind)[0]


def email_of(dossier: str) -> str:
    """Return the address that the agent of a file signs in with."""
    return f"{dossier.lower()}@courriel.example"


def sign_in(client: Client, email: str, password: str = PASSWORD) -> Any:
    """Send the form of the sign-in page."""
    return client.post("/sign-in/", {"email": email, "password": password})


def signed_in(email: str, **options: Any) -> Client:
    """Sign somebody in, by the form."""
    client = Client(**options)
    assert sign_in(client, email).status_code == 302
    return client


def text_of(response: Any) -> str:
    """Return what a page says."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode().partition("<main")[2])))
