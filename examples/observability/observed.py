"""
A decision as a span of OpenTelemetry and as a line of structlog: the outcome and the codes, never a value.
"""

from collections.abc import Callable

import structlog
from opentelemetry import metrics, trace

from psc_workflow import Decision, Dossier, Role
from psc_workflow.commands import Command

Facts = dict[str, str | list[str]]

_tracer = trace.get_tracer("psc")
_decisions = metrics.get_meter("psc").create_counter("psc.decisions", description="decisions, by command and outcome")
_log: structlog.typing.FilteringBoundLogger = structlog.get_logger("psc")


def observe(decide: Callable[[], Decision[Dossier]], command: Command, role: Role) -> Decision[Dossier]:
    """
    Ask for a decision inside a span, count it, and log it.

    A refusal is an answer, not an error: only what *decide* raises marks the span as failed.

    Args:
        decide: Asks, such as ``lambda: store.decide(id, command, at=now, role=role)``.
    """
    with _tracer.start_as_current_span(
        "psc.decide", attributes={"psc.command": command.do, "psc.role": role.value}
    ) as span:
        decision = decide()
        facts = describe(decision)
        span.set_attributes(facts)
    _decisions.add(1, {"psc.command": command.do, "psc.outcome": decision.outcome.value})
    words = {name.removeprefix("psc."): fact for name, fact in facts.items()}
    _log.info("decided", command=command.do, role=role.value, **words)
    return decision


def describe(decision: Decision[Dossier]) -> Facts:
    """Say what came of a command in words of this library alone; the id of the dossier is yours, and left out."""
    return {
        "psc.contract": decision.dossier.contract.id,
        "psc.outcome": decision.outcome.value,
        "psc.codes": [finding.code for finding in decision.findings],
        "psc.effects": [type(effect).__name__ for effect in decision.effects],
    }
