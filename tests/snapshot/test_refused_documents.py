"""
What a schema refuses the library refuses, and almost the other way round.
"""

import copy
import json
from collections.abc import Callable, Iterator
from typing import Any
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from documents import with_value
from dossiers import at_state, dossier_in
from people import FAMILY, NOW
from pool import ANYWHERE
from psc_workflow import Dossier, effects
from psc_workflow import _snapshot as snapshot
from psc_workflow import commands as do
from psc_workflow._model.commands.everywhere import LONGEST_DRAFT
from psc_workflow._schemas import schema
from psc_workflow.exceptions import FaultsError, InvalidCommandError, InvalidDocumentError
from psc_workflow.states import _legality as legality
from schema_checks import COMMANDS, EFFECTS, as_document, schema_faults

# -- what it refuses -------------------------------------------------------------------------------------


OTHERS = [
    *[None, True, False, 0, 3, -1, "", "x", "general", "2026-05-01", "20260501", "2026-02-30", "2026-05-01\n"],
    *["2026-04-07T18:00:00", "2026-04-07T18:00:00-10:00", "2026-04-07T18:00Z", "2026-02-30T18:00:00Z", "20260407T18Z"],
    *["٢٠٢٦-٠٥-٠١", "x" * 4097, [], {}, ["x"], ["x"] * 65, [[[[[["x"]]]]]], {"a": {"a": {"a": {}}}}],
]

BETWEEN_FIELDS = {
    "must not be that of another child",
    "must not be agent, partner",
    "must not be blank",
    "is one too many: one beneficiary at a time",
    "cover nobody without partner",
    "cover nobody without child",
    "are not this beneficiary's",
    f"must not take more than {LONGEST_DRAFT} bytes as JSON",
}
"""What no schema can see, or could only by saying it again: how fields of one command go together, how long all are."""


def below(document: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to every value inside *document*."""
    items = (
        document.items() if isinstance(document, dict) else enumerate(document) if isinstance(document, list) else ()
    )
    for key, value in items:
        yield (*path, key)
        yield from below(value, (*path, key))


@st.composite
def damaged(draw: st.DrawFn, documents: list[dict[str, Any]]) -> dict[str, Any]:
    """Draw a document in which one or two things were dropped, added or put in the place of another."""
    document = copy.deepcopy(draw(st.sampled_from(documents)))
    for _ in range(draw(st.integers(1, 2))):
        *way, last = draw(st.sampled_from([*below(document)]))
        holder = document
        for key in way:
            holder = holder[key]
        change = draw(st.sampled_from(["drop", "add", "put", "put", "put"]))
        if change == "drop" and last != "do":
            del holder[last]
        elif change == "add" and isinstance(holder, dict):
            holder["colour"] = copy.deepcopy(draw(st.sampled_from(OTHERS)))
        elif change == "put":
            holder[last] = copy.deepcopy(draw(st.sampled_from(OTHERS)))
    return document


def refused(read: Callable[[], object], error: type[FaultsError]) -> bool:
    """Whether *read* refuses, for a reason that a schema can see."""
    try:
        read()
    except error as refusal:
        return bool([fault for fault in refusal.faults if fault.message not in BETWEEN_FIELDS])
    return False


def of_form(document: Any) -> list[Any]:
    """List what is illegal by the value of one field alone."""
    return [
        fault for fault in legal_faults(document) if fault.path.startswith("states.") or fault.path == "suspended_days"
    ]


legal_faults = legality.faults_of

DOCUMENTS = [
    *[json.loads(dossier_in(name).dump()) for name in ("membership.in_force", "dispensation.granted")],
    *[
        json.loads(at_state("signature").decide(command, at=NOW, key="k", role=command.roles[0]).dossier.dump())
        for command in ANYWHERE
    ],
]


@given(damaged(DOCUMENTS))
def test_the_schema_refuses_the_stored_documents_that_are_not_well_formed_and_no_others(document: Any) -> None:
    with mock.patch.object(legality, "faults_of", of_form):
        is_refused = refused(lambda: snapshot.read(json.dumps(document)), InvalidDocumentError)
    assert bool(schema_faults("snapshot", document)) == is_refused


@given(damaged(DOCUMENTS))
def test_a_dossier_that_the_schema_refuses_is_never_loaded(document: Any) -> None:
    if schema_faults("snapshot", document):
        with pytest.raises(InvalidDocumentError):
            Dossier.load(json.dumps(document))


@given(damaged([as_document(command) for command in COMMANDS]))
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


# -- what a schema cannot see ----------------------------------------------------------------------------


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
