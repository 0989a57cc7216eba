"""
What comes of a command.
"""

from enum import StrEnum
from typing import Generic, TypeVar

import attrs

from psc_workflow.model.effects import Effect
from psc_workflow.model.record import Step
from psc_workflow.model.verdict import Finding, Verdict

D = TypeVar("D")


class Outcome(StrEnum):
    """The six ends a command can have. None of them is an error."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    INCOMPLETE = "incomplete"
    NOT_AVAILABLE = "not_available"
    DUPLICATE = "duplicate"
    STALE = "stale"


@attrs.frozen
class Decision(Generic[D]):
    """
    The outcome of one command.

    Args:
        dossier: The new value if accepted, else the very same object.
        effects: What the host must now do; empty unless accepted.
        steps: What history gained, for a store to append.
        available: Commands (kebab-case) that are offered instead, when this
            one is not available.
    """

    outcome: Outcome
    dossier: D
    verdict: Verdict = Verdict()
    effects: tuple[Effect, ...] = ()
    steps: tuple[Step, ...] = ()
    available: tuple[str, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every reason, blocking or not."""
        return self.verdict.findings

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes of the blocking findings, each once, in the order found."""
        return tuple(dict.fromkeys(finding.code for finding in self.verdict.blocking))

    @property
    def warnings(self) -> tuple[str, ...]:
        """Codes of the warnings, each once."""
        return tuple(dict.fromkeys(finding.code for finding in self.verdict.warnings))

    @property
    def missing(self) -> tuple[str, ...]:
        """Dotted paths of the facts that are missing."""
        return self.verdict.missing
