"""
The affiliation chart with other state-machine libraries: restore a machine, send one event, read its state.

All have the states, events and targets of our chart, and as many conditions,
each always true. None of them has rules, reasons, history, or a stored document
with facts.
"""

from typing import Any

from statemachine import State, StateMachine
from xstate_statemachine import MachineLogic, SyncInterpreter, create_machine

from psc_workflow.states._charts import JOURNEYS
from psc_workflow.states._engine import table
from transitions import Machine

CHART = JOURNEYS["affiliation"]
ROWS = [row for events in table(CHART).values() for row in events.values()]
INITIAL = next(state.value for state in CHART.states if state.initial)

BARE, TRANSITIONS, XSTATE = "python-statemachine, bare", "transitions", "xstate-statemachine"


def true(*_: Any, **__: Any) -> bool:
    """Accept every event."""
    return True


# -- python-statemachine ---------------------------------------------------------------------


def _bare() -> type[StateMachine]:
    states = {state.value: State(initial=state.initial, value=state.value) for state in CHART.states}
    events: dict[str, Any] = {}
    for row in ROWS:
        for branch in row.branches:
            conditions = [true] * (len(row.guards) + len(branch.routes))
            arrow = states[row.state].to(states[branch.target], cond=conditions)
            events[row.event] = events[row.event] | arrow if row.event in events else arrow
    options = {"allow_event_without_transition": False, "catch_errors_as_events": False}
    return type("Bare", (StateMachine,), {**states, **events, **options})


_Bare = _bare()


class _Model:
    def __init__(self, state: str) -> None:
        self.state = state


def bare(state: str, event: str) -> str:
    """Restore, send, read."""
    model = _Model(state)
    _Bare(model=model).send(event)
    return model.state


# -- transitions ------------------------------------------------------------------------------


_ARROWS = [
    {
        "trigger": row.event,
        "source": row.state,
        "dest": branch.target,
        "conditions": [true] * (len(row.guards) + len(branch.routes)),
    }
    for row in ROWS
    for branch in row.branches
]
_MACHINE = Machine(
    model=None,
    states=[state.value for state in CHART.states],
    transitions=_ARROWS,
    initial=INITIAL,
    auto_transitions=False,
)


def with_transitions(state: str, event: str) -> str:
    """Add a model to the one machine for all, as its documentation says, trigger the event, remove the model."""
    model = _Model(state)
    _MACHINE.add_model(model, initial=state)
    model.trigger(event)  # type: ignore[attr-defined]  # the machine adds it
    _MACHINE.remove_model(model)
    return model.state


# -- xstate-statemachine ----------------------------------------------------------------------


def _config() -> dict[str, Any]:
    states: dict[str, Any] = {state.value: {"on": {}} for state in CHART.states}
    for row in ROWS:
        targets = [{"target": branch.target, "guard": "yes"} for branch in row.branches]
        states[row.state]["on"][row.event] = targets
    return {"id": "affiliation", "initial": INITIAL, "states": states, "context": {}}


_XSTATE = create_machine(_config(), logic=MachineLogic(guards={"yes": true}))


def snapshot(state: str) -> str:
    """Make the snapshot of a machine in *state*."""
    config = {**_config(), "initial": state}
    interpreter = SyncInterpreter(create_machine(config, logic=MachineLogic(guards={"yes": true})))
    interpreter.start()
    result: str = interpreter.get_snapshot()
    interpreter.stop()
    return result


def with_xstate(stored: str, event: str) -> str:
    """Restore from a snapshot, send, take the next snapshot."""
    interpreter = SyncInterpreter.from_snapshot(stored, _XSTATE, verify_machine_hash=False)
    interpreter.start()
    interpreter.send(event)
    return interpreter.get_snapshot()
