"""
The OpenAPI document: valid, whole, described in both languages; and it lets nothing in that only the host knows.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from psc_workflow import commands as do
from psc_workflow import rulebook
from psc_workflow.cli import main
from psc_workflow.schemas import openapi

DOCUMENT = openapi()
SCHEMAS = DOCUMENT["components"]["schemas"]


def parts(document: Any) -> Iterator[dict[str, Any]]:
    """Yield every object inside *document*."""
    if isinstance(document, dict):
        yield document
    for value in document.values() if isinstance(document, dict) else document if isinstance(document, list) else ():
        yield from parts(value)


def validator(name: str) -> Draft202012Validator:
    """Check documents by the schema called *name*."""
    return Draft202012Validator({"$ref": f"#/components/schemas/{name}", "components": {"schemas": SCHEMAS}})


def test_the_document_is_valid() -> None:
    validate(DOCUMENT)


def test_it_defines_what_it_refers_to_and_nothing_else() -> None:
    referred = {part["$ref"] for part in parts(DOCUMENT) if isinstance(part.get("$ref"), str)}
    mapped = set(SCHEMAS["Command"]["discriminator"]["mapping"].values())
    assert mapped <= referred
    assert referred == {f"#/components/schemas/{name}" for name in SCHEMAS}


def test_every_operation_parameter_and_schema_is_described_in_both_languages() -> None:
    operations = [operation for path in DOCUMENT["paths"].values() for operation in path.values()]
    for operation in operations:
        assert operation["summary"]
        assert operation["x-fr"]["summary"]
    described = [*SCHEMAS.values(), *(each for operation in operations for each in operation["parameters"])]
    assert [part for part in described if not (part.get("description") and part["x-fr"].get("description"))] == []


def test_every_command_is_there_under_its_name() -> None:
    assert {command.do for command in do.ALL} == set(SCHEMAS["Command"]["discriminator"]["mapping"])


@pytest.mark.parametrize(
    "forged",
    [
        {"do": "sign", "certified": True, "evidence": "mine"},
        {"do": "sign-mandate", "curator_evidence": "mine"},
        {"do": "report-login", "success": True},
        {"do": "add-beneficiary", "child": {"ref": "child-1"}},
        {"do": "start-affiliation", "role": "manager"},
        {"do": "start-affiliation", "at": "2026-04-07T18:00:00Z"},
    ],
)
def test_no_body_has_what_only_the_host_knows(forged: dict[str, Any]) -> None:
    assert not validator("Command").is_valid(forged)


def test_the_same_body_without_it_is_right() -> None:
    for right in ({"do": "sign", "certified": True}, {"do": "add-beneficiary", "child": {"disabled": True}}):
        assert validator("Command").is_valid(right)


def test_every_code_has_a_type_of_its_own() -> None:
    types = SCHEMAS["ProblemReason"]["properties"]["type"]["enum"]
    assert types == [
        f"urn:psc-workflow:finding:{code}" for code in SCHEMAS["ProblemReason"]["properties"]["code"]["enum"]
    ]
    assert {address.rpartition(":")[2] for address in types} == {entry.code for entry in rulebook.entries()}


def test_the_command_line_prints_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", "openapi"]) == 0
    assert json.loads(capsys.readouterr().out) == DOCUMENT
