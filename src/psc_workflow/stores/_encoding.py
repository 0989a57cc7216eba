"""
Dossiers, steps and effects to the rows that a database keeps, and back.
"""

from collections.abc import Iterable, Iterator

import attrs

from psc_workflow._model import effects as to
from psc_workflow._model.effects import AnyEffect
from psc_workflow._model.steps import Step
from psc_workflow._structuring import StructureError, canonical, is_text, parse_json, unstructure
from psc_workflow._structuring.arguments import all_of, check_kind, in_utc, instant_in_range
from psc_workflow.dossier import Dossier
from psc_workflow.exceptions import Fault, HostError, InvalidDocumentError
from psc_workflow.states._making import naming
from psc_workflow.stores._arguments import EFFECTS, check_number
from psc_workflow.stores._index_row import index_row
from psc_workflow.stores._rows import DossierRow, EffectRow, StoredRow
from psc_workflow.stores._seals import SealKeys, digest, is_intact, seal_document, seal_effect, seal_step

LONGEST_EFFECT_ID = 400
"""Characters of the id of an effect: that of its dossier, and what the library adds to it."""


@attrs.frozen
class Save:
    """All that is written when a decision is saved, in the form in which it is written."""

    dossier: Dossier
    expected_revision: int
    row: DossierRow
    steps: tuple[Step, ...]
    step_rows: tuple[tuple[str, int, bytes], ...]
    effects: tuple[AnyEffect, ...]
    effect_rows: tuple[EffectRow, ...]


def save_of(
    dossier: Dossier,
    expected_revision: int,
    steps: Iterable[Step],
    effects: Iterable[AnyEffect],
    keys: SealKeys | None,
) -> Save:
    """
    Write out what is to be saved, before any transaction begins.

    Raises:
        HostError: *steps* do not lead from *expected_revision* to the
            dossier's revision, or an effect is owed by another dossier.
    """
    check_kind(dossier, Dossier, "dossier")
    check_number(expected_revision, "expected_revision")
    gained, owed = all_of(steps, Step, "steps"), all_of(effects, EFFECTS, "effects", called="Effect")
    expected = list(range(expected_revision + 1, dossier.revision + 1))
    if dossier.revision < expected_revision or [step.revision for step in gained] != expected:
        raise HostError("`steps` must lead from `expected_revision` to the revision of the dossier")
    return Save(
        dossier,
        expected_revision,
        dossier_row(dossier, keys),
        gained,
        tuple(step_rows(dossier.id, gained, keys)),
        owed,
        tuple(effect_rows(dossier, owed, keys)),
    )


def dossier_row(dossier: Dossier, keys: SealKeys | None) -> DossierRow:
    """Make the row of *dossier*, sealed if there are *keys*."""
    due_at = dossier.due_at()
    due_at = None if due_at is None else in_utc(due_at, "due_at")
    document, revision = dossier.dump(), dossier.revision
    written = digest(document) if keys is None else seal_document(keys, dossier.id, revision, document)
    return DossierRow(dossier.id, revision, due_at, document, written, index_row(dossier, due_at))


def with_document_of(row: DossierRow, stored: StoredRow) -> DossierRow:
    """Put back the document that is *stored*, with the digest and the seal that it has: neither is made anew."""
    return attrs.evolve(row, document=stored.document, digest=stored.digest or digest(stored.document))


def step_rows(dossier: str, steps: Iterable[Step], keys: SealKeys | None) -> Iterator[tuple[str, int, bytes]]:
    """Make the rows of *steps* of the dossier of that id: revision and canonical JSON, sealed if there are *keys*."""
    for step in steps:
        cell = canonical(unstructure(step, native=True), fractions=False, native=True)
        yield dossier, step.revision, cell if keys is None else seal_step(keys, dossier, cell)


def effect_rows(dossier: Dossier, effects: Iterable[AnyEffect], keys: SealKeys | None) -> Iterator[EffectRow]:
    """
    Make the rows of *effects*, which are owed for *dossier*, sealed if there are *keys*.

    Raises:
        HostError: An effect names another dossier, an instant of it lies
            outside the years this library computes in, or it could not be
            found or read back.
    """
    for effect in effects:
        if not _can_be_effect_id(effect.id):
            raise HostError(
                f"the id of one of `effects` must be a non-blank text of at most {LONGEST_EFFECT_ID} characters,"
                " without null characters and lone surrogates"
            )
        if effect.dossier not in (None, dossier.id):
            raise HostError("one of `effects` is owed by another dossier")
        until = None if effect.useful_until is None else instant_in_range(effect.useful_until, "useful_until")
        due_at = instant_in_range(effect.due_at, "due_at")
        if effect.dossier is None:  # a host has made it
            effect = naming(effect, dossier.record)  # noqa: PLW2901 -- the same effect
        content = _content(effect)
        written = digest(content) if keys is None else seal_effect(keys, dossier.id, effect.id, content)
        yield EffectRow(effect.id, dossier.id, due_at, until, content, written)


def _content(effect: AnyEffect) -> bytes:
    """
    Write an effect as it can be read back.

    Raises:
        HostError: It could not be.
    """
    try:
        content = canonical(to.as_json(effect))
    except (AttributeError, TypeError, ValueError):
        raise HostError("a field of one of `effects` has another type, or holds what cannot be written") from None
    try:
        read_effect(content)
    except InvalidDocumentError as error:
        raise HostError(f"one of `effects` could not be read back: {'; '.join(map(str, error.faults))}") from None
    return content


def read_effect(stored: bytes, written: bytes | None = None) -> AnyEffect:
    """
    Read an effect back.

    Args:
        written: The digest of what was written.

    Raises:
        InvalidDocumentError: With every fault and its path; or the effect is
            not what was written.
    """
    if not is_intact(stored, written):
        raise InvalidDocumentError("the effect cannot be used:", [Fault("", "is not what was written")])
    try:
        return to.parse(parse_json(stored))
    except StructureError as error:
        raise InvalidDocumentError("the effect cannot be read:", error.faults) from None


def is_still_owed(stored: bytes, dossier: Dossier) -> bool:
    """Whether an effect still makes sense; one that cannot be read stays, for somebody to look at."""
    try:
        return dossier.still_owes(read_effect(stored))
    except InvalidDocumentError:
        return True


def _can_be_effect_id(id: object) -> bool:  # noqa: A002 -- as Effect.id
    return isinstance(id, str) and can_be_id(id) and bool(id.strip()) and len(id) <= LONGEST_EFFECT_ID


def can_be_id(id: object) -> bool:  # noqa: A002 -- as Dossier.open
    """Whether a dossier or an effect may have such an id: what a database cannot even look for, none has."""
    return isinstance(id, str) and is_text(id) and "\0" not in id
