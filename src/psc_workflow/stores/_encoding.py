"""
Dossiers, steps and effects to the rows that a database keeps, and back.
"""

import datetime as dt
from collections.abc import Iterable, Iterator

from psc_workflow._model import effects as to
from psc_workflow._model.effects import AnyEffect
from psc_workflow._model.steps import Step
from psc_workflow._structuring import StructureError, canonical, parse_json, unstructure
from psc_workflow.dossier import Dossier
from psc_workflow.exceptions import HostError, InvalidDocumentError
from psc_workflow.stores._rows import DossierRow, EffectRow


def dossier_row(dossier: Dossier) -> DossierRow:
    """Make the row of *dossier*."""
    due_at = dossier.due_at()
    return DossierRow(
        dossier.id, dossier.revision, None if due_at is None else to_utc(due_at, "due_at"), dossier.dump()
    )


def step_rows(steps: Iterable[Step]) -> Iterator[tuple[int, bytes]]:
    """Make the rows of *steps*: revision and canonical JSON."""
    for step in steps:
        yield step.revision, canonical(unstructure(step))


def effect_rows(dossier: Dossier, effects: Iterable[AnyEffect]) -> Iterator[EffectRow]:
    """
    Make the rows of *effects*, which are owed for *dossier*.

    Raises:
        HostError: An effect names another dossier.
    """
    for effect in effects:
        if effect.dossier not in (None, dossier.id):
            raise HostError("one of `effects` is owed by another dossier")
        until = None if effect.useful_until is None else to_utc(effect.useful_until, "useful_until")
        yield EffectRow(effect.id, dossier.id, to_utc(effect.due_at, "due_at"), until, canonical(to.as_json(effect)))


def read_effect(stored: bytes) -> AnyEffect:
    """
    Read an effect back.

    Raises:
        InvalidDocumentError: With every fault and its path.
    """
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
