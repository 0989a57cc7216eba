"""
One step of a chart: guards, all of them, then the one target whose route holds.

This reads the transitions that the chart declares. The tests drive the real
engine through every state, event and guard outcome and find the same; should
the two ever differ, the engine is right.
"""

import attrs

from psc_workflow._model.commands import EVENTS, for_event
from psc_workflow._model.record import Record
from psc_workflow._model.verdict import NOTHING, Verdict
from psc_workflow._structuring.sharing import shared
from psc_workflow.exceptions import DefinitionError
from psc_workflow.states._changes import changed
from psc_workflow.states._context import Context
from psc_workflow.states._engine import Chart, Row, table
from psc_workflow.states._screens import ANYWHERE


@attrs.frozen
class Move:
    """
    Where an event leads, and with what in the record.

    Args:
        target: State reached if every guard holds; the state of *record* is
            still the one before.
        record: The record as the command or the deadline leaves it.
    """

    verdict: Verdict
    target: str
    record: Record


@attrs.frozen
class Obstacle:
    """
    Why an event leads nowhere.

    Args:
        is_offered: Whether every guard that reads the dossier alone holds.
    """

    verdict: Verdict
    is_offered: bool


def row_of(chart: type[Chart], state: str, event: str) -> Row | None:
    """Find what *event* does in *state*; ``None`` if it has no place there."""
    return table(chart)[state].get(event)


def step(row: Row, context: Context) -> Move | Obstacle:
    """Ask the guards of *row*; if all hold, work out what is left in the record, and choose the target."""
    verdict = may(row, context)
    if not verdict.holds:
        return Obstacle(verdict, is_offered=False)
    for guard in row.guards:
        if not guard.is_may:
            verdict += guard.verdict(context)
    verdict = Verdict.of(verdict.findings)  # guards that judge one answer twice find the same
    if not verdict.holds:
        return Obstacle(verdict, is_offered=True)
    record = changed(context)
    return Move(verdict, _target(row, context, record), record)


def may(row: Row, context: Context) -> Verdict:
    """Ask only the guards that read the dossier: is the event offered?"""
    verdict = NOTHING
    for guard in row.guards:
        if guard.is_may:
            verdict += guard.verdict(context)
    return verdict


@shared
def draft_fields(chart: type[Chart], state: str) -> frozenset[str]:
    """List the fields of the screen *state* that a saved draft may hold."""
    screens = (for_event(event) for event in table(chart)[state] if event in EVENTS - ANYWHERE)
    return frozenset(
        name for command in screens for name in command.field_names() if name not in command.never_in_a_draft
    )


def _target(row: Row, context: Context, record: Record) -> str:
    targets = [
        branch.target for branch in row.branches if all(route.chooses(context, record) for route in branch.routes)
    ]
    if len(targets) != 1:
        raise DefinitionError(f"{row.state} × {row.event}: {len(targets)} routes hold, exactly one must")
    return targets[0]
