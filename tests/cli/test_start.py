"""
A command loads what it needs, and no more: somebody waits for it in a terminal.
"""

import json
import subprocess
import sys

import pytest

from psc_workflow.cli._app import COMMANDS, app

QUOTE = "quote --contract guide-illustration --on 2026-05-01 --formula option_1 --partner 1972-10-09 --child 2019-09-09"

HEAVY = ("statemachine", "asyncio", "hypothesis", "schwifty", "sqlite3", "polars", "narwhals")
"""Packages of others that take long to import."""

OURS = (
    "psc_workflow.states",
    "psc_workflow.dossier",
    "psc_workflow.stores",
    "psc_workflow.testing",
    "psc_workflow.rulebook",
)

LATER = ("_calibration", "_dated_changes", "_months", "_moves", "_population", "_populations", "_schedule", "frame")
"""What the public names of pricing load when they are first used."""

PROGRAM = """
import json, sys
from psc_workflow.cli import main
status = main(json.loads(sys.argv[1]))
json.dump([status, sorted(sys.modules)], sys.stderr)
"""


def modules_of(arguments: str) -> set[str]:
    """Run the command in a process of its own, and list the modules that it has loaded."""
    command = [sys.executable, "-c", PROGRAM, json.dumps(arguments.split())]
    answer = subprocess.run(command, capture_output=True, text=True, check=True, encoding="utf-8")
    status, modules = json.loads(answer.stderr)
    assert status == 0
    return set(modules)


@pytest.mark.parametrize("arguments", ["--version", "--help", "contracts", QUOTE, f"{QUOTE} --explain member"])
def test_what_needs_no_state_machine_loads_none(arguments: str) -> None:
    assert modules_of(arguments).isdisjoint({*HEAVY, *OURS})


def test_a_quote_needs_nothing_of_schedules_calibrations_or_populations() -> None:
    modules = modules_of(f"{QUOTE} --explain auditor")
    assert "psc_workflow.pricing._quote" in modules
    assert modules.isdisjoint(f"psc_workflow.pricing.{name}" for name in LATER)


@pytest.mark.parametrize("arguments", ["--version", "--help"])
def test_what_needs_no_contract_loads_none(arguments: str) -> None:
    assert modules_of(arguments).isdisjoint({"psc_workflow._catalogue", "psc_workflow._model", "cattrs"})


def test_a_command_that_draws_charts_loads_them() -> None:
    assert {"statemachine", "psc_workflow.states"} <= modules_of("charts access")


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_of_commands_says_what_each_says_of_itself(name: str) -> None:
    documented = app[name].help
    summary = documented.strip().partition("\n")[0]
    assert summary == COMMANDS[name][1]
