"""
Witness paths on the command line: in every format, and replayed.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from psc_workflow.testing import witness_paths
from psc_workflow.testing._journey_files import load
from pytest_process import run_pytest

PLAY = """
import datetime as dt, pytest
from psc_workflow import Agent, Dossier, Role, commands, contracts
from psc_workflow._structuring import structure

@pytest.fixture
def play():
    dossiers = {}
    def act(act, agent):
        at = dt.datetime.fromisoformat(act["at"])
        if act["act"] == "open":
            guide = contracts.get("guide-illustration")
            dossiers[act["id"]] = Dossier.open(guide, id=act["id"], agent=structure(agent, Agent), invited_at=at)
            return {"outcome": "accepted"}
        command = commands.Tick()
        if act["act"] == "give":
            fields = {name: value for name, value in act["request"].items() if name != "do"}
            command = commands.read_form(act["request"]["do"], fields)
        decision = dossiers[act["id"]].decide(command, at=at, role=act.get("as", "clock"))
        dossiers[act["id"]] = decision.dossier
        return {"outcome": decision.outcome.value, "codes": list(decision.codes), "states": decision.dossier.states}
    return act
"""


def test_json_is_written_in_full_and_replays(call: Any, tmp_path: Path) -> None:
    file = tmp_path / "paths.json"
    assert call("witness-paths", "access", "-o", file).status == 0
    assert load(file.read_bytes()).journeys == witness_paths("access")
    result = call("replay", file)
    assert (result.status, result.err) == (0, "")
    assert result.out.strip() == f"{len(witness_paths('access'))} journeys replayed, of which 0 differ"


def test_what_has_changed_is_told_and_is_an_error(call: Any, tmp_path: Path) -> None:
    file = tmp_path / "paths.json"
    call("witness-paths", "access", "-o", file)
    data = json.loads(file.read_text(encoding="utf-8"))
    data["journeys"][0]["acts"][1]["expect"]["outcome"] = "stale"
    file.write_text(json.dumps(data), encoding="utf-8")
    result = call("replay", file)
    assert result.status == 2
    assert "act 2, outcome: expected 'stale', is " in result.out
    assert "the library answers in another way" in result.err


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"format": "psc-workflow/journeys"}'])
def test_a_file_that_holds_no_journeys_is_one_clear_error(call: Any, tmp_path: Path, content: str) -> None:
    file = tmp_path / "paths.json"
    file.write_text(content, encoding="utf-8")
    result = call("replay", file)
    assert result.status == 2
    assert str(file) in result.err


def test_markdown_has_every_act_and_what_is_not_reached(call: Any) -> None:
    out = call("witness-paths", "dispensation", "--format", "md").out
    journeys = witness_paths("dispensation")
    assert out.count("\n## ") == len(journeys)
    assert "- code deadline-not-due: a deadline is taken only once it has come" in out


def test_scenarios_can_be_run(call: Any, tmp_path: Path) -> None:
    scenarios = call("witness-paths", "dispensation", "--format", "scenario").json()
    file = tmp_path / "one.json"
    for scenario in scenarios[::10]:
        file.write_text(json.dumps(scenario), encoding="utf-8")
        assert call("run", file, "--json").status == 0


def test_the_module_of_tests_passes_over_a_right_portal_and_fails_over_a_wrong_one(call: Any, tmp_path: Path) -> None:
    call("witness-paths", "access", "--format", "pytest", "-o", tmp_path / "test_paths.py")
    (tmp_path / "conftest.py").write_text(PLAY, encoding="utf-8")
    status, output = run_pytest(tmp_path, "-q")
    assert status == 0, output
    (tmp_path / "conftest.py").write_text(PLAY.replace('"codes": list', '"codes": ["x"] + list'), encoding="utf-8")
    status, output = run_pytest(tmp_path, "-q")
    assert status == 1
    assert "AssertionError: act " in output


@pytest.mark.parametrize("arguments", [["--format", "xml"], ["home"], ["--contract", "nobody"]])
def test_wrong_arguments_are_errors(call: Any, arguments: list[str]) -> None:
    assert call("witness-paths", *arguments).status == 2
