"""
Scenario files: a dossier and its commands, validated completely before the first one runs.
"""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs

from psc_workflow._catalogue import contracts
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.regular_files import read_regular
from psc_workflow._model.decision import Decision
from psc_workflow._model.people import Agent
from psc_workflow._model.verdict import Verdict
from psc_workflow._structuring import StructureError, parse_json, structure
from psc_workflow.cli._steps import ScenarioStep, backwards, read_steps
from psc_workflow.dossier import Dossier
from psc_workflow.exceptions import (
    Fault,
    HostError,
    InvalidAgentError,
    InvalidDocumentError,
    NoValueInForceError,
    PscWorkflowError,
    UnknownContractError,
)
from psc_workflow.stores import SQLiteStore


@attrs.frozen
class Scenario:
    """A valid scenario."""

    dossier: Dossier
    steps: tuple[ScenarioStep, ...]
    about: str

    @property
    def ends_at(self) -> dt.datetime:
        """The instant of the last step, or that of the invitation if there is none."""
        return max([self.dossier.record.at, *(step.at for step in self.steps)])


@attrs.frozen
class Run:
    """The result of a scenario."""

    decisions: tuple[Decision[Dossier], ...]
    dossier: Dossier
    ended_at: dt.datetime


@attrs.frozen
class _Header:
    """The fields of a scenario file, apart from its steps."""

    contract: str
    id: str
    agent: Agent
    invited_at: dt.datetime
    about: str = ""


OnStep = Callable[[ScenarioStep, Decision[Dossier]], None]
"""Called after each step, with its decision."""


def find_contract(name: str, *, beside: Path = Path()) -> Contract:
    """
    Find a built-in contract by its id, or read a host's own by its path.

    Args:
        name: An id, or a path, which ends in ``.toml`` or has a separator.
        beside: Folder in which the path is looked up before the current one.
    """
    if not name.casefold().endswith(".toml") and not {"/", "\\"} & set(name):
        return contracts.get(name)
    try:
        path = beside / name if (beside / name).exists() else Path(name)
    except (OSError, ValueError):
        path = Path(name)
    return contracts.load(path)


def read(path: Path) -> Scenario:
    """
    Read and validate a scenario file.

    Raises:
        InvalidDocumentError: The file is not a scenario; every fault has its
            path.
    """
    try:
        data = parse_json(read_regular(path))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise InvalidDocumentError(f"{path}:", [Fault("", f"cannot be read: {reason}")]) from None
    except StructureError as error:
        raise InvalidDocumentError(f"{path}:", error.faults) from None
    scenario, faults = _scenario(data, path.parent)
    if scenario is None or faults:
        raise InvalidDocumentError(f"{path}:", faults)
    return scenario


def check_agent(scenario: Scenario) -> Verdict:
    """Report what is wrong with what the employer prefilled."""
    dossier = scenario.dossier
    return Dossier.check_agent(dossier.record.agent, contract=dossier.contract, at=dossier.record.invited_at)


def run(scenario: Scenario, *, on_step: OnStep | None = None) -> Run:
    """
    Run the commands one after the other; a refusal does not stop the rest.

    Raises:
        InvalidDocumentError: A step needs a value that the contract lacks.
    """
    dossier, decisions = scenario.dossier, []
    for index, step in enumerate(scenario.steps):
        try:
            decision = dossier.decide(step.command, at=step.at, role=step.role)
        except PscWorkflowError as error:
            fault = Fault(f"steps.{index}", str(error))
            raise InvalidDocumentError("the scenario cannot be run:", [fault]) from None
        dossier = decision.dossier
        decisions.append(decision)
        if on_step:
            on_step(step, decision)
    return Run(tuple(decisions), dossier, scenario.ends_at)


def run_stored(scenario: Scenario, file: Path, *, on_step: OnStep | None = None) -> Run:
    """
    Run a scenario with a fresh load before each command and a save after it.

    It runs in memory first, so that a scenario that fails stores nothing.
    """
    run(scenario)
    registry = contracts.builtin.including(scenario.dossier.contract)
    decisions = []
    with SQLiteStore(file, contracts=registry) as store:
        store.create(scenario.dossier)
        for step in scenario.steps:
            decision = store.decide(scenario.dossier.id, step.command, at=step.at, role=step.role)
            decisions.append(decision)
            if on_step:
                on_step(step, decision)
        return Run(tuple(decisions), store.load(scenario.dossier.id), scenario.ends_at)


def as_json(scenario: Scenario, result: Run) -> dict[str, Any]:
    """Return the answer that ``--json`` prints."""
    dossier = result.dossier.as_of(result.ended_at)
    quote = dossier.quote(at=result.ended_at)
    due_at = dossier.due_at()
    return {
        "steps": [
            _step_as_json(step, decision) for step, decision in zip(scenario.steps, result.decisions, strict=True)
        ],
        "quote": quote and quote.as_json(),
        "due_at": due_at and due_at.isoformat(),
    }


def _step_as_json(step: ScenarioStep, decision: Decision[Dossier]) -> dict[str, Any]:
    """Return one step; its states are those as of its instant, stored or not."""
    return {
        "do": step.command.do,
        "outcome": decision.outcome.value,
        "codes": list(decision.codes),
        "warnings": list(decision.warnings),
        "missing": list(decision.missing),
        "states": decision.dossier.as_of(step.at).states,
        "effects": [type(effect).__name__ for effect in decision.effects],
    }


def _contract(data: dict[str, Any], folder: Path) -> tuple[Contract | None, list[Fault]]:
    """Find the contract; where the file names none, or no text, the header tells it."""
    try:
        return find_contract(str(data.get("contract", "")), beside=folder), []
    except UnknownContractError as error:
        return None, [Fault("contract", str(error))] if isinstance(data.get("contract"), str) else []
    except InvalidDocumentError as error:
        return None, [
            Fault(f"contract.{fault.path}".rstrip("."), f"{fault.message} (in {data['contract']})")
            for fault in error.faults
        ]


def _scenario(data: Any, folder: Path) -> tuple[Scenario | None, list[Fault]]:
    """Build the scenario, or list every fault of the file; header, contract and steps are checked independently."""
    if not isinstance(data, dict):
        return None, [Fault("", "must be an object")]
    contract, faults = _contract(data, folder)  # first: it adds formulas and regimes, which the steps may name
    header = None
    try:
        header = structure({name: value for name, value in data.items() if name != "steps"}, _Header)
    except StructureError as error:
        faults += error.faults
    steps, step_faults = read_steps(data.get("steps", KeyError), contract)
    faults += step_faults
    if header is None or contract is None:
        return None, faults
    try:
        dossier = Dossier.open(contract, id=header.id, agent=header.agent, invited_at=header.invited_at)
    except NoValueInForceError as error:
        return None, [Fault("invited_at", str(error)), *faults]
    except InvalidAgentError as error:
        return None, [*error.faults, *faults]
    except HostError as error:
        return None, [Fault("id", str(error)), *faults]
    faults = faults or list(backwards(header.invited_at, steps))
    return Scenario(dossier, tuple(steps), header.about), faults
