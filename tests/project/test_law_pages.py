"""
The pages for a jurist: the law, the rule and the examples stand together, and every value has its sources.
"""

import importlib
import re
import sys
from decimal import Decimal

import attrs
import pytest

from paths import DOCS
from psc_workflow import rulebook
from psc_workflow._catalogue import contracts, law, raw_texts
from psc_workflow._catalogue.values import Dated
from psc_workflow._model import citing
from psc_workflow._model.money import LOCALES, Locale
from psc_workflow._model.text import format_day
from psc_workflow.problems import FINDING_TYPE
from psc_workflow.testing import examples

sys.path[:0] = [str(DOCS), str(DOCS.parent / "scripts")]
law_pages = importlib.import_module("law_pages")
value_pages = importlib.import_module("value_pages")
finding_pages = importlib.import_module("finding_pages")
command_pages = importlib.import_module("command_pages")

LAW = {locale: law_pages.pages(locale) for locale in LOCALES}
FINDINGS = {locale: finding_pages.pages(locale) for locale in LOCALES}


@pytest.mark.parametrize("locale", LOCALES)
def test_a_rule_stands_beside_its_law_its_findings_and_its_examples(locale: Locale) -> None:
    for rule in examples.rules():
        text, page = raw_texts.rules()[rule], LAW[locale][f"rules/{rule.replace('_', '-')}"]
        law_column, finding_column = page.split("<div>")[1:]
        assert all(sentence in page for sentence in (text.label.fr, text.sentence.fr, text.label.en, text.sentence.en))
        for source in law_pages.sources_of(rule):
            assert source.label(locale) in law_column
            assert (source.address or source.url) in law_column
            assert source.sentence is None or source.sentence.in_(locale) in law_column
        for example in examples.of(rule):
            assert example.title in page
            assert all(f"findings/{code}.md" in finding_column for code in example.codes)


@pytest.mark.parametrize("locale", LOCALES)
def test_what_a_problem_calls_its_type_has_its_page_with_its_law_remedy_and_commands(locale: Locale) -> None:
    names = set(command_pages.pages(locale))
    for entry in rulebook.entries():
        page = FINDINGS[locale][f"findings/{entry.code}"]
        finding = finding_pages.finding_of(entry)
        assert FINDING_TYPE + entry.code in page
        assert all(text in page for text in (finding.text("fr"), finding.text("en"), finding.remedy(locale)))
        assert all(source.label(locale) in page and citing.link(source) in page for source in entry.sources)
        assert {f"commands/{name}" for name in re.findall(r"\.\./commands/([a-z-]+)\.md", page)} <= names
        assert f"({entry.code}.md)" in FINDINGS[locale]["findings/index"]


def test_a_finding_names_the_commands_of_each_condition_that_can_give_it() -> None:
    conditions = finding_pages.conditions_of()
    assert {"declare-beneficiaries", "add-beneficiary", "sign"} <= set(conditions["child-past-age-limit"])
    assert set(conditions["regime-not-covered"]) >= {"declare-regime"}
    assert "declare-regime" not in conditions["child-past-age-limit"]


@pytest.mark.parametrize("locale", LOCALES)
def test_an_example_whose_contract_was_altered_says_so(locale: Locale) -> None:
    altered = {"fr": ", modifié pour l’exemple |", "en": ", altered for the example |"}[locale]
    pages = {entry.code: "\n".join(finding_pages.worked_example(entry, locale)) for entry in rulebook.entries()}
    used = {entry.code: entry.examples[0].facts.get("contract") for entry in rulebook.entries()}
    expected = {
        code for code, each in used.items() if isinstance(each, contracts.Contract) and each != contracts.get(each.id)
    }
    assert {"formula-not-offered", "formula-term-not-over", "code-organisme-missing"} <= expected
    assert {code for code, page in pages.items() if altered in page} == expected


def test_a_rule_stands_under_what_it_rests_on() -> None:
    expected = {"obligation": "law", "child": "law", "partner": "law", "retirement": "law", "iban": "law"}
    expected |= {"consents": "guide", "password": "guide", "rating": "guide", "transfer": "own", "plain_text": "own"}
    assert {rule: law_pages.part_of(rule) for rule in expected} == expected


@pytest.mark.parametrize("locale", LOCALES)
def test_every_text_of_law_is_listed_with_its_address(locale: Locale) -> None:
    texts = LAW[locale]["rules/texts"]
    official = [source.address for source in raw_texts.sources().values() if source.address]
    assert official
    assert all(f"({address})" in texts for address in official)
    elsewhere = {"fr": "(lu sur sgenplus.cfdt.fr\N{NARROW NO-BREAK SPACE}; adresse sur Légifrance inconnue)"}
    elsewhere["en"] = "(read at sgenplus.cfdt.fr; address on Légifrance unknown)"
    assert elsewhere[locale] in texts


@pytest.mark.parametrize("locale", LOCALES)
def test_every_value_is_listed_in_words_with_its_days_and_sources(locale: Locale) -> None:
    pages = value_pages.pages(locale)
    page = "\n".join(text for name, text in pages.items() if name != "values/index")
    dated = [value for field in attrs.fields(law.Law) for value in getattr(law.law(), field.name).values]
    dated += [value for contract in contracts.builtin.values() for _, value in contract.every_value()]
    for text in raw_texts.values().values():
        assert text.label.in_(locale) in page
        assert text.sentence.in_(locale) in page
    for value in dated:
        start = f"| {format_day(value.in_force_from, locale)} |"
        (row, *_) = [line for line in page.splitlines() if line.startswith(start)]
        assert row.count(" | ") == 3
        assert f'data-from="{value.in_force_from}"' in pages["values/index"]
        assert all(source.label(locale) in page and citing.link(source) in page for source in value.sources)


@pytest.mark.parametrize("locale", LOCALES)
def test_no_value_is_shown_by_the_name_that_the_program_has_for_it(locale: Locale) -> None:
    """A jurist reads words and numbers: neither members of lists nor units of the files."""
    for _, _, values in value_pages.holders():
        for value in values:
            shown = [value_pages.shown(dated, locale) for dated in value.dated]
            assert not [text for text in shown if re.search(r"[a-z]_[a-z]|\d{4}-\d\d", text)], value.name
            counted = any(isinstance(dated, Dated) and isinstance(dated.value, int | Decimal) for dated in value.dated)
            assert ("," in value.facts.in_(locale)) >= counted, value.name
