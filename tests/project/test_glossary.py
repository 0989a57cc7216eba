"""
One word for one thing: every public name of the domain stands in the glossary, with its French word.
"""

import importlib
import inspect
import re
import sys

import pytest

import psc_workflow
from paths import ROOT
from psc_workflow._catalogue import wording
from psc_workflow._model import (
    answers,
    cover_end_terms,
    decision,
    effect_kinds,
    effects,
    mail_effects,
    password_terms,
    people,
    quote,
    record,
    states,
    steps,
    text,
    verdict,
    vocabulary,
)
from psc_workflow.states._charts import JOURNEYS
from psc_workflow.testing import examples

sys.path += [str(ROOT / "docs"), str(ROOT / "scripts")]
rule_pages = importlib.import_module("rule_pages")

GLOSSARY = "\n".join(
    file.read_text(encoding="utf-8") for file in sorted((ROOT / "docs" / "reference" / "glossary").glob("*.md"))
)
ROWS = {
    re.sub(r"`(\w+)`", r"\1", name): (french, meaning, source)
    for name, french, meaning, source in re.findall(
        r"^\| (?!---|in the code)(.*?) \| (.*?) \| (.*?) \| (.*?) \|$", GLOSSARY, re.MULTILINE
    )
}

MODULES = [
    answers,
    cover_end_terms,
    decision,
    effect_kinds,
    effects,
    mail_effects,
    password_terms,
    people,
    quote,
    record,
    states,
    steps,
    text,
    verdict,
    vocabulary,
]
LISTS = {module.__name__ for module in (vocabulary, cover_end_terms, password_terms)}
NOT_OF_THE_DOMAIN = {
    "Checked": "how values are checked on construction",
    "InvalidCommandError": "an error",
    "Locale": "a language of this library",
    "UNANSWERED": "the one value of Unanswered",
    "__version__": "the release",
}


def domain() -> set[str]:
    """List every public class of the model and every name that the package exports."""
    classes = {
        name
        for module in MODULES
        for name, value in vars(module).items()
        if isinstance(value, type) and value.__module__ == module.__name__ and not name.startswith("_")
    }
    exported = {name for name in psc_workflow.__all__ if not inspect.ismodule(getattr(psc_workflow, name))}
    return (classes | exported) - set(NOT_OF_THE_DOMAIN)


@pytest.mark.parametrize("name", sorted(domain()))
def test_every_public_name_of_the_domain_is_in_the_glossary(name: str) -> None:
    french, meaning, source = ROWS[name]
    assert french.strip()
    assert meaning.strip(" –")
    assert source.strip()


def test_a_name_stands_in_the_glossary_once() -> None:
    names = re.findall(r"^\| (?!---|in the code)(.*?) \|", GLOSSARY, re.MULTILINE)
    assert len(names) == len(set(names))


def test_every_name_in_code_type_that_the_glossary_explains_exists() -> None:
    def members() -> set[str]:
        return {str(member) for kind in rule_pages.closed_lists() for member in kind}

    terms = (
        domain()
        | members()
        | set(wording.words("Field"))
        | {"Contract", "Insurer", "Message", "Tick", "Unanswered", "teletransmission"}
    )
    explained = {re.sub("`", "", name) for name in re.findall(r"^\| (`\w+`) \|", GLOSSARY, re.MULTILINE)}
    assert explained <= terms


@pytest.mark.parametrize("rule", examples.rules())
def test_every_rule_says_its_french_term_in_its_claim(rule: str) -> None:
    name, french, claim = rule_pages.rule_row(rule)
    assert name == f"`{rule}`"
    assert french
    assert claim.endswith(".")


@pytest.mark.parametrize("journey", JOURNEYS)
def test_every_state_command_and_deadline_has_its_french_word(journey: str) -> None:
    words = wording.journey(journey)
    for said in [
        *(state.label for state in words.states.values()),
        *words.commands.values(),
        *words.deadlines.values(),
    ]:
        assert said.fr.strip()
        assert said.en.strip()


def test_every_value_of_every_closed_list_that_people_read_has_its_words() -> None:
    """Status, Debits and PaymentScheme are the tariff's own; nobody reads them."""
    kinds = {kind.__name__ for kind in rule_pages.closed_lists()}
    own = {"Status", "Debits", "PaymentScheme"}
    assert (
        kinds
        == {name for name, value in vars(vocabulary).items() if isinstance(value, type) and value.__module__ in LISTS}
        - own
    )
