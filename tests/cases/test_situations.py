"""
Every situation of ``situations.toml`` is answered as its row says, in both languages.
"""

import importlib
import json
import sys
from pathlib import Path
from typing import Any

import pytest

import situations
from paths import DOCS
from psc_workflow import effects
from psc_workflow._model.decision import Decision
from psc_workflow._model.vocabulary import Certainty
from psc_workflow.cli import _scenario as scenarios

sys.path.append(str(DOCS))
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
    blocking = decision.codes if decision.outcome.value == "refused" else ()
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
    for name in situations.TEXTS:
        assert situation[name].keys() == {"fr", "en"}
        assert all(text.strip() for text in situation[name].values())
    assert situation["source"].strip()
    assert Certainty(situation["certainty"])


def test_no_situation_stands_twice() -> None:
    stories = [situation["story"]["en"] for situation in SITUATIONS.values()]
    assert len(set(stories)) == len(stories)


def test_the_site_prints_every_situation_in_both_languages() -> None:
    page = situation_pages.page()
    for situation in SITUATIONS.values():
        for text in (situation[name][locale] for name in situations.TEXTS for locale in ("fr", "en")):
            assert text in page
        assert all(code in page for code in (*situation.get("codes", ()), *situation.get("warnings", ())))
    widths = {line.count(" | ") for line in page.splitlines() if line.startswith("|")}
    assert len(widths) == 1
