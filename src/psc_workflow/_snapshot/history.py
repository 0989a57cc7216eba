"""
The whole history of a dossier, as a store appended it: checked, and told to an auditor.

Each step carries a hash of the step before it and of itself. A step that was
lost, doubled, moved or altered by accident breaks the chain. Somebody who may
write to the store can make a new chain: who must exclude that keeps the head,
``dossier.record.history.head``, where that writer cannot reach it.

>>> from psc_workflow import Agent, Dossier, commands as do, contracts
>>> at = dt.datetime(2026, 4, 7, 18, 0, tzinfo=dt.UTC)
>>> dossier = Dossier.open(contracts.get("men-2026-pf"), id="D1", agent=Agent(), invited_at=at)
>>> decision = dossier.decide(do.StartAffiliation(), at=at)
>>> verify_history(decision.steps) == decision.dossier.record.history.head
True
>>> parse(decision.as_json()["steps"][0]) == decision.steps[0]
True
>>> describe_steps(decision.steps, "en")[0]["command"], describe_steps(decision.steps, "fr")[0]["role"]
('start-affiliation', 'agent')
"""

import datetime as dt
import warnings
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, get_args

from psc_workflow._catalogue import wording
from psc_workflow._model.money import Locale
from psc_workflow._model.steps import Step, link
from psc_workflow._model.text import Text
from psc_workflow._structuring import StructureError, parse_json, structure
from psc_workflow.exceptions import Fault, HostError, InvalidDocumentError, InvalidHistoryError
from psc_workflow.states._charts import JOURNEYS

_RETIRED = {"told": "describe_steps"}
"""Former names, which go in the release after the next."""


def verify_history(steps: Iterable[Step], *, head: str | None = None) -> str:
    """
    Check that *steps* are the whole history of one dossier, in order.

    Args:
        steps: All of them, from the first.
        head: Where the chain must end, such as
            ``dossier.record.history.head``; not compared if ``None``.

    Returns:
        The head of the chain; empty for no step.

    Raises:
        InvalidHistoryError: With the place of every step that is not what was
            chained.
    """
    each = tuple(steps)
    faults = list(_faults(each))
    found = each[-1].chain if each else ""
    if head is not None and found != head:
        faults.append(Fault("head", "is not where these steps end"))
    if faults:
        raise InvalidHistoryError("the history is not whole:", faults)
    return found


def _faults(steps: tuple[Step, ...]) -> Iterator[Fault]:
    revision, before, last = 0, "", dt.datetime.min.replace(tzinfo=dt.UTC)
    for place, step in enumerate(steps):
        if step.revision != revision + 1:
            yield Fault(f"{place}.revision", f"must be {revision + 1}, that of the step before and one more")
        if link(step, before) != step.chain:
            yield Fault(f"{place}.chain", "is not what was chained")
        if step.at < last:
            yield Fault(f"{place}.at", "lies before the step before")
        revision, before, last = step.revision, step.chain, step.at


def parse(data: bytes | str | Mapping[str, Any]) -> Step:
    """
    Read a step back: JSON, or what was made of it, as ``Decision.as_json()["steps"]`` gives it to a store.

    Raises:
        InvalidDocumentError: With every fault and its path; never with a
            value.
    """
    try:
        return structure(parse_json(data) if isinstance(data, bytes | str) else data, Step)
    except StructureError as error:
        raise InvalidDocumentError("a stored step cannot be read:", error.faults) from None


def parse_all(stored: Iterable[bytes | str | Mapping[str, Any]]) -> tuple[Step, ...]:
    """
    Read a whole history back.

    Raises:
        InvalidDocumentError: With the place of every step that cannot be
            read, from 0, and its faults.
    """
    steps, faults = [], []
    for place, one in enumerate(stored):
        try:
            steps.append(parse(one))
        except InvalidDocumentError as error:
            faults += [fault.below(str(place)) for fault in error.faults]
    if faults:
        raise InvalidDocumentError("stored steps cannot be read:", faults)
    return tuple(steps)


def describe_steps(steps: Iterable[Step], locale: Locale = "fr") -> list[dict[str, Any]]:
    """
    Describe *steps* to an auditor: plain data, one object a step, the state in words; no value that anybody gave.

    A command or a state that was called otherwise then stands under its old
    name: a history is never rewritten.

    Raises:
        HostError: No such locale.
    """
    if locale not in get_args(Locale):
        raise HostError(f"a locale is one of: {', '.join(get_args(Locale))}")
    return [
        {
            "revision": step.revision,
            "at": step.at.isoformat(),
            "journey": step.journey,
            "command": step.command,
            "what": _words(step).in_(locale),
            "role": wording.word(step.role).in_(locale),
            "outcome": step.outcome,
            "codes": list(step.codes),
            "state": _state(step).in_(locale),
            "contract_version": step.contract_version,
            "library_version": step.library_version,
            "chain": step.chain,
        }
        for step in steps
    ]


def _words(step: Step) -> Text:
    """Say what was asked, or which deadline came; by its name, if no release knows that any more."""
    if step.journey in JOURNEYS:
        words, event = wording.journey(step.journey), step.command.replace("-", "_")
        found = words.commands.get(event) or words.deadlines.get(event)
        if found is not None:
            return found
    return Text(step.command, step.command)


def _state(step: Step) -> Text:
    """Say the state reached, likewise."""
    known = wording.journey(step.journey).states if step.journey in JOURNEYS else {}
    return known[step.state].label if step.state in known else Text(step.state, step.state)


def __getattr__(name: str) -> Any:
    """Find what had another name in the last release."""
    if name not in _RETIRED:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    warnings.warn(f"{name} is now called {_RETIRED[name]}", DeprecationWarning, stacklevel=2)
    return globals()[_RETIRED[name]]
