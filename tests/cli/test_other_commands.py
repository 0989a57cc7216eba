"""
Charts, contracts, the rule book and checks on the command line.
"""

import itertools
import re
from pathlib import Path
from typing import Any

import pytest

from documents import OWN_CONTRACT, write_contract
from paths import REFERENCE_FAMILY
from people import PF
from psc_workflow import Dossier, charts
from psc_workflow._catalogue import contracts
from psc_workflow._catalogue.wording import finding_texts
from psc_workflow.states._affiliation import AffiliationChart
from psc_workflow.states._engine import table
from psc_workflow.stores import SQLiteStore

QUOTE = ["quote", "--contract", "guide-illustration", "--on", "2026-05-01", "--formula"]


@pytest.mark.parametrize(("value", "expected"), [("en_GB.UTF-8", "demo: "), ("fr_FR.UTF-8", ""), ("C", ""), ("", "")])
def test_the_language_is_the_locale_s_else_french(
    call: Any, monkeypatch: pytest.MonkeyPatch, value: str, expected: str
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", value)
    assert ("Quote" if expected else "Devis") in call(*QUOTE, "base").out


@pytest.mark.parametrize(
    ("command", "option"),
    [
        (["demo"], "--lang"),
        (["demo"], "--contract"),
        (["judge", "http://127.0.0.1:1"], "--contract"),
        (["replay", "paths.json"], "--contract"),
        (["witness-paths", "access"], "--contract"),
        (["charts"], "--contract"),
        (["rules"], "--contract"),
    ],
)
def test_an_option_with_an_empty_value_is_not_one_that_is_left_out(
    call: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str], option: str
) -> None:
    monkeypatch.chdir(tmp_path)
    call("witness-paths", "access", "-o", "paths.json")
    result = call(*command, option, "")
    assert (result.status, result.out) == (2, "")
    assert re.search(r"--lang: must be one of|no contract is called ''", result.err)


def test_the_table_of_the_chart_has_every_transition(call: Any) -> None:
    out = call("charts", "affiliation", "--format", "md").out
    expected = sum(len(row.branches) for events in table(AffiliationChart).values() for row in events.values())
    assert len(out.splitlines()) == expected + 2
    assert re.search(r"`formula`.*`choose-formula`.*`formula`", out)


def test_the_diagram_of_the_chart_has_every_transition(call: Any) -> None:
    out = call("charts", "affiliation", "--format", "mermaid", "--lang", "en").out
    for state, events in table(AffiliationChart).items():
        for row in events.values():
            for branch in row.branches:
                assert f"{state} --> {branch.target}" in out
    stays = next(move for move in charts.describe("affiliation").transitions if move.do == "choose-formula")
    assert f"formula --> formula : {stays.label.en}" in out
    assert out in call("charts", "--format", "mermaid", "--lang", "en").out


@pytest.mark.parametrize("option", ["svg", "mermaid", "md", "dot", "scxml"])
def test_a_chart_is_drawn_in_every_format_at_both_levels_and_in_both_languages(call: Any, option: str) -> None:
    for level, lang in itertools.product(("main", "full"), ("fr", "en")):
        printed = call("charts", "dispensation", "--format", option, "--level", level, "--lang", lang)
        assert (printed.status, printed.err) == (0, "")
        assert printed.out == charts.draw("dispensation", format=option, level=level, locale=lang) + "\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("affiliation", "--format", "gif"), "--format: must be one of: svg, mermaid, md, dot, scxml"),
        (("affiliation", "--level", "some"), "--level: must be one of: main, full"),
        (("divorce",), "no chart is called 'divorce'; known: access, affiliation, dispensation, membership"),
        (("--format", "svg"), "--format svg shows one chart; name it: access, affiliation, dispensation, membership"),
    ],
)
def test_a_drawing_that_there_is_not_is_one_error(call: Any, arguments: tuple[str, ...], message: str) -> None:
    printed = call("charts", *arguments)
    assert (printed.status, printed.out) == (2, "")
    assert message in printed.err


def test_the_contracts_are_listed(call: Any) -> None:
    out = call("contracts", "--lang", "fr").out
    assert len(out.splitlines()) == len(contracts.builtin)
    assert PF.contract.label.fr in out


def test_help_is_no_error(call: Any) -> None:
    assert call("--help").status == 0
    assert call().status == 0


def test_a_dossier_stored_by_the_command_line_opens_in_the_library(call: Any, tmp_path: Path) -> None:
    call("run", REFERENCE_FAMILY, "--store", tmp_path / "x.db")
    with SQLiteStore(tmp_path / "x.db") as store:
        dossier = store.load("reference-family")
    assert isinstance(dossier, Dossier)
    assert dossier.states["affiliation"] == "confirmed"


def test_every_code_is_listed_with_its_sources_and_remedy_in_both_languages(call: Any) -> None:
    listed = call("rules", "--json").json()
    assert {entry["code"] for entry in listed} == set(finding_texts())
    for entry in listed:
        assert set(entry) == {
            *("code", "rule", "rule_label", "rule_sentence", "severity"),
            *("sources", "texts", "remedy", "suggests"),
        }
        assert entry["sources"]
        assert all(source["title"] for source in entry["sources"])
        assert set(entry["texts"]) == set(entry["remedy"]) == {"fr", "en"}


def test_one_code_is_a_list_of_one_that_cites_the_values_it_applies(call: Any) -> None:
    (entry,) = call("rules", "child-past-age-limit", "--json").json()
    assert (entry["code"], entry["rule"], entry["severity"]) == ("child-past-age-limit", "child", "refused")
    assert any("art. 5" in source["title"] for source in entry["sources"])


def test_the_rules_are_printed_with_what_they_apply_sources_and_examples(call: Any) -> None:
    shown = call("rules", "regime-not-covered", "--lang", "fr").out
    for part in ("Régime d’affiliation", "2025-1170", "refus", "CPS", "https://www.legifrance.gouv.fr/"):
        assert part in shown
    every = call("rules", "--lang", "en").out
    assert all(f"{code} (" in every for code in finding_texts())


def test_an_unknown_code_names_those_spelt_alike(call: Any) -> None:
    result = call("rules", "regime-not-coverd")
    assert (result.status, result.out) == (2, "")
    assert "did you mean regime-not-covered" in result.err
    assert "did you mean" not in call("rules", "zzz").err


def test_a_right_contract_is_told_with_what_it_leaves_unknown(call: Any, tmp_path: Path) -> None:
    file = write_contract(tmp_path, OWN_CONTRACT.replace("guide-illustration", "men-2026-pf").replace('"1"', '"7"'))
    shown = call("check", file, "--lang", "en")
    assert shown.status == 0
    assert "contract own, version 7: no fault" in shown.out
    assert "tariff.partner-cover (1 May 2026): unknown" in shown.out
    file.write_text(file.read_text().replace('"own"', '"men-2026"'))
    assert "built-in contract" in call("check", file, "--lang", "en").out


def test_every_fault_of_a_contract_is_told_on_standard_error(call: Any, tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text('[contract]\nid = ""\nversion = 1\nterritory = "PF"\nbased_on = "mars"\nlabel = { fr = "a" }\n')
    result = call("check", file)
    assert (result.status, result.out) == (2, "")
    assert "own.toml" in result.err
    assert "contract.based_on" in result.err
    file.write_text(file.read_text().replace("mars", "men-2026"))
    err = call("check", file).err
    for path in ("contract.version", "contract.label.en"):
        assert f"  {path}: " in err
