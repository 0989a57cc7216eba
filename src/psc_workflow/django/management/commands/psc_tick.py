"""
``manage.py psc_tick``: let happen what is due.
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from psc_workflow.django._host import host
from psc_workflow.django.models import StoredDossier
from psc_workflow.exceptions import ClockJumpError
from psc_workflow.stores._ticking import MAX_JUMP
from psc_workflow.web import tick_due


class Command(BaseCommand):
    """Ticks every dossier that is due; several may do so at once."""

    help = "Let happen what is due. Run it every quarter of an hour; a missed run changes no right."

    def add_arguments(self, parser: Any) -> None:
        """Take a clock that has jumped, if somebody has looked at it."""
        parser.add_argument(
            "--any-jump",
            action="store_true",
            help="The clock is right, though the last run is more than two days away.",
        )

    def handle(self, any_jump: bool = False, **_: Any) -> None:  # noqa: FBT002 -- as Django calls it
        """Tick, and fail if a dossier did, or if the clock has jumped: one that is wrong would affiliate everybody."""
        own, store = host(), StoredDossier.objects.store
        if any_jump:
            store.set_last_tick(own.now())
        try:
            failed = tick_due(own, store, max_jump=MAX_JUMP)
        except ClockJumpError as error:
            raise CommandError(f"{error}; if the clock is right, add --any-jump") from None
        if failed:
            raise CommandError(f"{len(failed)} dossiers cannot be ticked, and stay due: {', '.join(failed)}")
