"""
The only door to python-statemachine: charts are declared with its classes and read from its declarations.

Importing it sets the gettext domain of the whole process, which is restored.
Charts are flat, with text values, without actions; the four flags make an event
that has no transition an error, and let no error pass in silence.
"""

import gettext
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from psc_workflow._structuring.sharing import shared
import attrs

_domain = gettext.textdomain()
from statemachine import State, StateMachine  # noqa: E402 -- between the two lines that keep the domain
from statemachine.transition_list import TransitionList  # noqa: E402 -- as above

gettext.textdomain(_domain)

from psc_workflow.exceptions import DefinitionError  # noqa: E402 -- after the engine, see above
from psc_workflow.states._guard import Guard, Route  # noqa: E402 -- as above

__all__ = ["Chart", "Gate", "Row", "State", "TransitionList", "all_to", "back_to", "itself", "table"]


class Chart(StateMachine):
    """
    Base of all charts.

    Each lists its ``main_way``: the events, commands and deadlines, that lead from its beginning to where most people
    arrive. Everything else lies beside it.
    """

    main_way: ClassVar[tuple[str, ...]] = ()

    allow_event_without_transition = False
    catch_errors_as_events = False
    enable_self_transition_entries = False
    atomic_configuration_update = True

    def on_transition(self, model: Any, event: Any, command: Any = None) -> None:
        """Keep, in a live machine, the answers that the command gives."""
        model.advance(str(event), command)


class Gate:
    """
    Declares transitions that need the same guards first, so that a chart need not repeat them on every line.

    Args:
        guards: Guards that read the dossier; those of a line come after them.
    """

    def __init__(self, *guards: Guard) -> None:
        self._guards = guards

    def __call__(self, source: State, target: State, *conditions: Guard | Route) -> TransitionList:
        """Declare that an event leads from *source* to *target*."""
        transitions: TransitionList = source.to(target, cond=[*self._guards, *conditions])
        return transitions

    def stay(self, *states: State, cond: Guard | None = None) -> TransitionList:
        """Declare that an event stays in each of *states*."""
        return itself(*states, cond=[*self._guards, *([cond] if cond else [])])


def itself(*states: State, cond: Any = None) -> TransitionList:
    """Declare that an event stays in each of *states*."""
    transitions = TransitionList()
    for state in states:
        transitions |= state.to.itself(cond=cond)
    return transitions


def all_to(target: State, *states: State, cond: Any = None) -> TransitionList:
    """Declare that an event leads from each of *states* to *target*."""
    transitions = TransitionList()
    for state in states:
        transitions |= state.to(target, cond=cond)
    return transitions


def back_to(
    *sources: State, states: tuple[State, ...], cond: Callable[[State], Any], guards: tuple[Guard, ...]
) -> TransitionList:
    """Declare that an event leads from each of *sources* to the state among *states* for which *cond* holds."""
    transitions = TransitionList()
    for source in sources:
        for state in states:
            transitions |= source.to(state, cond=[*guards, cond(state)])
    return transitions


@attrs.frozen
class Branch:
    """One way an event can go, and the routes that choose it."""

    target: str
    routes: tuple[Route, ...]


@attrs.frozen
class Row:
    """One line of a chart's table: what an event does in a state."""

    state: str
    event: str
    guards: tuple[Guard, ...]
    branches: tuple[Branch, ...]


@shared
def table(chart: type[Chart]) -> Mapping[str, Mapping[str, Row]]:
    """
    Read *chart* as state → event → row.

    Raises:
        DefinitionError: The guards of an event differ between its targets, a
            *fits* stands before a *may*, or a choice of targets has no routes.
    """
    rows: dict[str, dict[str, Row]] = {state.value: {} for state in chart.states}
    for state in chart.states:
        for transition in state.transitions:
            conditions = [spec.func for spec in transition.cond]
            guards = tuple(condition for condition in conditions if isinstance(condition, Guard))
            routes = tuple(condition for condition in conditions if isinstance(condition, Route))
            branch = Branch(transition.target.value, routes)
            for event in transition.events:
                row = rows[state.value].get(event.id)
                if row is not None and row.guards != guards:
                    raise DefinitionError(f"{state.value} × {event.id}: guards differ between targets")
                branches = (*row.branches, branch) if row else (branch,)
                rows[state.value][event.id] = Row(state.value, event.id, guards, branches)
    for row in (row for events in rows.values() for row in events.values()):
        _check(row)
    return rows


def _check(row: Row) -> None:
    kinds = [guard.is_may for guard in row.guards]
    if kinds != sorted(kinds, reverse=True):
        raise DefinitionError(f"{row.state} × {row.event}: a guard that reads the command stands first")
    if len(row.branches) > 1 and not all(branch.routes for branch in row.branches):
        raise DefinitionError(f"{row.state} × {row.event}: a choice of targets without routes")
