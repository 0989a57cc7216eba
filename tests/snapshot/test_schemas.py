"""
JSON Schemas: whole, described in both languages, printed by the command line.
"""

import itertools
import json
import re
from collections.abc import Iterator
from typing import Any

import attrs
import pytest
from jsonschema import Draft202012Validator

from psc_workflow import commands as do
from psc_workflow import effects
from psc_workflow._model import people, record, steps
from psc_workflow._model.personal import personal_fields
from psc_workflow._model.text import Text
from psc_workflow._schemas import DIALECT, NAMES, schema, words
from psc_workflow.cli import main
from psc_workflow.exceptions import HostError
from schema_checks import VALIDATORS


def parts(document: Any) -> Iterator[dict[str, Any]]:
    """Yield every object inside *document*."""
    if isinstance(document, dict):
        yield document
    for value in document.values() if isinstance(document, dict) else document if isinstance(document, list) else ():
        yield from parts(value)


# -- the schemas themselves ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_valid_and_names_its_dialect_and_itself(name: str) -> None:
    document = schema(name)
    Draft202012Validator.check_schema(document)
    assert (document["$schema"], document["$id"]) == (DIALECT, f"urn:psc-workflow:schema:{name}")
    assert json.loads(json.dumps(document)) == document


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_defines_what_it_refers_to_and_nothing_else(name: str) -> None:
    document = schema(name)
    referred = {part["$ref"] for part in parts(document) if "$ref" in part}
    assert referred == {f"#/$defs/{defined}" for defined in document["$defs"]}


@pytest.mark.parametrize("name", NAMES)
def test_every_object_but_a_draft_is_closed_or_says_what_its_values_are(name: str) -> None:
    objects = [part for part in parts(schema(name)) if part.get("type") in ("object", ["object", "null"])]
    free = [part for part in objects if part.get("additionalProperties", True) is True]
    assert {part.get("x-personal") for part in free} <= {"free"}


def test_whoever_asks_may_change_what_is_given() -> None:
    document = schema("commands")
    for part in [*parts(document)]:
        part.clear()
    assert schema("commands") == VALIDATORS["commands"].schema


def test_there_is_a_definition_of_every_command_and_effect() -> None:
    assert {option["$ref"] for option in schema("commands")["oneOf"]} == {f"#/$defs/{command.do}" for command in do.ALL}
    assert {option["$ref"] for option in schema("effects")["oneOf"]} == {
        f"#/$defs/{effect.__name__}" for effect in effects.ALL
    }


@pytest.mark.parametrize("name", ["snapshot", "commands", "effects"])
def test_what_is_declared_personal_is_marked(name: str) -> None:
    kinds = [*vars(people).values(), *vars(record).values(), *vars(do).values(), *vars(steps).values(), *effects.ALL]
    classes = {kind.__name__: kind for kind in kinds if isinstance(kind, type) and attrs.has(kind)}
    classes |= {command.do: command for command in do.ALL}
    for defined, definition in schema(name)["$defs"].items():
        marked = {
            field: said["x-personal"]
            for field, said in definition.get("properties", {}).items()
            if "x-personal" in said
        }
        assert marked == (personal_fields(classes[defined]) if defined in classes else {}), defined


def places() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every document, definition and property of every schema."""
    for name in NAMES:
        document = schema(name)
        yield name, document
        for defined, definition in document["$defs"].items():
            yield f"{name}: {defined}", definition
        for part in parts(document):
            for key, said in part.get("properties", {}).items():
                yield f"{name}: {key}", said


PLACES = [*places()]


def test_everything_is_described_in_english_and_in_french() -> None:
    silent = [
        place
        for place, said in PLACES
        if not said.get("description")
        or set(said.get("x-fr", {})) != {*said} & ({"description"} if "$id" in said else {"title", "description"})
        or said["description"] == said["x-fr"]["description"]
    ]
    assert silent == [], "say it in catalogue/data/texts/schemas.toml"


def test_both_languages_name_the_same_keys_and_values() -> None:
    def named(text: str) -> list[str]:
        return sorted(re.findall("`[^`]+`", text))

    other = [place for place, said in PLACES if named(said["description"]) != named(said["x-fr"]["description"])]
    assert other == []


def says_twice(said: dict[str, Any]) -> bool:
    """Whether a sentence is the title again, or has no word that another sentence has not."""
    title, *sentences = (
        {*re.findall(r"\w+", text.casefold())}
        for text in (said.get("title", ""), *re.split(r"(?<=[.?]) ", said["description"]))
    )
    return title in sentences or any(first <= second for first, second in itertools.permutations(sentences, 2))


def test_nothing_is_said_twice() -> None:
    assert [place for place, said in PLACES if says_twice(said) or says_twice(said["x-fr"])] == []


@pytest.mark.parametrize(
    ("title", "description"),
    [
        ("Accept the conditions", "Accept the conditions. The agent alone may."),
        ("leave", "What is the first day of the leave? First day of the leave."),
        ("password", "Never kept. Never kept."),
    ],
)
def test_what_is_said_twice_is_seen(title: str, description: str) -> None:
    assert says_twice({"title": title, "description": description})


def test_no_text_is_left_unused(monkeypatch: pytest.MonkeyPatch) -> None:
    marks = {
        table: {name: Text(*[f"<{table}.{name}>"] * 2) for name in said} for table, said in words.descriptions().items()
    }
    monkeypatch.setattr(words, "descriptions", lambda: marks)
    shown = json.dumps([schema(name) for name in NAMES])
    assert [mark.en for said in marks.values() for mark in said.values() if mark.en not in shown] == []


def test_no_word_is_written_for_python() -> None:
    text = json.dumps([schema(name) for name in NAMES])
    assert not [odd for odd in ("``", "None`", "True`", ":meth:", "Args:") if odd in text]


# -- the command line ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_the_command_line_prints_a_schema(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", name]) == 0
    assert json.loads(capsys.readouterr().out) == schema(name)


def test_without_a_name_the_command_line_lists_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    assert capsys.readouterr().out.split() == [*NAMES, "journeys", "scenario", "openapi", "explorer"]


def test_an_unknown_schema_is_one_error_that_names_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", "mars"]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    names = ", ".join([*NAMES, "journeys", "scenario", "openapi", "explorer"])
    assert printed.err == f"psc-workflow: no schema is called 'mars'; known: {names}\n"
    with pytest.raises(HostError, match="known: snapshot"):
        schema("mars")
