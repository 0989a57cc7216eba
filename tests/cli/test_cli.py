"""
The command line as other programs call it: answers, exit statuses, nothing half done.
"""

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest

from documents import OWN_CONTRACT, write_contract
from paths import REFERENCE_FAMILY, SCENARIOS
from people import PF
from psc_workflow import Dossier
from psc_workflow._catalogue import contracts
from psc_workflow._catalogue.wording import finding_texts
from psc_workflow.cli import main
from psc_workflow.states._engine import table
from psc_workflow.states.affiliation import AffiliationChart
from psc_workflow.stores import SQLiteStore

# -- quote -----------------------------------------------------------------------------------------------


QUOTE = ["quote", "--contract", "guide-illustration", "--on", "2026-05-01", "--formula"]
COUPLE_AND_CHILD = ["--partner", "1972-10-09", "--child", "2019-09-09"]


@pytest.mark.parametrize(("formula", "debited"), [("base", "16.00"), ("option_1", "36.00"), ("option_2", "55.00")])
def test_the_quote_of_the_guide_s_family(call: Any, formula: str, debited: str) -> None:
    answer = call(*QUOTE, formula, *COUPLE_AND_CHILD, "--json").json()
    assert set(answer) == {"employer", "payroll", "debited", "debits", "certainty", "lines", "incomplete"}
    assert answer["debited"] == debited


def test_a_second_child_costs_six_euros_and_a_third_nothing(call: Any) -> None:
    two = [*QUOTE, "base", *COUPLE_AND_CHILD, "--child", "2021-01-01", "--json"]
    assert call(*two).json()["debited"] == "22.00"
    assert call(*two, "--child", "2023-01-01").json()["debited"] == "22.00"


def test_a_quote_under_the_contract_of_polynesia_says_what_is_unknown(call: Any) -> None:
    options = ["quote", "--contract", "men-2026-pf", "--on", "2026-05-01", "--gross", "4200", "--json", "--formula"]
    base = call(*options, "base").json()
    assert (base["debited"], base["payroll"], base["debits"]) == ("0.00", None, "no")
    assert "16-1" in json.dumps(base["lines"])
    option = call(*options, "option_2").json()
    assert (option["debited"], option["debits"]) == (None, "yes")
    assert "agent-option-unknown" in option["incomplete"]


def test_a_path_serves_as_a_contract(call: Any, tmp_path: Path) -> None:
    own = write_contract(tmp_path)
    answer = call("quote", "--contract", own, "--on", "2026-05-01", "--formula", "base", *COUPLE_AND_CHILD, "--json")
    assert answer.json()["debited"] == "16.00"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([*QUOTE, "gold"], "--formula: must be one of: base, option_1, option_2"),
        ([*QUOTE, "base", "--child", "20190909"], "--child: must be a date"),
        ([*QUOTE, "base", "--partner", "2019-02-30"], "--partner: is no day"),
        ([*QUOTE, "base", "--gross", "12.345"], "--gross"),
        ([*QUOTE, "base", "--gross", "-1"], "--gross"),
        ([*QUOTE, "base", "--gross", "NaN"], "--gross"),
        ([*QUOTE, "base", "--gross", "Infinity"], "--gross"),
        ([*QUOTE, "base", "--gross", "many"], "--gross"),
        ([*QUOTE, "base", "--regime", "mars"], "--regime: must be one of"),
        ([*QUOTE, "base", "--lang", "de"], "--lang"),
        ([*QUOTE, "base", "--colour", "blue"], "--colour"),
        ([*QUOTE], "--formula"),
        (["quote", "--contract", "mars", "--on", "2026-05-01", "--formula", "base"], "men-2026-pf"),
        (["quote", "--contract", "mars.toml", "--on", "2026-05-01", "--formula", "base"], "mars.toml"),
        (["quote", "--contract", "guide-illustration", "--on", "2026-04-30", "--formula", "base"], "guide-illustration.tariff"),
        (["quote", "--contract", "guide-illustration", "--on", "tomorrow", "--formula", "base"], "--on: must be a date"),
        (["quote", "--contract", "a" * 5000 + ".toml", "--on", "2026-05-01", "--formula", "base"], "cannot be read"),
        (["charts", "mars"], "affiliation"),
        (["charts", "--format", "png"], "--format"),
        (["fly"], "fly"),
        (["run"], "file"),
        (["run", "missing.json"], "cannot be read"),
    ],
)  # fmt: skip
def test_bad_input_is_one_clear_error_with_status_2(call: Any, arguments: list[str], told: str) -> None:
    result = call(*arguments)
    assert (result.status, result.out) == (2, "")
    assert told.casefold() in result.err.casefold()
    assert "Traceback" not in result.err


# -- run -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["reference-family", "late-completion", "missed-renewal"])
def test_storing_a_scenario_between_its_steps_changes_nothing(call: Any, name: str, tmp_path: Path) -> None:
    file = SCENARIOS / f"{name}.json"
    assert call("run", file, "--json").json() == call("run", file, "--json", "--store", tmp_path / "x.db").json()


def test_the_answer_has_the_pinned_fields(call: Any) -> None:
    answer = call("run", REFERENCE_FAMILY, "--json").json()
    assert set(answer) == {"steps", "quote", "due_at"}
    assert set(answer["steps"][0]) == {"do", "outcome", "codes", "warnings", "missing", "states", "effects"}
    assert set(answer["steps"][0]["states"]) == {"access", "affiliation", "dispensation", "membership"}
    assert answer["quote"]["debited"] == "16.00"
    assert answer["due_at"] == "2026-05-01T00:00:00-10:00"
    assert [step["effects"] for step in answer["steps"] if step["effects"]] == [["SendAcknowledgement"]]


def scenario(tmp_path: Path, **changes: Any) -> Path:
    document = json.loads(REFERENCE_FAMILY.read_text())
    document.update(changes)
    file = tmp_path / "scenario.json"
    file.write_text(json.dumps(document))
    return file


AT = "2026-04-07T18:00:00-10:00"
START = {"at": AT, "do": "start-affiliation"}


def test_a_refusal_is_no_error_and_the_rest_goes_on(call: Any, tmp_path: Path) -> None:
    steps = [
        START,
        {"at": AT, "do": "declare-regime", "regime": "cps"},
        {"at": AT, "do": "declare-regime"},
        {"at": AT, "do": "sign"},
    ]
    answer = call("run", scenario(tmp_path, steps=steps), "--json").json()
    assert [step["outcome"] for step in answer["steps"]] == ["accepted", "refused", "incomplete", "not_available"]
    assert [step["codes"] for step in answer["steps"]] == [
        [],
        ["regime-not-covered"],
        ["regime-missing"],
        ["command-not-available"],
    ]
    assert answer["steps"][2]["missing"] == ["regime"]
    assert answer["quote"] is None
    assert answer["due_at"] == "2026-04-13T00:00:00-10:00"


def test_a_question_left_out_is_unanswered_and_null_is_no(call: Any, tmp_path: Path) -> None:
    before = [START, {"at": AT, "do": "declare-regime", "regime": "general"}]
    declare = {"at": AT, "do": "declare-beneficiaries"}

    def outcome(**fields: Any) -> Any:
        steps = [*before, declare | fields]
        return call("run", scenario(tmp_path, steps=steps), "--json").json()["steps"][-1]

    assert outcome(children=[])["missing"] == ["partner"]
    assert outcome(partner=None)["missing"] == ["children"]
    assert outcome(partner=None, children=[])["outcome"] == "accepted"
    assert outcome(partner={}, children=[{}])["missing"] == [
        "partner.birth_date",
        "partner.regime",
        "partner.link",
        "partner.state_civil_servant",
        "children.0.birth_date",
        "children.0.regime",
    ]


def test_a_role_may_be_named(call: Any, tmp_path: Path) -> None:
    file = scenario(tmp_path, steps=[START | {"as": "manager"}, {"at": AT, "do": "resume", "as": "clock"}])
    answer = call("run", file, "--json").json()
    assert [step["outcome"] for step in answer["steps"]] == ["accepted", "not_available"]


BAD_SCENARIOS = {
    "unknown command": ({"steps": [{"at": AT, "do": "fly"}]}, "steps.0.do"),
    "unknown field": ({"steps": [START | {"colour": "blue"}]}, "steps.0.colour"),
    "unknown value": ({"steps": [START, {"at": AT, "do": "declare-regime", "regime": "mars"}]}, "steps.1.regime"),
    "deep in a step": (
        {"steps": [{"at": AT, "do": "declare-beneficiaries", "children": [{"disabled": "no"}]}]},
        "steps.0.children.0.disabled",
    ),
    "unknown contract": ({"contract": "mars"}, "contract"),
    "contract that is no path": ({"contract": "a\u0000.toml"}, ""),
    "instant at the end of the calendar": ({"invited_at": "9999-12-31T23:59:59-12:00"}, "invited_at"),
    "invitation before the contract": ({"invited_at": "2019-12-31T23:59:59-12:00"}, "invited_at"),
    "unknown role": ({"steps": [START | {"as": "boss"}]}, "steps.0.as"),
    "naive instant": ({"steps": [START | {"at": "2026-04-07T18:00:00"}]}, "steps.0.at"),
    "no instant": ({"steps": [{"do": "resume"}]}, "steps.0.at"),
    "no command": ({"steps": [{"at": AT}]}, "steps.0.do"),
    "naive invitation": ({"invited_at": "2026-04-06T08:00:00"}, "invited_at"),
    "going back in time": ({"steps": [START, START | {"at": "2026-04-07T17:54:59-10:00"}]}, "steps.1.at"),
    "going back in time little by little": (
        {"steps": [{"at": f"2026-04-07T18:{minute}:00-10:00", "do": "resume"} for minute in (10, "06", "02")]},
        "steps.2.at",
    ),
    "before the invitation": ({"steps": [START | {"at": "2026-04-05T17:54:59-10:00"}]}, "steps.0.at"),
    "unknown field of the agent": ({"agent": {"colour": "blue"}}, "agent.colour"),
    "a name that is a number": ({"agent": {"first_name": 3}}, "agent.first_name"),
    "unknown field of the file": ({"colour": "blue"}, "colour"),
    "blank id": ({"id": ""}, "id"),
    "step that is no object": ({"steps": ["start-affiliation"]}, "steps.0"),
    "steps that are no list": ({"steps": {}}, "steps"),
}


@pytest.mark.parametrize(("changes", "path"), BAD_SCENARIOS.values(), ids=BAD_SCENARIOS)
def test_a_scenario_is_validated_whole_before_its_first_step(
    call: Any, tmp_path: Path, changes: dict[str, Any], path: str
) -> None:
    store = tmp_path / "x.db"
    result = call("run", scenario(tmp_path, **changes), "--json", "--store", store)
    assert (result.status, result.out) == (2, "")
    assert re.search(rf"^\s+{re.escape(path)}: " if path else "cannot be read", result.err, re.MULTILINE)
    assert not store.exists()


def test_all_faults_of_a_scenario_are_told_at_once(call: Any, tmp_path: Path) -> None:
    steps = [{"at": "now", "do": "fly"}, START | {"colour": "blue"}, {"at": AT, "do": "sign", "certified": 1}]
    result = call("run", scenario(tmp_path, steps=steps, contract="mars", agent=None))
    for path in ("contract", "agent", "steps.0.at", "steps.0.do", "steps.1.colour", "steps.2.certified"):
        assert f"  {path}: " in result.err


def test_a_scenario_that_cannot_be_run_to_its_end_stores_nothing(call: Any, tmp_path: Path) -> None:
    """The contract says nothing yet of the regimes it accepts on the day of step 1."""
    (tmp_path / "late.toml").write_text(
        '[contract]\nid = "late"\nversion = "1"\nterritory = "PF"\nbased_on = "guide-illustration"\n'
        'label = { fr = "a", en = "a" }\n[accepted_regimes]\nunit = "regime"\nchecked_on = 2026-01-01\n'
        '[[accepted_regimes.values]]\nin_force_from = 2026-05-01\nvalue = ["general"]\n'
        'certainty = "assumed"\nsources = [{ title = "x" }]\n'
    )
    steps = json.loads(REFERENCE_FAMILY.read_text())["steps"]
    result = call("run", scenario(tmp_path, steps=steps, contract="late.toml"), "--store", tmp_path / "x.db", "--json")
    assert (result.status, result.out) == (2, "")
    assert "steps.1: the catalogue has no value of 'late.accepted_regimes'" in result.err
    assert not (tmp_path / "x.db").exists()


def test_an_id_already_stored_is_an_error_and_the_stored_one_stays(call: Any, tmp_path: Path) -> None:
    store = tmp_path / "x.db"
    assert call("run", REFERENCE_FAMILY, "--store", store).status == 0
    with SQLiteStore(store) as opened:
        before = opened.load("reference-family").dump()
    result = call("run", REFERENCE_FAMILY, "--store", store, "--json")
    assert (result.status, result.out) == (2, "")
    assert "already stored" in result.err
    with SQLiteStore(store) as opened:
        assert opened.load("reference-family").dump() == before


def test_a_contract_beside_the_scenario_is_found(call: Any, tmp_path: Path) -> None:
    write_contract(tmp_path)
    store = tmp_path / "x.db"
    assert (
        call("run", scenario(tmp_path, contract="own.toml"), "--json", "--store", store).json()["quote"]["debited"]
        == "16.00"
    )


def test_people_are_told_in_their_language(call: Any, tmp_path: Path) -> None:
    file = scenario(tmp_path, steps=[START, {"at": AT, "do": "declare-regime", "regime": "cps"}])
    assert "15,00 € par mois" in call("run", file, "--lang", "fr").out
    assert "[Décret n° 2025-1170 du 5 décembre 2025]" in call("run", file, "--lang", "en").out
    assert "15.00 € a month" in call("run", file, "--lang", "en").out


# -- demo, charts, contracts -----------------------------------------------------------------------------


def test_the_demo_shows_every_step_and_the_quote(call: Any) -> None:
    result = call("demo", "--lang", "en")
    assert result.status == 0
    first, second, third = re.split(r"^\d\. ", result.out, flags=re.MULTILINE)[1:]
    assert len(re.findall("accepted", first)) == 16
    assert "Debited from the bank account: 16.00 €/month (illustrative)" in first
    for told in ("Dispensation granted", "Dispensation expired", "⏱ A new invitation", "SendInvitation", "sign "):
        assert told in second
    for told in (
        "⏱ The time to answer ends: automatic affiliation",
        "SendAutomaticAffiliation",
        "complete-affiliation",
    ):
        assert told in third
    assert "Debited from the bank account: 16.00 €/month (illustrative)" in result.out
    assert "Prélevé sur le compte bancaire : 16,00 €/mois" in call("demo", "--lang", "fr").out


@pytest.mark.parametrize(("value", "expected"), [("en_GB.UTF-8", "demo: "), ("fr_FR.UTF-8", ""), ("C", ""), ("", "")])
def test_the_language_is_the_locale_s_else_french(
    call: Any, monkeypatch: pytest.MonkeyPatch, value: str, expected: str
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", value)
    assert ("Quote" if expected else "Devis") in call(*QUOTE, "base").out


def test_the_table_of_the_chart_has_every_transition(call: Any) -> None:
    out = call("charts", "affiliation", "--format", "md").out
    expected = sum(len(row.branches) for events in table(AffiliationChart).values() for row in events.values())
    assert len(out.splitlines()) == expected + 2
    assert re.search(r"`formula`.*`choose-formula`.*`formula`", out)


def test_the_diagram_of_the_chart_has_every_transition(call: Any) -> None:
    out = call("charts", "affiliation", "--format", "mermaid").out
    for state, events in table(AffiliationChart).items():
        for row in events.values():
            for branch in row.branches:
                assert f"{state} --> {branch.target}" in out
    assert "formula --> formula : Choose formula" in out
    assert out in call("charts", "--format", "mermaid").out


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


# -- rules and contracts ---------------------------------------------------------------------------------


def test_every_code_is_listed_with_its_sources_and_remedy_in_both_languages(call: Any) -> None:
    listed = call("rules", "--json").json()
    assert {one["code"] for one in listed} == set(finding_texts())
    for one in listed:
        assert set(one) == {"code", "rule", "severity", "sources", "texts", "remedy"}
        assert one["sources"]
        assert all(source["title"] for source in one["sources"])
        assert set(one["texts"]) == set(one["remedy"]) == {"fr", "en"}


def test_one_code_is_a_list_of_one_that_cites_the_values_it_applies(call: Any) -> None:
    (one,) = call("rules", "child-past-age-limit", "--json").json()
    assert (one["code"], one["rule"], one["severity"]) == ("child-past-age-limit", "child", "refused")
    assert any("art. 5" in source["title"] for source in one["sources"])


def test_the_rules_are_printed_with_their_claim_sources_and_examples(call: Any) -> None:
    shown = call("rules", "regime-not-covered", "--lang", "fr").out
    for part in ("régime d'affiliation", "2025-1170", "refus", "CPS"):
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
    assert "tariff.partner-cover (2026-05-01): unknown" in shown.out
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


SCENARIO = {
    "contract": "guide-illustration",
    "id": "S",
    "agent": {},
    "invited_at": "2026-04-06T08:00:00-10:00",
    "steps": [],
}


def ran(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], scenario: dict[str, object], *options: str
) -> dict[str, object]:
    file = tmp_path / "s.json"
    file.write_text(json.dumps(scenario), encoding="utf-8")
    assert main(["run", str(file), "--json", *options]) == 0
    return json.loads(capsys.readouterr().out)


def test_roles_of_a_scenario_count_with_and_without_a_store(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    at = "2026-04-07T08:00:00-10:00"
    steps = [
        {"at": at, "do": "start-affiliation", "as": "clock"},
        {"at": at, "do": "start-affiliation", "as": "manager"},
        {"at": "2026-04-07T07:55:00-10:00", "do": "sign", "as": "manager"},
    ]
    plain = ran(tmp_path, capsys, SCENARIO | {"steps": steps})
    stored = ran(tmp_path, capsys, SCENARIO | {"steps": steps}, "--store", str(tmp_path / "x.db"))
    assert plain == stored
    assert [step["outcome"] for step in plain["steps"]] == ["not_available", "accepted", "not_available"]


def test_a_scenario_without_steps_is_a_dossier_just_opened(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = ran(tmp_path, capsys, SCENARIO, "--store", str(tmp_path / "x.db"))
    assert answer == {"steps": [], "quote": None, "due_at": "2026-04-13T00:00:00-10:00"}


def test_several_dossiers_share_one_store(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("one", "two"):
        ran(tmp_path, capsys, SCENARIO | {"id": name}, "--store", str(tmp_path / "x.db"))
    with SQLiteStore(tmp_path / "x.db") as store:
        assert {store.load(name).id for name in ("one", "two")} == {"one", "two"}


def test_a_contract_is_found_from_the_present_folder_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "own").write_text(OWN_CONTRACT, encoding="utf-8")
    monkeypatch.chdir(tmp_path / "here")
    assert ran(tmp_path, capsys, SCENARIO | {"contract": "./own"})["steps"] == []
    assert contracts.load("own").id == "own"


def test_faults_of_a_scenario_s_contract_are_told_beside_its_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "own.toml").write_text(OWN_CONTRACT.replace('"1"', "1"), encoding="utf-8")
    (tmp_path / "s.json").write_text(
        json.dumps(SCENARIO | {"contract": "own.toml", "invited_at": "now"}), encoding="utf-8"
    )
    assert main(["run", str(tmp_path / "s.json")]) == 2
    told = capsys.readouterr().err
    assert "  contract.contract.version: must be text (in own.toml)" in told
    assert "  invited_at: must be an instant" in told


def test_an_encoding_that_lacks_a_character_is_no_reason_to_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(raw, encoding="cp1252"))
    assert main(["demo", "--lang", "fr"]) == 0
    assert b"16,00 \x80/mois" in raw.getvalue()
