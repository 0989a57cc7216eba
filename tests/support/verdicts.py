"""
What a verdict found, in the forms in which tests compare it.
"""

from collections.abc import Iterable
from typing import Any

from psc_workflow._model.text import Text
from psc_workflow._model.verdict import Finding, Verdict

Facts = dict[tuple[str, str], dict[str, Any]]
"""The facts of findings, by code and path."""


def _findings(verdict: Verdict | Iterable[Finding]) -> Iterable[Finding]:
    return verdict.findings if isinstance(verdict, Verdict) else verdict


def codes(verdict: Verdict | Iterable[Finding]) -> list[str]:
    """List the codes of a verdict, or of some of its findings."""
    return [finding.code for finding in _findings(verdict)]


def codes_and_paths(verdict: Verdict | Iterable[Finding]) -> list[tuple[str, str]]:
    """List the code and the path of every finding of a verdict, or of some of them."""
    return [(finding.code, finding.path) for finding in _findings(verdict)]


def facts_by_place(verdict: Verdict) -> Facts:
    """Return the facts of every finding by its code and path; none may come twice."""
    facts = {
        (finding.code, finding.path): {name: plain(fact) for name, fact in finding.facts.items()}
        for finding in verdict.findings
    }
    assert len(facts) == len(verdict.findings), codes_and_paths(verdict)
    return facts


def plain(fact: Any) -> Any:
    """Return a fact that is a word, or a list of them, as a text of the same words; any other fact as it is."""
    if isinstance(fact, tuple):
        return tuple(plain(part) for part in fact)
    return Text(fact.fr, fact.en) if isinstance(fact, Text) else fact


def in_both_languages(fact: Any) -> Any:
    """Return the French and the English of a fact that is a text, or of each in a list; any other fact as it is."""
    if isinstance(fact, tuple):
        return [in_both_languages(part) for part in fact]
    return (fact.fr, fact.en) if isinstance(fact, Text) else fact


def child_called(number: int, among: int = 2) -> Text:
    """Return what sentences call the child with this number among so many."""
    if among == 1:
        return Text("votre enfant", "your child")
    return Text(f"l’enfant n°\N{NO-BREAK SPACE}{number}", f"child no.\N{NO-BREAK SPACE}{number}")


def sentences(finding: Finding) -> list[str]:
    """List what people read of *finding*: its text and its remedy, in both languages."""
    return [sentence(locale) for sentence in (finding.text, finding.remedy) for locale in ("fr", "en")]


def everything_shown(verdict: Verdict) -> str:
    """Return everything that a log or a screen could show of *verdict*."""
    texts = [repr(verdict)]
    for finding in verdict.findings:
        texts += [repr(finding), finding.code, finding.path, repr(finding.facts), *sentences(finding)]
    return "\n".join(texts)
