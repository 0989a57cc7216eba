"""
A suite in JavaScript needs no Python: Node alone replays a file of journeys against a portal.
"""

import json
import subprocess
from pathlib import Path

import pytest

from effort import IS_THOROUGH
from node import NODE
from paths import ROOT
from psc_workflow.cli import main
from psc_workflow.testing import witness_paths
from trial_portals import changing_requests, served, without_nulls

CHARTS = ["access", "affiliation", "dispensation", "membership"]

pytestmark = pytest.mark.skipif(NODE is None, reason="needs Node")
at_length = pytest.mark.skipif(not IS_THOROUGH, reason="takes seconds for each file of journeys")


def replay(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the script."""
    command = [str(NODE), str(ROOT / "examples/journeys/replay.mjs"), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)


@at_length
@pytest.mark.parametrize("chart", CHARTS)
def test_node_replays_what_a_portal_answers_and_tells_what_differs(tmp_path: Path, chart: str) -> None:
    file = tmp_path / "paths.json"
    assert main(["witness-paths", chart, "-o", str(file)]) == 0
    with served(tmp_path) as url:
        right = replay(file, url)
        again = replay(file, url)
    assert (right.returncode, right.stderr) == (0, ""), right.stdout
    assert right.stdout.strip() == f"{len(witness_paths(chart))} journeys replayed, of which 0 differ"
    assert again.stdout == right.stdout


@at_length
def test_node_tells_a_fault_with_its_act(tmp_path: Path) -> None:
    file = tmp_path / "paths.json"
    main(["witness-paths", "affiliation", "-o", str(file)])
    data = json.loads(file.read_text(encoding="utf-8"))
    data["journeys"] = data["journeys"][:20]
    file.write_text(json.dumps(data), encoding="utf-8")
    with served(tmp_path, changing_requests(without_nulls)) as url:
        wrong = replay(file, url)
    assert (wrong.returncode, wrong.stderr) == (1, "")
    assert '(declare-beneficiaries), outcome: expected "accepted", is "incomplete"' in wrong.stdout


def test_node_says_what_it_cannot_use(tmp_path: Path) -> None:
    file = tmp_path / "paths.json"
    main(["witness-paths", "access", "-o", str(file)])
    assert replay(file, "http://127.0.0.1:9").returncode == 2
    assert replay(tmp_path / "none.json", "http://127.0.0.1:9").returncode == 2
    file.write_text("{}", encoding="utf-8")
    assert replay(file, "http://127.0.0.1:9").stderr.startswith("replay.mjs: ")
    assert replay().returncode == 2
