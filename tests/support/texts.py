"""
Every text that people read, with the place where it stands: the catalogue's, the contracts', the command line's.
"""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs

import psc_workflow
from psc_workflow._catalogue import contracts, law, wording
from psc_workflow._catalogue.questions import Question, facts, question
from psc_workflow._catalogue.reading import DATA, read_toml
from psc_workflow._model.states import States
from psc_workflow._model.text import Source, Text
from psc_workflow._schemas import words
from psc_workflow.testing import examples

SOURCES = Path(psc_workflow.__file__).parent
JOURNEYS = tuple(attrs.fields_dict(States))
SENTENCE_TABLES = ("Retention", "Check")
"""Tables of the vocabulary that hold sentences; the others hold words."""


def sentence_texts() -> Iterator[tuple[str, Text]]:
    """List the sentences of findings and the reasons of questions."""
    for code, text in wording.finding_texts().items():
        yield code, text.text
        yield f"{code}, remedy", text.remedy
    yield from ((f"{question.fact}, why", question.why) for question in all_questions())
    for table in SENTENCE_TABLES:
        yield from ((f"{table}.{name}", text) for name, text in wording.words(table).items())


def mails_and_demo() -> Iterator[tuple[str, Text]]:
    """List the texts of mails and tasks, and those of the demo, whatever tables they stand in."""
    for file in ("mails", "demo"):
        yield from _below(read_toml(DATA / "texts" / f"{file}.toml"), file)


def _below(table: dict[str, Any], path: str) -> Iterator[tuple[str, Text]]:
    if set(table) == {"fr", "en"}:
        yield path, Text(**table)
        return
    for name, below in table.items():
        yield from _below(below, f"{path}.{name}")


def question_texts() -> Iterator[tuple[str, Text]]:
    """List the questions; some are headings of the guide."""
    return ((f"{question.fact}, question", question.question) for question in all_questions())


def all_questions() -> Iterator[Question]:
    """List the question about every fact."""
    return (question(*fact.split(".", 1)) for fact in facts())


def label_texts() -> Iterator[tuple[str, Text]]:
    """List words, labels and parts of sentences."""
    for table, texts in wording.vocabulary().items():
        if table not in SENTENCE_TABLES:
            yield from ((f"{table}.{name}", text) for name, text in texts.items())
    for name in JOURNEYS:
        texts = wording.journey(name)
        yield from ((f"{name}.{state}", text.label) for state, text in texts.states.items())
        for table in ("commands", "stages", "deadlines", "statuses", "to_prepare", "recap"):
            yield from ((f"{name}.{table}.{key}", text) for key, text in getattr(texts, table).items())
    for table, keys in read_toml(DATA / "texts" / "pricing.toml").items():
        yield from ((f"pricing.{table}.{key}", wording.pricing_text(table, key)) for key in keys)
    yield from mails_and_demo()
    yield from contract_texts()
    yield from texts_in_code()


def contract_texts() -> Iterator[tuple[str, Text]]:
    """List what the built-in contracts call themselves and their lines."""
    for contract in contracts.builtin.values():
        yield f"{contract.id}, label", contract.contract.label
        if contract.recommendation:
            yield f"{contract.id}, recommendation", contract.recommendation
        for parameter in contract.tariff.parameters:
            yield f"{contract.id}, {parameter.id}", parameter.label
        for component in contract.tariff.components:
            yield f"{contract.id}, {component.id}", component.label


def texts_in_code(*, for_testers: bool = False) -> Iterator[tuple[str, Text]]:
    """List the texts that modules write down themselves, doctests aside: those of the testing kit, or all others."""
    testing = SOURCES / "testing"
    for file in sorted(SOURCES.rglob("*.py")):
        if file.is_relative_to(testing) is not for_testers:
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(ast.Name("Text"), [ast.Constant(str(fr)), ast.Constant(str(en))], []):
                    yield f"{file.relative_to(SOURCES)}, line {node.lineno}", Text(fr, en)


def schema_texts() -> Iterator[tuple[str, Text]]:
    """List what the JSON Schemas say to developers."""
    for table, texts in words.descriptions().items():
        yield from ((f"{table}.{name}", text) for name, text in texts.items())


def source_titles() -> Iterator[tuple[str, Source]]:
    """List every source that a finding, a value of law or a contract cites."""
    yield from wording.sources().items()
    for parameter in law.parameters():
        yield from (("law.toml", source) for dated in parameter.values for source in dated.sources)
    for contract in contracts.builtin.values():
        yield from ((contract.id, source) for _, dated in contract.every_value() for source in dated.sources)


def filled_texts() -> Iterator[tuple[str, Text]]:
    """List the sentences of every finding that the examples of the rules bring about, with their facts."""
    for rule in examples.rules():
        for example in examples.of(rule):
            for finding in example.verdict().findings:
                place = f"{finding.code} ({rule}: {example.title})"
                yield place, Text(finding.text("fr"), finding.text("en"))
                yield f"{place}, remedy", Text(finding.remedy("fr"), finding.remedy("en"))


def raw_texts() -> Iterator[tuple[str, Text]]:
    """List every text of every file of texts as it is written, whatever reads it: a file added tomorrow is in it."""
    for file in sorted((DATA / "texts").rglob("*.toml")):  # type: ignore[attr-defined]
        yield from ((f"{file.name}, {place}", text) for place, text in _texts_in(read_toml(file), ""))


def _texts_in(value: object, place: str) -> Iterator[tuple[str, Text]]:
    if not isinstance(value, dict):
        return
    if isinstance(fr := value.get("fr"), str) and isinstance(en := value.get("en"), str):
        yield place, Text(fr, en)
    for name, inner in value.items():
        yield from _texts_in(inner, f"{place}.{name}" if place else name)
