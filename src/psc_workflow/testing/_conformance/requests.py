"""
What could be asked next on a walk: mostly what has a place in the present states, sometimes anything.

>>> from psc_workflow import contracts
>>> from psc_workflow.testing._conformance.stories import stories
>>> pool = Pool(story.actions for story in stories(contracts.get("guide-illustration")))
>>> sorted({request["do"] for request, role in pool.fitting({"affiliation": "regime"})})[:2]
['declare-regime', 'go-back']
"""

from collections.abc import Iterable, Mapping
from typing import Any

from psc_workflow._model.commands import Command, for_event
from psc_workflow.states._charts import JOURNEYS
from psc_workflow.states._engine import table
from psc_workflow.testing._conformance.actions import Action

Entry = tuple[dict[str, Any], str]
"""A request, and the role that gave it."""

_ANYWHERE: tuple[Entry, ...] = (
    ({"do": "go-back"}, "agent"),
    ({"do": "save-and-quit"}, "agent"),
    ({"do": "resume"}, "agent"),
    ({"do": "tick"}, "clock"),
)


class Pool:
    """The requests of many journeys, each once."""

    def __init__(self, journeys: Iterable[Iterable[Action]]) -> None:
        self.everything: list[Entry] = list(_ANYWHERE)
        for action in (action for journey in journeys for action in journey):
            entry = (action.request or {}, action.role)
            if action.act == "give" and entry not in self.everything:
                self.everything.append(entry)

    def fitting(self, states: Mapping[str, str]) -> list[Entry]:
        """List the requests whose command has a place in *states*; all, if none has."""
        events = {event for journey, state in states.items() for event in table(JOURNEYS[journey])[state]}
        fitting = [entry for entry in self.everything if _event(entry[0]) in events]
        return fitting or self.everything


def _event(request: Mapping[str, Any]) -> str:
    return str(request.get("do", "")).replace("-", "_")


def roles_of(request: Mapping[str, Any]) -> tuple[str, ...]:
    """List the roles that may give a request; none for a command that does not exist."""
    try:
        command: type[Command] = for_event(_event(request))
    except KeyError:
        return ()
    return tuple(role.value for role in command.roles)
