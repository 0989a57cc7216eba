"""
The steps of a scenario file: commands, each with its instant, perhaps its role, and perhaps what is expected of it.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

import attrs

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.commands import Command, for_event, parse
from psc_workflow._model.open_lists import OpenList
from psc_workflow._model.vocabulary import Formula, Role
from psc_workflow._structuring import kind_at, parse_instant
from psc_workflow.exceptions import Fault, HostError, InvalidCommandError
from psc_workflow.states._instants import CLOCK_TOLERANCE
from psc_workflow.states._keys import check_by
from psc_workflow.testing._scenarios.expecting import Expected, read_expected


@attrs.frozen
class ScenarioStep:
    """
    One command of a scenario.

    Args:
        role: Who gives it: the first role that may, if the file does not say.
        expect: What is expected of it; ``None`` if the file does not say.
    """

    at: dt.datetime
    command: Command
    role: Role
    expect: Expected | None = None
    by: str | None = attrs.field(default=None, repr=False)


def read_steps(data: Any, contract: Contract | None) -> tuple[list[ScenarioStep], list[Fault]]:
    """
    Read the steps, and list every fault.

    Args:
        contract: Whose formulas and regimes the steps may name; without one,
            no word is said to be wrong that may be the contract's.
    """
    if data is KeyError:
        return [], [Fault("steps", "is missing")]
    if not isinstance(data, list):
        return [], [Fault("steps", "must be a list")]
    steps: list[ScenarioStep] = []
    faults: list[Fault] = []
    for index, step_data in enumerate(data):
        step, step_faults = _step(step_data, contract)
        steps += [step] if step is not None else []
        faults += [fault.below(f"steps.{index}") for fault in step_faults]
    return steps, faults


def _step(data: Any, contract: Contract | None) -> tuple[ScenarioStep | None, list[Fault]]:
    if not isinstance(data, dict):
        return None, [Fault("", "must be an object")]
    at, command, faults = None, None, []
    try:
        at = parse_instant(data.get("at"))
    except ValueError as error:
        faults.append(Fault("at", str(error)))
    try:
        fields = {name: value for name, value in data.items() if name not in _BESIDE_THE_FIELDS}
        command = parse(data.get("do"), fields)
    except InvalidCommandError as error:
        faults += _in_words_of(contract, data.get("do"), error.faults)
    if "as" in data and data["as"] not in list(Role):
        faults.append(Fault("as", f"must be one of: {', '.join(Role)}"))
    faults += _faults_of_by(data.get("by"))
    expect, expect_faults = read_expected(data["expect"]) if "expect" in data else (None, [])
    faults += [fault.below("expect") for fault in expect_faults]
    if at is None or command is None or faults:
        return None, faults
    return ScenarioStep(at, command, Role(data.get("as", command.roles[0])), expect, data.get("by")), []


def _faults_of_by(by: Any) -> list[Fault]:
    try:
        check_by(by)
    except HostError as error:
        return [Fault("by", str(error).removeprefix("`by` "))]
    return []


_BESIDE_THE_FIELDS = ("at", "do", "as", "by", "expect")


def _in_words_of(contract: Contract | None, do: Any, faults: Iterable[Fault]) -> Iterator[Fault]:
    """List *faults*; where a formula or a regime is expected, those of *contract* are named."""
    for fault in faults:
        kind = kind_at(for_event(do.replace("-", "_")), fault.path) if fault.code == "form-not-a-choice" else None
        if not isinstance(kind, type) or not issubclass(kind, OpenList):
            yield fault
        elif contract is not None:
            words = contract.all_formulas if kind is Formula else contract.regimes
            yield attrs.evolve(fault, message=f"must be one of: {', '.join(words)}")


def backwards(invited_at: dt.datetime, steps: list[ScenarioStep]) -> Iterator[Fault]:
    """List the steps that go back in time by more than the tolerance."""
    last, message = invited_at, "must not be before invited_at"
    for index, step in enumerate(steps):
        if step.at < last - CLOCK_TOLERANCE:
            yield Fault(f"steps.{index}.at", message)
        if step.at > last:
            message = "must not be before an earlier step"
        last = max(last, step.at)
