"""
The tests that the portal ships, in a process of their own: its settings are not those of other projects.
"""

import subprocess
import sys
from pathlib import Path

from hypothesis import settings

from portal_server import FOLDER, environment

NAMES = ["tests"] if settings().max_examples > 100 else ["tests.test_security.OwnFileOnly"]
"""All of them where every draw is thorough; else those on who sees what."""


def test_the_portal_passes_its_own_tests(tmp_path: Path) -> None:
    command = [sys.executable, "-W", "ignore", "manage.py", "test", *NAMES]
    run = subprocess.run(command, cwd=FOLDER, env=environment(tmp_path), check=False, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert "Ran 0 tests" not in run.stderr
