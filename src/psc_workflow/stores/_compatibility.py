"""
What this release, or a new version of a contract, would do to stored dossiers: asked before it is installed.

>>> import datetime as dt
>>> from psc_workflow import Agent, Dossier, contracts
>>> at = dt.datetime(2026, 4, 7, 18, 0, tzinfo=dt.UTC)
>>> contract = contracts.get("men-2026-pf")
>>> stored = {"D1": Dossier.open(contract, id="D1", agent=Agent(), invited_at=at).dump(), "D2": b"{}"}
>>> [(one.id, [kind.value for kind in one.kinds]) for one in check_compatibility(stored.items(), contract)]
[('D1', ['unchanged']), ('D2', ['unreadable'])]
"""

import json
import warnings
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum

import attrs

from psc_workflow import _snapshot as snapshot
from psc_workflow._catalogue.contracts import Contract, builtin
from psc_workflow._model import commands as do
from psc_workflow._model.answers import Answers
from psc_workflow._model.commands import Command
from psc_workflow._model.decision import Outcome
from psc_workflow._model.record import Record
from psc_workflow._model.verdict import Severity
from psc_workflow.dossier import Dossier
from psc_workflow.exceptions import Fault, InvalidDocumentError, PscWorkflowError
from psc_workflow.states._answered import answered
from psc_workflow.states._charts import JOURNEYS
from psc_workflow.states._engine import table
from psc_workflow.states._path import OPEN


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
        kinds: ``UNCHANGED`` alone; or what changes: it is brought to the
            present version of the document (``UPCAST``), its state is none
            any more (``STRANDED``), a fact is newly mandatory
            (``FACT_MISSING``), an answer is no longer allowed
            (``ANSWER_REFUSED``), what happens next by itself comes at another
            time (``DEADLINE_MOVED``), it cannot be read at all
            (``UNREADABLE``).
            ``OTHER_CONTRACT``: it is read, and nothing else was asked.
        faults: Where, and why: paths, codes of findings, never a value.
    """

    id: str
    kinds: tuple[CompatibilityKind, ...]
    faults: tuple[Fault, ...] = ()

    @property
    def problems(self) -> tuple[Fault, ...]:
        """The former name of ``faults``."""
        warnings.warn("problems is now called faults", DeprecationWarning, stacklevel=2)
        return self.faults


def check_compatibility(
    corpus: Iterable[tuple[str, bytes]], contract: Contract, *, installed: Mapping[str, Contract] = builtin
) -> Iterator[Compatibility]:
    """
    Say of each stored dossier what would become of it.

    Answers of journeys that are still open are judged again as of the last
    step: what was accepted then and would not be now is new. Who is a member
    is only read.

    Args:
        corpus: Ids and documents, such as ``store.documents()``.
        contract: The version of the contract that is to come.
        installed: Contracts as they are now. What the one of the same id
            refuses, too, is not new, unless it is *contract* itself: then it
            is the release that is asked about. Where there is none,
            deadlines are not compared.
    """
    now = installed.get(contract.id)
    for id, document in corpus:  # noqa: A001 -- as Dossier.open
        yield _checked(id, document, contract, now)


def _checked(id: str, document: bytes, contract: Contract, now: Contract | None) -> Compatibility:  # noqa: A002 -- as Dossier.open
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
    lifted = [CompatibilityKind.UPCAST] if json.loads(document)["version"] < snapshot.VERSIONS.current else []
    if record.contract != contract.id:
        return Compatibility(id, (*lifted, CompatibilityKind.OTHER_CONTRACT))
    known = [] if now in (None, contract) else list(_judged_again(record, now))
    found = [one for one in _judged_again(record, contract) if one not in known]
    if now is not None and Dossier(record, now).due_at() != Dossier(record, contract).due_at():
        found.append((CompatibilityKind.DEADLINE_MOVED, Fault("due_at", "would be another")))
    kinds = dict.fromkeys([*lifted, *(kind for kind, _ in found)])
    return Compatibility(id, tuple(kinds) or (CompatibilityKind.UNCHANGED,), tuple(fault for _, fault in found))


def _judged_again(record: Record, contract: Contract) -> Iterator[tuple[CompatibilityKind, Fault]]:
    for journey, state, answers, command in _answers(record):
        states = record.states.moved(journey, state)
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
    """Give each answer of an open journey, with the state it was given in and the answers before it."""
    answers = record.answers
    if record.is_over:
        return
    if record.states.affiliation in OPEN and record.active == "affiliation" and not record.is_dispensed:
        for one in answered(answers):
            yield "affiliation", one.screen, one.before, one.command
    if record.states.dispensation in ("motive", "attestation") and answers.motive is not None:
        yield "dispensation", "motive", attrs.evolve(answers, motive=None, attestation=None), answers.motive
        if isinstance(answers.attestation, do.Attest):
            yield "dispensation", "attestation", attrs.evolve(answers, attestation=None), answers.attestation
