"""
Every situation of ``situations.toml`` is answered as its row says, in both languages.
"""

import importlib
import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest

import situations
from paths import DOCS
from psc_workflow import effects
from psc_workflow._catalogue import raw_texts
from psc_workflow._model.decision import Decision
from psc_workflow._model.money import Locale
from psc_workflow._model.vocabulary import Certainty
from psc_workflow.testing import scenarios

sys.path += [str(DOCS), str(DOCS.parent / "scripts")]
situation_pages = importlib.import_module("situation_pages")

SITUATIONS = situations.read()


def decisions_of(situation: dict[str, Any], folder: Path) -> tuple[Decision, ...]:
    file = folder / "situation.json"
    file.write_text(json.dumps(situations.scenario_of(situation)), encoding="utf-8")
    return scenarios.run(scenarios.read(file)).decisions


def says(effect: effects.AnyEffect, expected: dict[str, Any]) -> bool:
    """Whether *effect* has the fields of *expected*; "none" stands for what is unknown."""
    written = effects.as_json(effect)
    return all(written[name] == (None if value == "none" else value) for name, value in expected.items())


@pytest.mark.parametrize("situation", SITUATIONS.values(), ids=SITUATIONS)
def test_a_situation_is_answered_as_the_table_says(situation: dict[str, Any], tmp_path: Path) -> None:
    *earlier, decision = decisions_of(situation, tmp_path)
    assert [step.outcome.value for step in earlier] == ["accepted"] * len(earlier)
    assert decision.outcome.value == situation["outcome"]
    blocking = () if decision.outcome.value == "incomplete" else decision.codes
    assert list(blocking) == situation.get("codes", [])
    assert list(decision.warnings) == situation.get("warnings", [])
    assert list(decision.missing) == situation.get("missing", [])
    states = decision.dossier.states
    assert {journey: states[journey] for journey in situation["states"]} == situation["states"]
    for expected in situation.get("effects", []):
        assert any(says(effect, expected) for effect in decision.effects)


@pytest.mark.parametrize("situation", SITUATIONS.values(), ids=SITUATIONS)
def test_every_finding_of_a_situation_is_a_sentence_in_both_languages(
    situation: dict[str, Any], tmp_path: Path
) -> None:
    *_, decision = decisions_of(situation, tmp_path)
    for finding in decision.findings:
        for locale in ("fr", "en"):
            for sentence in (finding.text(locale), finding.remedy(locale)):
                assert sentence.strip()
                assert not set(sentence) & {"{", "}"}


@pytest.mark.parametrize("situation", SITUATIONS.values(), ids=SITUATIONS)
def test_a_row_has_a_story_a_rule_of_law_a_source_and_a_certainty(situation: dict[str, Any]) -> None:
    assert set(situation) <= {*situations.FIELDS, *situations.TEXTS, *situations.EXPECTED}
    assert {"outcome", "states"} <= set(situation)
    assert ("after" in situation) != ("contract" in situation)
    assert situation.get("theme", "other") in situations.THEMES
    for name in situations.TEXTS:
        assert situation[name].keys() == {"fr", "en"}
        assert all(text.strip() for text in situation[name].values())
    assert situation.get("sources") or situation["source"].strip()
    assert all(name in raw_texts.sources() for name in situation.get("sources", ()))
    assert Certainty(situation["certainty"])


def test_no_situation_stands_twice() -> None:
    rows = situations.rows()
    assert len({row["name"] for row in rows}) == len(rows)
    for name in situations.TEXTS[:1]:
        for locale in ("fr", "en"):
            assert len({row[name][locale] for row in rows}) == len(rows)


def test_the_table_shows_every_outcome_and_every_theme() -> None:
    assert len(SITUATIONS) >= 60
    outcomes = {situation["outcome"] for situation in SITUATIONS.values()}
    assert outcomes >= {"accepted", "refused", "incomplete", "not_available"}
    assert {situation.get("theme", "other") for situation in SITUATIONS.values()} >= situations.THEMES.keys() - {
        "other"
    }
    certainties = {situation["certainty"] for situation in SITUATIONS.values()}
    assert certainties >= {"published", "derived", "estimated", "assumed", "unknown"}


@pytest.mark.parametrize("locale", ["fr", "en"])
def test_the_site_prints_every_situation_in_the_language_of_the_page(locale: Locale) -> None:
    page = "\n".join(situation_pages.pages(locale).values())
    for situation in SITUATIONS.values():
        assert all(situation[name][locale] in page for name in situations.TEXTS)
        assert all(code in page for code in (*situation.get("codes", ()), *situation.get("warnings", ())))
        for source in situation_pages.sources_of(situation):
            assert source.label(locale) in page
            assert (source.address or source.url) in page
    widths = {line.count(" | ") for line in page.splitlines() if line.startswith("|")}
    assert len(widths) == 1


@pytest.mark.parametrize("locale", ["fr", "en"])
def test_the_site_prints_what_the_person_reads_and_no_machine_word(locale: Locale) -> None:
    page = "\n".join(situation_pages.pages(locale).values())
    decision = situation_pages.last_answer("spouse-is-a-state-civil-servant")
    (finding,) = decision.verdict.blocking
    assert finding.text(locale) in page
    assert finding.remedy(locale) in page
    rows = [
        re.sub(r"\]\([^)]*\)|\[[a-z-]*|https://\S+", "", line) for line in page.splitlines() if line.startswith("| ")
    ]
    assert [row for row in rows if re.search(r"\b[a-z]+_[a-z]+\b|\bNone\b|[{}]", row)] == []
