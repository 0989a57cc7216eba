"""
The examples of the rules are right, and every finding of every rule has one.
"""

import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import psc_workflow.rules
from psc_workflow import witnesses
from psc_workflow.catalogue.texts import finding_texts
from psc_workflow.model.verdict import Judgement, Severity
from psc_workflow.witnesses.witness import Witness

HERE = Path(__file__).parent
ALL = {f"{rule}: {one.told}": one for rule in witnesses.rules() for one in witnesses.of(rule)}

ONLY_REFUSES = {"availability"}
"""Rules that are asked only where the answer is no: whether it is, the chart says."""


@pytest.mark.parametrize("witness", ALL.values(), ids=ALL)
def test_an_example_gives_the_findings_it_names(witness: Witness) -> None:
    assert tuple(found.code for found in witness.verdict().findings) == witness.codes


@pytest.mark.parametrize("rule", witnesses.rules())
def test_every_rule_has_an_example_that_holds_and_one_of_each_of_its_findings(rule: str) -> None:
    examples = witnesses.of(rule)
    assert len({one.told for one in examples}) == len(examples)
    own = {code for code, text in finding_texts().items() if text.rule == rule}
    assert own <= {code for one in examples for code in one.codes}
    if rule not in ONLY_REFUSES:
        assert not examples[0].codes, "the first example shows what is usual, and holds without a warning"
    severities = {text.severity for code, text in finding_texts().items() if code in own}
    outcomes = {one.verdict().outcome for one in examples}
    assert Severity.REFUSED not in severities or Judgement.REFUSED in outcomes
    assert Severity.MISSING not in severities or Judgement.INCOMPLETE in outcomes


@pytest.mark.parametrize("rule", witnesses.rules())
def test_every_rule_is_compared_with_an_independent_formulation(rule: str) -> None:
    oracle = HERE / "oracles" / f"test_{rule}.py"
    assert "@given" in oracle.read_text(encoding="utf-8")


def test_every_module_of_rules_that_asks_something_has_examples() -> None:
    def asks(module: str) -> bool:
        return 'finding("' in (Path(psc_workflow.rules.__path__[0]) / f"{module}.py").read_text(encoding="utf-8")

    modules: Iterator[str] = (module.name for module in pkgutil.iter_modules(psc_workflow.rules.__path__))
    assert {module for module in modules if asks(module)} <= set(witnesses.rules())
