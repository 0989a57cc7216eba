"""
What a scenario gives, against what its file expects.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

import attrs

from psc_workflow._catalogue.wording import finding_texts
from psc_workflow._model.decision import Decision
from psc_workflow._model.money import Locale
from psc_workflow._model.text import Text
from psc_workflow._model.verdict import Finding
from psc_workflow._structuring import unstructure
from psc_workflow.dossier import Dossier
from psc_workflow.testing._finding_lines import describe
from psc_workflow.testing._journeys import Act, Expectation
from psc_workflow.testing._replaying import answer_of
from psc_workflow.testing._scenarios.steps import ScenarioStep

_AS_SETS = ("codes", "missing", "warnings", "offered", "effects")
"""Fields whose order says nothing."""

_LINE = Text(
    "étape {step} ({do}), {field} : attendu {expected}, obtenu {actual}",
    "step {step} ({do}), {field}: expected {expected}, is {actual}",
)
_NOTHING = Text("rien", "nothing")
_BECAUSE = Text("parce que", "because")
_RULE = Text("règle de {code} : {rule}", "rule of {code}: {rule}")


@attrs.frozen
class Mismatch:
    """
    A field that a step does not give as its file expects.

    Args:
        step: Number of the step, the first being 1.
        do: Its command, in kebab-case.
        field: Name of the field of ``expect``; of a state, with its journey.
        expected: As the file has it.
        actual: As the library has it.
        findings: Why the library answers so.
    """

    step: int
    do: str
    field: str
    expected: Any
    actual: Any
    findings: tuple[Finding, ...] = attrs.field(default=(), repr=False)

    def __str__(self) -> str:
        """Write it on one line, in English."""
        return self._line("en")

    def report(self, locale: Locale = "en") -> str:
        """Write it with the rule, the sentence, the remedy and the article behind the library's answer."""
        because = _BECAUSE.in_(locale)
        reasons = [f"  {because}  {describe(finding, locale)}" for finding in self.findings]
        rules = [f"  {_RULE.in_(locale).format(code=code, rule=finding_texts()[code].rule)}" for code in self._absent()]
        return "\n".join([self._line(locale), *reasons, *rules])

    def as_json(self) -> dict[str, Any]:
        """Write it as plain data."""
        findings = [
            {"code": finding.code, "rule": finding.rule, "sources": [source.title for source in finding.sources]}
            for finding in self.findings
        ]
        values = {"expected": unstructure(self.expected), "actual": unstructure(self.actual)}
        return {"step": self.step, "do": self.do, "field": self.field, **values, "because": findings}

    def _line(self, locale: Locale) -> str:
        facts = {"expected": _show(self.expected, locale), "actual": _show(self.actual, locale)}
        return _LINE.in_(locale).format(step=self.step, do=self.do, field=self.field, **facts)

    def _absent(self) -> list[str]:
        """List the codes that are expected and that the library does not give."""
        return sorted(set(self.expected) - set(self.actual)) if self.field in ("codes", "warnings") else []


def _show(value: Any, locale: Locale) -> str:
    if isinstance(value, dt.datetime):
        return value.isoformat()
    if isinstance(value, tuple):
        return ", ".join(value) or _NOTHING.in_(locale)
    return _NOTHING.in_(locale) if value is None else str(value)


def compare(steps: Iterable[ScenarioStep], decisions: Iterable[Decision[Dossier]]) -> Iterator[Mismatch]:
    """List what is not as expected, in the order of the steps."""
    for number, (step, decision) in enumerate(zip(steps, decisions, strict=True), 1):
        if step.expect is None:
            continue
        answer = _answer(step, decision)
        for field, expected, actual in _differences(step.expect.fields, answer):
            yield Mismatch(number, step.command.do, field, expected, actual, decision.findings)


def _answer(step: ScenarioStep, decision: Decision[Dossier]) -> Expectation:
    role = step.role
    return answer_of(decision, decision.dossier, Act.give(decision.dossier.id, {}, at=step.at, role=role))


def _differences(expected: dict[str, Any], answer: Expectation) -> Iterator[tuple[str, Any, Any]]:
    for field, value in expected.items():
        actual = getattr(answer, field)
        if field == "states":
            for journey, state in value.items():
                if actual[journey] != state:
                    yield f"states.{journey}", state, actual[journey]
        elif sorted(value) != sorted(actual) if field in _AS_SETS else value != actual:
            yield field, value, actual
