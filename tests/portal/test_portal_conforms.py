"""
The kit judges the reference portal by its forms, in a process of its own: its settings are not those of other projects.

A minute in ``make test-all``, ten minutes in ``make test-full``.
"""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import databases
from effort import IS_THOROUGH, sized
from paths import ROOT
from portal_server import FOLDER, environment

SECONDS = sized(60, 60, 600)
SUPPORT = ROOT / "tests" / "support"
KILLS_A_SECOND = 0.5
DATABASES = ["SQLite", "PostgreSQL"]


def judge(folder: Path, database: str, script: str, *arguments: object) -> str:
    """Have the portal judged, on a database of its own; return what is said when all is well."""
    named = {} if database == "SQLite" else {"PORTAL_DATABASE": databases.new_database()}
    env = environment(folder, DJANGO_SETTINGS_MODULE="portal.settings", **named)
    command = [sys.executable, "-W", "ignore", str(SUPPORT / script), *map(str, arguments)]
    run = subprocess.run(command, cwd=FOLDER, env=env, check=False, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "acts in" in run.stdout
    return run.stdout


@pytest.mark.skipif(not IS_THOROUGH, reason="takes ten seconds")
@pytest.mark.parametrize("database", DATABASES)
def test_the_portal_conforms(tmp_path: Path, database: str) -> None:
    judge(tmp_path, database, "judged_portal.py", SECONDS)


@pytest.mark.skipif(not IS_THOROUGH, reason="workers take longer to begin than `make test` has")
@pytest.mark.parametrize("database", DATABASES)
def test_two_workers_that_are_killed_conform(tmp_path: Path, database: str) -> None:
    said = judge(tmp_path, database, "judged_workers.py", SECONDS, KILLS_A_SECOND)
    kills, again = map(int, re.findall(r"(\d+) kills, (\d+) requests sent again", said)[0])
    assert min(kills, again) > SECONDS / 20
