"""
Dossiers, steps and effects to the rows that a database keeps, and back.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator

import attrs

from psc_workflow._model import effects as to
from psc_workflow._model.effects import AnyEffect
from psc_workflow._model.steps import Step
from psc_workflow._structuring import StructureError, canonical, parse_json, unstructure
from psc_workflow.dossier import Dossier
from psc_workflow.exceptions import Fault, HostError, InvalidDocumentError
from psc_workflow.states._making import naming
from psc_workflow.stores._index_row import index_row
from psc_workflow.stores._rows import DossierRow, EffectRow


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


def save_of(dossier: Dossier, expected_revision: int, steps: Iterable[Step], effects: Iterable[AnyEffect]) -> Save:
    """
    Write out what is to be saved, before any transaction begins.

    Raises:
        HostError: *steps* do not lead from *expected_revision* to the
            dossier's revision, or an effect is owed by another dossier.
    """
    gained, owed = tuple(steps), tuple(effects)
    expected = list(range(expected_revision + 1, dossier.revision + 1))
    if dossier.revision < expected_revision or [step.revision for step in gained] != expected:
        raise HostError("`steps` must lead from `expected_revision` to the revision of the dossier")
    return Save(
        dossier,
        expected_revision,
        dossier_row(dossier),
        gained,
        tuple(step_rows(dossier.id, gained)),
        owed,
        tuple(effect_rows(dossier, owed)),
    )


def dossier_row(dossier: Dossier) -> DossierRow:
    """Make the row of *dossier*."""
    due_at = dossier.due_at()
    due_at = None if due_at is None else to_utc(due_at, "due_at")
    document = dossier.dump()
    return DossierRow(dossier.id, dossier.revision, due_at, document, digest(document), index_row(dossier, due_at))


def digest(content: bytes) -> bytes:
    """Make the digest by which a document or an effect that has changed by accident is found out."""
    return hashlib.blake2b(content, digest_size=16).digest()


def is_intact(content: bytes, written: bytes | None) -> bool:
    """Whether *content* is what was written; so it is taken to be where no digest was."""
    return written is None or digest(content) == written


def step_rows(dossier: str, steps: Iterable[Step]) -> Iterator[tuple[str, int, bytes]]:
    """Make the rows of *steps* of the dossier of that id: revision and canonical JSON."""
    for step in steps:
        yield dossier, step.revision, canonical(unstructure(step))


def effect_rows(dossier: Dossier, effects: Iterable[AnyEffect]) -> Iterator[EffectRow]:
    """
    Make the rows of *effects*, which are owed for *dossier*.

    Raises:
        HostError: An effect names another dossier.
    """
    for effect in effects:
        if effect.dossier not in (None, dossier.id):
            raise HostError("one of `effects` is owed by another dossier")
        if effect.dossier is None:  # a host has made it
            effect = naming(effect, dossier.record)  # noqa: PLW2901 -- the same effect
        until = None if effect.useful_until is None else to_utc(effect.useful_until, "useful_until")
        content = canonical(to.as_json(effect))
        yield EffectRow(effect.id, dossier.id, to_utc(effect.due_at, "due_at"), until, content, digest(content))


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


def to_utc(instant: dt.datetime, name: str) -> dt.datetime:
    """
    Bring an aware instant to UTC.

    Raises:
        HostError: It is naive, or not an instant; *name* is the argument's.
    """
    if not isinstance(instant, dt.datetime) or instant.tzinfo is None:
        raise HostError(f"`{name}` must be an aware datetime")
    return instant.astimezone(dt.UTC)
