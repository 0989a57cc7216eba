"""
The examples of the rules are right, and every finding of every rule has one.
"""

import pkgutil
from collections.abc import Iterator
from enum import Enum
from pathlib import Path

import attrs
import pytest

import psc_workflow.rules
from psc_workflow._catalogue.wording import finding_texts
from psc_workflow._model.personal import personal_fields
from psc_workflow._model.verdict import Judgement, Severity
from psc_workflow.rules import module_of
from psc_workflow.rules._examples._example import Example
from psc_workflow.testing import examples
from verdicts import sentences

ALL = {f"{rule}: {example.title}": example for rule in examples.rules() for example in examples.of(rule)}

ONLY_REFUSES = {"availability"}
"""Rules that are asked only where the answer is no: whether it is, the chart says."""


@pytest.mark.parametrize("witness", ALL.values(), ids=ALL)
def test_an_example_gives_the_findings_it_names(witness: Example) -> None:
    assert tuple(finding.code for finding in witness.verdict().findings) == witness.codes


@pytest.mark.parametrize("rule", examples.rules())
def test_every_rule_has_an_example_that_holds_and_one_of_each_of_its_findings(rule: str) -> None:
    shown = examples.of(rule)
    assert len({example.title for example in shown}) == len(shown)
    own = {code for code, text in finding_texts().items() if text.rule == rule}
    assert own <= {code for example in shown for code in example.codes}
    if rule not in ONLY_REFUSES:
        assert not shown[0].codes, "the first example shows what is usual, and holds without a warning"
    severities = {text.severity for code, text in finding_texts().items() if code in own}
    outcomes = {example.verdict().outcome for example in shown}
    assert Severity.REFUSED not in severities or Judgement.REFUSED in outcomes
    assert Severity.MISSING not in severities or Judgement.INCOMPLETE in outcomes


@pytest.mark.parametrize("rule", examples.rules())
def test_every_rule_is_compared_with_an_independent_formulation(rule: str) -> None:
    oracle = Path(__file__).with_name(f"{module_of(rule, 'test').replace('.', '_')}.py")
    assert "@given" in oracle.read_text(encoding="utf-8")


def test_every_module_of_rules_that_asks_something_has_examples() -> None:
    def asks(module: str) -> bool:
        return 'finding("' in (Path(psc_workflow.rules.__path__[0]) / f"{module}.py").read_text(encoding="utf-8")

    modules = {module.name for module in pkgutil.iter_modules(psc_workflow.rules.__path__) if not module.ispkg}
    with_examples = {module_of(rule, "").strip(".") for rule in examples.rules()}
    assert {module for module in modules if asks(module)} <= with_examples


def personal_texts(value: object, *, personal: bool = False) -> Iterator[str]:
    """Walk the texts that fields declared as personal hold, wherever they stand inside *value*."""
    if isinstance(value, str) and not isinstance(value, Enum):
        if personal and len(value.strip()) > len("FR"):
            yield value
    elif isinstance(value, tuple | list):
        for item in value:
            yield from personal_texts(item, personal=personal)
    elif attrs.has(type(value)):
        declared = personal_fields(type(value))
        for field in attrs.fields(type(value)):
            yield from personal_texts(getattr(value, field.name), personal=field.name in declared)


NUMBERS = {
    "nir": "nir",
    "iban": "iban",
    "email": "value",
    "phone": "value",
    "password": "password",
    "compulsory_text": "value",
}
"""Rules that are handed the bare text, and the name it goes by."""


def test_no_sentence_shows_a_number_a_name_an_address_or_an_account() -> None:
    shown = [
        (name, text)
        for name, witness in ALL.items()
        for finding in witness.verdict().findings
        for words in ["\n".join([*sentences(finding), repr(finding)])]
        for text in personal_of(witness)
        if text in words
    ]
    assert shown == []


def personal_of(witness: Example) -> set[str]:
    """List the texts of people in the facts of an example."""
    rule = witness.ask.__module__.rpartition(".")[2]
    texts = {text for value in witness.facts.values() for text in personal_texts(value)}
    return texts | set(personal_texts(witness.facts.get(NUMBERS.get(rule, "")), personal=True))


def test_the_search_for_personal_texts_finds_them() -> None:
    facts = examples.of("social_security")[0].facts
    assert any(text.startswith(("1", "2")) for value in facts.values() for text in personal_texts(value))
    assert list(personal_texts(examples.of("nir")[0].facts["nir"], personal=True))
