"""
What a rule answers: it holds, it is refused, or a fact is missing; always with the reasons, all of them.

>>> Verdict().holds
True
>>> Verdict().outcome
<Judgement.HOLDS: 'holds'>
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

import attrs

from psc_workflow._model.money import Locale
from psc_workflow._model.text import Source, Text
from psc_workflow._model.vocabulary import Certainty


class Judgement(StrEnum):
    """The three answers of a rule."""

    HOLDS = "holds"
    REFUSED = "refused"
    INCOMPLETE = "incomplete"


class Severity(StrEnum):
    """What a finding does: refuse, ask for a fact, or warn without blocking."""

    REFUSED = "refused"
    MISSING = "missing"
    WARNING = "warning"


@attrs.frozen
class Finding:
    """
    One reason (motif).

    Args:
        code: Stable, kebab-case; never changes its meaning.
        rule: The module of ``rules/`` that finds it.
        severity: What it does to the verdict.
        path: Dotted path of the field concerned; empty when there is none.
        facts: What was compared, by the names the sentences use; never a
            name, number, address or account. Dates of birth compared are
            among them, so they stay out of ``repr``.
        sources: Texts and screens it rests on.
        certainty: The worst of the catalogue's values it applied; ``None`` if
            it applied none.
        texts: The sentence, with ``{names}`` of facts.
        remedies: What would help, likewise.
    """

    code: str
    rule: str
    severity: Severity
    path: str
    facts: Mapping[str, Any] = attrs.field(repr=False)
    sources: tuple[Source, ...]
    texts: Text
    remedies: Text
    certainty: Certainty | None = None

    @property
    def blocks(self) -> bool:
        """Whether the finding keeps the command from being accepted."""
        return self.severity is not Severity.WARNING

    def text(self, locale: Locale = "fr") -> str:
        """Say what was found."""
        return self.texts.fill(self.facts).in_(locale)

    def remedy(self, locale: Locale = "fr") -> str:
        """Say what would help."""
        return self.remedies.fill(self.facts).in_(locale)

    def as_json(self) -> dict[str, Any]:
        """Write the finding as plain data: its sentences in both languages, and no fact apart from them."""
        return {
            "code": self.code,
            "rule": self.rule,
            "severity": self.severity.value,
            "path": self.path,
            "text": attrs.asdict(self.texts.fill(self.facts)),
            "remedy": attrs.asdict(self.remedies.fill(self.facts)),
            "sources": [source.as_json() for source in self.sources],
            "certainty": None if self.certainty is None else self.certainty.value,
        }


@attrs.frozen
class Verdict:
    """
    All findings of one or several rules.

    A certain refusal wins over a missing fact: no answer could mend it. Both
    are listed.
    """

    findings: tuple[Finding, ...] = ()

    @classmethod
    def of(cls, findings: Iterable[Finding]) -> "Verdict":
        """Collect *findings*, however they come, each once."""
        collected: list[Finding] = []
        for found in findings:
            if found not in collected:
                collected.append(found)
        return cls(tuple(collected))

    @property
    def outcome(self) -> Judgement:
        """The answer: refused before incomplete before holds; warnings do not count."""
        severities = {finding.severity for finding in self.findings}
        if Severity.REFUSED in severities:
            return Judgement.REFUSED
        return Judgement.INCOMPLETE if Severity.MISSING in severities else Judgement.HOLDS

    @property
    def holds(self) -> bool:
        """Whether nothing blocks."""
        return not any(finding.blocks for finding in self.findings)

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """Refusals and missing facts."""
        return tuple(finding for finding in self.findings if finding.blocks)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """Findings that do not block."""
        return tuple(finding for finding in self.findings if not finding.blocks)

    @property
    def missing(self) -> tuple[str, ...]:
        """Dotted paths of the facts that are missing, each once, in the order found."""
        return tuple(dict.fromkeys(f.path for f in self.findings if f.severity is Severity.MISSING))

    def __add__(self, other: "Verdict") -> "Verdict":
        """Join two verdicts: whatever blocks either blocks both."""
        return Verdict(self.findings + other.findings)
