"""
Records that no accepted commands could have made are not loaded.
"""

import json

import attrs
import pytest

from dossiers import at_state, dossier_in, open_dossier
from people import ACCOUNT, CARLA, FAMILY, GUIDE, NOW, details_of
from psc_workflow import Dossier, Role
from psc_workflow.exceptions import HostError, InvalidDocumentError


def edited(dossier: Dossier, **changes: object) -> bytes:
    document = json.loads(dossier.dump())
    for path, value in changes.items():
        *parents, last = path.split("__")
        place = document
        for name in parents:
            place = place[int(name)] if isinstance(place, list) else place[name]
        place[int(last) if isinstance(place, list) else last] = value
    return json.dumps(document).encode()


def answers_of(dossier: Dossier) -> dict[str, object]:
    return json.loads(dossier.dump())["record"]["answers"]


FAMILY_AT_SIGNATURE = at_state("signature", FAMILY)
DRAFT = {"state": "signature", "fields": {"documents_read": []}}
KEY = {"key": "k", "fingerprint": "f", "revision": 1}

IMPOSSIBLE = {
    "children null": ({"record__answers__beneficiaries__children": None}, "record.answers.beneficiaries.children"),
    "child without a ref": (
        {"record__answers__beneficiaries__children__0__ref": None},
        "record.answers.beneficiaries.children.0.ref",
    ),
    "partner without a number": (
        {"record__answers__partner_details__0__nir": None},
        "record.answers.partner_details.0.nir",
    ),
    "child without a name": (
        {"record__answers__children_details__0__first_name": None},
        "record.answers.children_details.0.first_name",
    ),
    "the same child twice": (
        {"record__answers__children_details": answers_of(FAMILY_AT_SIGNATURE)["children_details"] * 2},
        "record.answers.children_details",
    ),
    "the same partner twice": (
        {"record__answers__partner_details": answers_of(FAMILY_AT_SIGNATURE)["partner_details"] * 2},
        "record.answers.partner_details",
    ),
    "the same screen's draft twice": ({"record__drafts": [DRAFT, DRAFT]}, "record.drafts"),
    "too many keys": ({"record__accepted": [KEY] * 17}, "record.accepted"),
    "a key of a revision to come": ({"record__accepted": [KEY | {"revision": 99}]}, "record.accepted"),
    "blank id": ({"record__id": " "}, "record.id"),
    "another last instant": ({"record__at": "2026-04-30T08:00:00+00:00"}, "record.at"),
    "invitation after the last instant": ({"record__invited_at": "2026-04-30T08:00:00+00:00"}, "record.at"),
    "first step altered": ({"record__history__steps__0__chain": "0"}, "record.history.steps.0"),
    "a step left out": ({"record__history__count": 99, "revision": 99}, "record.history"),
    "negative version": ({"version": -1}, "version"),
}


@pytest.mark.parametrize(("changes", "path"), IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_what_no_accepted_command_could_have_made_is_not_loaded(changes: dict[str, object], path: str) -> None:
    with pytest.raises(InvalidDocumentError) as caught:
        Dossier.load(edited(FAMILY_AT_SIGNATURE, **changes))
    assert path in [fault.path for fault in caught.value.faults]


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ('"revision":', '"revision":1,"revision":', "the same key twice"),
        ('"city":"Papeete"', '"city":"\\ud800"', "not UTF-8"),
        ('"count":', '"count":NaN,"x":', "NaN"),
        ("{", "\ufeff{", "byte-order mark"),
    ],
)
def test_what_json_leaves_open_is_refused_inside_an_otherwise_right_document(
    before: str, after: str, message: str
) -> None:
    text = FAMILY_AT_SIGNATURE.dump().decode()
    assert before in text
    with pytest.raises(InvalidDocumentError, match=message):
        Dossier.load(text.replace(before, after, 1))


def test_any_bytes_are_loaded_and_anything_else_is_the_host_s_mistake() -> None:
    data = open_dossier().dump()
    assert Dossier.load(memoryview(data)) == Dossier.load(bytearray(data)) == open_dossier()
    for wrong in (None, 3, {}):
        with pytest.raises(HostError):
            Dossier.load(wrong)


def test_history_keeps_codes_and_the_version_of_the_contract_decided_on() -> None:
    dossier = at_state("children_details")
    newer = attrs.evolve(GUIDE, contract=attrs.evolve(GUIDE.contract, version="2027.1"))
    decision = attrs.evolve(dossier, contract=newer).decide(details_of(CARLA), at=NOW, role=Role.AGENT)
    (step,) = decision.steps
    assert (step.codes, step.contract_version, step.outcome) == (("child-nir-pending",), "2027.1", "accepted")
    assert decision.dossier.record.contract_version == "2027.1"


def test_passwords_are_nowhere_in_what_is_stored() -> None:
    assert ACCOUNT.password.encode() not in dossier_in("access.created").dump()
