"""
What the seals of a dossier say, and sealing what was stored before there were keys.
"""

from collections import defaultdict
from collections.abc import Iterator

from psc_workflow._structuring import canonical, parse_json
from psc_workflow.stores._seals import SealKeys, check_document, check_step, seal_document, seal_step, without_seal
from psc_workflow.stores._verify_rows import Standing, VerifyRows


def faults_of_seals(keys: SealKeys, standing: Standing) -> Iterator[str]:
    """List what is wrong with the seals of a dossier, each with where it is; steps by their position, from 0."""
    row, places = standing.row, defaultdict[str, list[str]](list)
    wrong = check_document(keys, row.id, row.revision, row.document, row.digest)
    if wrong is not None:
        places[wrong].append("document")
    for position, cell in enumerate(standing.steps):
        wrong = check_step(keys, row.id, cell)
        if wrong is not None:
            places[wrong].append(f"steps.{position}")
    for wrong, where in places.items():
        yield f"{', '.join(where)}: {wrong}"


def put_seals(rows: VerifyRows, keys: SealKeys, standing: Standing) -> None:
    """Seal all of a dossier with the present key."""
    row = standing.row
    sealed = [(cell, seal_step(keys, row.id, _bare(cell))) for cell in standing.steps]
    steps = [(parse_json(cell)["revision"], cell) for before, cell in sealed if cell != before]
    written = seal_document(keys, row.id, row.revision, row.document)
    if steps or written != row.digest:
        rows.put_seals(row.id, written, steps)


def _bare(cell: bytes) -> bytes:
    step = without_seal(cell)
    return step if isinstance(step, bytes) else canonical(step)
