"""
Wrong requests: twins of right answers, each with one thing wrong, and requests for no command.

>>> [twin for twin in unanswered({"do": "declare-regime", "regime": "general"})]
[{'do': 'declare-regime'}, {'do': 'declare-regime', 'regime': None}]
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import attrs

from psc_workflow.testing._conformance.actions import Action
from psc_workflow.testing._conformance.stories import Story

Piece = tuple[str, list[Action]]

Twins = Callable[[dict[str, Any]], Iterator[dict[str, Any]]]


def wrong_twins(stories: Sequence[Story], of_fields: Twins) -> Iterator[Piece]:
    """Before each right answer, give its wrong twins."""
    for story in stories:
        acts: list[Action] = []
        for action in story.actions:
            acts += twins(action, of_fields) if action.act == "give" else []
            acts.append(action)
        yield f"wrong twins of {story.name}", acts


def twins(action: Action, of_fields: Twins) -> list[Action]:
    """List wrong forms of a request: of its fields, and of those inside its objects."""
    request = action.request or {}
    wrong = list(of_fields(request))
    for name, value in request.items():
        inner = value if isinstance(value, dict) else value[0] if isinstance(value, list) and value else None
        if isinstance(inner, dict):
            wrong += [{**request, name: [twin] if isinstance(value, list) else twin} for twin in of_fields(inner)]
    return [attrs.evolve(action, request=twin) for twin in wrong]


def unanswered(data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Leave each field out, or make it null."""
    for name in data:
        if name != "do":
            yield {other: data[other] for other in data if other != name}
            yield {**data, name: None}


def of_other_types(data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Give each field another type; add one that is unknown."""
    yield {**data, "unknown_field": "x"}
    for name, value in data.items():
        if name != "do":
            yield from ({**data, name: twin} for twin in _other_types(value))


def _other_types(value: Any) -> Sequence[Any]:
    if isinstance(value, bool):
        return ("false", "true")
    return ("", 7) if isinstance(value, str) else ("none", []) if isinstance(value, list | dict) else ()


def of_other_values(data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Give each field another value; some are accepted, and the right answer after them comes too late."""
    for name, value in data.items():
        if name != "do":
            yield from ({**data, name: twin} for twin in _other_values(value))


def _other_values(value: Any) -> Sequence[Any]:
    if isinstance(value, bool):
        return (not value,)
    return (f" {value} ", value + "x", value.lower()) if isinstance(value, str) else ()


def no_command(story: Story) -> Iterator[Piece]:
    """Name no command, or one that there is not."""
    action = next(action for action in story.actions if action.act == "give")
    fields = {"regime": "general"}
    names: tuple[Any, ...] = ("no-such", "", None, 7, [])
    wrong = [fields, *({**fields, "do": name} for name in names)]
    yield "no command", [story.actions[0], *(attrs.evolve(action, request=request) for request in wrong), action]
