"""
``manage.py demonstration``: accounts, and agents who have just been invited, if there are none yet.
"""

import datetime as dt
from typing import Any

from django.contrib.auth.hashers import make_password
from django.core.management.base import BaseCommand

from portal import clock, demonstration, people
from portal.host import HOST
from portal.models import Account
from psc_workflow import Agent, Civility, Dossier, Role
from psc_workflow.django.models import StoredDossier
from psc_workflow.web import run_due

_PASSWORD = "Demonstration-2026"  # noqa: S105 -- of a demonstration alone
_STAFF = {
    "employeur": (Role.EMPLOYER, None),
    "assureur": (Role.INSURER, "men-2026-pf"),
    "lagon": (Role.INSURER, "mutuelle-du-lagon-2027"),
    "gestion": (Role.MANAGER, None),
}
"""With a contract of the insurer that they are of."""
_START = dt.datetime(2026, 4, 6, 18, 0, tzinfo=dt.UTC)


class Command(BaseCommand):
    """Fills an empty portal."""

    help = "Fill an empty portal with a demonstration."

    def handle(self, **_: Any) -> None:
        """Open the files, make the accounts, and let the invitations go out."""
        if Account.objects.exists():
            return
        clock.start(_START)
        password = make_password(_PASSWORD)
        for name, (role, of) in _STAFF.items():
            named = {"code": f"staff-{name}", "email": f"{name}@portal.example", "password": password}
            Account.objects.create(**named, role=role.value, contract=of)
        agents = demonstration.agents()
        for id_, row in agents.items():
            contract = HOST.contracts[row["contract"]]
            dossier = Dossier.open(contract, id=id_, agent=_agent(row), invited_at=_START)
            StoredDossier.objects.open(dossier)
            people.note(dossier)
        run_due(HOST, StoredDossier.objects.store)
        self.stdout.write(f"{len(agents)} agents are invited: their mails are in the mailbox")


def _agent(row: dict[str, Any]) -> Agent:
    """Make what the employer knows of an agent."""
    address = f"{row['first_name']}.{row['name']}".lower().replace("î", "i")
    where = {name: row[name] for name in ("birth_date", "first_name", "postal_code", "city", "country")}
    return Agent(
        civility=Civility(row["civility"]),
        usage_name=row["name"],
        birth_name=row["name"],
        professional_email=f"{address}@ministere.example",
        email=f"{address}@courriel.example",
        phone="+689 40 00 00 00" if row["country"] == "PF" else "+33 1 00 00 00 00",
        address=("12 rue des Tiare",),
        hired_on=dt.date(2010, 9, 1),
        **where,
    )
