"""
What other libraries do and do not, tried by running them with what ``make bench`` installs.

Each claim of ``docs/explanation/comparison.md`` that is marked as tried stands here as a function that answers.
"""

import datetime as dt
import importlib.metadata
from collections.abc import Callable
from typing import Any


def main() -> None:
    """Print each claim with its answer, after the versions."""
    for package in ("python-statemachine", "transitions", "xstate-statemachine", "openfisca-core"):
        print(package, importlib.metadata.version(package))
    for claim in CLAIMS:
        print(f"{claim.__name__}: {claim()}")


def _refusing_machine() -> Any:
    """Make a machine of python-statemachine whose only event is refused by its condition."""
    from statemachine import State, StateMachine

    class Journey(StateMachine):
        home = State(initial=True)
        regime = State(final=True)
        start = home.to(regime, cond="is_concerned")

        def is_concerned(self) -> bool:
            return False

    return Journey()


def statemachine_says_why_an_event_is_refused() -> bool:
    """Whether the exception of python-statemachine names the condition that did not hold."""
    from statemachine.exceptions import TransitionNotAllowed

    try:
        _refusing_machine().start()
    except TransitionNotAllowed as error:
        return "is_concerned" in str(error)
    return False


def transitions_says_why_an_event_is_refused() -> bool:
    """Whether transitions answers anything but ``False`` where a condition does not hold."""
    from transitions import Machine

    class Person:
        def is_concerned(self) -> bool:
            return False

    person: Any = Person()
    moves = [{"trigger": "start", "source": "home", "dest": "regime", "conditions": "is_concerned"}]
    Machine(person, states=["home", "regime"], transitions=moves, initial="home")
    return person.start() is not False


def transitions_asks_without_moving() -> bool:
    """Whether transitions tells beforehand that an event would be refused."""
    from transitions import Machine

    class Person:
        def is_concerned(self) -> bool:
            return False

    person: Any = Person()
    moves = [{"trigger": "start", "source": "home", "dest": "regime", "conditions": "is_concerned"}]
    Machine(person, states=["home", "regime"], transitions=moves, initial="home")
    return person.may_start() is False and person.state == "home"


def transitions_has_states_within_states() -> bool:
    """Whether transitions has hierarchical states."""
    from transitions.extensions import HierarchicalMachine

    machine: Any = HierarchicalMachine(
        states=[{"name": "cover", "children": ["asked", "granted"]}], initial="cover_asked"
    )
    return bool(machine.is_cover(allow_substates=True))


def statemachine_asks_without_moving() -> bool:
    """Whether python-statemachine lists the events that are allowed now, conditions included."""
    return "start" not in {event.id for event in _refusing_machine().enabled_events()}


def openfisca_finds_the_value_of_a_day() -> bool:
    """Whether a parameter of OpenFisca has the value of each day."""
    from openfisca_core.parameters import Parameter

    window = Parameter("window", {"values": {"2025-01-01": {"value": 21}, "2026-01-01": {"value": 30}}})
    return window(dt.date(2025, 6, 1).isoformat()) == 21 and window("2026-01-01") == 30


CLAIMS: tuple[Callable[[], bool], ...] = (
    statemachine_says_why_an_event_is_refused,
    statemachine_asks_without_moving,
    transitions_says_why_an_event_is_refused,
    transitions_asks_without_moving,
    transitions_has_states_within_states,
    openfisca_finds_the_value_of_a_day,
)

if __name__ == "__main__":
    main()
