"""
Scenario files that say what is expected: read, run, compared, collected by pytest, described by a schema.
"""

import contextlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from damaged_keys import changed, misspelt, other_type
from effort import IS_THOROUGH
from paths import EXAMPLE_CONTRACTS, SCENARIOS
from psc_workflow import contracts
from psc_workflow.cli import main
from psc_workflow.exceptions import InvalidDocumentError
from psc_workflow.testing import scenarios, witness_paths
from psc_workflow.testing._journey_writing import write_scenarios
from psc_workflow.testing._scenarios.expecting import read_expected
from psc_workflow.testing._scenarios.schema import schema
from psc_workflow.testing._witnesses import journey_file
from pytest_process import run_pytest

ALONE = json.loads((SCENARIOS / "nobody-to-cover.json").read_text(encoding="utf-8"))
AT_THIRD = {
    "outcome": "accepted",
    "codes": [],
    "warnings": [],
    "missing": [],
    "states": {"access": "invited", "affiliation": "solo_warning", "dispensation": "home", "membership": "none"},
    "premium": None,
    "effects": [],
    "due_at": "2026-04-13T00:00:00-10:00",
}
"""All that is right of the third step, but for what is offered."""


def write(folder: Path, expect: Any, *, step: int = 2, name: str = "case.json", **changes: Any) -> Path:
    """Write the scenario of somebody alone, of which something is expected at one step."""
    document = json.loads(json.dumps(ALONE))
    document["steps"][step] |= {"expect": expect, **changes}
    (folder / name).write_text(json.dumps(document), encoding="utf-8")
    return folder / name


def mismatches(file: Path) -> tuple[scenarios.Mismatch, ...]:
    return scenarios.run(scenarios.read(file)).mismatches


def test_what_is_as_expected_gives_no_mismatch_and_nothing_is_compared_that_the_file_does_not_name(
    tmp_path: Path,
) -> None:
    assert mismatches(write(tmp_path, AT_THIRD)) == ()
    assert mismatches(write(tmp_path, {})) == ()
    assert mismatches(write(tmp_path, {"states": {"affiliation": "solo_warning"}})) == ()


@pytest.mark.parametrize(
    ("wrong", "field", "actual"),
    [
        ({"outcome": "refused"}, "outcome", "accepted"),
        ({"codes": ["regime-not-covered"]}, "codes", ()),
        ({"warnings": ["regime-to-confirm"]}, "warnings", ()),
        ({"missing": ["partner"]}, "missing", ()),
        ({"states": {"access": "created"}}, "states.access", "invited"),
        ({"premium": "16.00"}, "premium", None),
        ({"effects": ["SendReminder"]}, "effects", ()),
        ({"due_at": None}, "due_at", None),
        ({"offered": ["confirm-solo"]}, "offered", None),
    ],
)
def test_each_field_that_differs_is_a_mismatch_of_its_step(
    tmp_path: Path, wrong: dict[str, Any], field: str, actual: object
) -> None:
    (mismatch,) = mismatches(write(tmp_path, {**AT_THIRD, **wrong}))
    assert (mismatch.step, mismatch.do, mismatch.field) == (3, "declare-beneficiaries", field)
    assert str(mismatch).startswith(f"step 3 (declare-beneficiaries), {field}: expected ")
    assert actual is None or mismatch.actual == actual


def test_order_is_not_compared(tmp_path: Path) -> None:
    step = {"at": ALONE["steps"][2]["at"], "do": "declare-beneficiaries", "expect": {}}
    document = {**ALONE, "steps": [*ALONE["steps"][:2], step]}
    for codes in (["partner-unanswered", "children-unanswered"], ["children-unanswered", "partner-unanswered"]):
        step["expect"] = {"codes": codes}
        (tmp_path / "case.json").write_text(json.dumps(document), encoding="utf-8")
        assert mismatches(tmp_path / "case.json") == ()


Capture = pytest.CaptureFixture[str]


def run_file(capsys: Capture, file: Path, *options: str) -> tuple[int, str, str]:
    """Run a scenario on the command line; return exit status, output and errors."""
    status = main(["run", str(file), *options])
    return status, *capsys.readouterr()


def test_the_command_line_tells_step_values_rule_and_article_and_ends_with_1(tmp_path: Path, capsys: Capture) -> None:
    file = write(tmp_path, {"outcome": "accepted", "codes": []}, step=1, regime="cps")
    status, _, errors = run_file(capsys, file, "--lang", "en")
    assert status == 1
    assert "step 2 (declare-regime), outcome: expected accepted, is refused\n" in errors
    assert "step 2 (declare-regime), codes: expected nothing, is regime-not-covered\n" in errors
    assert "because  regime-not-covered [refusal] regime: " in errors
    assert "(regime; " in errors
    assert (
        "étape 2 (declare-regime), outcome\N{NO-BREAK SPACE}: attendu accepted"
        in run_file(capsys, file, "--lang", "fr")[2]
    )


def test_the_answer_lists_the_mismatches_stored_or_not(tmp_path: Path, capsys: Capture) -> None:
    file = write(tmp_path, {"outcome": "refused"})
    for options in ([], ["--store", str(tmp_path / "x.db")]):
        status, output, _ = run_file(capsys, file, "--json", *options)
        assert status == 1
        (mismatch,) = json.loads(output)["mismatches"]
        assert mismatch == {
            "step": 3,
            "do": "declare-beneficiaries",
            "field": "outcome",
            "expected": "refused",
            "actual": "accepted",
            "because": [],
        }
    status, output, _ = run_file(capsys, write(tmp_path, AT_THIRD), "--json")
    assert (status, json.loads(output)["mismatches"]) == (0, [])


def test_a_code_that_is_expected_and_absent_names_its_rule(tmp_path: Path) -> None:
    (mismatch,) = mismatches(write(tmp_path, {"codes": ["partner-unanswered"]}))
    assert mismatch.report("en").endswith("rule of partner-unanswered: household")
    assert mismatch.report("fr").endswith("règle de partner-unanswered\N{NO-BREAK SPACE}: household")


@pytest.mark.parametrize(
    ("expect", "path"),
    [
        (["accepted"], ""),
        ({"colour": 1}, ""),
        ({"outcome": "invalid"}, "outcome"),
        ({"codes": "x"}, "codes"),
        ({"codes": ["regime-not-coverd"]}, "codes.0"),
        ({"effects": ["SendPigeon"]}, "effects.0"),
        ({"offered": ["dance"]}, "offered.0"),
        ({"states": {"affiliation": "nowhere"}}, "states.affiliation"),
        ({"states": {"journey": "home"}}, "states.journey"),
        ({"premium": "16.0"}, "premium"),
        ({"premium": 16}, "premium"),
        ({"due_at": "2026-05-01"}, "due_at"),
    ],
)
def test_what_the_library_never_says_is_a_fault_of_the_file(tmp_path: Path, expect: dict[str, Any], path: str) -> None:
    with pytest.raises(InvalidDocumentError) as caught:
        scenarios.read(write(tmp_path, expect))
    assert any(fault.path.startswith(f"steps.2.expect.{path}".rstrip(".")) for fault in caught.value.faults)
    assert not Draft202012Validator(schema()).is_valid(json.loads((tmp_path / "case.json").read_text())) or path in (
        "codes.0",
        "effects.0",
        "due_at",
    )


def test_a_folder_a_list_and_a_single_file_are_read(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    write(tmp_path, {}, name="b.json")
    write(tmp_path / "below", {}, name="c.json")
    (tmp_path / "a.json").write_text(json.dumps([ALONE, ALONE]), encoding="utf-8")
    names = [scenario.name for scenario in scenarios.read_all(tmp_path)]
    assert names == ["a-1", "a-2", "b", "c"]
    assert [scenario.name for scenario in scenarios.read_all(tmp_path / "b.json")] == ["b"]


def test_a_folder_without_a_file_and_a_list_with_a_fault_are_errors(tmp_path: Path) -> None:
    with pytest.raises(InvalidDocumentError, match=r"has no file whose name ends in \.json"):
        scenarios.read_all(tmp_path)
    (tmp_path / "a.json").write_text(json.dumps([ALONE, {**ALONE, "id": 7}]), encoding="utf-8")
    with pytest.raises(InvalidDocumentError) as caught:
        scenarios.read_all(tmp_path)
    assert [fault.path for fault in caught.value.faults] == ["1.id"]


def test_witness_paths_as_scenarios_expect_what_the_library_gives(tmp_path: Path) -> None:
    file = journey_file(contracts.get("guide-illustration"))
    some = [journey for journey in file.journeys if len(journey.acts) < 25][::6]
    text = write_scenarios(type(file)(file.contract, tuple(some)))
    (tmp_path / "paths.json").write_text(text, encoding="utf-8")
    read = scenarios.read_all(tmp_path / "paths.json")
    assert len(read) == len(some) > 20
    assert [(each.name, *map(str, scenarios.run(each).mismatches)) for each in read] == [(each.name,) for each in read]
    assert all(step.expect is not None for each in read for step in each.steps)


# -- pytest ----------------------------------------------------------------------------------------


def test_pytest_collects_the_files_of_the_folder_that_is_named_and_no_others(tmp_path: Path) -> None:
    for name in ("cases", "others"):
        (tmp_path / name).mkdir()
    write(tmp_path / "cases", AT_THIRD, name="right.json")
    write(tmp_path / "cases", {"outcome": "refused"}, name="wrong.json")
    write(tmp_path / "others", {"outcome": "refused"})
    status, output = run_pytest(tmp_path, "-q", "--psc-scenarios", "cases", "others", "--psc-lang", "en")
    assert status == 1
    assert "1 failed, 1 passed" in output
    assert "step 3 (declare-beneficiaries), outcome: expected refused, is accepted" in output
    assert "Traceback" not in output
    (tmp_path / "cases" / "wrong.json").unlink()
    assert run_pytest(tmp_path, "-q", "--psc-scenarios", "cases")[0] == 0


def test_pytest_reports_a_file_with_faults_as_an_error_of_that_file(tmp_path: Path) -> None:
    write(tmp_path, {"outcome": "refuzed"})
    status, output = run_pytest(tmp_path, "-q", "--psc-scenarios", str(tmp_path / "case.json"))
    assert status == 2
    assert "steps.2.expect.outcome: must be one of: accepted, refused" in output


# -- schema ----------------------------------------------------------------------------------------

VALIDATOR = Draft202012Validator(schema())


def test_every_example_passes_the_schema_and_the_schema_is_valid() -> None:
    Draft202012Validator.check_schema(schema())
    lagoon = Draft202012Validator(schema(contracts.load(EXAMPLE_CONTRACTS / "mutuelle-du-lagon.toml")))
    for file in SCENARIOS.glob("*.json"):
        document = json.loads(file.read_text(encoding="utf-8"))
        validator = lagoon if "lagon" in document["contract"] else VALIDATOR
        assert [error.message for error in validator.iter_errors(document)] == [], file.name
    assert VALIDATOR.is_valid({**ALONE, "steps": [{**ALONE["steps"][0], "expect": AT_THIRD}]})


@pytest.mark.parametrize(
    "change",
    [
        lambda step: step.pop("at"),
        lambda step: step.pop("do"),
        lambda step: step.update(do="dance"),
        lambda step: step.update({"as": "boss"}),
        lambda step: step.update(more=1),
        lambda step: step.update(expect={"more": 1}),
        lambda step: step.update(expect={"premium": 16.0}),
    ],
)
def test_a_step_that_is_none_does_not_pass(change: Callable[[dict[str, Any]], object]) -> None:
    step = dict(ALONE["steps"][0])
    change(step)
    assert not VALIDATOR.is_valid({**ALONE, "steps": [step]})


def keys(value: Any, path: tuple[Any, ...] = (), do: str = "") -> Iterator[tuple[tuple[Any, ...], str]]:
    """List the path of every key, and what is the same for that key of that command everywhere; a draft is free."""
    for name, item in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        command = item.get("do", do) if isinstance(item, dict) else do
        if not isinstance(name, int):
            yield (*path, name), f"{command} {'.'.join(part for part in path if isinstance(part, str))}.{name}"
        if name != "draft":
            yield from keys(item, (*path, name), command)


def mistaken() -> dict[str, dict[str, Any]]:
    """Make two mistakes at every key of every command of the examples, each in a document of its own."""
    result: dict[str, dict[str, Any]] = {}
    for file in sorted(SCENARIOS.glob("*.json")):
        document = json.loads(file.read_text(encoding="utf-8"))
        if "/" not in document["contract"]:
            for path, kind in keys(document):
                if f"{kind}: misspelt" not in result:
                    result[f"{kind}: misspelt"] = misspelt(document, path)
                    result[f"{kind}: of another type"] = changed(document, path, other_type)
    return result


def test_a_mistake_in_a_key_is_refused_by_the_schema_and_by_the_reader(tmp_path: Path) -> None:
    """Every fortieth is tried, and all of them where every draw is thorough."""
    documents = mistaken()
    passed, read = [], []
    for kind in [*documents][:: 1 if IS_THOROUGH else 40]:
        (tmp_path / "case.json").write_text(json.dumps(documents[kind]), encoding="utf-8")
        passed += [kind] if VALIDATOR.is_valid(documents[kind]) else []
        with contextlib.suppress(InvalidDocumentError):
            scenarios.read(tmp_path / "case.json")
            read.append(kind)
    assert (passed, read) == ([], [])


def test_a_file_may_name_its_schema(tmp_path: Path) -> None:
    file = tmp_path / "case.json"
    document = {"$schema": "scenario.schema.json", **ALONE}
    file.write_text(json.dumps(document), encoding="utf-8")
    assert mismatches(file) == ()
    assert VALIDATOR.is_valid(document)
    file.write_text(json.dumps(document | {"$schema": 1}), encoding="utf-8")
    assert not VALIDATOR.is_valid(document | {"$schema": 1})
    with pytest.raises(InvalidDocumentError, match="is unknown here"):
        scenarios.read(file)


def test_the_command_line_prints_the_schema_in_the_words_of_a_contract(capsys: Capture) -> None:
    assert main(["schema", "scenario", "--contract", "men-2026"]) == 0
    assert json.loads(capsys.readouterr().out) == schema(contracts.get("men-2026"))


def test_expected_values_are_read_as_those_of_journeys_are() -> None:
    """The shipped journeys hold every field of an expectation."""
    acts = [act for journey in witness_paths("access") for act in journey.acts if act.expect is not None]
    for act in acts[:20]:
        assert act.expect is not None
        expected, faults = read_expected({"outcome": "accepted", "states": act.expect.states})
        assert (expected is not None and expected.fields["states"], faults) == (act.expect.states, [])
