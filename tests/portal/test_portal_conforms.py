"""
The kit judges the reference portal by its forms, in a process of its own: its settings are not those of other projects.
"""

import os
import subprocess
import sys
import uuid
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import settings

import databases
from paths import ROOT
from portal_server import FOLDER, environment

IS_THOROUGH = settings().max_examples > 100
SECONDS = "60" if IS_THOROUGH else "1"
JUDGE = ROOT / "tests" / "support" / "judged_portal.py"


def new_database() -> str:
    """Make a database on the server that tests use, and return its address without the driver."""
    name = f"portal_{uuid.uuid4().hex}"
    engine = sa.create_engine(databases.postgres(), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    url = engine.url.set(drivername="postgresql", database=name).render_as_string(hide_password=False)
    engine.dispose()
    return url


@pytest.mark.parametrize("database", ["SQLite", "PostgreSQL"] if IS_THOROUGH else ["SQLite"])
def test_the_portal_conforms(tmp_path: Path, database: str) -> None:
    named = {} if database == "SQLite" else {"PORTAL_DATABASE": new_database()}
    env = environment(tmp_path, **named)
    env["PYTHONPATH"] += os.pathsep + str(JUDGE.parent)
    command = [sys.executable, "-W", "ignore", str(JUDGE), SECONDS]
    run = subprocess.run(command, cwd=FOLDER, env=env, check=False, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "acts in" in run.stdout
