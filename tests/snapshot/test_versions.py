"""
What a release has written is read by every later one: golden files, and a version 2 that is made up.
"""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from dossiers import EVERY_STATE, dossier_in, now_of, open_dossier
from paths import GOLDEN
from psc_workflow import Dossier, Role, effects
from psc_workflow import _snapshot as snapshot
from psc_workflow import commands as do
from psc_workflow._snapshot import Versions
from psc_workflow.exceptions import DefinitionError, InvalidDocumentError, NewerDocumentError

FILES = sorted((GOLDEN / "v1").glob("*.json"))

# -- golden files ---------------------------------------------------------------------------


def golden() -> dict[str, bytes]:
    """Make the documents anew; a file that exists is never written again."""
    return {name: dossier_in(name).dump() for name in EVERY_STATE}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_what_version_1_wrote_is_read_and_goes_on(file: Path) -> None:
    """The bytes are those of the release that froze the version: nothing may ever change in these files."""
    data = file.read_bytes()
    dossier = Dossier.load(data)
    at = now_of(dossier)
    assert dossier.states[file.stem.partition(".")[0]] == file.stem.partition(".")[2]
    assert dossier.view(at=at, role=Role.AGENT).status
    assert dossier.decide(do.Tick(), at=at + dt.timedelta(days=400), role=Role.CLOCK).outcome.value == "accepted"
    assert json.loads(dossier.dump())["record"] == json.loads(data)["record"]


def test_every_state_has_a_golden_file() -> None:
    assert [file.stem for file in FILES] == sorted(EVERY_STATE)


# -- a version that is made up ---------------------------------------------------------------


def made_up() -> Versions:
    """Read documents in which the city was still called a town, and the revision was counted from 1."""
    versions = Versions(first=-1, current=1)

    @versions.upcast(-1, 0)
    def call_the_town_a_city(document: dict[str, Any]) -> dict[str, Any]:
        document["record"]["agent"]["city"] = document["record"]["agent"].pop("town")
        return document

    @versions.upcast(0, 1)
    def count_revisions_from_0(document: dict[str, Any]) -> dict[str, Any]:
        return document | {"revision": document["revision"] - 1}

    versions.check()
    return versions


def older(dossier: Dossier, version: int) -> dict[str, Any]:
    document = json.loads(dossier.dump()) | {"version": version, "revision": dossier.revision + 1}
    if version < 0:
        document["record"]["agent"]["town"] = document["record"]["agent"].pop("city")
    return document


@pytest.mark.parametrize("version", [-1, 0])
@pytest.mark.parametrize("name", ["affiliation.home", "affiliation.signature", "membership.in_force"])
def test_an_older_document_is_read_as_if_it_were_of_today(name: str, version: int) -> None:
    dossier = dossier_in(name)
    assert snapshot.read(json.dumps(older(dossier, version)), made_up()) == dossier.record


def test_a_document_of_today_is_not_touched() -> None:
    dossier = open_dossier()
    assert snapshot.read(dossier.dump(), made_up()) == dossier.record


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"record": {}}, "version"),
        ({"record": None}, "version"),
        ({"revision": "one"}, "version"),
        ({"version": -2}, "version"),
        ({"version": True}, "version"),
        ({"version": None}, "version"),
        ({"colour": "blue"}, "colour"),
    ],
)
def test_an_older_document_that_is_not_what_it_says_gives_the_one_error(change: dict[str, Any], path: str) -> None:
    with pytest.raises(InvalidDocumentError) as caught:
        snapshot.read(json.dumps(older(open_dossier(), -1) | change), made_up())
    assert [fault.path for fault in caught.value.faults] == [path]


def test_a_newer_document_is_refused_and_told_apart() -> None:
    with pytest.raises(NewerDocumentError, match="is 2; this release reads up to 1"):
        snapshot.read(json.dumps(older(open_dossier(), 2)), made_up())


def test_lifting_leaves_the_document_that_was_given_as_it_is() -> None:
    document = older(open_dossier(), -1)
    before = json.dumps(document)
    made_up().lift(document)
    assert json.dumps(document) == before


# -- the chain itself --------------------------------------------------------------------------


def test_a_version_that_leads_nowhere_is_told() -> None:
    versions = Versions(first=1, current=4)
    versions.upcast(2, 3)(lambda document: document)
    with pytest.raises(DefinitionError, match="starts from: 1, 3"):
        versions.check()


@pytest.mark.parametrize("error", [ZeroDivisionError, AssertionError, RuntimeError, StopIteration, RecursionError])
def test_whatever_an_upcaster_raises_is_the_one_error_without_its_message(error: type[Exception]) -> None:
    versions = Versions(first=0, current=1)

    @versions.upcast(0, 1)
    def fail(document: dict[str, Any]) -> dict[str, Any]:
        raise error(document["record"]["agent"])

    data = json.loads(open_dossier().dump()) | {"version": 0}
    with pytest.raises(InvalidDocumentError, match="version: is 0") as caught:
        snapshot.read(json.dumps(data), versions)
    assert "Benoît" not in str(caught.value)


@pytest.mark.parametrize(("old", "new"), [(1, 3), (2, 1), (0, 1), (3, 4), (1, 1)])
def test_an_upcaster_leads_from_one_released_version_to_the_next(old: int, new: int) -> None:
    with pytest.raises(DefinitionError):
        Versions(first=1, current=3).upcast(old, new)


def test_a_version_has_one_upcaster() -> None:
    versions = Versions(first=1, current=2)
    versions.upcast(1, 2)(lambda document: document)
    with pytest.raises(DefinitionError):
        versions.upcast(1, 2)


# -- without the person ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", EVERY_STATE)
def test_a_redacted_dossier_says_where_the_file_stands_and_cannot_be_loaded(name: str) -> None:
    dossier = dossier_in(name)
    redacted = dossier.dump(redacted=True)
    document = json.loads(redacted)
    assert document["record"]["states"] == dossier.states
    assert document["revision"] == dossier.revision
    with pytest.raises(InvalidDocumentError, match="redacted"):
        Dossier.load(redacted)


def test_a_child_has_the_same_number_everywhere_in_a_redacted_dossier() -> None:
    text = dossier_in("membership.in_force").dump(redacted=True).decode()
    assert '"ref":"child-1"' in text
    assert "carla" not in text


# -- effects --------------------------------------------------------------------------------


EFFECTS = json.loads((GOLDEN / "v1-effects.json").read_text())
"""What outboxes hold of the time when effects did not name their dossier; never written again."""


@pytest.mark.parametrize("stored", EFFECTS, ids=[f"{stored['type']}-{stored['id']}" for stored in EFFECTS])
def test_an_effect_that_does_not_name_its_dossier_is_read(stored: dict[str, Any]) -> None:
    effect = effects.parse(stored)
    assert (effect.dossier, effect.contract) == (None, None)
    again = effects.as_json(effect)
    renamed = {"contract": "next_contract"} if stored["type"] == "ContinueUnder" else {}
    assert {renamed.get(name, name): value for name, value in stored.items()}.items() <= again.items()
    assert effects.parse(again) == effect
