"""
The answer of a rule: it holds, refuses, or misses a fact; always with all reasons.

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


_WORDS = {
    Severity.REFUSED: Text("refus", "refusal"),
    Severity.MISSING: Text("information manquante", "missing detail"),
    Severity.WARNING: Text("avertissement", "warning"),
}


@attrs.frozen
class Finding:
    """
    One reason (motif).

    Args:
        code: Stable, kebab-case; never changes its meaning.
        rule: Module of ``rules/`` that reports it.
        severity: What it does to the verdict.
        path: Dotted path of the field concerned; empty if there is none.
        facts: What was compared, by the names that the sentences use; never a
            name, number, address or account. They may hold dates of birth, so
            they stay out of ``repr``.
        sources: Texts and screens that it rests on.
        certainty: Worst certainty of the catalogue's values that it applied;
            ``None`` if it applied none.
        texts: The sentence, with ``{names}`` of facts.
        remedies: What would help, likewise.
        suggests: Commands (kebab-case) that would help, for a button each.
            Whether one is offered now, and to whom, the view says.
        instruction: What the person is to give, for ``{instruction}`` in the
            sentences; ``None`` if they do not say it.
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
    suggests: tuple[str, ...] = ()
    instruction: Text | None = attrs.field(default=None, repr=False)

    def __repr__(self) -> str:
        where = f" at {self.path}" if self.path else ""
        return f"<finding {self.code}: {self.severity.value}{where}>"

    def __str__(self) -> str:
        r"""
        Say in French what the finding does, and where; the sentence, which may name a birth date, is ``text``.

        >>> str(Finding("regime-not-covered", "regime", Severity.REFUSED, "regime", {}, (), Text("", ""), Text("", "")))
        'refus\xa0: regime-not-covered (regime)'
        """
        where = f" ({self.path})" if self.path else ""
        return f"{_WORDS[self.severity].fr}\N{NO-BREAK SPACE}: {self.code}{where}"

    @property
    def blocks(self) -> bool:
        """Whether the finding prevents the command from being accepted."""
        return self.severity is not Severity.WARNING

    @property
    def sentence(self) -> Text:
        """The sentence, with its facts."""
        return self._fill(self.texts)

    @property
    def advice(self) -> Text:
        """What would help, with its facts."""
        return self._fill(self.remedies)

    def _fill(self, text: Text) -> Text:
        instruction = {} if self.instruction is None else {"instruction": self.instruction}
        return text.fill({**self.facts, **instruction})

    def text(self, locale: Locale = "fr") -> str:
        """Write the sentence in *locale*."""
        return self.sentence.in_(locale)

    def remedy(self, locale: Locale = "fr") -> str:
        """Write what would help, in *locale*."""
        return self.advice.in_(locale)

    def as_json(self) -> dict[str, Any]:
        """Write the finding as plain data: its sentences in both languages, and no facts apart from them."""
        return {
            "code": self.code,
            "rule": self.rule,
            "severity": self.severity.value,
            "path": self.path,
            "text": attrs.asdict(self.sentence),
            "remedy": attrs.asdict(self.advice),
            "suggests": list(self.suggests),
            "sources": [source.as_json() for source in self.sources],
            "certainty": None if self.certainty is None else self.certainty.value,
        }


@attrs.frozen
class Verdict:
    """
    All findings of one or several rules.

    A refusal prevails over a missing fact, because no answer could undo it.
    Both are listed.
    """

    findings: tuple[Finding, ...] = ()

    @classmethod
    def of(cls, findings: Iterable[Finding]) -> "Verdict":
        """Collect *findings*, each once, in their order."""
        collected: list[Finding] = []
        for finding in findings:
            if finding not in collected:
                collected.append(finding)
        return cls(tuple(collected)) if collected else NOTHING

    @property
    def outcome(self) -> Judgement:
        """The answer: a refusal prevails over a missing fact; warnings do not count."""
        severities = {finding.severity for finding in self.findings}
        if Severity.REFUSED in severities:
            return Judgement.REFUSED
        return Judgement.INCOMPLETE if Severity.MISSING in severities else Judgement.HOLDS

    @property
    def holds(self) -> bool:
        """Whether nothing blocks."""
        return not self.findings or not any(finding.blocks for finding in self.findings)

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
        """Dotted paths of the facts that are missing, each once, in their order."""
        return tuple(dict.fromkeys(f.path for f in self.findings if f.severity is Severity.MISSING))

    def __add__(self, other: "Verdict") -> "Verdict":
        """Join two verdicts: a finding that blocks either of them blocks the result."""
        if not other.findings:
            return self
        return Verdict(self.findings + other.findings) if self.findings else other


NOTHING = Verdict()
"""The verdict of rules that find nothing, as most do: it holds."""
