"""
What a suite has reached: transitions, guard outcomes and codes; and which oracles could not be asked.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

import attrs

from psc_workflow._catalogue.wording import finding_texts
from psc_workflow._model.commands import Command
from psc_workflow._model.decision import Decision, Outcome
from psc_workflow._model.steps import Step
from psc_workflow._structuring.sharing import shared
from psc_workflow.dossier import Dossier
from psc_workflow.states._charts import JOURNEYS
from psc_workflow.states._course import ask
from psc_workflow.states._dates import Days
from psc_workflow.states._engine import table
from psc_workflow.states._step import row_of


@attrs.define
class Coverage:
    """
    What was reached.

    Args:
        transitions: ``journey.state --event--> state``.
        codes: Of findings.
        untold: Names of what the host does not tell.
        seeds: Of the walks.
    """

    acts: int = 0
    journeys: int = 0
    transitions: set[str] = attrs.Factory(set)
    guards: set[str] = attrs.Factory(set)
    codes: set[str] = attrs.Factory(set)
    untold: set[str] = attrs.Factory(set)
    seeds: set[int] = attrs.Factory(set)
    _answers: set[tuple[str, ...]] = attrs.Factory(set)

    def note(self, dossier: Dossier, decision: Decision[Any]) -> None:
        """Note what *decision* on *dossier* has reached."""
        self.codes.update(finding.code for finding in decision.findings)
        if decision.outcome is Outcome.ACCEPTED:
            self.transitions.update(transitions(dossier.states, decision.steps))

    def note_guards(self, dossier: Dossier, command: Command, decision: Decision[Any], at: dt.datetime) -> None:
        """Note what each guard of *command* says, once for each sort of answer."""
        sort = (*dossier.states.values(), command.event, decision.outcome, *decision.codes, *decision.warnings)
        if command.event != "tick" and decision.outcome not in _NOT_ASKED and sort not in self._answers:
            self._answers.add(sort)
            self.guards.update(_guards(dossier, command, at))

    def add(self, other: "Coverage") -> None:
        """Add what another part of the suite has reached."""
        self.acts += other.acts
        self.journeys += other.journeys
        for name in NAMES:
            getattr(self, name).update(getattr(other, name))

    def as_json(self) -> dict[str, Any]:
        """Write it as plain data."""
        sets = {name: sorted(getattr(self, name)) for name in NAMES}
        return {"acts": self.acts, "journeys": self.journeys, **sets}

    @classmethod
    def read(cls, data: dict[str, Any]) -> "Coverage":
        """Read what ``as_json`` wrote."""
        return cls(data["acts"], data["journeys"], **{name: set(data[name]) for name in NAMES})

    def summary(self) -> str:
        """
        Sum it up in a line or two.

        >>> Coverage(acts=12, journeys=1, untold={"premium"}).summary().splitlines()[1]
        'not told, and so not judged: premium'
        """
        all_transitions, all_codes = declared(), finding_texts()
        parts = [
            f"{len(all_transitions)} transitions: {len(self.transitions)}",
            f"guard outcomes: {len(self.guards)}",
            f"codes: {len(self.codes)} of {len(all_codes)}",
            f"{self.acts} acts in {self.journeys} journeys",
            *(f"seed {seed}" for seed in sorted(self.seeds)),
        ]
        untold = [f"not told, and so not judged: {', '.join(sorted(self.untold))}"] if self.untold else []
        return "\n".join([" · ".join(parts), *untold])


NAMES = ("transitions", "guards", "codes", "untold", "seeds")

_NOT_ASKED = (Outcome.NOT_AVAILABLE, Outcome.DUPLICATE, Outcome.STALE)
"""Outcomes for which no guard was asked."""


def _guards(dossier: Dossier, command: Command, at: dt.datetime) -> Iterator[str]:
    now = dossier.as_of(at).record
    context = ask(Days(now, dossier.contract), at, command)
    row = row_of(JOURNEYS[context.journey], context.state, command.event)
    for guard in row.guards if row is not None else ():
        verdict = guard.verdict(context)
        yield f"{context.journey}.{context.state} --{command.event}: {guard.__name__} {verdict.outcome.value}"
        if guard.is_may and not verdict.holds:
            return  # those that read the command rely on what the others have checked


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


@shared
def declared() -> frozenset[str]:
    """List every transition of every chart."""
    return frozenset(
        name(journey, state, event, branch.target)
        for journey, chart in JOURNEYS.items()
        for state, events in table(chart).items()
        for event, row in events.items()
        for branch in row.branches
    )
