"""
The outcome of a command, and what will happen by itself.
"""

import datetime as dt
from enum import StrEnum
from typing import Any, Generic, TypeVar

import attrs

from psc_workflow._model import effects, showing
from psc_workflow._model.effects import AnyEffect
from psc_workflow._model.steps import Step
from psc_workflow._model.text import Text
from psc_workflow._model.verdict import Finding, Verdict
from psc_workflow._structuring import plain_fields, unstructure

D = TypeVar("D")
E = TypeVar("E")


class Outcome(StrEnum):
    """The six outcomes of a command. None of them is an error."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    INCOMPLETE = "incomplete"
    NOT_AVAILABLE = "not_available"
    DUPLICATE = "duplicate"
    STALE = "stale"


TITLES = {
    Outcome.ACCEPTED: Text("Demande acceptée", "Accepted"),
    Outcome.REFUSED: Text("Demande refusée", "Refused"),
    Outcome.INCOMPLETE: Text("Demande incomplète", "Incomplete"),
    Outcome.NOT_AVAILABLE: Text("Demande qui n’est pas proposée", "Not available"),
    Outcome.DUPLICATE: Text("Demande déjà acceptée", "Already accepted"),
    Outcome.STALE: Text("Dossier modifié entre-temps", "File changed meanwhile"),
}


@attrs.frozen(repr=False)
class Decision(Generic[D]):
    """
    The outcome of one command.

    Args:
        dossier: The new value if accepted, else the very same object.
        effects: What the host must now do; empty unless accepted.
        steps: The steps that the history gained, for a store to append.
        available: Commands (kebab-case) that are offered instead, if this
            one is not available.
    """

    outcome: Outcome
    dossier: D
    verdict: Verdict = Verdict()
    effects: tuple[AnyEffect, ...] = ()
    steps: tuple[Step, ...] = ()
    available: tuple[str, ...] = ()

    def __repr__(self) -> str:
        codes = ", ".join([*self.codes, *self.warnings])
        return f"<decision {self.outcome.value}{': ' if codes else ''}{codes}>"

    def __str__(self) -> str:
        """Say in French what came of the command; sentences, which may name a birth date, are not for a log."""
        codes = ", ".join([*self.codes, *self.warnings])
        return f"{TITLES[self.outcome].fr}\N{NO-BREAK SPACE}: {codes}" if codes else TITLES[self.outcome].fr

    def _repr_html_(self) -> str:
        """Show the decision in a notebook, in French: every finding with its sentence, and what would help."""
        rows = [(f"{finding.text('fr')} {finding.remedy('fr')}", finding.code) for finding in self.findings]
        effects_due = [("→", type(effect).__name__) for effect in self.effects]
        return showing.table(TITLES[self.outcome].fr, [*rows, *effects_due])

    def about(self, dossier: E) -> "Decision[E]":
        """Return the same decision, about *dossier*."""
        return Decision(self.outcome, dossier, self.verdict, self.effects, self.steps, self.available)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every reason, blocking or not."""
        return self.verdict.findings

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes of the blocking findings, each once, in their order."""
        return tuple(dict.fromkeys(finding.code for finding in self.verdict.blocking))

    @property
    def warnings(self) -> tuple[str, ...]:
        """Codes of the warnings, each once."""
        return tuple(dict.fromkeys(finding.code for finding in self.verdict.warnings))

    @property
    def missing(self) -> tuple[str, ...]:
        """Dotted paths of the facts that are missing."""
        return self.verdict.missing

    def as_json(self) -> dict[str, Any]:
        """
        Write the decision as plain data, without the dossier.

        Sentences may hold a birth date that was compared, and effects the
        address of a mail: the result is for the caller, not for a log.
        """
        return {
            "outcome": self.outcome.value,
            "codes": list(self.codes),
            "warnings": list(self.warnings),
            "missing": list(self.missing),
            "findings": [finding.as_json() for finding in self.findings],
            "effects": [effects.as_json(effect) for effect in self.effects],
            "steps": [unstructure(step) for step in self.steps],
            "available": list(self.available),
        }


@attrs.frozen
class Milestone:
    """
    Something that will happen by itself.

    Args:
        due_at: In the contract's time zone.
        event: Name of the deadline in its chart.
        what: The same, in words.
        state: Where the journey will stand.
        effects: What the host will have to do.
        day: Civil day that people read.
        is_last_day: Whether something lasts until then, that day included; if
            not, something begins that day.
        sentence: Names the day.
    """

    due_at: dt.datetime
    journey: str
    event: str
    what: Text
    state: str
    effects: tuple[AnyEffect, ...] = ()
    day: dt.date = attrs.field(kw_only=True)
    is_last_day: bool = attrs.field(kw_only=True)
    sentence: Text = attrs.field(kw_only=True)

    def __str__(self) -> str:
        return f"{self.due_at.date()}\N{NO-BREAK SPACE}: {self.what.fr}"

    def as_json(self) -> dict[str, Any]:
        """Write the milestone as plain data; ``what`` and ``sentence`` are in both languages."""
        return plain_fields(self)
