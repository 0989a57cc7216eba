"""
``manage.py psc_tick``: let happen what is due.
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from psc_workflow.django._host import host
from psc_workflow.django.models import StoredDossier
from psc_workflow.web import tick_due


class Command(BaseCommand):
    """Ticks every dossier that is due; several may do so at once."""

    help = "Let happen what is due. Run it every quarter of an hour; a missed run changes no right."

    def handle(self, **_: Any) -> None:
        """Tick, and fail if a dossier did."""
        failed = tick_due(host(), StoredDossier.objects.store)
        if failed:
            raise CommandError(f"{len(failed)} dossiers cannot be ticked, and stay due: {', '.join(failed)}")
