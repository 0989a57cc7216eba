"""
Scenario files: a dossier and its commands, validated completely before the first one runs.
"""

import datetime as dt
from pathlib import Path
from typing import Any

import attrs

from psc_workflow._catalogue.contract_paths import find_contract
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.forms import visible
from psc_workflow._catalogue.regular_files import read_regular
from psc_workflow._model.people import Agent
from psc_workflow._structuring import StructureError, parse_json, structure, without_schema
from psc_workflow.dossier import Dossier
from psc_workflow.exceptions import (
    Fault,
    HostError,
    InvalidAgentError,
    InvalidDocumentError,
    NoValueInForceError,
    UnknownContractError,
)
from psc_workflow.testing._scenarios.steps import ScenarioStep, backwards, read_steps


@attrs.frozen
class Scenario:
    """
    A valid scenario.

    Args:
        dossier: As it is opened.
        about: What happens, in a sentence; empty if the file does not say.
        name: That of the file, and the place in it if the file holds several.
        contract_name: How the file names its contract: an id, or a path.
    """

    dossier: Dossier
    steps: tuple[ScenarioStep, ...]
    about: str
    name: str = ""
    contract_name: str = ""

    @property
    def ends_at(self) -> dt.datetime:
        """The instant of the last step, or that of the invitation if there is none."""
        return max([self.dossier.record.at, *(step.at for step in self.steps)])

    @property
    def expects(self) -> bool:
        """Whether the file says what is expected of at least one step."""
        return any(step.expect is not None for step in self.steps)


@attrs.frozen
class _Header:
    """The fields of a scenario file, apart from its steps."""

    contract: str
    id: str
    agent: Agent
    invited_at: dt.datetime
    about: str = ""


def read(path: str | Path) -> Scenario:
    """
    Read and validate a scenario file.

    Raises:
        InvalidDocumentError: The file is not a scenario; every fault has its
            path.
    """
    file = Path(path)
    scenario, faults = _scenario(_parse(file), file.parent, file.stem)
    if scenario is None or faults:
        raise InvalidDocumentError(f"{visible(str(file))}:", faults)
    return scenario


def read_all(path: str | Path) -> tuple[Scenario, ...]:
    """
    Read all scenarios of a file, which may hold a list of them, or of all files in a folder and below.

    Returns:
        In the order of the names of the files, which end in ``.json``.

    Raises:
        InvalidDocumentError: There is none, or one is not right.
    """
    place = Path(path)
    files = sorted(place.rglob("*.json")) if place.is_dir() else [place]
    if not files:
        raise InvalidDocumentError(f"{place}:", [Fault("", "has no file whose name ends in .json")])
    return tuple(scenario for file in files for scenario in _read_file(file))


def _read_file(file: Path) -> list[Scenario]:
    data = _parse(file)
    if not isinstance(data, list):
        return [read(file)]
    scenarios, faults = list[Scenario](), list[Fault]()
    for number, item in enumerate(data):
        scenario, wrong = _scenario(item, file.parent, f"{file.stem}-{number + 1}")
        faults += [fault.below(str(number)) for fault in wrong]
        scenarios += [scenario] if scenario is not None else []
    if faults:
        raise InvalidDocumentError(f"{visible(str(file))}:", faults)
    return scenarios


def _parse(file: Path) -> Any:
    try:
        return parse_json(read_regular(file))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise InvalidDocumentError(f"{visible(str(file))}:", [Fault("", f"cannot be read: {reason}")]) from None
    except StructureError as error:
        raise InvalidDocumentError(f"{visible(str(file))}:", error.faults) from None


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


def _scenario(data: Any, folder: Path, name: str) -> tuple[Scenario | None, list[Fault]]:
    """Build the scenario, or list every fault of the file; header, contract and steps are checked independently."""
    if not isinstance(data, dict):
        return None, [Fault("", "must be an object")]
    contract, faults = _contract(data, folder)  # first: it adds formulas and regimes, which the steps may name
    header = None
    try:
        header = structure({name: value for name, value in without_schema(data).items() if name != "steps"}, _Header)
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
    return Scenario(dossier, tuple(steps), header.about, name, header.contract), faults
