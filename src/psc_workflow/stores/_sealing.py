"""
What the seals of a dossier say, and sealing what was stored before there were keys.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from psc_workflow.stores._seals import (
    SealKeys,
    check_document,
    check_effect,
    check_step,
    seal_document,
    seal_effect,
    seal_step,
)
from psc_workflow.stores._verify_rows import Standing, VerifyRows


class _Owed(NamedTuple):
    id: str
    effect: bytes
    digest: bytes | None


def faults_of_seals(keys: SealKeys, standing: Standing) -> Iterator[str]:
    """List what is wrong with the seals of a dossier, and where: steps by position, from 0, effects by id."""
    row, places = standing.row, defaultdict[str, list[str]](list)
    wrong = check_document(keys, row.id, row.revision, row.document, row.digest)
    if wrong is not None:
        places[wrong].append("document")
    for position, each in enumerate(standing.steps):
        wrong = check_step(keys, row.id, each.step)
        if wrong is not None:
            places[wrong].append(f"steps.{position}")
    for owed in _waiting(standing):
        wrong = check_effect(keys, row.id, owed.id, owed.effect, owed.digest)
        if wrong is not None:
            places[wrong].append(f"effects.{owed.id}")
    for wrong, where in places.items():
        yield f"{', '.join(where)}: {wrong}"


def put_seals(rows: VerifyRows, keys: SealKeys, standing: Standing) -> None:
    """Seal all of a dossier with the present key."""
    row = standing.row
    sealed = [(each, seal_step(keys, row.id, each.step)) for each in standing.steps]
    steps = [(each.revision, cell) for each, cell in sealed if cell != each.step]
    written = seal_document(keys, row.id, row.revision, row.document)
    owed = [(each, seal_effect(keys, row.id, each.id, each.effect)) for each in _waiting(standing)]
    effects = [(each.id, seal) for each, seal in owed if seal != each.digest]
    if steps or effects or written != row.digest:
        rows.put_seals(row.id, written, steps, effects)


def _waiting(standing: Standing) -> Iterator[_Owed]:
    """Go through the effects whose content is there."""
    for row in standing.outbox:
        if row.effect is not None:
            yield _Owed(row.id, row.effect, row.digest)
