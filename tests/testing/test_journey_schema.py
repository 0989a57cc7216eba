"""
The JSON Schema of files of journeys: those that are written pass, and what the library refuses of them does not.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from psc_workflow import contracts
from psc_workflow.cli import main
from psc_workflow.testing._journey_files import dump
from psc_workflow.testing._journey_schema import schema
from psc_workflow.testing._witnesses import journey_file

SCHEMA = schema()
VALIDATOR = Draft202012Validator(SCHEMA)
SHIPPED = dump(journey_file(contracts.get("guide-illustration")))


def parts(document: Any) -> Iterator[dict[str, Any]]:
    """Yield every object inside *document*."""
    if isinstance(document, dict):
        yield document
    for value in document.values() if isinstance(document, dict) else document if isinstance(document, list) else ():
        yield from parts(value)


def test_the_schema_is_valid_and_defines_what_it_refers_to() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    referred = {part["$ref"] for part in parts(SCHEMA) if "$ref" in part}
    assert referred == {f"#/$defs/{name}" for name in SCHEMA["$defs"]}


def test_every_definition_is_described_in_both_languages() -> None:
    for definition in SCHEMA["$defs"].values():
        assert definition["description"] != definition["x-fr"]["description"]


def test_the_journeys_that_are_shipped_pass() -> None:
    assert [f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(json.loads(SHIPPED))] == []


def _without(name: str) -> Callable[[dict[str, Any]], object]:
    return lambda act: act.pop(name)


def _with(name: str, value: Any) -> Callable[[dict[str, Any]], object]:
    return lambda act: act.update({name: value})


@pytest.mark.parametrize(
    "change",
    [
        _without("at"),
        _without("request"),
        _without("as"),
        _with("act", "dance"),
        _with("as", "boss"),
        _with("more", 1),
        lambda act: act["expect"].pop("premium"),
        lambda act: act["expect"].update(outcome="fine"),
        lambda act: act["expect"].update(premium=48.2),
        lambda act: act["expect"].update(offered=["dance"]),
        lambda act: act["expect"]["states"].update(affiliation="nowhere"),
    ],
)
def test_an_act_that_is_none_does_not_pass(change: Callable[[dict[str, Any]], object]) -> None:
    data = json.loads(SHIPPED)
    data["journeys"] = data["journeys"][:5]
    assert VALIDATOR.is_valid(data)
    change(next(act for act in data["journeys"][0]["acts"] if act["act"] == "give"))
    assert not VALIDATOR.is_valid(data)


@pytest.mark.parametrize(
    "change", [{"format": "psc-workflow/dossier"}, {"version": 2}, {"more": 1}, {"cases": {"x": 1}}]
)
def test_a_file_that_is_none_does_not_pass(change: dict[str, Any]) -> None:
    assert not VALIDATOR.is_valid(json.loads(SHIPPED) | change)


def test_the_command_line_prints_it_in_the_words_of_a_contract(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", "journeys", "--contract", "men-2026"]) == 0
    assert json.loads(capsys.readouterr().out) == schema(contracts.get("men-2026"))
