"""
A record to canonical JSON and back: nothing is coerced, and every fault has its path.
"""

import contextlib
import re
from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from psc_workflow._catalogue.contracts import Contract, find
from psc_workflow._model.record import Record
from psc_workflow._snapshot.long_texts import long_texts
from psc_workflow._snapshot.redaction import FORMAT as REDACTED
from psc_workflow._snapshot.redaction import redact
from psc_workflow._snapshot.upcasting import VERSIONS, Versions
from psc_workflow._structuring import StructureError, canonical, check_size, parse_json, structure, unstructure
from psc_workflow.exceptions import (
    Fault,
    HostError,
    InvalidDocumentError,
    NewerDocumentError,
    NoValueInForceError,
    UnknownContractError,
)
from psc_workflow.rules.dispensation_term import renewal_from
from psc_workflow.states import _legality as legality
from psc_workflow.states._proven import is_proven, prove

FORMAT = "psc_workflow/dossier"

_WHAT = "the stored dossier cannot be read:"
_NOT_WRITTEN = "the dossier cannot be written:"

_UNLIKELY_VERSION = 1000

_MOST_REVISIONS = 2**31 - 1
"""Largest whole number that databases hold; no dossier has as many revisions."""

_NAMED = re.compile(rb'"contract" *: *"([a-z0-9_-]{1,64})"')
"""The id of a contract in a document."""

_FIRST = re.compile(rb'\{"contract":"([a-z0-9_-]{1,64})"')
"""The same where a document that :func:`dump` wrote has it."""

_LIKE_AN_ID = re.compile(r"(?!.*[0-9]{5})[a-z][a-z0-9_-]{0,63}")

LIFTED = ("contract", "contract_version", "revision")
"""Fields of the record that stand in the envelope, where a store or an upcaster reads them without the rest."""


@attrs.frozen
class Envelope:
    """What stands around the record, so that a reader knows what it has before reading on."""

    format: str
    version: int
    contract: str
    contract_version: str
    revision: int
    record: dict[str, Any] = attrs.field(repr=False)


def dump(record: Record) -> bytes:
    """
    Write *record* as canonical JSON: the same record always gives the same bytes.

    Raises:
        InvalidDocumentError: No sequence of accepted commands could have made
            it, so it could not be read back.
    """
    faults = [] if is_proven(record) else legality.faults_of(record)
    if faults:
        raise InvalidDocumentError(_NOT_WRITTEN, _in_record(faults))
    return _write(FORMAT, unstructure(record, native=True), fractions=bool(record.drafts))


def dump_redacted(record: Record) -> bytes:
    """Write *record* without personal data, for support; it cannot be read back."""
    return _write(REDACTED, redact(record), fractions=True)


def _write(format_name: str, data: dict[str, Any], *, fractions: bool) -> bytes:
    """Write *data* in their envelope; only a draft may hold *fractions*."""
    lifted = {field: data.pop(field) for field in LIFTED}
    envelope = Envelope(format_name, VERSIONS.current, **lifted, record=data)
    return canonical(unstructure(envelope), fractions=fractions, native=True)


def read(data: bytes | str, versions: Versions = VERSIONS) -> Record:
    """
    Read what :func:`dump` wrote, in this release or in an older one.

    Args:
        versions: Versions to read; a test may have its own.

    Raises:
        NewerDocumentError: A later release wrote it.
        InvalidDocumentError: With every fault and its path, never with a
            value of the document.
    """
    try:
        parsed = parse_json(data)
        _check_version(parsed, versions)
        envelope = structure(versions.lift(parsed) if parsed["version"] < versions.current else parsed, Envelope)
        record = _record_in(envelope)
    except StructureError as error:
        raise InvalidDocumentError(_WHAT, error.faults) from None
    faults = _in_record([*legality.faults_of(record), *long_texts(data, envelope.record)])
    if record.revision > _MOST_REVISIONS:
        faults.append(Fault("revision", f"must not be above {_MOST_REVISIONS}"))
    if faults:
        raise InvalidDocumentError(_WHAT, faults)
    return prove(record)


def load(data: object, contracts: Mapping[str, Contract]) -> tuple[Record, Contract]:
    """Read a record, and find the contract it is under; arguments and errors as for ``Dossier.load``."""
    if not isinstance(data, bytes | bytearray | memoryview | str):
        raise HostError("`data` must be bytes or a string, as Dossier.dump returned it")
    text = data if isinstance(data, str) else bytes(data)
    try:
        check_size(text)  # before anything else looks at it
    except StructureError as error:
        raise InvalidDocumentError(_WHAT, error.faults) from None
    look_up(text, contracts)
    record = read(text)
    contract = contract_of(record, contracts)
    check_contract(record, contract)
    return record, contract


def look_up(text: bytes | str, contracts: Mapping[str, Contract]) -> None:
    """Let a mapping that reads files when asked read those that *text* names: they add formulas and regimes."""
    data = text if isinstance(text, bytes) else text.encode(errors="replace")
    first = _FIRST.match(data)
    for name in (first[1],) if first else dict.fromkeys(_NAMED.findall(data)):
        with contextlib.suppress(UnknownContractError):
            find(name.decode(), contracts)


def contract_of(record: Record, contracts: Mapping[str, Contract]) -> Contract:
    """
    Find the contract of *record* among *contracts*.

    Raises:
        UnknownContractError: It is not there; the error has its id only if
            that looks like one.
        HostError: *contracts* has another contract under its id.
    """
    try:
        contract = find(record.contract, contracts)
    except UnknownContractError as error:
        safe_id = record.contract if _LIKE_AN_ID.fullmatch(record.contract) else "<unreadable>"
        raise UnknownContractError(safe_id, error.known) from None
    if contract.id != record.contract:
        raise HostError(f"`contracts` has {contract.id} under another id")
    return contract


def check_contract(record: Record, contract: Contract) -> None:
    """
    Check that *record* can be one of *contract*: its days, its formulas and its regimes.

    Raises:
        InvalidDocumentError: A formula or regime is of other contracts only.
            The first invitation or the effective date lies
            before the contract's first day, or the end of the dispensation
            before the first day that the law is known for.
    """
    faults = contract.foreign_words(record)
    if faults:
        raise InvalidDocumentError(_WHAT, _in_record(faults))
    try:
        start = contract.value("effect", contract.civil_day(record.opened_at))
    except NoValueInForceError:
        fault = f"lies before the first day of {contract.id}"  # the error itself would show the day
        raise InvalidDocumentError(_WHAT, [Fault("record.opened_at", fault)]) from None
    effective_on = record.membership.effective_on
    if effective_on is not None and effective_on < start:
        fault = "must not lie before the contract's first day"
        raise InvalidDocumentError(_WHAT, [Fault("record.membership.effective_on", fault)])
    term = record.dispensation
    if term.last_day is not None:
        try:
            renewal_from(term.last_day)
        except NoValueInForceError:
            name = "valid_until" if term.last_day == term.valid_until else "motive_ends_on"
            fault = "must not lie before the first day the law is known for"
            raise InvalidDocumentError(_WHAT, [Fault(f"record.dispensation.{name}", fault)]) from None


def _record_in(envelope: Envelope) -> Record:
    lifted = {name: getattr(envelope, name) for name in LIFTED}
    duplicates = [Fault(f"record.{name}", "stands in the envelope") for name in LIFTED if name in envelope.record]
    if duplicates:
        raise StructureError(duplicates)
    try:
        return structure({**envelope.record, **lifted}, Record)
    except StructureError as error:
        raise StructureError(_in_record(error.faults)) from None


def _in_record(faults: Iterable[Fault]) -> list[Fault]:
    """Give the faults of a record their path in the document."""
    return [fault.below("record") for fault in faults]


def _check_version(parsed: Any, versions: Versions) -> None:
    if not isinstance(parsed, dict):
        raise StructureError([Fault("", "must be an object")])
    if parsed.get("format") == REDACTED:
        raise StructureError([Fault("format", "is that of a redacted dossier, which cannot be read back")])
    if parsed.get("format") != FORMAT:
        raise StructureError([Fault("format", f"must be {FORMAT!r}")])
    version = parsed.get("version")
    if type(version) is not int or version < versions.first:
        raise StructureError([Fault("version", f"must be a whole number, {versions.first} or more")])
    if version > versions.current:
        shown = str(version) if version < _UNLIKELY_VERSION else "no version yet"  # a greater one may be a person's
        fault = f"is {shown}; this release reads up to {versions.current}"
        raise NewerDocumentError(_WHAT, [Fault("version", fault)])
