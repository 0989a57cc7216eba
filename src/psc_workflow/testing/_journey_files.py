"""
Files of journeys: JSON that a test suite of any language can play.

What is left out is empty; but ``states``, ``offered``, ``premium`` and ``due_at``
of an expectation are always there. In the compact form, which this library
ships, a number in the place of an act, of ``states`` or of ``offered`` is its
place in the list of that name at the top of the file.
"""

import datetime as dt
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

ALWAYS = ("states", "offered", "premium", "due_at")
"""Fields of an expectation that are written even if they are empty."""

SHARED = ("states", "offered")
"""Fields of an expectation that the compact form writes only once."""


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


def dump(file: JourneyFile, *, compact: bool = False) -> bytes:
    """
    Write *file*: one line for each journey.

    Args:
        compact: Whether equal acts, states and offers are written only once.
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
    journeys = [journey_as_json(journey) for journey in file.journeys]
    lists = _share(journeys) if compact else {}
    lists["journeys"] = journeys
    parts = [canonical(name) + b":" + _lines(items) for name, items in lists.items()]
    return canonical(head)[:-1] + b",\n" + b",\n".join(parts) + b"}\n"


def _lines(items: Iterable[Any]) -> bytes:
    return b"[\n" + b",\n".join(map(canonical, items)) + b"\n]"


def _share(journeys: list[dict[str, Any]]) -> dict[str, list[Any]]:
    """Replace what occurs again in *journeys* by numbers; return the lists that these point into."""
    lists = {name: _Numbered() for name in ("acts", *SHARED)}
    for journey in journeys:
        for act in journey["acts"]:
            expect = act.get("expect", {})
            expect |= {name: lists[name].number(expect[name]) for name in SHARED if name in expect}
        journey["acts"] = [lists["acts"].number(act) for act in journey["acts"]]
    return {name: numbered.items for name, numbered in lists.items()}


class _Numbered:
    """A list in which nothing occurs twice."""

    def __init__(self) -> None:
        self.items: list[Any] = []
        self._numbers: dict[bytes, int] = {}

    def number(self, item: Any) -> int:
        """Return the place of *item*, at the end if it is new."""
        number = self._numbers.setdefault(canonical(item), len(self.items))
        if number == len(self.items):
            self.items.append(item)
        return number


def journey_as_json(journey: Journey) -> dict[str, Any]:
    """Write *journey* as plain data."""
    return {"name": journey.name, "reaches": list(journey.reaches), "acts": [_act(act) for act in journey.acts]}


def _act(act: Act) -> dict[str, Any]:
    plain = {
        "act": act.kind.value,
        "at": _instant(act.at),
        "id": act.id,
        "request": act.request or None,
        "as": act.role,
        "key": act.key,
        "expected_revision": act.expected_revision,
        "case": act.case or None,
        "agent": _agent(act.agent) if act.agent is not None and not act.case else None,
        "expect": _expectation(act.expect) if act.expect is not None else None,
    }
    return {name: value for name, value in plain.items() if value is not None}


def _expectation(expect: Expectation) -> dict[str, Any]:
    plain: dict[str, Any] = unstructure(expect)
    plain["due_at"] = _instant(expect.due_at) if expect.due_at is not None else None
    return {name: value for name, value in plain.items() if value or name in ALWAYS}


def _instant(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


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
        head = structure(_in_full(_checked(parse_json(data))), _Head)
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


def _in_full(data: dict[str, Any]) -> dict[str, Any]:
    """Put back what the compact form writes only once; a number that points nowhere stays, and is found later."""
    lists = {name: data.pop(name, []) for name in ("acts", *SHARED)}
    if not all(isinstance(items, list) for items in (*lists.values(), data.get("journeys"))):
        return data

    def item(name: str, value: Any) -> Any:
        points = type(value) is int and 0 <= value < len(lists[name])
        return lists[name][value] if points else value

    for act in lists["acts"]:
        expect = act.get("expect") if isinstance(act, dict) else None
        if isinstance(expect, dict):
            expect |= {name: item(name, expect[name]) for name in SHARED if name in expect}
    for journey in data["journeys"]:
        if isinstance(journey, dict) and isinstance(journey.get("acts"), list):
            journey["acts"] = [item("acts", act) for act in journey["acts"]]
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
    faults: list[Fault] = []
    for number, data in enumerate(acts):
        try:
            yield _read_act(data, cases)
        except StructureError as error:
            faults += [fault.below(f"acts.{number}") for fault in error.faults]
    if faults:
        raise StructureError(faults)


def _read_act(data: dict[str, Any], cases: dict[str, Agent]) -> Act:
    plain = {_FIELDS.get(name, name): value for name, value in data.items()}
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
