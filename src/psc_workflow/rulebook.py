"""
The rules as a book to look things up in: every finding with its rule, its sources, its sentences, its examples.

>>> found = entry("child-past-age-limit")
>>> found.rule, found.severity.value
('child', 'refused')
>>> found.sources[0].title
'Décret n° 2022-633 du 22 avril 2022, art. 5 (LEGIARTI000045645686)'
>>> found.examples[0].verdict().outcome.value
'refused'
"""

import difflib
import functools
import importlib
from typing import Any

import attrs

from psc_workflow._catalogue import contracts, law, wording
from psc_workflow._model.text import Source, Text
from psc_workflow._model.verdict import Finding, Severity
from psc_workflow.exceptions import UnknownCodeError
from psc_workflow.rules import examples, module_of
from psc_workflow.rules.examples._example import Example


@attrs.frozen
class Entry:
    """
    One finding that the library can give.

    Args:
        code: Stable, kebab-case.
        rule: The module of ``rules/`` that gives it.
        sources: Those it always cites, after those of the dated values that
            it applies in its examples.
        texts: Its sentence, with ``{names}`` of the facts it is told with.
        remedy: What would help, likewise.
        examples: Where the rule gives it.
    """

    code: str
    rule: str
    severity: Severity
    sources: tuple[Source, ...]
    texts: Text
    remedy: Text
    examples: tuple[Example, ...]

    def as_json(self) -> dict[str, Any]:
        """Write the entry as plain data, without its examples."""
        return {
            "code": self.code,
            "rule": self.rule,
            "severity": self.severity.value,
            "sources": [source.as_json() for source in self.sources],
            "texts": {"fr": self.texts.fr, "en": self.texts.en},
            "remedy": {"fr": self.remedy.fr, "en": self.remedy.en},
        }


def claim(rule: str) -> str:
    """Give what *rule* claims: the first line of its module."""
    told = importlib.import_module(module_of(rule)).__doc__ or ""
    return told.strip().splitlines()[0]


@functools.cache
def entries() -> tuple[Entry, ...]:
    """Give all of them, by rule and then by code."""
    found = [_entry(code) for code in wording.finding_texts()]
    return tuple(sorted(found, key=lambda one: (one.rule, one.code)))


def entry(code: str) -> Entry:
    """
    Look up the finding called *code*.

    Raises:
        UnknownCodeError: There is none; it names those that are spelt alike.
    """
    if code not in wording.finding_texts():
        raise UnknownCodeError(code, difflib.get_close_matches(code, wording.finding_texts()))
    return _entry(code)


@functools.cache
def _cited() -> frozenset[Source]:
    """Collect the sources of the built-in values: what an example's own contract cites is evidence of nothing."""
    values = [dated for parameter in law.parameters() for dated in parameter.values]
    found = {source for dated in values for source in dated.sources}
    for contract in contracts.builtin.values():
        found |= {source for _, dated in contract.every_value() for source in dated.sources}
    return frozenset(found)


@functools.cache
def _entry(code: str) -> Entry:
    told = wording.finding_texts()[code]
    showing = tuple(one for one in examples.of(told.rule) if code in one.codes)
    given: list[Finding] = [found for one in showing for found in one.verdict().findings if found.code == code]
    always = [wording.sources()[name] for name in told.sources]
    applied = [source for found in given for source in found.sources if source in _cited() and source not in always]
    return Entry(
        code=code,
        rule=told.rule,
        severity=told.severity,
        sources=tuple(dict.fromkeys([*applied, *always])),
        texts=Text(told.fr, told.en),
        remedy=told.remedy,
        examples=showing,
    )
