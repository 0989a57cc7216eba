"""
A scenario, run in memory: what became of each step, and the answer that ``psc-workflow run --json`` prints.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import attrs

from psc_workflow._model.decision import Decision
from psc_workflow._model.verdict import Verdict
from psc_workflow.dossier import Dossier
from psc_workflow.exceptions import Fault, InvalidDocumentError, PscWorkflowError
from psc_workflow.testing._scenarios.comparing import Mismatch, compare
from psc_workflow.testing._scenarios.reading import Scenario
from psc_workflow.testing._scenarios.steps import ScenarioStep


@attrs.frozen
class Run:
    """
    The result of a scenario.

    Args:
        decisions: One a step.
        dossier: As it is stored after the last step.
        ended_at: The instant of the last step, or of the invitation.
        mismatches: What the file expects otherwise, in the order of the steps;
            nothing of what it does not name.
    """

    decisions: tuple[Decision[Dossier], ...]
    dossier: Dossier
    ended_at: dt.datetime
    mismatches: tuple[Mismatch, ...] = ()


OnStep = Callable[[ScenarioStep, Decision[Dossier]], None]
"""Called after each step, with its decision."""


def check_agent(scenario: Scenario) -> Verdict:
    """Report what is wrong with what the employer prefilled."""
    dossier = scenario.dossier
    return Dossier.check_agent(dossier.record.agent, contract=dossier.contract, at=dossier.record.invited_at)


def run(scenario: Scenario, *, on_step: OnStep | None = None) -> Run:
    """
    Run the commands one after the other; a refusal does not stop the rest.

    Raises:
        InvalidDocumentError: A step needs a value that the contract lacks.
    """
    dossier, decisions = scenario.dossier, list[Decision[Dossier]]()
    for index, step in enumerate(scenario.steps):
        try:
            decision = dossier.decide(step.command, at=step.at, role=step.role, by=step.by)
        except PscWorkflowError as error:
            fault = Fault(f"steps.{index}", str(error))
            raise InvalidDocumentError("the scenario cannot be run:", [fault]) from None
        dossier = decision.dossier
        decisions.append(decision)
        if on_step:
            on_step(step, decision)
    return finish(scenario, decisions, dossier)


def finish(scenario: Scenario, decisions: list[Decision[Dossier]], dossier: Dossier) -> Run:
    """Compare what became of the steps with what is expected of them."""
    mismatches = tuple(compare(scenario.steps, decisions))
    return Run(tuple(decisions), dossier, scenario.ends_at, mismatches)


def as_json(scenario: Scenario, result: Run) -> dict[str, Any]:
    """Return the answer that ``--json`` prints; with ``mismatches`` if the file expects anything."""
    dossier = result.dossier.as_of(result.ended_at)
    quote = dossier.quote(at=result.ended_at)
    due_at = dossier.due_at()
    answer: dict[str, Any] = {
        "steps": [
            _step_as_json(step, decision) for step, decision in zip(scenario.steps, result.decisions, strict=True)
        ],
        "quote": quote and quote.as_json(),
        "due_at": due_at and due_at.isoformat(),
    }
    return (
        answer | {"mismatches": [mismatch.as_json() for mismatch in result.mismatches]} if scenario.expects else answer
    )


def _step_as_json(step: ScenarioStep, decision: Decision[Dossier]) -> dict[str, Any]:
    """Return one step; its states are those as of its instant, stored or not."""
    return {
        "do": step.command.do,
        "outcome": decision.outcome.value,
        "codes": list(decision.codes),
        "warnings": list(decision.warnings),
        "missing": list(decision.missing),
        "states": decision.dossier.as_of(step.at).states,
        "effects": [type(effect).__name__ for effect in decision.effects],
    }
