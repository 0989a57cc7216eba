"""
People of the host's own, who take the main journeys besides those of the kit; reports do not show who they are.

>>> own = Cases({"marie": Agent(first_name="Marie", city="Papeete")})
>>> own.mask_text("sent to Marie in Papeete")
'sent to {marie.first_name} in {marie.city}'
"""

import contextlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.people import Agent
from psc_workflow._structuring import unstructure
from psc_workflow.exceptions import HostError
from psc_workflow.testing._conformance import people
from psc_workflow.testing._conformance.actions import Action, strings
from psc_workflow.testing._conformance.playing import Failure
from psc_workflow.testing._conformance.plug import Host
from psc_workflow.testing._conformance.stories import Story, stories_of

_PERSONAL = (
    *("first_name", "usage_name", "birth_name", "birth_date", "professional_email", "email", "phone"),
    *("address", "postal_code", "city"),
)

_SHORTEST = 3
"""Shorter texts are masked only where they stand alone."""

_PLOTS = ("alone", "a family", "a dispensation")


class Cases:
    """
    The people that a host names.

    Args:
        agents: By name.
    """

    def __init__(self, agents: Mapping[str, Agent]) -> None:
        self._agents = {name: unstructure(agent) for name, agent in agents.items()}
        self._words = {
            text: f"{{{name}.{field}}}"
            for name, agent in self._agents.items()
            for field, text in strings({field: agent[field] for field in _PERSONAL})
            if text.strip()
        }

    @classmethod
    def of(cls, host: type[Host]) -> "Cases":
        """
        Ask *host* for its people; one that cannot even be made is told by its first journey.

        Raises:
            HostError: The test class is wrong: these are no agents.
        """
        instance = None
        with contextlib.suppress(Exception):
            instance = host()
        named: Any = instance.cases() if instance is not None else {}
        agents = named if isinstance(named, Mapping) else _numbered(named)
        if not all(isinstance(name, str) and isinstance(agent, Agent) for name, agent in agents.items()):
            raise HostError(f"the test class is wrong: {host.__name__}.cases must return agents by their names")
        return cls(agents)

    def stories(self, contract: Contract) -> list[Story]:
        """Tell the main journeys of everybody, all of them alone first; what is not prefilled is the kit's."""
        journeys = {
            name: stories_of(contract, _complete(agent), prefilled=agent) for name, agent in self._agents.items()
        }
        return [
            Story(f"{story.name}: {name}", _with_case(story.actions, name), story.is_whole)
            for plot in _PLOTS
            for name, own in journeys.items()
            for story in own
            if story.name == plot
        ]

    def mask(self, failure: Failure) -> Failure:
        """Put the names of fields in place of what is personal."""
        return attrs.evolve(failure, actions=tuple(self._mask(action) for action in failure.actions))

    def _mask(self, action: Action) -> Action:
        agent = None if action.case else action.agent
        return attrs.evolve(action, agent=agent, request=_each_text(action.request, self._mask_whole))

    def _mask_whole(self, text: str) -> str:
        return self._words.get(text) or self.mask_text(text)

    def mask_text(self, text: str) -> str:
        """Put the names of fields in place of what is personal in a longer text."""
        for word in sorted(self._words, key=len, reverse=True):
            if len(word) >= _SHORTEST:
                text = text.replace(word, self._words[word])
        return text

    def unmask(self, actions: Sequence[Action]) -> list[Action]:
        """
        Undo ``mask``.

        Raises:
            HostError: Somebody is not among the people that the host names.
        """
        unknown = sorted({action.case for action in actions if action.case} - self._agents.keys())
        if unknown:
            raise HostError(f"the journey to replay is that of {', '.join(unknown)}, whom `cases` does not name")
        return [
            attrs.evolve(
                action,
                agent=self._agents[action.case] if action.case else action.agent,
                request=_each_text(action.request, self._unmask_text),
            )
            for action in actions
        ]

    def _unmask_text(self, text: str) -> str:
        for word, name in self._words.items():
            text = text.replace(name, word)
        return text


def _numbered(agents: Any) -> dict[str, Any]:
    """Name *agents* by their places."""
    listed = list(agents) if isinstance(agents, Iterable) else [agents]
    return {f"case-{number}": agent for number, agent in enumerate(listed, 1)}


def _complete(agent: Mapping[str, Any]) -> dict[str, Any]:
    """Fill in what is not prefilled, so that every screen has an answer."""
    return {name: people.AGENT.get(name) if value in (None, [], "") else value for name, value in agent.items()}


def _with_case(actions: Sequence[Action], name: str) -> tuple[Action, ...]:
    return tuple(attrs.evolve(action, case=name) if action.act == "open" else action for action in actions)


def _each_text(value: Any, change: Any) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {name: _each_text(item, change) for name, item in value.items()}
    return [_each_text(item, change) for item in value] if isinstance(value, list | tuple) else value
