"""
The pages for a jurist: the law, the rule and the examples stand together, and every value has its sources.
"""

import importlib
import sys

import attrs
import pytest

from paths import DOCS
from psc_workflow._catalogue import contracts, law, raw_texts
from psc_workflow._model.text import write_day
from psc_workflow.testing import examples

sys.path.append(str(DOCS))
law_pages = importlib.import_module("law_pages")

PAGES = law_pages.pages()
SECTIONS = {part.split("\n", 1)[0]: part for part in PAGES["law"].split("\n### ")[1:]}


@pytest.mark.parametrize("rule", examples.rules())
def test_a_rule_stands_beside_its_law_and_its_examples(rule: str) -> None:
    text = raw_texts.rules()[rule]
    section = SECTIONS[text.label.fr]
    law_column, rule_column, example_column = section.split("<div>")[1:]
    for sentence in (text.sentence.fr, text.label.en, text.sentence.en):
        assert sentence in rule_column
    for source in law_pages.sources_of(rule):
        assert source.title in law_column
        assert (source.address or source.url) in law_column
        if source.sentence is not None:
            assert source.sentence.fr in law_column
            assert source.sentence.en in law_column
    for example in examples.of(rule):
        assert example.title in example_column
        assert all(f"findings.md#{code}" in example_column for code in example.codes)


def test_a_rule_stands_under_what_it_rests_on() -> None:
    expected = {"obligation": "law", "child": "law", "partner": "law", "retirement": "law", "iban": "law"}
    expected |= {"consents": "guide", "password": "guide", "rating": "guide", "transfer": "own", "plain_text": "own"}
    assert {rule: law_pages.part_of(rule) for rule in expected} == expected


def test_every_text_of_law_is_listed_with_its_address() -> None:
    texts = PAGES["law"].split("## Textes / Texts")[1]
    official = [source.address for source in raw_texts.sources().values() if source.address]
    assert official
    assert all(f"({address})" in texts for address in official)
    assert "(adresse sur Légifrance inconnue)" in texts


def test_every_value_is_listed_in_words_with_its_days_and_sources() -> None:
    page = PAGES["values"]
    dated = [value for field in attrs.fields(law.Law) for value in getattr(law.law(), field.name).values]
    dated += [value for contract in contracts.builtin.values() for _, value in contract.every_value()]
    for text in raw_texts.values().values():
        assert all(words in page for words in (text.label.fr, text.label.en, text.sentence.fr, text.sentence.en))
    for value in dated:
        (row, *_) = [line for line in page.splitlines() if line.startswith(f"| {write_day(value.in_force_from).fr} |")]
        assert row.count(" | ") == 3
        assert all(source.title in page and (source.address or source.url) in page for source in value.sources)
