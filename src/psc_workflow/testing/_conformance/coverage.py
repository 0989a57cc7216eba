"""
What a suite has reached: transitions, guard outcomes and codes; and which oracles could not be asked.
"""

import functools
from collections.abc import Iterable, Iterator
from typing import Any

import attrs

from psc_workflow._model.decision import Decision, Outcome
from psc_workflow._model.steps import Step
from psc_workflow.dossier import Dossier
from psc_workflow.states._charts import JOURNEYS
from psc_workflow.states._engine import table


@attrs.define
class Coverage:
    """
    What was reached.

    Args:
        transitions: ``journey.state --event--> state``.
        codes: Of findings.
        untold: Names of what the host does not tell.
    """

    acts: int = 0
    journeys: int = 0
    transitions: set[str] = attrs.Factory(set)
    codes: set[str] = attrs.Factory(set)
    untold: set[str] = attrs.Factory(set)

    def note(self, dossier: Dossier, decision: Decision[Any]) -> None:
        """Note what *decision* on *dossier* has reached."""
        self.codes.update(finding.code for finding in decision.findings)
        if decision.outcome is Outcome.ACCEPTED:
            self.transitions.update(transitions(dossier.states, decision.steps))

    def add(self, other: "Coverage") -> None:
        """Add what another part of the suite has reached."""
        self.acts += other.acts
        self.journeys += other.journeys
        self.transitions |= other.transitions
        self.codes |= other.codes
        self.untold |= other.untold


def transitions(before: dict[str, str], steps: Iterable[Step]) -> Iterator[str]:
    """List the transitions that *steps* took from the states *before*."""
    now = dict(before)
    for step in steps:
        yield name(step.journey, now[step.journey], step.command.replace("-", "_"), step.state)
        now[step.journey] = step.state


def name(journey: str, state: str, event: str, target: str) -> str:
    """
    Write a transition.

    >>> name("affiliation", "regime", "declare_regime", "beneficiaries")
    'affiliation.regime --declare_regime--> beneficiaries'
    """
    return f"{journey}.{state} --{event}--> {target}"


@functools.cache
def declared() -> frozenset[str]:
    """List every transition of every chart."""
    return frozenset(
        name(journey, state, event, branch.target)
        for journey, chart in JOURNEYS.items()
        for state, events in table(chart).items()
        for event, row in events.items()
        for branch in row.branches
    )
