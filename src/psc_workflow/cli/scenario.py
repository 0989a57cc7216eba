"""
Scenario files: a dossier and the commands given to it, validated whole before the first one runs.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import attrs

from psc_workflow.catalogue import contracts
from psc_workflow.catalogue.contracts import Contract
from psc_workflow.exceptions import InvalidCommandError, InvalidDocumentError, Problem, UnknownContractError
from psc_workflow.journeys import CLOCK_TOLERANCE, Dossier
from psc_workflow.model.commands import Command, parse
from psc_workflow.model.decision import Decision
from psc_workflow.model.people import Agent
from psc_workflow.model.vocabulary import Role
from psc_workflow.stores import SQLiteStore
from psc_workflow.structuring import StructureError, parse_instant, parse_json, structure


@attrs.frozen
class ScenarioStep:
    """One command of a scenario; without a role, the first that may gives it."""

    at: dt.datetime
    command: Command
    role: Role | None


@attrs.frozen
class Scenario:
    """A scenario, every part of it well formed."""

    dossier: Dossier
    steps: tuple[ScenarioStep, ...]
    about: str


@attrs.frozen
class Run:
    """What became of a scenario."""

    decisions: tuple[Decision[Dossier], ...]
    dossier: Dossier
    ended_at: dt.datetime


@attrs.frozen
class _File:
    contract: str
    id: str
    agent: Agent
    invited_at: dt.datetime
    steps: tuple[dict[str, Any], ...]
    about: str = ""


def find_contract(name: str, *, beside: Path = Path()) -> Contract:
    """
    Find a built-in contract by its id, or read a host's own by its path.

    Args:
        name: An id, or a path that ends in ``.toml``.
        beside: Folder that the path is also looked for in, before the
            current one.
    """
    if not name.endswith(".toml"):
        return contracts.get(name)
    path = beside / name
    return contracts.load(path if path.exists() else name)


def read(path: Path) -> Scenario:
    """
    Read and validate a scenario file.

    Raises:
        InvalidDocumentError: With the path of every fault.
    """
    try:
        file = structure(parse_json(path.read_bytes()), _File)
        steps, problems = _steps(file)
        dossier, more = _opened(file, path.parent)
    except OSError as error:
        problems = [Problem("", f"cannot be read: {error.strerror or type(error).__name__}")]
    except StructureError as error:
        problems = error.problems
    else:
        problems = [*more, *problems]
        if dossier is not None and not problems:
            return Scenario(dossier, steps, file.about)
    raise InvalidDocumentError(f"{path}:", problems)


def run(scenario: Scenario, *, told: Callable[[ScenarioStep, Decision[Dossier]], None] | None = None) -> Run:
    """Give the commands one after the other; a refusal does not stop the rest."""
    dossier, decisions = scenario.dossier, []
    for step in scenario.steps:
        decision = dossier.decide(step.command, at=step.at, role=step.role)
        dossier = decision.dossier
        decisions.append(decision)
        if told:
            told(step, decision)
    return Run(tuple(decisions), dossier, _end(scenario))


def run_stored(
    scenario: Scenario,
    file: Path,
    *,
    told: Callable[[ScenarioStep, Decision[Dossier]], None] | None = None,
) -> Run:
    """Do the same, with a fresh load before and a save after each command."""
    known = contracts.builtin.including(scenario.dossier.contract)
    decisions = []
    with SQLiteStore(file, contracts=known) as store:
        store.create(scenario.dossier)
        for step in scenario.steps:
            decision = store.decide(scenario.dossier.id, step.command, at=step.at, role=step.role)
            decisions.append(decision)
            if told:
                told(step, decision)
        return Run(tuple(decisions), store.load(scenario.dossier.id), _end(scenario))


def as_json(scenario: Scenario, result: Run) -> dict[str, Any]:
    """Give the answer that ``--json`` prints."""
    quote = result.dossier.quote(at=result.ended_at)
    due_at = result.dossier.due_at()
    return {
        "steps": [
            _step_as_json(step, decision) for step, decision in zip(scenario.steps, result.decisions, strict=True)
        ],
        "quote": quote and quote.as_json(),
        "due_at": due_at and due_at.isoformat(),
    }


def _step_as_json(step: ScenarioStep, decision: Decision[Dossier]) -> dict[str, Any]:
    return {
        "do": step.command.do,
        "outcome": decision.outcome.value,
        "codes": list(decision.codes),
        "warnings": list(decision.warnings),
        "missing": list(decision.missing),
        "states": decision.dossier.states,
        "effects": [type(effect).__name__ for effect in decision.effects],
    }


def _opened(file: _File, folder: Path) -> tuple[Dossier | None, list[Problem]]:
    if not file.id.strip():
        return None, [Problem("id", "must not be blank")]
    try:
        contract = find_contract(file.contract, beside=folder)
    except UnknownContractError as error:
        return None, [Problem("contract", str(error))]
    return Dossier.open(contract, id=file.id, agent=file.agent, invited_at=file.invited_at), []


def _steps(file: _File) -> tuple[tuple[ScenarioStep, ...], list[Problem]]:
    steps: list[ScenarioStep] = []
    problems: list[Problem] = []
    for index, data in enumerate(file.steps):
        faults = list(_faults(data))
        if not faults:
            try:
                steps.append(_step(data))
            except InvalidCommandError as error:
                faults = list(error.problems)
        problems += [fault.below(f"steps.{index}") for fault in faults]
    return tuple(steps), problems or list(_backwards(file.invited_at, steps))


def _step(data: dict[str, Any]) -> ScenarioStep:
    fields = {name: value for name, value in data.items() if name not in ("at", "do", "as")}
    role = Role(data["as"]) if "as" in data else None
    return ScenarioStep(parse_instant(data["at"]), parse(data["do"], fields), role)


def _faults(data: dict[str, Any]) -> Iterator[Problem]:
    try:
        parse_instant(data.get("at"))
    except ValueError as error:
        yield Problem("at", str(error))
    if not isinstance(data.get("do"), str):
        yield Problem("do", "must be the name of a command")
    if "as" in data and data["as"] not in list(Role):
        yield Problem("as", f"must be one of: {', '.join(Role)}")


def _backwards(invited_at: dt.datetime, steps: list[ScenarioStep]) -> Iterator[Problem]:
    last = invited_at
    for index, step in enumerate(steps):
        if step.at < last - CLOCK_TOLERANCE:
            yield Problem(f"steps.{index}.at", "lies before the step before it")
        last = max(last, step.at)


def _end(scenario: Scenario) -> dt.datetime:
    return max([scenario.dossier.record.at, *(step.at for step in scenario.steps)])
