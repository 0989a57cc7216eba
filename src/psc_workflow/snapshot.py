"""
The stored document: a record to canonical JSON and back, nothing coerced, every fault with its path.

Format version 0: it may still change until the first release; what is frozen
afterwards is said in the documentation.
"""

from typing import Any

import attrs

from psc_workflow.catalogue.contracts import Contract
from psc_workflow.exceptions import InvalidDocumentError, NewerDocumentError, Problem
from psc_workflow.model.record import KEPT, Record, States
from psc_workflow.states.charts import JOURNEYS
from psc_workflow.states.path import is_answered, path
from psc_workflow.structuring import StructureError, canonical, parse_json, structure, unstructure

FORMAT = "psc_workflow/dossier"
VERSION = 0

_WHAT = "the stored dossier cannot be read:"


@attrs.frozen
class Envelope:
    """What is around the record, so that a reader knows what it has before reading on."""

    format: str
    version: int
    record: Record


def dump(record: Record) -> bytes:
    """Write *record* as canonical JSON: the same record always gives the same bytes."""
    return canonical(unstructure(Envelope(FORMAT, VERSION, record)))


def read(data: bytes | str) -> Record:
    """
    Read what :func:`dump` wrote.

    Raises:
        NewerDocumentError: A later release wrote it.
        InvalidDocumentError: With every fault and its path; never with a
            value of the document.
    """
    try:
        parsed = parse_json(data)
        _check_envelope(parsed)
        record = structure(parsed, Envelope).record
    except StructureError as error:
        raise InvalidDocumentError(_WHAT, error.problems) from None
    problems = _illegal(record)
    if problems:
        raise InvalidDocumentError(_WHAT, [problem.below("record") for problem in problems])
    return record


def check_contract(record: Record, contract: Contract) -> None:
    """
    Check that what *record* holds exists under *contract*.

    Raises:
        InvalidDocumentError: The invitation lies before the contract knows a
            time zone or a start.
    """
    day = record.invited_at.date()
    first = max(contract.effect.values[0].in_force_from, contract.time_zone.values[0].in_force_from)
    if day < first:
        raise InvalidDocumentError(
            _WHAT, [Problem("record.invited_at", f"lies before {first}, when {contract.id} begins")]
        )


def _check_envelope(parsed: Any) -> None:
    if not isinstance(parsed, dict):
        raise StructureError([Problem("", "must be an object")])
    if parsed.get("format") != FORMAT:
        raise StructureError([Problem("format", f"must be {FORMAT!r}")])
    version = parsed.get("version")
    if type(version) is not int or version < 0:
        raise StructureError([Problem("version", "must be a whole number")])
    if version > VERSION:
        fault = f"is {version}; this release reads up to {VERSION}"
        raise NewerDocumentError(_WHAT, [Problem("version", fault)])


def _illegal(record: Record) -> list[Problem]:
    """List what no sequence of accepted commands could have made."""
    return [*_unknown_states(record), *_facts_that_do_not_fit(record), *_broken_history(record)]


def _unknown_states(record: Record) -> list[Problem]:
    known = {
        journey: {state.value for state in JOURNEYS[journey].states} if journey in JOURNEYS else {initial}
        for journey, initial in attrs.asdict(States()).items()
    }
    return [
        Problem(f"states.{journey}", f"must be one of: {', '.join(sorted(known[journey]))}")
        for journey, state in attrs.asdict(record.states).items()
        if state not in known[journey]
    ]


def _facts_that_do_not_fit(record: Record) -> list[Problem]:
    answers, state = record.answers, record.states.affiliation
    screens = path(answers)
    if state not in screens:
        return [Problem("states.affiliation", "is no screen of this household")]
    problems = [
        Problem(f"answers.{before}", f"must be there in the state {state}")
        for before in screens[: screens.index(state)]
        if not is_answered(answers, before)
    ]
    if (answers.signature is not None) != (state == "confirmed"):
        problems.append(Problem("answers.signature", "must be there if and only if the state is confirmed"))
    if (answers.signature is None) != (answers.signed_at is None):
        problems.append(Problem("answers.signed_at", "must be there if and only if there is a signature"))
    if (answers.formula is None) != (answers.quote is None):
        problems.append(Problem("answers.quote", "must be there if and only if there is a formula"))
    return problems


def _broken_history(record: Record) -> list[Problem]:
    history = record.history
    problems = []
    if history.count != record.revision or len(history.steps) != min(history.count, KEPT):
        problems.append(Problem("history", "does not count as many steps as there are revisions"))
    for place, (before, step) in enumerate(
        zip(("", *(one.chain for one in history.steps)), history.steps, strict=False)
    ):
        first_is_cut = place == 0 and history.count > KEPT
        if not first_is_cut and attrs.evolve(step, chain="").chained_to(before).chain != step.chain:
            problems.append(Problem(f"history.steps.{place}", "is not what was chained"))
    if history.head != (history.steps[-1].chain if history.steps else ""):
        problems.append(Problem("history.head", "is not the last step's"))
    return problems
