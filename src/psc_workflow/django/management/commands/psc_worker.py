"""
``manage.py psc_worker psc_tick`` and ``manage.py psc_worker psc_deliver``: two workers, where no scheduler runs.
"""

import logging
import signal
import threading
import time
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections

LOG = logging.getLogger("psc_workflow.django.worker")


class Command(BaseCommand):
    """Runs one of the library's commands again and again, until it is asked to stop; several may do so at once."""

    help = "Run psc_tick or psc_deliver at intervals. What fails is logged, and tried again."

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask which command, and how often."""
        parser.add_argument("name", choices=["psc_tick", "psc_deliver"])
        parser.add_argument("--every", type=float, default=60, help="seconds between two runs")

    def handle(self, *, name: str, every: float, **_: Any) -> None:
        """Run until SIGTERM or SIGINT; a run that has begun comes to its end."""
        stopping = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopping.set())
        while not stopping.is_set():
            self._run(name)
            stopping.wait(every)

    def _run(self, name: str) -> None:
        start, facts = time.monotonic(), {"worker": name}
        try:
            try:
                call_command(name, stdout=self.stdout)
            finally:
                close_old_connections()
        except Exception as error:  # noqa: BLE001 -- whatever the error, the worker must go on
            LOG.error("%s", type(error).__name__, extra=facts)  # noqa: TRY400 -- its text may show what is stored
        else:
            LOG.info("run", extra={**facts, "seconds": round(time.monotonic() - start, 3)})
