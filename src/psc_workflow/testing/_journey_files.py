"""
Files of journeys: JSON that a test suite of any language can play.

An expectation may leave out ``states``, ``offered``, ``premium`` and ``due_at``:
they are then as after the act before, in the same journey and for the same
dossier. Everything else that is left out is empty.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import attrs

from psc_workflow._model.people import Agent
from psc_workflow._structuring import StructureError, parse_json, structure, unstructure
from psc_workflow._structuring.json_text import canonical
from psc_workflow._version import VERSION
from psc_workflow.exceptions import Fault, InvalidDocumentError, NewerDocumentError
from psc_workflow.testing._journeys import Act, Expectation, Journey

FORMAT, FORMAT_VERSION = "psc-workflow/journeys", 1

LASTING = ("states", "offered", "premium", "due_at")
"""Fields of an expectation that stay as they are until something changes them."""


@attrs.frozen
class NotReached:
    """A goal that no journey reaches, and why."""

    goal: str
    reason: str


@attrs.frozen
class JourneyFile:
    """
    The journeys of a file.

    Args:
        contract: Id of the contract under which they were made.
        library: Version of the library that answered.
    """

    contract: str
    journeys: tuple[Journey, ...]
    not_reached: tuple[NotReached, ...] = ()
    library: str = VERSION


# -- writing ---------------------------------------------------------------------


def dump(file: JourneyFile, *, sparse: bool = False) -> bytes:
    """
    Write *file*: one line for each journey.

    Args:
        sparse: Whether expectations leave out what is as after the act before.
    """
    acts = [act for journey in file.journeys for act in journey.acts]
    head = {
        "format": FORMAT,
        "version": FORMAT_VERSION,
        "contract": file.contract,
        "library": file.library,
        "cases": {act.case: _agent(act.agent) for act in acts if act.agent is not None and act.case},
        "not_reached": [attrs.asdict(goal) for goal in file.not_reached],
    }
    lines = [canonical(journey_as_json(journey, sparse=sparse)) for journey in file.journeys]
    return canonical(head)[:-1] + b',"journeys":[\n' + b",\n".join(lines) + b"\n]}\n"


def journey_as_json(journey: Journey, *, sparse: bool = False) -> dict[str, Any]:
    """Write *journey* as plain data."""
    before: dict[str, dict[str, Any]] = {}
    acts = [_act(act, before.setdefault(act.id, {}) if sparse else {}) for act in journey.acts]
    return {"name": journey.name, "reaches": list(journey.reaches), "acts": acts}


def _act(act: Act, before: dict[str, Any]) -> dict[str, Any]:
    plain = {
        "act": act.kind.value,
        "at": act.at.isoformat().replace("+00:00", "Z"),
        "id": act.id,
        "request": act.request or None,
        "as": act.role,
        "key": act.key,
        "expected_revision": act.expected_revision,
        "case": act.case or None,
        "agent": _agent(act.agent) if act.agent is not None and not act.case else None,
        "expect": _expectation(act.expect, before) if act.expect is not None else None,
    }
    return {name: value for name, value in plain.items() if value is not None}


def _expectation(expect: Expectation, before: dict[str, Any]) -> dict[str, Any]:
    """Write *expect* without what is as *before*, which it then brings up to date."""
    plain: dict[str, Any] = unstructure(expect)
    if plain["due_at"] is not None:
        plain["due_at"] = plain["due_at"].replace("+00:00", "Z")
    lasting = {name: plain.pop(name) for name in LASTING}
    changed = {name: value for name, value in lasting.items() if name not in before or before[name] != value}
    before.update(lasting)
    return {name: value for name, value in plain.items() if value} | changed


def _agent(agent: Agent) -> dict[str, Any]:
    """Write *agent* without what is unknown."""
    return {name: value for name, value in unstructure(agent).items() if value is not None}


# -- reading ---------------------------------------------------------------------


@attrs.frozen
class _Head:
    format: str
    version: int
    contract: str
    library: str
    cases: dict[str, Agent]
    journeys: tuple[dict[str, Any], ...]
    not_reached: tuple[NotReached, ...] = ()


@attrs.frozen
class _Journey:
    name: str
    acts: tuple[dict[str, Any], ...]
    reaches: tuple[str, ...] = ()


def load(data: bytes | str) -> JourneyFile:
    """
    Read a file of journeys.

    Raises:
        InvalidDocumentError: With every fault and its path.
        NewerDocumentError: A later release wrote it.
    """
    try:
        head = structure(_checked(parse_json(data)), _Head)
        journeys = tuple(_journeys(head))
    except StructureError as error:
        raise InvalidDocumentError("this is no file of journeys:", error.faults) from None
    return JourneyFile(head.contract, journeys, head.not_reached, head.library)


def _checked(data: Any) -> Any:
    """Refuse another format, and a later version of this one."""
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise StructureError([Fault("format", f"must be {FORMAT}")])
    version = data.get("version")
    if type(version) is int and version > FORMAT_VERSION:
        raise NewerDocumentError("this file of journeys:", [Fault("version", f"must not exceed {FORMAT_VERSION}")])
    return data


def _journeys(head: _Head) -> Iterator[Journey]:
    faults: list[Fault] = []
    for number, data in enumerate(head.journeys):
        try:
            yield read_journey(data, head.cases)
        except StructureError as error:
            faults += [fault.below(f"journeys.{number}") for fault in error.faults]
    if faults:
        raise StructureError(faults)


def read_journey(data: dict[str, Any], cases: dict[str, Agent] | None = None) -> Journey:
    """
    Read one journey.

    Args:
        cases: Agents by the names under which the acts know them.

    Raises:
        StructureError: With every fault and its path.
    """
    journey = structure(data, _Journey)
    return Journey(journey.name, journey.reaches, tuple(_acts(journey.acts, cases or {})))


def _acts(acts: Iterable[dict[str, Any]], cases: dict[str, Agent]) -> Iterator[Act]:
    before: dict[str, dict[str, Any]] = {}
    faults: list[Fault] = []
    for number, data in enumerate(acts):
        try:
            yield _read_act(data, cases, before)
        except StructureError as error:
            faults += [fault.below(f"acts.{number}") for fault in error.faults]
    if faults:
        raise StructureError(faults)


def _read_act(data: dict[str, Any], cases: dict[str, Agent], before: dict[str, dict[str, Any]]) -> Act:
    plain = {_FIELDS.get(name, name): value for name, value in data.items()}
    if isinstance(plain.get("expect"), dict):
        lasting = before.setdefault(str(plain.get("id")), {})
        plain["expect"] = lasting | plain["expect"]
        lasting |= {name: plain["expect"][name] for name in LASTING if name in plain["expect"]}
    try:
        act = structure(plain, Act)
    except StructureError as error:
        raise StructureError([_as_written(fault) for fault in error.faults]) from None
    if act.case and act.agent is None:
        if act.case not in cases:
            raise StructureError([Fault("case", "names nobody among the cases")])
        act = attrs.evolve(act, agent=cases[act.case])
    return act


def _as_written(fault: Fault) -> Fault:
    """Name the field of *fault* as the file does."""
    names = {name: written for written, name in _FIELDS.items()}
    return attrs.evolve(fault, path=names.get(fault.path, fault.path))


_FIELDS = {"act": "kind", "as": "role"}
"""Names of an act in a file, and here, where they differ."""
