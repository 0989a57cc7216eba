"""
A schema says what the library reads and writes: what it refuses the library refuses, and almost the other way round.
"""

import copy
import datetime as dt
import enum
import itertools
import json
import re
import typing
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any
from unittest import mock

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from documents import with_value
from dossiers import EVERY_STATE, at_state, dossier_in, now_of
from households import CONTRACTS, ROWS, household
from people import FAMILY, NOW, TODAY
from pool import ANYWHERE, RIGHT, WRONG, of_the_day
from psc_workflow import Dossier, Formula, effects
from psc_workflow import _snapshot as snapshot
from psc_workflow import commands as do
from psc_workflow._model import people, record
from psc_workflow._model.commands import Command
from psc_workflow._model.personal import personal_fields
from psc_workflow._model.quote import Quote, QuoteLine
from psc_workflow._model.text import Text
from psc_workflow._model.vocabulary import Certainty, Channel
from psc_workflow._snapshot.schemas import DIALECT, NAMES, schema, words
from psc_workflow._structuring import unstructure
from psc_workflow.cli import main
from psc_workflow.exceptions import FaultsError, HostError, InvalidCommandError, InvalidDocumentError
from psc_workflow.pricing import price
from psc_workflow.states import _legality as legality
from strategies import CHILDREN, PARTNERS, QUOTES, maybe
from tariffs import tariffs

CALENDAR = FormatChecker(["date"])
CALENDAR.checks("date-time", raises=ValueError)(
    lambda value: not isinstance(value, str) or bool(dt.datetime.fromisoformat(value))
)
VALIDATORS = {name: Draft202012Validator(schema(name), format_checker=CALENDAR) for name in NAMES}
COMMANDS = [*RIGHT, *WRONG, *ANYWHERE, *of_the_day(TODAY)]


def schema_faults(name: str, document: Any) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in VALIDATORS[name].iter_errors(document)]


def written(command: Command) -> dict[str, Any]:
    return {"do": command.do, **unstructure(command)}


def parts(found: Any) -> Iterator[dict[str, Any]]:
    """Yield every object inside *found*."""
    if isinstance(found, dict):
        yield found
    for one in found.values() if isinstance(found, dict) else found if isinstance(found, list) else ():
        yield from parts(one)


# -- the schemas themselves -------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_valid_and_names_its_dialect_and_itself(name: str) -> None:
    found = schema(name)
    Draft202012Validator.check_schema(found)
    assert (found["$schema"], found["$id"]) == (DIALECT, f"urn:psc-workflow:schema:{name}")
    assert json.loads(json.dumps(found)) == found


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_defines_what_it_refers_to_and_nothing_else(name: str) -> None:
    found = schema(name)
    referred = {part["$ref"] for part in parts(found) if "$ref" in part}
    assert referred == {f"#/$defs/{one}" for one in found["$defs"]}


@pytest.mark.parametrize("name", NAMES)
def test_every_object_is_closed_but_for_drafts(name: str) -> None:
    objects = [part for part in parts(schema(name)) if part.get("type") in ("object", ["object", "null"])]
    free = [part for part in objects if part.get("additionalProperties") is not False]
    assert {part.get("x-personal") for part in free} <= {"free"}


def test_whoever_asks_may_change_what_is_given() -> None:
    found = schema("commands")
    for one in [*parts(found)]:
        one.clear()
    assert schema("commands") == VALIDATORS["commands"].schema


def test_there_is_a_definition_of_every_command_and_effect() -> None:
    assert {one["$ref"] for one in schema("commands")["oneOf"]} == {f"#/$defs/{command.do}" for command in do.ALL}
    assert {one["$ref"] for one in schema("effects")["oneOf"]} == {f"#/$defs/{one.__name__}" for one in effects.ALL}


@pytest.mark.parametrize("name", ["snapshot", "commands", "effects"])
def test_what_is_declared_personal_is_marked(name: str) -> None:
    kinds = [*vars(people).values(), *vars(record).values(), *vars(do).values(), *effects.ALL]
    classes = {one.__name__: one for one in kinds if isinstance(one, type) and attrs.has(one)}
    classes |= {command.do: command for command in do.ALL}
    for defined, found in schema(name)["$defs"].items():
        marked = {one: said["x-personal"] for one, said in found.get("properties", {}).items() if "x-personal" in said}
        assert marked == (personal_fields(classes[defined]) if defined in classes else {}), defined


def places() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every document, definition and property of every schema."""
    for name in NAMES:
        found = schema(name)
        yield name, found
        for defined, one in found["$defs"].items():
            yield f"{name}: {defined}", one
        for part in parts(found):
            for key, one in part.get("properties", {}).items():
                yield f"{name}: {key}", one


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
    return title in sentences or any(one <= other for one, other in itertools.permutations(sentences, 2))


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


# -- what the library writes -------------------------------------------------------------------------


@pytest.mark.parametrize("name", EVERY_STATE)
def test_the_document_of_every_state_passes(name: str) -> None:
    assert schema_faults("snapshot", json.loads(dossier_in(name).dump())) == []


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.do)
def test_every_command_passes_and_can_be_parsed(command: Command) -> None:
    document = written(command)
    assert schema_faults("commands", document) == []
    assert do.parse(document.pop("do"), document) == command


@given(st.builds(do.DeclareBeneficiaries, partner=maybe(PARTNERS), children=st.lists(CHILDREN, max_size=3)))
def test_every_household_passes(command: Command) -> None:
    assert schema_faults("commands", written(command)) == []


def test_null_is_not_known_for_a_field_that_has_no_null_of_its_own() -> None:
    document = {"do": "choose-motive", "motive": "c2s", "facts": None}
    assert schema_faults("commands", document) == []
    assert do.parse("choose-motive", {"motive": "c2s", "facts": None}) == do.parse("choose-motive", {"motive": "c2s"})


def filled(kind: Any, *, sparse: bool) -> Any:
    """Make a value of *kind*: nothing where that is allowed, if *sparse*."""
    members = typing.get_args(kind) or (kind,)
    if sparse and type(None) in members:
        return None
    simple = {str: "x", int: 16, bool: True, dt.date: TODAY, dt.datetime: NOW}
    return next(iter(members[0])) if issubclass(members[0], enum.Enum) else simple[members[0]]


EFFECTS = [
    kind(**{field.name: filled(field.type, sparse=sparse) for field in attrs.fields(attrs.resolve_types(kind))})
    for kind in effects.ALL
    for sparse in (True, False)
]


@pytest.mark.parametrize("effect", EFFECTS, ids=lambda effect: type(effect).__name__)
def test_every_effect_passes_and_can_be_parsed(effect: effects.Effect) -> None:
    document = effects.as_json(effect)
    assert schema_faults("effects", document) == []
    assert effects.parse(document) == effect


@pytest.mark.parametrize("name", EVERY_STATE)
def test_whatever_comes_by_itself_passes(name: str) -> None:
    dossier = dossier_in(name)
    milestones = dossier.timeline(until=now_of(dossier) + dt.timedelta(days=900))
    for effect in [dossier.invitation, *(effect for one in milestones for effect in one.effects)]:
        assert schema_faults("effects", effects.as_json(effect)) == []


STARTS = [(contract, contract.tariff.components[0].values[-1].in_force_from) for contract in CONTRACTS]
OFFERED = [(contract, on, formula) for contract, on in STARTS for formula in contract.value("formulas", on)]


@given(ROWS, st.sampled_from(OFFERED))
def test_a_quote_under_every_contract_passes(row: dict[str, Any], asked: tuple[Any, dt.date, Formula]) -> None:
    contract, on, formula = asked
    assert schema_faults("quote", price(household(row), contract=contract, formula=formula, on=on).as_json()) == []


@given(ROWS, tariffs())
def test_a_quote_under_any_tariff_passes(row: dict[str, Any], contract: Any) -> None:
    quote = price(household(row), contract=contract, formula=Formula.BASE, on=TODAY)
    assert schema_faults("quote", quote.as_json()) == []


@given(QUOTES)
def test_a_quote_with_whatever_is_unknown_passes(quote: Any) -> None:
    assert schema_faults("quote", quote.as_json()) == []


@given(st.sampled_from(EVERY_STATE), st.sampled_from(COMMANDS))
def test_every_decision_passes_and_says_what_it_says_in_python(name: str, command: Command) -> None:
    dossier = dossier_in(name)
    decision = dossier.decide(command, at=now_of(dossier))
    document = decision.as_json()
    assert schema_faults("decision", document) == []
    assert json.loads(json.dumps(document)) == document
    assert (document["outcome"], document["codes"]) == (decision.outcome.value, list(decision.codes))
    assert [one["text"]["fr"] for one in document["findings"]] == [one.text("fr") for one in decision.findings]
    assert tuple(map(effects.parse, document["effects"])) == decision.effects


def test_the_decisions_that_no_rule_gives_pass() -> None:
    dossier = at_state("regime")
    kept = dossier.decide(do.Resume(), at=NOW, key="k").dossier
    assert schema_faults("decision", kept.decide(do.Resume(), at=NOW, key="k").as_json()) == []
    assert schema_faults("decision", kept.decide(do.Resume(), at=NOW, expected_revision=0).as_json()) == []


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_a_number_of_a_quote_passes_however_decimals_write_it(number: Decimal) -> None:
    line = QuoteLine("agent", "c", Text("c", "c"), Channel.PAYROLL, None, Certainty.UNKNOWN, base=number, exact=number)
    quote = Quote("men-2026", TODAY, Formula.BASE, Certainty.UNKNOWN, (line,))
    assert schema_faults("quote", quote.as_json()) == []


# -- what it refuses ---------------------------------------------------------------------------------

OTHERS = [
    *[None, True, False, 0, 3, -1, "", "x", "general", "2026-05-01", "20260501", "2026-02-30", "2026-05-01\n"],
    *["2026-04-07T18:00:00", "2026-04-07T18:00:00-10:00", "2026-04-07T18:00Z", "2026-02-30T18:00:00Z", "20260407T18Z"],
    *["٢٠٢٦-٠٥-٠١", "x" * 4097, [], {}, ["x"], ["x"] * 65, [[[[[["x"]]]]]], {"a": {"a": {"a": {}}}}],
]
BETWEEN_FIELDS = {
    "a ref must not be blank",
    "two children have the same ref",
    "a ref must not be agent, partner",
    "must not be blank",
    "is one too many: one beneficiary at a time",
    "is missing: details alone cover nobody",
    "are not this beneficiary's",
}
"""What no schema can see, or could only by saying it again: how fields of one command go together."""


def below(found: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to every value inside *found*."""
    items = found.items() if isinstance(found, dict) else enumerate(found) if isinstance(found, list) else ()
    for key, value in items:
        yield (*path, key)
        yield from below(value, (*path, key))


@st.composite
def damaged(draw: st.DrawFn, documents: list[dict[str, Any]]) -> dict[str, Any]:
    """Draw a document in which one or two things were dropped, added or put in the place of another."""
    found = copy.deepcopy(draw(st.sampled_from(documents)))
    for _ in range(draw(st.integers(1, 2))):
        *way, last = draw(st.sampled_from([*below(found)]))
        holder = found
        for key in way:
            holder = holder[key]
        change = draw(st.sampled_from(["drop", "add", "put", "put", "put"]))
        if change == "drop" and last != "do":
            del holder[last]
        elif change == "add" and isinstance(holder, dict):
            holder["colour"] = copy.deepcopy(draw(st.sampled_from(OTHERS)))
        elif change == "put":
            holder[last] = copy.deepcopy(draw(st.sampled_from(OTHERS)))
    return found


def refused(read: Callable[[], object], error: type[FaultsError]) -> bool:
    """Whether *read* refuses, for a reason that a schema can see."""
    try:
        read()
    except error as told:
        return bool([fault for fault in told.faults if fault.message not in BETWEEN_FIELDS])
    return False


def of_form(found: Any) -> list[Any]:
    """List what is illegal by the value of one field alone."""
    return [one for one in legal_faults(found) if one.path.startswith("states.") or one.path == "suspended_days"]


legal_faults = legality.faults
DOCUMENTS = [json.loads(dossier_in(name).dump()) for name in ("membership.in_force", "dispensation.granted")]
DOCUMENTS += [json.loads(at_state("signature", FAMILY).decide(one, at=NOW, key="k").dossier.dump()) for one in ANYWHERE]


@given(damaged(DOCUMENTS))
def test_the_schema_refuses_the_stored_documents_that_are_not_well_formed_and_no_others(document: Any) -> None:
    with mock.patch.object(legality, "faults", of_form):
        is_refused = refused(lambda: snapshot.read(json.dumps(document)), InvalidDocumentError)
    assert bool(schema_faults("snapshot", document)) == is_refused


@given(damaged(DOCUMENTS))
def test_a_dossier_that_the_schema_refuses_is_never_loaded(document: Any) -> None:
    if schema_faults("snapshot", document):
        with pytest.raises(InvalidDocumentError):
            Dossier.load(json.dumps(document))


@given(damaged([written(command) for command in COMMANDS]))
def test_the_schema_refuses_the_commands_that_cannot_be_parsed_and_no_others(document: dict[str, Any]) -> None:
    fields = {name: value for name, value in document.items() if name != "do"}
    is_refused = refused(lambda: do.parse(document["do"], fields), InvalidCommandError)
    assert bool(schema_faults("commands", document)) == is_refused


@given(damaged([effects.as_json(effect) for effect in EFFECTS]))
def test_the_schema_refuses_the_effects_that_cannot_be_parsed_and_no_others(document: dict[str, Any]) -> None:
    assert bool(schema_faults("effects", document)) == refused(lambda: effects.parse(document), InvalidDocumentError)


def changed(path: str, value: Any) -> Any:
    return with_value(at_state("signature"), path, value)


STEP = json.loads(at_state("signature", FAMILY).dump())["record"]["history"]["steps"][0]
FAULTS = {
    "no object": [],
    "unknown field of the envelope": changed("colour", "blue"),
    "unknown field": changed("record.agent.colour", "blue"),
    "missing field of the envelope": changed("contract_version", KeyError),
    "missing field": changed("record.agent", KeyError),
    "field of the envelope in the record": changed("record.revision", 13),
    "true for a number": changed("revision", True),
    "text for a number": changed("revision", "13"),
    "number for text": changed("record.agent.city", 3),
    "number for yes or no": changed("record.answers.consents.partner_offers", 1),
    "null for an instant": changed("record.at", None),
    "null for a number": changed("record.history.count", None),
    "null for a list": changed("record.drafts", None),
    "null for an object": changed("record.states", None),
    "null for a role": changed("record.history.steps.0.role", None),
    "null for facts": changed("record.answers.motive", {"motive": "c2s", "facts": None}),
    "text for a list": changed("record.agent.address", "12 rue des Tiare"),
    "nested too far": changed("record.agent.address", [["12 rue des Tiare"]]),
    "too long a text": changed("record.agent.city", "x" * 4097),
    "too long a list": changed("record.agent.address", ["x"] * 65),
    "value of no closed list": changed("record.answers.regime.regime", "mars"),
    "state of no chart": changed("record.states.affiliation", "mars"),
    "state of another chart": changed("record.states.membership", "home"),
    "date without dashes": changed("record.agent.birth_date", "19700312"),
    "date with an hour": changed("record.agent.birth_date", "1970-03-12T00:00:00Z"),
    "day that does not exist": changed("record.agent.birth_date", "1970-02-30"),
    "instant without offset": changed("record.at", "2026-04-07T18:00:00"),
    "instant without dashes": changed("record.at", "20260407T180000Z"),
    "instant with a space": changed("record.at", "2026-04-07 18:00:00Z"),
    "instant that does not exist": changed("record.at", "2026-02-30T18:00:00Z"),
    "days below none": changed("record.suspended_days", -1),
    "days of more than a century": changed("record.suspended_days", 366 * 100 + 1),
    "too many steps": changed("record.history.steps", [STEP] * 17),
    "too many keys": changed("record.accepted", [{"key": "k", "fingerprint": "f", "revision": 1}] * 17),
    "format of another document": changed("format", "psc_workflow/redacted-dossier"),
    "version of a later release": changed("version", 2),
    "version that never was": changed("version", 0),
}


@pytest.mark.parametrize("document", FAULTS.values(), ids=FAULTS)
def test_what_the_schema_sees_the_library_refuses(document: Any) -> None:
    assert schema_faults("snapshot", document)
    with pytest.raises(InvalidDocumentError):
        Dossier.load(json.dumps(document))


@pytest.mark.parametrize(
    "name", ["date without dashes", "date with an hour", "instant without offset", "instant without dashes"]
)
def test_how_a_day_is_written_is_seen_by_a_validator_that_does_not_assert_formats(name: str) -> None:
    assert not Draft202012Validator(schema("snapshot")).is_valid(FAULTS[name])


@pytest.mark.parametrize("length", [4096, 4097])
def test_the_longest_text_and_list_are_the_same_for_both(length: int) -> None:
    lists = {"do": "update-contact-details", "address": ["x"] * (length - 4032)}
    for document in ({"do": "report-not-concerned", "reason": "\N{GRINNING FACE}" * length}, lists):
        fields = {name: value for name, value in document.items() if name != "do"}
        is_refused = refused(lambda: do.parse(document["do"], fields), InvalidCommandError)  # noqa: B023 -- called here
        assert bool(schema_faults("commands", document)) == is_refused == (length > 4096)


# -- what a schema cannot see ------------------------------------------------------------------------


UNSEEN = {
    "facts that do not go together": changed("record.states.affiliation", "confirmed"),
    "a history that was altered": changed("record.history.steps.2.command", "sign"),
    "a whole number written with a point": changed("record.suspended_days", 0.0),
    "an instant outside the years computed in": changed("record.at", "1899-12-31T18:00:00Z"),
    "a blank id": changed("record.id", " "),
    "a text that no UTF-8 can hold": changed("record.agent.city", "\ud800"),
    "the signature in a draft": changed("record.drafts", [{"state": "signature", "fields": {"evidence": "x"}}]),
}


@pytest.mark.parametrize("document", UNSEEN.values(), ids=UNSEEN)
def test_what_the_schema_does_not_see_the_library_refuses(document: Any) -> None:
    assert schema_faults("snapshot", document) == []
    with pytest.raises(InvalidDocumentError):
        Dossier.load(json.dumps(document))


UNSEEN_IN_COMMANDS = {
    "two children of one name": {"do": "declare-beneficiaries", "children": [{"ref": "a"}, {"ref": "a"}]},
    "a child called partner": {"do": "declare-beneficiaries", "children": [{"ref": "partner"}]},
    "two people added at once": {"do": "add-beneficiary", "partner": {}, "child": {}},
    "a draft that is too long": {"do": "save-and-quit", "draft": {"city": "x" * 5000}},
}


@pytest.mark.parametrize("document", UNSEEN_IN_COMMANDS.values(), ids=UNSEEN_IN_COMMANDS)
def test_what_the_schema_does_not_see_no_command_is_made_of(document: dict[str, Any]) -> None:
    assert schema_faults("commands", document) == []
    with pytest.raises(InvalidCommandError):
        do.parse(document["do"], {name: value for name, value in document.items() if name != "do"})


# -- the command line --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_the_command_line_prints_a_schema(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", name]) == 0
    assert json.loads(capsys.readouterr().out) == schema(name)


def test_without_a_name_the_command_line_lists_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    assert capsys.readouterr().out.split() == ["snapshot", "commands", "effects", "quote", "decision"]


def test_an_unknown_schema_is_one_error_that_names_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", "mars"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == "psc-workflow: no schema is called 'mars'; known: snapshot, commands, effects, quote, decision\n"
    with pytest.raises(HostError, match="known: snapshot"):
        schema("mars")
