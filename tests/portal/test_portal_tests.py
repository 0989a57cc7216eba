"""
The tests that the portal ships, in a process of their own: its settings are not those of other projects.
"""

import subprocess
import sys
from pathlib import Path

import pytest

import databases
from effort import IS_THOROUGH
from portal_server import FOLDER, environment

NAMES = ["tests"] if IS_THOROUGH else ["tests.test_security.OwnFileOnly"]
"""All of them where every draw is thorough; else those on who sees and does what."""


def run(folder: Path, *names: str, **variables: str) -> None:
    command = [sys.executable, "-W", "ignore", "manage.py", "test", *names]
    env = environment(folder, **variables)
    process = subprocess.run(command, cwd=FOLDER, env=env, check=False, capture_output=True, text=True)
    assert process.returncode == 0, process.stderr
    assert "Ran 0 tests" not in process.stderr


def test_the_portal_passes_its_own_tests(tmp_path: Path) -> None:
    run(tmp_path, *NAMES)


@pytest.mark.skipif(not IS_THOROUGH, reason="a database of its own takes longer to begin than `make test` has")
def test_on_postgresql_the_portal_takes_whatever_is_sent(tmp_path: Path) -> None:
    run(tmp_path, "tests.test_hostile", PORTAL_DATABASE=databases.new_database())
