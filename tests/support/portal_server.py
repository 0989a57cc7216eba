"""
The reference portal of ``examples/portal`` as a process of its own, and a browser without a screen for it.
"""

import contextlib
import html
import http.client
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Sequence
from http.cookiejar import CookieJar
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "examples" / "portal"
PASSWORD = "Demonstration-2026"  # noqa: S105 -- of a demonstration alone


def environment(data: Path, **more: str) -> dict[str, str]:
    """Say where the portal keeps its data, and where it finds its modules."""
    path = os.pathsep.join([str(ROOT / "src"), str(FOLDER), str(ROOT / "tests" / "support")])
    return {**os.environ, "PYTHONPATH": path, "PORTAL_DATA": str(data), **more}


def manage(data: Path, *arguments: str, **more: str) -> str:
    """Run one of the portal's own commands."""
    command = [sys.executable, "-W", "ignore", "manage.py", *arguments]
    process = subprocess.run(
        command, cwd=FOLDER, env=environment(data, **more), check=True, capture_output=True, text=True
    )
    return process.stdout


def free_port() -> int:
    """Find a port of the loopback that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@contextlib.contextmanager
def portal(data: Path, **more: str) -> Iterator[str]:
    """Serve a demonstration that has just begun; yield its address."""
    port = free_port()
    code = (
        "from django.core.management import call_command, execute_from_command_line as run; import django;"
        "django.setup(); call_command('migrate', verbosity=0); call_command('demonstration', verbosity=0);"
        f"run(['manage.py', 'runserver', '127.0.0.1:{port}', '--noreload', '--skip-checks'])"
    )
    named = {"DJANGO_SETTINGS_MODULE": "portal_settings", **more}
    command = [sys.executable, "-W", "ignore", "-c", code]
    with serving(command, port, environment(data, **named)) as address:
        yield address


@contextlib.contextmanager
def serving(command: Sequence[str], port: int, env: dict[str, str], *, patience: int = 30) -> Iterator[str]:
    """Run *command*, which serves on *port* within *patience* seconds, as long as its block lasts."""
    with tempfile.TemporaryFile() as log:  # a pipe that nobody reads would be full one day, and the portal would wait
        process = subprocess.Popen(command, cwd=FOLDER, env=env, stdout=subprocess.DEVNULL, stderr=log)
        try:
            _wait(process, port, log, patience)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait()


def _wait(process: "subprocess.Popen[bytes]", port: int, log: IO[bytes], patience: int) -> None:
    for _ in range(20 * patience):
        if process.poll() is not None:
            log.seek(0)
            raise RuntimeError(log.read().decode())
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise RuntimeError("the portal does not answer")


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


class Browser:
    """
    Somebody who looks at pages and sends their forms, as a browser without a script does.

    What a page has filled in is sent back with what is filled in besides.
    """

    def __init__(self, address: str, language: str = "fr") -> None:
        self.address, self.language = address, language
        self._opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(CookieJar()), _NoRedirect(), urllib.request.ProxyHandler({})
        )
        self.status, self.path, self.page = 0, "", ""
        self.headers: http.client.HTTPMessage

    def get(self, path: str) -> str:
        """Open a page; return its text."""
        return self._ask(path, None)

    def send(self, *, press: str = "", path: str = "", **fields: str | Sequence[str]) -> str:
        """Send the form of the present page: its hidden fields, and *fields*, where ``__`` stands for a dot."""
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', self._form))
        pairs = [(name, html.unescape(value)) for name, value in hidden.items()]
        pairs += [("psc-press", press)] if press else []
        for name, value in fields.items():
            pairs += [
                (name.replace("__", ".").replace("psc_", "psc-"), each)
                for each in ([value] if isinstance(value, str) else value)
            ]
        return self._ask(path or self.path, urllib.parse.urlencode(pairs).encode())

    @property
    def _form(self) -> str:
        """The form of the page's content, that of the header left aside."""
        return self.page.partition("<main")[2]

    @property
    def text(self) -> str:
        """What the page says."""
        return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", self._form)))

    @property
    def heading(self) -> str:
        """The heading of the page."""
        match = re.search(r"<h1[^>]*>(.*?)</h1>", self.page, re.DOTALL)
        return html.unescape(match[1].strip()) if match else ""

    def links(self, beginning: str) -> list[str]:
        """List the addresses that the page leads to and that begin so."""
        return re.findall(rf'href="({re.escape(beginning)}[^"]*)"', self.page)

    def _ask(self, path: str, body: bytes | None) -> str:
        request = urllib.request.Request(self.address + path, body, {"Accept-Language": self.language})  # noqa: S310 -- ours
        if body is not None:
            request.add_header("Origin", self.address)
        try:
            response = self._opener.open(request, timeout=30)
        except urllib.error.HTTPError as error:
            response = error
        with response:
            self.status, self.headers, page = response.status, response.headers, response.read().decode()
        if self.status in (301, 302, 303):
            return self._ask(urllib.parse.urlsplit(self.headers["Location"]).path, None)
        self.path, self.page = path, page
        return self.page
