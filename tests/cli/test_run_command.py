"""
``psc-workflow run``: scenarios, with and without a store; nothing half done.
"""

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import pytest

from documents import OWN_CONTRACT, write_contract
from paths import EXAMPLE_CONTRACTS, REFERENCE_FAMILY, SCENARIOS
from psc_workflow._catalogue import contracts
from psc_workflow.cli import main
from psc_workflow.stores import SQLiteStore


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
    "the header of a mail behind an address": (
        {"agent": {"professional_email": "a@b.c\nBcc: d@e.f"}},
        "agent.professional_email",
    ),
    "a NUL in a city": ({"agent": {"city": "Papeete\x00"}}, "agent.city"),
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


def own_words(folder: Path, formula: str, regime: str, *, version: str = "1") -> Path:
    """Write a contract with a formula and a regime of its own, which no other contract has."""
    text = (EXAMPLE_CONTRACTS / "mutuelle-du-lagon.toml").read_text(encoding="utf-8")
    for old, new in (("confort", formula), ("enim", regime), ('version = "1"', f'version = "{version}"')):
        text = text.replace(old, new)
    return write_contract(folder, text)


def steps_in(formula: str, regime: str) -> list[dict[str, Any]]:
    """Steps that name a formula and a regime, of the agent and of a child."""
    family = {"partner": None, "children": [{"birth_date": "2019-06-15", "regime": regime}]}
    steps = [{"do": "start-affiliation"}, {"do": "declare-regime", "regime": regime}]
    steps += [{"do": "declare-beneficiaries"} | family, {"do": "choose-formula", "formula": formula}]
    return [{"at": "2026-12-02T18:00:00-10:00"} | step for step in steps]


OWN = {"contract": "own.toml", "invited_at": "2026-12-01T08:00:00-10:00"}


@pytest.mark.parametrize("store", [False, True], ids=["in memory", "stored"])
def test_a_scenario_names_formulas_and_regimes_that_only_its_contract_has(
    call: Any, tmp_path: Path, *, store: bool
) -> None:
    own_words(tmp_path, f"plus_{store}".lower(), f"mines_{store}".lower())
    steps = steps_in(f"plus_{store}".lower(), f"mines_{store}".lower())
    options = ["--store", tmp_path / "x.db"] if store else []
    answer = call("run", scenario(tmp_path, steps=steps, **OWN), "--json", *options).json()
    assert [step["outcome"] for step in answer["steps"][:2]] == ["accepted", "accepted"]
    assert "regime-not-listed" not in str(answer)


def test_a_word_that_the_contract_lacks_is_told_with_those_that_it_has(call: Any, tmp_path: Path) -> None:
    own_words(tmp_path, "ample", "ports")
    result = call("run", scenario(tmp_path, steps=steps_in("ampel", "prots"), **OWN))
    assert result.status == 2
    assert "  steps.3.formula: must be one of: essentiel, ample\n" in result.err
    assert re.search(r"  steps\.1\.regime: must be one of: general, .*, ports\n", result.err)
    assert re.search(r"  steps\.2\.children\.0\.regime: must be one of: general, .*, ports\n", result.err)


@pytest.mark.parametrize("contract", ["missing", "wrong"])
def test_where_the_contract_is_wrong_its_words_are_not_and_all_the_rest_is_told(
    call: Any, tmp_path: Path, contract: str
) -> None:
    if contract == "wrong":
        own_words(tmp_path, "alpha", "omega", version=" ")
    steps = [*steps_in("alpha", "omega"), {"at": "now", "do": "fly"}]
    result = call("run", scenario(tmp_path, steps=steps, colour="blue", **OWN))
    assert result.status == 2
    assert ("  contract.contract.version: " if contract == "wrong" else "  contract: cannot be read") in result.err
    for path in ("colour", "steps.4.at", "steps.4.do"):
        assert f"  {path}: " in result.err
    assert "must be one of: general" not in result.err
    assert "must be one of: base" not in result.err


def test_people_are_told_in_their_language(call: Any, tmp_path: Path) -> None:
    file = scenario(tmp_path, steps=[START, {"at": AT, "do": "declare-regime", "regime": "cps"}])
    assert "15,00 € par mois" in call("run", file, "--lang", "fr").out
    assert "[Décret n° 2025-1170 du 5 décembre 2025]" in call("run", file, "--lang", "fr").out
    assert "[Décret no. 2025-1170 of 5 December 2025]" in call("run", file, "--lang", "en").out
    assert "15.00 € a month" in call("run", file, "--lang", "en").out


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
    errors = capsys.readouterr().err
    assert "  contract.contract.version: must be text (in own.toml)" in errors
    assert "  invited_at: must be an instant" in errors


@pytest.mark.parametrize(
    ("lang", "sentence"), [("fr", "Prérempli par l’employeur"), ("en", "Prefilled by the employer")]
)
def test_what_is_wrong_with_prefilled_data_is_reported_before_the_first_step(
    call: Any, tmp_path: Path, lang: str, sentence: str
) -> None:
    agent = {"phone": "40 00", "first_name": "Beno\u200bît"}
    file = scenario(tmp_path, agent=agent, steps=[START])
    shown = call("run", file, "--lang", lang).out
    assert shown.index(sentence) < shown.index("agent.phone") < shown.index("18:00")
    assert "agent.first_name" in shown
    assert "Beno" not in shown
    assert {*call("run", file, "--json").json()} == {"steps", "quote", "due_at"}
    whole = scenario(tmp_path, steps=[START])
    assert sentence not in call("run", whole, "--lang", lang).out


@pytest.mark.parametrize("file", sorted(SCENARIOS.glob("*.json")), ids=lambda file: file.stem)
def test_time_never_runs_backwards_in_what_people_read(call: Any, file: Path) -> None:
    """The deadlines before a refusal stand before it, although nothing was recorded then, and once only."""
    day, instants = dt.date.min, []
    out = call("run", file, "--lang", "en").out
    for line in out.splitlines():
        if re.fullmatch(r"  \d+ [A-Z][a-z]+ \d{4}", line):
            day = dt.datetime.strptime(line.strip(), "%d %B %Y").date()  # noqa: DTZ007 -- a day
        elif match := re.match(r"  (\d\d):(\d\d)  ", line):
            instants.append(dt.datetime.combine(day, dt.time(int(match[1]), int(match[2]))))
    assert instants
    assert instants == sorted(instants)


def test_a_deadline_before_a_refusal_is_printed_once(call: Any) -> None:
    out = call("run", SCENARIOS / "transfer-to-the-mainland.json", "--lang", "en").out
    assert out.count("The cover begins") == 1
    assert out.index("The cover begins") < out.index("refused")
