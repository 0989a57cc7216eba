"""
What this release, or a new version of a contract, would do to stored dossiers: a check before it is installed.

>>> import datetime as dt
>>> from psc_workflow import Agent, Dossier, contracts
>>> at = dt.datetime(2026, 4, 7, 18, 0, tzinfo=dt.UTC)
>>> contract = contracts.get("men-2026-pf")
>>> stored = {"D1": Dossier.open(contract, id="D1", agent=Agent(), invited_at=at).dump(), "D2": b"{}"}
>>> [(result.id, [*map(str, result.kinds)]) for result in check_compatibility(stored.items(), contract)]
[('D1', ['unchanged']), ('D2', ['unreadable'])]
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Any

import attrs

from psc_workflow import _snapshot as snapshot
from psc_workflow._catalogue.contracts import Contract, builtin
from psc_workflow._model import commands as do
from psc_workflow._model.answers import Answers
from psc_workflow._model.commands import Command
from psc_workflow._model.decision import Outcome
from psc_workflow._model.record import Record
from psc_workflow._model.verdict import Severity
from psc_workflow._retired import former_names, warn_renamed
from psc_workflow._structuring.arguments import check_kind
from psc_workflow.dossier import Dossier
from psc_workflow.exceptions import Fault, HostError, InvalidDocumentError, PscWorkflowError
from psc_workflow.rules import motive
from psc_workflow.states._charts import JOURNEYS
from psc_workflow.states._engine import table
from psc_workflow.states._past_answers import past_answers
from psc_workflow.states._screens import OPEN


class CompatibilityKind(StrEnum):
    """What would become of a dossier."""

    UNCHANGED = "unchanged"
    UPCAST = "upcast"
    STRANDED = "stranded"
    FACT_MISSING = "fact_missing"
    ANSWER_REFUSED = "answer_refused"
    DEADLINE_MOVED = "deadline_moved"
    OTHER_CONTRACT = "other_contract"
    UNREADABLE = "unreadable"


@attrs.frozen
class Compatibility:
    """
    What would become of one dossier.

    Args:
        id: As the corpus has it.
        kinds: ``UNCHANGED`` alone, or each change: the document is brought to
            the present version (``UPCAST``), its state no longer exists
            (``STRANDED``), a fact becomes mandatory (``FACT_MISSING``), an
            answer is no longer allowed (``ANSWER_REFUSED``), the next deadline
            comes at another time (``DEADLINE_MOVED``), the document cannot be
            read at all (``UNREADABLE``).
            ``OTHER_CONTRACT``: it can be read, and nothing else was checked.
        faults: Where, and why: paths, codes of findings, never a value.
    """

    id: str
    kinds: tuple[CompatibilityKind, ...]
    faults: tuple[Fault, ...] = ()

    @property
    def problems(self) -> tuple[Fault, ...]:
        """The former name of ``faults``."""
        warn_renamed("problems", "faults")
        return self.faults


def check_compatibility(
    corpus: Iterable[tuple[str, bytes]], contract: Contract, *, installed: Mapping[str, Contract] = builtin
) -> Iterator[Compatibility]:
    """
    Find what would become of each stored dossier.

    The answers of journeys that are still open are judged again as of the last
    step: what was accepted then and would not be now is new. Of a dispensation
    in force, whether its motive is still one. The dossier of a member is only
    read.

    Args:
        corpus: Ids and documents, such as ``store.documents()``.
        contract: The version of the contract that is to come.
        installed: Contracts as they are now. What the contract of the same id
            refuses too is not new, unless it is *contract* itself: then it is
            the release that is checked. Without one of the same id, deadlines
            are not compared.

    Raises:
        HostError: An argument has another type, or an item of *corpus*, when
            it is looked at.
    """
    check_kind(corpus, Iterable, "corpus")
    check_kind(contract, Contract, "contract")
    check_kind(installed, Mapping, "installed")
    return _each(corpus, contract, installed)


def _each(
    corpus: Iterable[tuple[str, bytes]], contract: Contract, installed: Mapping[str, Contract]
) -> Iterator[Compatibility]:
    is_installed = contract.id in installed  # a registry raises for an unknown one, also with a default
    present = installed[contract.id] if is_installed else None
    for item in corpus:
        id, document = _pair(item)  # noqa: A001 -- as Dossier.open
        snapshot.look_up(document, installed)  # a contract that is read only now adds its formulas and regimes
        yield _check(id, document, contract, present)


def _pair(item: object) -> tuple[str, bytes]:
    """
    Check one item of a corpus.

    Raises:
        HostError: It is not an id and a document.
    """
    if not isinstance(item, tuple | list) or len(item) != 2:  # noqa: PLR2004 -- a pair
        raise HostError("`corpus` must have pairs of an id and a document")
    id_, document = item
    check_kind(id_, str, "corpus")
    check_kind(document, (bytes, str), "corpus")
    return id_, document


def _check(id: str, document: bytes, contract: Contract, present: Contract | None) -> Compatibility:  # noqa: A002 -- as Dossier.open
    try:
        record = snapshot.read(document)
        if record.contract == contract.id:
            snapshot.check_contract(record, contract)
    except InvalidDocumentError as error:
        is_stranded = any(fault.path.startswith("record.states.") for fault in error.faults)
        kind = CompatibilityKind.STRANDED if is_stranded else CompatibilityKind.UNREADABLE
        return Compatibility(id, (kind,), error.faults)
    except PscWorkflowError as error:
        return Compatibility(id, (CompatibilityKind.UNREADABLE,), (Fault("", type(error).__name__),))
    upcast = [CompatibilityKind.UPCAST] if json.loads(document)["version"] < snapshot.VERSIONS.current else []
    if record.contract != contract.id:
        return Compatibility(id, (*upcast, CompatibilityKind.OTHER_CONTRACT))
    changes = list(_changes(record, contract, present))
    kinds = dict.fromkeys([*upcast, *(kind for kind, _ in changes)])
    return Compatibility(id, tuple(kinds) or (CompatibilityKind.UNCHANGED,), tuple(fault for _, fault in changes))


def _changes(record: Record, contract: Contract, present: Contract | None) -> Iterator[tuple[CompatibilityKind, Fault]]:
    """List what *contract* would change and the *present* one would not."""
    already = [] if present in (None, contract) else list(_judge_again(record, present))
    yield from (change for change in _judge_again(record, contract) if change not in already)
    if present is not None and Dossier(record, present).due_at() != Dossier(record, contract).due_at():
        yield CompatibilityKind.DEADLINE_MOVED, Fault("due_at", "would be another")


def _judge_again(record: Record, contract: Contract) -> Iterator[tuple[CompatibilityKind, Fault]]:
    """Give each answer of an open journey again, and list what *contract* would refuse or miss."""
    chosen = record.answers.motive
    if record.is_dispensed and chosen is not None and chosen.motive is not None:
        for finding in motive.assess_listed(chosen.motive, today=contract.civil_day(record.at)).findings:
            fault = Fault(f"{record.states.dispensation}.motive", f"would be refused: {finding.code}")
            yield CompatibilityKind.ANSWER_REFUSED, fault
    for journey, state, answers, command in _answers(record):
        states = record.states.with_state(journey, state)
        placed = attrs.evolve(record, states=states, active=journey, answers=answers, report=None)
        if command.event not in table(JOURNEYS[journey])[state]:
            yield CompatibilityKind.ANSWER_REFUSED, Fault(state, "would be asked no longer")
            continue
        decision = Dossier(placed, contract).decide(command, at=record.at, role=command.roles[0])
        for finding in decision.verdict.blocking if decision.outcome is not Outcome.NOT_AVAILABLE else ():
            place = f"{state}.{finding.path}" if finding.path else state
            if finding.severity is Severity.MISSING:
                yield CompatibilityKind.FACT_MISSING, Fault(place, "would be mandatory")
            else:
                yield CompatibilityKind.ANSWER_REFUSED, Fault(place, f"would be refused: {finding.code}")


def _answers(record: Record) -> Iterator[tuple[str, str, Answers, Command]]:
    """List the answers of open journeys, each with the state it was given in and the answers before it."""
    answers = record.answers
    if record.is_over:
        return
    if record.states.affiliation in OPEN and record.active == "affiliation" and not record.is_dispensed:
        for answer in past_answers(answers):
            yield "affiliation", answer.screen, answer.before, answer.command
    if record.states.dispensation in ("motive", "attestation") and answers.motive is not None:
        yield "dispensation", "motive", attrs.evolve(answers, motive=None, attestation=None), answers.motive
        if isinstance(answers.attestation, do.Attest):
            yield "dispensation", "attestation", attrs.evolve(answers, attestation=None), answers.attestation


__getattr__: Callable[[str], Any] = former_names(__name__, {"Kind": "CompatibilityKind"})
