"""
The whole history of a dossier, as a store appended it: how to check it, and to describe it to an auditor.

Each step carries a hash of itself and of the step before it. A step that is
lost, duplicated, moved or altered by accident breaks the chain. Anyone who can
write to the store can make a new chain; a host that must exclude this keeps the
head, ``dossier.record.history.head``, out of that person's reach.

>>> from psc_workflow import Agent, Dossier, commands as do, contracts
>>> at = dt.datetime(2026, 4, 7, 18, 0, tzinfo=dt.UTC)
>>> dossier = Dossier.open(contracts.get("men-2026-pf"), id="D1", agent=Agent(), invited_at=at)
>>> decision = dossier.decide(do.StartAffiliation(), at=at, role="agent")
>>> verify_history(decision.steps) == decision.dossier.record.history.head
True
>>> parse(decision.as_json()["steps"][0]) == decision.steps[0]
True
>>> describe_steps(decision.steps, "en")[0]["command"], describe_steps(decision.steps, "fr")[0]["role"]
('start-affiliation', 'agent')
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from psc_workflow._catalogue import raw_texts
from psc_workflow._catalogue.contract_wording import PLAIN, Wording
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.money import Locale, check_locale
from psc_workflow._model.steps import Step, link
from psc_workflow._model.text import Text
from psc_workflow._model.vocabulary import Role
from psc_workflow._structuring import StructureError, parse_json, structure
from psc_workflow._structuring.boundary import boundary
from psc_workflow.exceptions import Fault, HostError, InvalidDocumentError, InvalidHistoryError
from psc_workflow.states._charts import JOURNEYS
from psc_workflow.states._deciding import role_named
from psc_workflow.states._withholding import NONE, Kinds, withheld


@boundary
def verify_history(steps: Iterable[Step], *, head: str | None = None) -> str:
    """
    Check that *steps* are the whole history of one dossier, in order.

    Args:
        steps: All steps, from the first.
        head: Where the chain must end, such as
            ``dossier.record.history.head``; not compared if ``None``.

    Returns:
        The head of the chain; empty if there are no steps.

    Raises:
        InvalidHistoryError: With the position, from 0, of every step that
            does not fit the chain.
    """
    history = tuple(steps)
    faults = list(_faults(history))
    actual_head = history[-1].chain if history else ""
    if head is not None and actual_head != head:
        faults.append(Fault("head", "is not where these steps end"))
    if faults:
        raise InvalidHistoryError("the history is not whole:", faults)
    return actual_head


def _faults(steps: tuple[Step, ...]) -> Iterator[Fault]:
    revision, head, last_at = 0, "", dt.datetime.min.replace(tzinfo=dt.UTC)
    for position, step in enumerate(steps):
        if step.revision != revision + 1:
            yield Fault(f"{position}.revision", f"must be {revision + 1}, one more than that of the step before")
        if link(step, head) != step.chain:
            yield Fault(f"{position}.chain", "is not what was chained")
        if step.at < last_at:
            yield Fault(f"{position}.at", "is earlier than that of the step before")
        revision, head, last_at = step.revision, step.chain, step.at


@boundary
def parse(data: bytes | str | Mapping[str, Any]) -> Step:
    """
    Read a step back: JSON, or plain data such as an item of ``Decision.as_json()["steps"]``.

    Raises:
        InvalidDocumentError: With every fault and its path, never with a
            value.
    """
    try:
        return structure(parse_json(data) if isinstance(data, bytes | str) else data, Step)
    except StructureError as error:
        raise InvalidDocumentError("a stored step cannot be read:", error.faults) from None


@boundary
def parse_all(stored: Iterable[bytes | str | Mapping[str, Any]]) -> tuple[Step, ...]:
    """
    Read a whole history back.

    Raises:
        InvalidDocumentError: With the position, from 0, of every step that
            cannot be read, and its faults.
    """
    steps, faults = [], []
    for position, data in enumerate(stored):
        try:
            steps.append(parse(data))
        except InvalidDocumentError as error:
            faults += [fault.below(str(position)) for fault in error.faults]
    if faults:
        raise InvalidDocumentError("stored steps cannot be read:", faults)
    return tuple(steps)


@boundary
def describe_steps(
    steps: Iterable[Step], locale: Locale = "fr", *, contract: Contract | None = None, role: Role | None = None
) -> list[dict[str, Any]]:
    """
    Describe *steps* to an auditor: plain data, one object per step, its state in words, and no value that anybody gave.

    A command or a state that has been renamed since stands under its old name:
    a history is never rewritten.

    Args:
        contract: In whose words to describe them; those of this library if
            ``None``.
        role: Who reads: no code says something of what *contract* withholds
            from them on the day of the last step; every code if ``None``.

    Raises:
        HostError: *locale* is not a locale, *role* no role, or there is a role
            and no contract that could withhold something from it.
    """
    check_locale(locale)
    if role is not None and contract is None:
        raise HostError("what a role does not see needs `contract`")
    steps, role = tuple(steps), role_named(role)
    hidden = withheld(contract, role, contract.civil_day(steps[-1].at)) if contract is not None and steps else NONE
    words = contract.wording if contract is not None else PLAIN
    return [
        {
            "revision": step.revision,
            "at": step.at.isoformat(),
            "journey": step.journey,
            "command": step.command,
            "what": _event_label(step, words).in_(locale),
            "role": words.word(step.role).in_(locale),
            "capacity": words.word(step.capacity).in_(locale) if step.capacity is not None else None,
            "by": step.by,
            "outcome": step.outcome,
            "codes": [code for code in step.codes if not _is_about(code, hidden)],
            "state": _state_label(step, words).in_(locale),
            "contract_version": step.contract_version,
            "library_version": step.library_version,
            "chain": step.chain,
        }
        for step in steps
    ]


def _is_about(code: str, kinds: Kinds) -> bool:
    """Whether the code of a warning says something of one of *kinds*; one of an earlier release may."""
    texts = raw_texts.findings()
    return bool(kinds) and (code not in texts or texts[code].about in kinds)


def _event_label(step: Step, words: Wording) -> Text:
    """Find the label of the command or deadline; its name, if this release no longer knows it."""
    if step.journey in JOURNEYS:
        texts, event = words.read_by(step.role).journey(step.journey), step.command.replace("-", "_")
        label = texts.commands.get(event) or texts.deadlines.get(event)
        if label is not None:
            return label
    return Text(step.command, step.command)


def _state_label(step: Step, words: Wording) -> Text:
    """Find the label of the state reached, likewise."""
    states = words.journey(step.journey).states if step.journey in JOURNEYS else {}
    return states[step.state].label if step.state in states else Text(step.state, step.state)
