"""
People in front of the reference portal in a real browser: they read, fill in and press as people do.
"""

import contextlib
import os
import re
import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, Page

from chromium import window
from portal_server import environment, free_port, manage, serving

PASSWORD = "Mahana2026!"  # noqa: S105 -- nobody's
STAFF_PASSWORD = "Demonstration-2026"  # noqa: S105 -- of a demonstration alone
GUNICORN = ["-m", "gunicorn", "portal.wsgi", "--threads", "4", "--log-level", "error"]
MASTER = "gunicorn.pid"
PRIMARY = 'main form:has(input[name="psc-do"]) .buttons button:not([name])'


_JOIN = f"""
from portal import clock
from portal.models import Account
from psc_workflow import PriorMembership, commands as do
from psc_workflow.django.models import StoredDossier
for id in StoredDossier.objects.values_list("pk", flat=True):
    email = id.lower() + "@courriel.example"
    account = Account(code="agent-" + id, email=email, role="agent", dossier=id)
    account.set_password("{PASSWORD}")
    account.save()
    created = do.CreateAccount(email, "{PASSWORD}", "{PASSWORD}")
    for command in (do.OpenInvitation(PriorMembership.NONE), created, do.ContinueToLogin()):
        StoredDossier.objects.decide(id, command, at=clock.now(), role="agent")
"""


def seed(folder: Path, *, joined: bool = True, **named: str) -> Path:
    """Make a demonstration that has just begun, once, to be copied for each test; agents have accounts if *joined*."""
    manage(folder, "migrate", "--verbosity", "0", **named)
    manage(folder, "demonstration", **named)
    if joined:
        manage(folder, "shell", "-c", _JOIN, **named)
    return folder


@contextlib.contextmanager
def site(seeded: Path, folder: Path, *, workers: int = 1, **named: str) -> Iterator[str]:
    """Serve a copy of a demonstration; yield its address."""
    data = folder / "data"
    shutil.copytree(seeded, data)
    port = free_port()
    running = ["--workers", str(workers), "--pid", str(data / MASTER), "--bind", f"127.0.0.1:{port}"]
    command = [sys.executable, "-W", "ignore", *GUNICORN, *running]
    with serving(command, port, environment(data, **named)) as address:
        yield address


def kill_workers(folder: Path) -> int:
    """Kill the workers of the portal that ``site`` serves from *folder*, as a machine that fails would; count them."""
    master = int((folder / "data" / MASTER).read_text(encoding="ascii"))
    workers = Path(f"/proc/{master}/task/{master}/children").read_text(encoding="ascii").split()
    for worker in workers:
        os.kill(int(worker), signal.SIGKILL)
    return len(workers)


class Person:
    """Somebody at a window of the browser."""

    def __init__(self, page: Page) -> None:
        self.page = page

    # -- reading --------------------------------------------------------------------------------

    @property
    def heading(self) -> str:
        """The heading of the page."""
        return self.page.locator("h1").first.inner_text()

    @property
    def text(self) -> str:
        """What the page says."""
        return " ".join(self.page.locator("main").inner_text().split())

    @property
    def errors(self) -> list[str]:
        """What the summary on top says is wrong."""
        return self.page.locator("section.summary li").all_inner_texts()

    def file(self) -> None:
        """Go to one's own page."""
        self.page.goto("/file/")

    # -- filling in -----------------------------------------------------------------------------

    def fill(self, **fields: str | list[str]) -> None:
        """Fill in fields by their names, in which ``__`` stands for a dot."""
        for name, value in fields.items():
            for each in [value] if isinstance(value, str) else value:
                self._put(name.replace("__", "."), each)

    def _put(self, name: str, value: str) -> None:
        box = self.page.locator(f'main [name="{name}"]')
        assert box.count(), f"no field {name} on {self.heading}: {self.errors}"
        folded = self.page.locator(f'main details.further:not([open]):has([name="{name}"]) > summary')
        if folded.count():
            folded.click()
        if box.first.get_attribute("type") in ("radio", "checkbox"):
            self.page.locator(f'main [name="{name}"][value="{value}"]').check()
        elif box.first.get_attribute("type") == "hidden":  # what the page says already
            assert box.first.input_value() == value, name
        elif self.page.locator(f'main select[name="{name}"]').count():
            box.select_option(value)
        else:
            box.fill(value)

    def send(self, **fields: str | list[str]) -> None:
        """Fill in and press the main button of the page."""
        self.fill(**fields)
        self.going(self.page.locator(PRIMARY).first)

    def confirm(self, **fields: str | list[str]) -> None:
        """Fill in, look at what it would cost, and confirm."""
        self.fill(**fields)
        self.going(self.page.locator('main .buttons button[name="psc-preview"]'))
        self.send()

    def add(self, name: str) -> None:
        """Ask for the questions about one more person."""
        self.going(self.page.locator(f'main button[name="psc-add"][value="{name}"]'))

    def press(self, name: str) -> None:
        """Press another button, by the command it gives."""
        self.going(self.page.locator(f'main button[name="psc-press"][value="{name}"]').first)

    def going(self, button: Locator) -> None:
        """Press *button*, and wait for the page that it leads to."""
        with self.page.expect_navigation():
            button.click()

    def command(self, do: str, **fields: str | list[str]) -> None:
        """Give a command by the page of its own."""
        self.page.goto(f"/file/do/{do}/")
        self.send(**fields)

    # -- the demonstration ----------------------------------------------------------------------

    def move_clock(self, to: str) -> None:
        """Move the clock to a stop of the story, or to a day."""
        self.page.goto("/clock/")
        if re.match(r"\d{4}-", to):
            self.page.fill("#to", to)
            self.going(self.page.locator("form.narrow button"))
        else:
            self.going(self.page.locator(f'main button[name="to"][value="{to}"]'))

    def mails(self, dossier: str) -> list[str]:
        """List the subjects of the mails about a file, the last one first."""
        self.page.goto(f"/mailbox/?file={dossier}")
        return self.page.locator("main tbody a[href^='/mailbox/']").all_inner_texts()

    def open_mail(self, dossier: str, place: int = 0) -> None:
        """Open a mail about a file, the last one if no other *place* is named."""
        self.page.goto(f"/mailbox/?file={dossier}")
        self.page.locator("main tbody a[href^='/mailbox/']").nth(place).click()

    def follow(self) -> None:
        """Follow the link of the mail that is open."""
        with self.page.expect_navigation():
            self.page.locator("main article a[role=button]").first.click()

    # -- accounts -------------------------------------------------------------------------------

    def agent(self, dossier: str, password: str = PASSWORD) -> "Person":
        """Sign in as the agent of a file."""
        return self.sign_in(f"{dossier.lower()}@courriel.example", password)

    def sign_out(self) -> None:
        """Leave."""
        self.going(self.page.locator('form[action="/sign-out/"] button'))

    def join(self, dossier: str) -> "Person":
        """Come from the invitation to one's own page."""
        email = f"{dossier.lower()}@courriel.example"
        self.open_mail(dossier, -1)
        self.follow()
        self.send(membership="none")
        self.send(email=email, password=PASSWORD, confirmation=PASSWORD)
        self.open_mail(dossier)
        self.follow()
        self.going(self.page.locator("main form button").first)
        return self

    def sign_in(self, email: str, password: str = PASSWORD) -> "Person":
        """Sign in."""
        self.page.goto("/sign-in/")
        self.page.fill("#email", email)
        self.page.fill("#password", password)
        self.going(self.page.locator("main form button").first)
        return self

    def staff(self, name: str) -> "Person":
        """Sign in at the desk: ``employeur``, ``assureur`` or ``gestion``."""
        return self.sign_in(f"{name}@portal.example", STAFF_PASSWORD)

    def desk(self, dossier: str, do: str = "", **fields: str | list[str]) -> None:
        """Open a file at the desk, and all that is folded there; with a command, give it."""
        self.page.goto(f"/desk/files/{dossier}/" + (f"do/{do}/" if do else ""))
        if do:
            self.send(**fields)
        else:
            self.page.locator("details.fold").evaluate_all("all => all.forEach(each => (each.open = true))")


@contextlib.contextmanager
def somebody(browser: Browser, address: str, **options: Any) -> Iterator[Person]:
    """Sit somebody down before the portal, in a window of their own."""
    with window(browser, address, **options) as context:
        yield Person(context.new_page())
