"""
The rules as a reference book: every finding with its rule, sources, sentences and examples.

>>> refusal = entry("child-past-age-limit")
>>> refusal.rule, refusal.severity.value
('child', 'refused')
>>> refusal.sources[0].title.split(", ")[1], refusal.sources[0].address
('art. 5', 'https://www.legifrance.gouv.fr/loda/article_lc/LEGIARTI000045645686')
>>> refusal.examples[0].verdict().outcome.value
'refused'
"""

import difflib
import importlib
from typing import Any

import attrs

from psc_workflow._catalogue import contracts, law, raw_texts, wording
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.raw_texts import LawText
from psc_workflow._model.text import Source, Text
from psc_workflow._model.verdict import Severity
from psc_workflow._structuring.sharing import shared
from psc_workflow.exceptions import UnknownCodeError
from psc_workflow.rules import _examples as examples
from psc_workflow.rules import module_of
from psc_workflow.rules._examples._example import Example


@attrs.frozen
class Entry:
    """
    One finding of the library.

    Args:
        code: Stable, kebab-case.
        rule: Identifier of the rule that returns it.
        sources: Sources that it always cites, and those of the dated values
            applied in its examples, in the order in which it cites them.
        texts: Its sentence, with ``{names}`` in place of its facts.
        remedy: What would help, likewise.
        suggests: Commands (kebab-case) that would help.
        examples: Examples in which the rule returns it.
    """

    code: str
    rule: str
    severity: Severity
    sources: tuple[Source, ...]
    texts: Text
    remedy: Text
    suggests: tuple[str, ...]
    examples: tuple[Example, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the entry as plain data, without its examples."""
        return {
            "code": self.code,
            "rule": self.rule,
            "rule_label": attrs.asdict(rule_text(self.rule).label),
            "rule_sentence": attrs.asdict(rule_text(self.rule).sentence),
            "severity": self.severity.value,
            "sources": [source.as_json() for source in self.sources],
            "texts": {"fr": self.texts.fr, "en": self.texts.en},
            "remedy": {"fr": self.remedy.fr, "en": self.remedy.en},
            "suggests": list(self.suggests),
        }


def claim(rule: str) -> str:
    """Return the claim of *rule*: the first line of its module."""
    docstring = importlib.import_module(module_of(rule)).__doc__ or ""
    return docstring.strip().splitlines()[0]


def rule_text(rule: str) -> LawText:
    """
    Return what *rule* is called and what it applies, in both languages.

    >>> rule_text("child").label.fr
    'Enfant à charge'
    """
    return raw_texts.rules()[rule]


def entries(*, contract: Contract | None = None) -> tuple[Entry, ...]:
    """
    Return all entries, by rule and then by code.

    Args:
        contract: In whose words; those of this library if ``None``.
    """
    return _entries() if contract is None else tuple(_reworded(entry, contract) for entry in _entries())


def entry(code: str, *, contract: Contract | None = None) -> Entry:
    """
    Look up the finding *code*.

    Args:
        contract: In whose words; those of this library if ``None``.

    Raises:
        UnknownCodeError: There is none; it lists codes of similar spelling.
    """
    if code not in wording.finding_texts():
        raise UnknownCodeError(code, difflib.get_close_matches(code, wording.finding_texts()))
    return _entry(code) if contract is None else _reworded(_entry(code), contract)


@shared
def _entries() -> tuple[Entry, ...]:
    return tuple(sorted(map(_entry, wording.finding_texts()), key=lambda entry: (entry.rule, entry.code)))


def _reworded(entry: Entry, contract: Contract) -> Entry:
    """Put *entry* into the words of *contract*; its examples stay those of the rule."""
    text = contract.wording.finding_text(entry.code)
    sources = contract.wording.cite(entry.sources)
    return attrs.evolve(entry, texts=text.text, remedy=text.remedy, suggests=text.suggests, sources=sources)


@shared
def _builtin_sources() -> frozenset[Source]:
    """Collect the sources of the built-in values; those of contracts made up for an example are no evidence."""
    values = [dated for parameter in law.parameters() for dated in parameter.values]
    sources = {source for dated in values for source in dated.sources}
    for contract in contracts.builtin.values():
        sources |= {source for _, dated in contract.every_value() for source in dated.sources}
    return frozenset(sources)


@shared
def _entry(code: str) -> Entry:
    text = wording.finding_texts()[code]
    showing = tuple(example for example in examples.of(text.rule) if code in example.codes)
    findings = [finding for example in showing for finding in example.verdict().findings if finding.code == code]
    always = [wording.sources()[name] for name in text.sources]
    cited = [source for finding in findings for source in finding.sources]
    shown = [source for source in cited if source in always or source in _builtin_sources()]
    return Entry(
        code=code,
        rule=text.rule,
        severity=text.severity,
        sources=tuple(dict.fromkeys([*shown, *always])),
        texts=text.text,
        remedy=text.remedy,
        suggests=text.suggests,
        examples=showing,
    )
