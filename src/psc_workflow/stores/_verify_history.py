"""
Whether the steps of a dossier follow from each other, and lead to it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

import attrs

from psc_workflow._model.steps import Step, link
from psc_workflow._snapshot.history import parse_all
from psc_workflow.dossier import Dossier
from psc_workflow.exceptions import FaultsError, InvalidDocumentError, PscWorkflowError
from psc_workflow.stores._rows import StepRow
from psc_workflow.stores._seals import without_seal


def paths_of(error: PscWorkflowError) -> str:
    """Name what is wrong with a document."""
    if isinstance(error, FaultsError):
        return "; ".join(str(fault) for fault in error.faults)
    return type(error).__name__


def faults_of_history(stored: Sequence[StepRow], dossier: Dossier) -> Iterator[tuple[str, str]]:
    """Compare the steps with their rows, with each other, and with the head and the last steps that the dossier has."""
    try:
        steps = parse_all(without_seal(row.step) for row in stored)
    except InvalidDocumentError as error:
        yield "history", paths_of(error)
        return
    history = dossier.record.history
    own = {step.revision: step for step in history.steps}
    checks: list[tuple[str, Callable[[], bool]]] = [
        ("revision", lambda: [row.revision for row in stored] == [step.revision for step in steps]),
        ("chain", lambda: _is_chain(steps)),
        ("head", lambda: not steps or (steps[-1].chain, steps[-1].revision) == (history.head, dossier.revision)),
        ("steps", lambda: all(_nobodys(own.get(step.revision, step)) == _nobodys(step) for step in steps)),
        ("by", lambda: all(own.get(step.revision, step).by == step.by for step in steps)),
    ]
    yield from (("history", subject) for subject, holds in checks if not holds())


def fault_of_head(revision: int, chain: str, dossier: Dossier, stored: Sequence[StepRow]) -> str | None:
    """
    Say why the head that a history had at *revision* does not lead to *dossier*; ``None`` if it does.

    Whatever came since was stored, so that the next step is there, and binds
    the head by its link; the steps up to the head may never have been.

    Raises:
        InvalidDocumentError: A step cannot be read.
    """
    steps = parse_all(without_seal(row.step) for row in stored)
    if revision >= dossier.revision:
        leads_here = (revision, chain) == (dossier.revision, dossier.record.history.head)
    elif after := next((step for step in steps if step.revision == revision + 1), None):
        leads_here = link(after, chain) == after.chain
    else:
        return "the step after it is missing"
    return None if leads_here else "is not on this history"


def _nobodys(step: Step) -> Step:
    """Leave out who acted, which may be erased."""
    return attrs.evolve(step, by=None)


def _is_chain(steps: Iterable[Step]) -> bool:
    """Whether each step follows from the one before; of a dossier from elsewhere, the first ones may be missing."""
    chain = list(steps)
    if chain and chain[0].revision == 1 and link(chain[0], "") != chain[0].chain:
        return False
    return all(
        step.revision == before.revision + 1 and link(step, before.chain) == step.chain
        for before, step in pairwise(chain)
    )
