"""
The witness paths as stories, taken by people whose names are hard to keep.

>>> from psc_workflow import contracts
>>> story = of_witnesses(contracts.get("guide-illustration"))[0]
>>> story.actions[0].act, story.actions[0].agent["usage_name"] == people.LONG_NAME
('open', True)
"""

import functools
from collections.abc import Iterator, Mapping
from typing import Any

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._structuring import unstructure
from psc_workflow.testing._conformance import people
from psc_workflow.testing._conformance.actions import Action, strings
from psc_workflow.testing._conformance.stories import Story
from psc_workflow.testing._journeys import Act, ActKind, Journey
from psc_workflow.testing._witnesses import ready_paths

_RENAMED = ("first_name", "birth_name", "usage_name", "professional_email", "email", "phone", "address", "city")
"""Fields of an agent that are replaced wherever their text stands; the last one wins where two have the same."""


@functools.lru_cache(maxsize=4)
def of_witnesses(contract: Contract) -> tuple[Story, ...]:
    """Read the witness paths of *contract*, the shortest first; requests of an old revision are left to the kit."""
    journeys = sorted(ready_paths(contract), key=lambda journey: len(journey.acts))
    return tuple(Story(journey.name, tuple(_actions(journey, people.AGENT))) for journey in journeys)


def actions_of(journey: Journey) -> list[Action]:
    """Read *journey* as it is, with the people that it names; requests of an old revision are left to the kit."""
    return list(_actions(journey, {}))


def _actions(journey: Journey, renamed: Mapping[str, Any]) -> Iterator[Action]:
    names: dict[str, str] = {}
    for act in journey.acts:
        if act.kind is ActKind.OPEN:
            agent = unstructure(act.agent)
            names |= _names(agent, renamed)
            yield Action("open", act.at, act.id, agent=_rename(agent, names))
        elif act.kind is ActKind.TICK:
            yield Action("run-due", act.at, act.id)
        elif act.expected_revision is None:
            yield _give(act, names)


def _give(act: Act, names: Mapping[str, str]) -> Action:
    role = act.role.value if act.role is not None else "agent"
    return Action("give", act.at, act.id, request=_rename(act.request, names), role=role, key=act.key)


def _names(agent: Mapping[str, Any], renamed: Mapping[str, Any]) -> dict[str, str]:
    """Map each text of *agent* to that of *renamed*, which is hard to keep."""
    return {
        text: new
        for field in _RENAMED
        for (_, text), (_, new) in zip(strings(agent.get(field)), strings(renamed.get(field)), strict=False)
        if text.strip()
    }


def _rename(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, dict):
        return {name: _rename(item, names) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_rename(item, names) for item in value]
    return value
