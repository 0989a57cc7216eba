"""
``manage.py demonstration``: accounts, and agents who have just been invited, if there are none yet.
"""

import datetime as dt
from typing import Any

from django.contrib.auth.hashers import make_password
from django.core.management.base import BaseCommand

from portal import clock
from portal.host import HOST
from portal.models import Account
from psc_workflow import Agent, Civility, Dossier, Role
from psc_workflow.django.models import StoredDossier
from psc_workflow.web import run_due

_PASSWORD = "Demonstration-2026"  # noqa: S105 -- of a demonstration alone
_STAFF = {"employeur": Role.EMPLOYER, "assureur": Role.INSURER, "gestion": Role.MANAGER}
_START = dt.datetime(2026, 4, 6, 18, 0, tzinfo=dt.UTC)

_AGENTS = {
    "A-1001": ("men-2026-pf", Civility.MONSIEUR, "Benoît", "Dupond", dt.date(1970, 3, 12), "98714", "Papeete", "PF"),
    "A-1002": ("men-2026-pf", Civility.MADAME, "Hina", "Tetua", dt.date(1988, 11, 3), "98702", "Faaa", "PF"),
    "B-2001": ("men-2026", Civility.MADAME, "Camille", "Martin", dt.date(1985, 6, 21), "69003", "Lyon", "FR"),
    "B-2002": ("men-2026", Civility.MONSIEUR, "Karim", "Benali", dt.date(1979, 1, 30), "59000", "Lille", "FR"),
    "D-4001": ("guide-illustration", Civility.MADAME, "Vaite", "Maire", dt.date(1981, 2, 17), "98714", "Papeete", "PF"),
    "C-3001": (
        "mutuelle-du-lagon-2027",
        Civility.MADAME,
        "Moana",
        "Teriitahi",
        dt.date(1992, 8, 9),
        "98735",
        "Uturoa",
        "PF",
    ),
}


class Command(BaseCommand):
    """Fills an empty portal."""

    help = "Fill an empty portal with a demonstration."

    def handle(self, **_: Any) -> None:
        """Open the files, make the accounts, and let the invitations go out."""
        if Account.objects.exists():
            return
        clock.start(_START)
        password = make_password(_PASSWORD)
        for name, role in _STAFF.items():
            account = Account(code=f"staff-{name}", email=f"{name}@portal.example", role=role.value)
            account.password = password
            account.save()
        for id_, row in _AGENTS.items():
            contract = HOST.contracts[row[0]]
            StoredDossier.objects.open(Dossier.open(contract, id=id_, agent=_agent(row[1:]), invited_at=_START))
        run_due(HOST, StoredDossier.objects.store)
        self.stdout.write(f"{len(_AGENTS)} agents are invited: their mails are in the mailbox")


def _agent(row: tuple[Any, ...]) -> Agent:
    """Make what the employer knows of an agent who does not exist."""
    civility, first_name, name, born, postal_code, city, country = row
    address = f"{first_name}.{name}".lower().replace("î", "i")
    return Agent(
        civility=civility,
        first_name=first_name,
        usage_name=name,
        birth_name=name,
        birth_date=born,
        professional_email=f"{address}@ministere.example",
        email=f"{address}@courriel.example",
        phone="+689 40 00 00 00" if country == "PF" else "+33 1 00 00 00 00",
        address=("12 rue des Tiare",),
        postal_code=postal_code,
        city=city,
        country=country,
        hired_on=dt.date(2010, 9, 1),
    )
