"""
``manage.py psc_deliver``: deliver what is owed.
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from psc_workflow.django._host import host
from psc_workflow.django.models import StoredDossier
from psc_workflow.exceptions import InvalidDocumentError
from psc_workflow.web import deliver


class Command(BaseCommand):
    """Delivers the effects that are due; several may do so at once, for each is leased."""

    help = "Deliver what is owed: mails, tasks, documents. Run it after psc_tick."

    def handle(self, **_: Any) -> None:
        """Deliver, and fail if an effect cannot be read or is tried no more."""
        store = StoredDossier.objects.store
        try:
            sent = deliver(host(), store)
        except InvalidDocumentError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{sent} delivered")
        if letters := store.dead_letters():
            raise CommandError(f"tried no more: {', '.join(letter.id for letter in letters)}")
