"""
The reference portal, plugged into the kit over HTTP: two processes behind one address, killed again and again.

``python judged_workers.py SECONDS KILLS`` kills one of them ``KILLS`` times a second on the average, wherever it then is;
gunicorn starts another in its place.

A request whose connection ends without a whole answer is sent again, with the same key, until it is answered. This is what
somebody does to whom a browser says that the page cannot be reached: they press again, and the page that they have still
open sends the key that it came with. Where the kit sends no key, the page's own stands for it.
"""

import contextlib
import http.client
import json
import os
import random
import signal
import sys
import threading
import time
import urllib.parse
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from django.core.management import call_command
from django.db.models import F
from django.test.utils import setup_test_environment

from judged_portal import MARK, Answer, PortalHost
from portal_server import free_port, serving
from psc_workflow import Agent
from psc_workflow.django import models
from running_hosts import report_of

TOKEN = "c" * 32
"""The secret of a form, which a page would have in a cookie and in itself."""
_MOST_TRIES = 200
_PAUSE = 0.05


class WorkersHost(PortalHost):
    """The portal as two processes serve it."""

    step_limit = 60.0
    port: ClassVar[int]
    master: ClassVar[int]
    again: ClassVar[int] = 0

    def start(self) -> None:
        super().start()
        self.keys = 0

    def restart(self) -> None:
        super().restart()
        if "keys" in vars(self):
            kill(children(self.master))

    def open(self, id: str, agent: Agent) -> None:  # noqa: A002 -- as Dossier.open
        self._end_leases()
        super().open(id, agent)

    def run_due(self) -> None:
        self._end_leases()
        super().run_due()

    @staticmethod
    def _end_leases() -> None:
        """Have the leases of workers that were killed run out: they do after minutes, and here no time passes."""
        owed = models.OwedEffect.objects.filter(delivered_at=None, dead_at=None)
        owed.update(next_at=F("due_at"), attempts=0)

    def ask(self, code: str, path: str, sent: dict[str, list[str]] | None = None) -> Answer:
        headers = {"Cookie": f"sessionid={self.client(code).cookies['sessionid'].value}; csrftoken={TOKEN}"}
        if sent is None:
            return self._tried("GET", path, None, headers)
        self.keys += 1
        fields = {"psc-key": [f"page {self.keys}"], **sent, "csrfmiddlewaretoken": [TOKEN]}
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        headers["X-Verified"] = json.dumps(self.verified)
        return self._tried("POST", path, urllib.parse.urlencode(fields, doseq=True), headers)

    def _tried(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Answer:
        for _ in range(_MOST_TRIES):
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
            with contextlib.closing(connection), contextlib.suppress(OSError, http.client.HTTPException):
                connection.request(method, path, body, headers)
                response = connection.getresponse()
                text, _, facts = response.read().decode().partition(MARK)
                return Answer(response.status, text, json.loads(facts))
            WorkersHost.again += 1
            time.sleep(_PAUSE)
        raise RuntimeError("no worker answers")


def children(master: int) -> list[int]:
    """List the processes that gunicorn has started."""
    return [int(pid) for pid in Path(f"/proc/{master}/task/{master}/children").read_text(encoding="ascii").split()]


def kill(workers: list[int]) -> None:
    """Kill processes, as a machine that fails would."""
    for worker in workers:
        with contextlib.suppress(ProcessLookupError):
            os.kill(worker, signal.SIGKILL)


@contextlib.contextmanager
def killing(master: int, rate: float) -> Iterator[list[int]]:
    """Kill one of the workers *rate* times a second on the average, as long as the block lasts; yield whom."""
    chance, over, killed = random.Random(0), threading.Event(), list[int]()  # noqa: S311 -- no secret

    def run() -> None:
        while not over.wait(chance.expovariate(rate)):
            workers = children(master)
            if workers:
                killed.append(chance.choice(workers))
                kill(killed[-1:])

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield killed
    finally:
        over.set()
        thread.join()


def judge(seconds: float, rate: float) -> str:
    """Judge the portal for so long; return the report, empty if all is well."""
    port, pid = free_port(), Path(os.environ["PORTAL_DATA"]) / "gunicorn.pid"
    options = ["--workers", "2", "--preload", "--log-level", "critical", "--limit-request-field_size", "0"]
    gunicorn = [sys.executable, "-W", "ignore", "-m", "gunicorn", "judged_wsgi", "--pid", str(pid), *options]
    with serving([*gunicorn, "--bind", f"127.0.0.1:{port}"], port, dict(os.environ)):
        WorkersHost.port, WorkersHost.master = port, int(pid.read_text(encoding="ascii"))
        with killing(WorkersHost.master, rate) as killed:
            report = report_of(WorkersHost, seconds)
    print(f"{len(killed)} kills, {WorkersHost.again} requests sent again")  # noqa: T201 -- for whoever runs it
    return report


if __name__ == "__main__":
    setup_test_environment()
    call_command("migrate", verbosity=0)
    sys.exit(judge(float(sys.argv[1]), float(sys.argv[2])) or 0)
