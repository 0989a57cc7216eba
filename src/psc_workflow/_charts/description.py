"""
What a chart is once it is data: its states and transitions, with their words in both languages.
"""

import functools
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import attrs

from psc_workflow._model.text import Text
from psc_workflow._model.verdict import Judgement
from psc_workflow._model.vocabulary import Role
from psc_workflow._structuring import plain_fields


class Level(StrEnum):
    """Where a transition lies: on the main way, beside it, or beside it and by itself."""

    MAIN = "main"
    SIDE = "side"
    DEADLINE = "deadline"


@attrs.frozen
class ChartGuard:
    """
    A condition that answers with reasons.

    Args:
        name: Name of the guard in its chart.
        label: What it claims when it holds.
        reads_command: Whether it reads the command too. If not, it decides
            whether the command is offered at all.
        answers: The answers that it can give.
        findings: Codes of the findings that it can give, in their alphabetical
            order; ``psc_workflow.rulebook`` has their words.
    """

    name: str
    label: Text
    reads_command: bool
    answers: tuple[Judgement, ...]
    findings: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Write the guard as plain data; ``label`` is in both languages."""
        return plain_fields(self)


@attrs.frozen
class ChartRoute:
    """
    A condition without reasons: of several targets, it chooses one.

    Args:
        name: Name of the route in its chart.
        label: What it claims when it leads this way.
    """

    name: str
    label: Text

    def as_json(self) -> dict[str, Any]:
        """Write the route as plain data; ``label`` is in both languages."""
        return plain_fields(self)


@attrs.frozen
class ChartState:
    """
    One state of a chart.

    Args:
        name: Its name, as a dossier stores it.
        label: What people read.
        stage: Name of the part of the journey to which it belongs; empty if to none.
        stage_label: The same in words; ``None`` if it belongs to none.
        position: Its place in that part, from 1; 0 if it belongs to none.
        screen: Heading of the insurer's guide that shows the screen, in French.
        help: Topic of the help page.
        is_initial: Whether the journey begins here.
        is_main: Whether the main way passes here.
    """

    name: str
    label: Text
    stage: str
    stage_label: Text | None
    position: int
    screen: str
    help: str
    is_initial: bool
    is_main: bool

    def as_json(self) -> dict[str, Any]:
        """Write the state as plain data; labels are in both languages."""
        return plain_fields(self)


@attrs.frozen
class ChartTransition:
    """
    One transition of a chart.

    Args:
        source: Name of the state that it leaves.
        target: Name of the state that it leads to; the same if it stays.
        event: Name of the command or of the deadline in the chart.
        do: Name of the command (kebab-case); ``None`` for a deadline, which
            nobody gives.
        label: The command or the deadline in words.
        level: Where it lies.
        roles: Who may give the command; nobody for a deadline.
        guards: Asked first, all of them; each must hold.
        routes: Then this must lead here; empty if there is one target only.
    """

    source: str
    target: str
    event: str
    do: str | None
    label: Text
    level: Level
    roles: tuple[Role, ...]
    guards: tuple[ChartGuard, ...]
    routes: tuple[ChartRoute, ...]

    @property
    def stays(self) -> bool:
        """Whether it leads back to where it begins."""
        return self.source == self.target

    @property
    def conditions(self) -> "tuple[ChartGuard | ChartRoute, ...]":
        """Everything that must hold for it: the guards, then the routes."""
        return (*self.guards, *self.routes)

    def as_json(self) -> dict[str, Any]:
        """Write the transition as plain data; labels are in both languages."""
        return plain_fields(self)


@attrs.frozen(slots=False, repr=False)
class ChartDescription:
    """
    A chart as data.

    Args:
        name: Name of the journey.
        states: In the order of the chart.
        transitions: In the order of the chart, state by state.
        beside: What every command is asked beside the guards of its line:
            whether whoever gives it may, and whether its days, texts and
            people are plausible.
    """

    name: str
    states: tuple[ChartState, ...]
    transitions: tuple[ChartTransition, ...]
    beside: tuple[ChartGuard, ...]

    def state(self, name: str) -> ChartState:
        """
        Return the state called *name*.

        Raises:
            KeyError: There is none.
        """
        return self._by_name[name]

    @functools.cached_property
    def _by_name(self) -> Mapping[str, ChartState]:
        return {state.name: state for state in self.states}

    def _repr_html_(self) -> str:
        """Draw the chart for a notebook, in French: the main way, unless there is more of it here."""
        from psc_workflow._charts.svg import svg  # noqa: PLC0415 -- drawings read descriptions

        return svg(self, "fr", level="main" if self == self.main() else "full")

    def __repr__(self) -> str:
        return f"<chart {self.name}: {len(self.states)} states, {len(self.transitions)} transitions>"

    def main(self) -> "ChartDescription":
        """Return the main way alone: its states, and the transitions on it."""
        return attrs.evolve(
            self,
            states=tuple(state for state in self.states if state.is_main),
            transitions=tuple(transition for transition in self.transitions if transition.level is Level.MAIN),
        )

    def as_json(self) -> dict[str, Any]:
        """Write the chart as plain data; labels are in both languages."""
        return plain_fields(self)
