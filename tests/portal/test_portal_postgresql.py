"""
``make portal DATABASE=postgresql``, as it stands in the Makefile: on the server that comes as a wheel, and again the next day.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from effort import IS_THOROUGH
from paths import ROOT
from portal_server import PASSWORD, Browser, environment, free_port, serving

pytestmark = pytest.mark.skipif(not IS_THOROUGH, reason="a server is made, filled, ended and begun again")


def recipe(port: int) -> str:
    """Return what ``make portal`` runs with its one variable, once its environment is there."""
    make = ["make", "--no-print-directory", "--dry-run", "--assume-old=.venv-portal/ready", "portal"]
    made = subprocess.run(
        [*make, "DATABASE=postgresql", f"PORT={port}"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    return made.stdout


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """Make the programs that the recipe names, those of the tests' own environment."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name, module in (("python", ""), ("gunicorn", "-m gunicorn")):
        program = folder / name
        program.write_text(f'#!/bin/sh\nexec {sys.executable} -W ignore {module} "$@"\n')
        program.chmod(0o755)
    return folder


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    """Give the portal a folder, and end the server in it that the portal may have left running."""
    folder = tmp_path / "data"
    yield folder
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        server = int((folder / "postgresql" / "postmaster.pid").read_text().splitlines()[0])
        os.kill(server, signal.SIGINT)


@contextlib.contextmanager
def made_portal(data: Path, programs: Path) -> Iterator[str]:
    """Run the recipe; yield the address that it serves."""
    port = free_port()
    steps = recipe(port)
    assert 'PORTAL_DATABASE="postgresql"' in steps
    script = f"cd '{ROOT}' && {steps.replace(str(ROOT / '.venv-portal' / 'bin'), str(programs))}"
    assert ".venv-portal" not in script
    env = environment(data, XDG_RUNTIME_DIR=tempfile.mkdtemp())  # the path of a socket is short
    with serving(["sh", "-c", script], port, env, patience=180) as address:
        yield address


def agent_of(address: str, *, is_new: bool) -> Browser:
    """Sit an agent down, who joins by the invitation or signs in."""
    browser, own = Browser(address), "hina@courriel.example"
    if is_new:
        browser.get("/mailbox/?file=A-1002")
        browser.get(browser.links("/mailbox/")[1])
        browser.get(browser.links("/invitation/")[0])
        browser.send(membership="none")
        browser.send(email=own, password=PASSWORD, confirmation=PASSWORD)
        browser.get("/mailbox/?file=A-1002")
        browser.get(browser.links("/mailbox/")[1])
        browser.get(browser.links("/confirm/")[0])
        browser.send()
    else:
        browser.get("/sign-in/")
        browser.send(email=own, password=PASSWORD)
    browser.get("/file/")
    return browser


def test_make_portal_serves_from_postgresql_and_finds_its_answers_again(data: Path, programs: Path) -> None:
    with made_portal(data, programs) as address:
        health = Browser(address)
        health.get("/healthz")
        assert health.status == 200
        assert json.loads(health.page)
        agent = agent_of(address, is_new=True)
        agent.send()
        agent.send(regime="general")
        assert agent.heading == "Bénéficiaires à couvrir"
    assert (data / "postgresql" / "PG_VERSION").exists()
    assert not list(data.glob("*.db")), "no file of SQLite beside it"
    with made_portal(data, programs) as address:
        again = agent_of(address, is_new=False)
        assert again.heading == "Bénéficiaires à couvrir"
        again.get("/file/answers/")
        assert "Régime social général" in again.text
