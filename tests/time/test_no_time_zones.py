"""
A machine without a time-zone database, as small container images are: an error that says what to install.
"""

import os
import subprocess
import sys
import zoneinfo
from unittest.mock import patch

import pytest

from psc_workflow._catalogue import time_zones
from psc_workflow.exceptions import HostError

PROGRAM = """
import sys
sys.modules["tzdata"] = None
from psc_workflow import contracts
from psc_workflow.cli import main
from psc_workflow.exceptions import HostError
try:
    contracts.get("men-2026-pf")
except HostError as error:
    print(error)
sys.exit(main(["quote", "--contract", "men-2026", "--on", "2026-05-01", "--formula", "base"]))
"""


def test_without_a_database_the_error_says_what_to_install() -> None:
    environment = {**os.environ, "PYTHONTZPATH": ""}
    ran = subprocess.run([sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 2
    for said in (ran.stdout, ran.stderr):
        assert "has no time-zone database: install the package tzdata" in said
        assert len(said.splitlines()) == 1


def test_with_a_database_that_lacks_a_zone_the_error_names_it() -> None:
    with pytest.raises(HostError, match="lacks Pacific/Nowhere"):
        time_zones.zone("Pacific/Nowhere")


def test_a_zone_that_cannot_be_read_is_an_error_of_this_library() -> None:
    with (
        patch.object(zoneinfo, "ZoneInfo", side_effect=PermissionError),
        pytest.raises(HostError, match="cannot read Pacific/Tahiti"),
    ):
        time_zones.zone("Pacific/Tahiti")
