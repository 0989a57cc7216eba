"""
What portals answer to requests that are wrong, twice made, late, or met by a mistake of the host.
"""

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest

from driven_portals import (
    DECLARE_REGIME,
    PORTALS,
    START_AFFILIATION,
    Portal,
    World,
    is_problem,
    is_title_alone,
    running,
)
from effort import IS_THOROUGH
from people import BENOIT, GUIDE, INVITED, NOW
from psc_workflow import Dossier, Role
from psc_workflow.exceptions import DossierNotFoundError
from psc_workflow.web import LARGEST_BODY, Caller

QUICK = [name for name in PORTALS if IS_THOROUGH or name != "Django on PostgreSQL"]
"""What is answered is the same on both databases of Django: at length both are asked."""


@pytest.fixture(params=QUICK)
def portal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Portal]:
    """Run a portal on which one dossier is open, ``D1``."""
    with running(request.param, tmp_path) as portal:
        yield portal


# -- refusals --------------------------------------------------------------------------------------------


def test_a_refusal_is_a_problem_with_its_reasons_and_changes_nothing(portal: Portal) -> None:
    portal.give(START_AFFILIATION)
    refused = portal.give({"do": "declare-regime", "regime": "cps"})
    assert is_problem(refused, 422)
    assert refused.json["outcome"] == "refused"
    assert [(finding["code"], finding["pointer"]) for finding in refused.json["errors"]] == [
        ("regime-not-covered", "#/regime")
    ]
    assert portal.view().headers["etag"] == '"1"'


def test_a_field_left_out_is_named(portal: Portal) -> None:
    portal.give(START_AFFILIATION)
    asked = portal.give({"do": "declare-regime"})
    assert is_problem(asked, 422)
    assert (asked.json["outcome"], asked.json["missing"]) == ("incomplete", ["#/regime"])


def test_a_command_out_of_its_place_is_a_conflict_that_names_those_in_theirs(portal: Portal) -> None:
    early = portal.give({"do": "confirm-solo"})
    assert is_problem(early, 409)
    assert "start-affiliation" in early.json["available"]


@pytest.mark.parametrize(
    ("step", "pointers"),
    [
        ({"do": "declare-regime", "regime": "no such"}, ["#/regime"]),
        ({"do": "declare-regime", "regime": 7}, ["#/regime"]),
        ({"do": "declare-regime", "régime": "general"}, ["#/…"]),
        ({"do": "declare-regime", "role": "manager"}, ["#/role"]),
        ({"do": "declare-regime", "at": "2026-04-07T18:00:00"}, ["#/at"]),
        ({"do": "no-such-command"}, ["#/do"]),
        ({"do": ["start-affiliation"]}, ["#/do"]),
        ({}, ["#/do"]),
    ],
    ids=["no choice", "no text", "no field", "a role", "an instant", "no command", "a list", "nothing"],
)
def test_a_command_that_is_not_well_formed_is_told_by_its_fields(
    portal: Portal, step: Any, pointers: list[str]
) -> None:
    """Who acts and when are no fields: neither can be said in a body."""
    portal.give(START_AFFILIATION)
    reply = portal.give(step)
    assert is_problem(reply, 422)
    assert [finding["pointer"] for finding in reply.json["errors"]][: len(pointers)] == pointers
    assert portal.view().headers["etag"] == '"1"'


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"start-affiliation"',
        b"\xff",
        b"[" * 100_000,
        b'{"do": "start-affiliation", "x": ' + b"9" * 5000 + b"}",
        b'{"do": "report-not-concerned\\u0000", "reason": "a"}',
        b'{"do": "report-not-concerned", "reason\\u0000": "a"}',
        b'{"do": "declare-beneficiaries", "children": [{"birth_date\\u0000": 1}]}',
        b'{"id": "D1\\u0000"}',
        '{"do": "report-not-concerned", "reason": "a\\u0000b"}'.encode("utf-16"),
    ],
    ids=[
        "empty",
        "cut short",
        "a list",
        "a text",
        "no text",
        "deep",
        "a long number",
        "NUL in a command",
        "NUL in the name of a field",
        "NUL in a name inside",
        "NUL in an id",
        "another encoding",
    ],
)
def test_a_body_that_cannot_be_read_is_a_bad_request(portal: Portal, body: bytes) -> None:
    assert is_problem(portal.give(body), 400)
    assert is_problem(portal.ask("POST", "/dossiers", body, by="manager"), 400)
    assert portal.view().headers["etag"] == '"0"'


def test_what_a_framework_refuses_is_told_by_its_title_alone(portal: Portal) -> None:
    """No page of HTML, and nothing of what was sent."""
    assert is_title_alone(portal.ask("GET", "/dupond", by="D1"), 404)
    assert is_title_alone(portal.ask("POST", "/dossiers/D1/commands/dupond", START_AFFILIATION, by="D1"), 404)
    for method, path, allowed in (("PUT", "/dossiers/D1", "GET"), ("DELETE", "/dossiers/D1/commands", "POST")):
        refused = portal.ask(method, path, START_AFFILIATION, by="D1")
        assert is_title_alone(refused, 405)
        assert allowed in refused.headers["allow"].split(", ")


@pytest.mark.parametrize("larger", [1, 4_000_000], ids=["a byte too many", "more than Django reads"])
def test_a_body_that_is_too_large_is_told_by_its_title_alone(portal: Portal, larger: int) -> None:
    body = json.dumps(START_AFFILIATION).encode()
    assert is_title_alone(portal.give(body.ljust(LARGEST_BODY + larger)), 413)
    assert is_title_alone(portal.ask("POST", "/dossiers", body.ljust(LARGEST_BODY + larger), by="manager"), 413)
    assert portal.view().headers["etag"] == '"0"'
    assert portal.give(body.ljust(LARGEST_BODY)).status == 200


@pytest.mark.parametrize("id", ["", " ", "\x1b", "\ud800", "x" * 256], ids=ascii)
def test_an_id_that_no_dossier_can_have_is_refused(portal: Portal, id: str) -> None:  # noqa: A002 -- as Dossier.open
    portal.world.agents[id] = BENOIT
    refused = portal.open(id)
    assert is_problem(refused, 422)
    assert refused.json["type"] == "urn:psc-workflow:problem:unusable-id"


def test_the_longest_id_that_a_dossier_can_have_is_stored(portal: Portal) -> None:
    longest = "x" * 255
    portal.world.agents[longest] = BENOIT
    assert portal.open(longest).status == 201
    assert portal.view(longest, by="manager").status == 200


def test_a_path_with_a_nul_leads_to_no_dossier() -> None:
    """PostgreSQL would not even look for it."""
    with pytest.raises(DossierNotFoundError):
        attrs.evolve(World().host(), caller=lambda _: Caller(Role.MANAGER)).caller_on("D1\0", None)


@pytest.mark.parametrize(
    ("locale", "sentence"), [("fr", "Ce champ contient un caractère illisible"), ("en", "an unreadable character")]
)
def test_a_nul_in_a_field_is_a_finding_in_the_person_s_language(portal: Portal, locale: str, sentence: str) -> None:
    command, headers = {"do": "report-not-concerned", "reason": "a\0b"}, {"Accept-Language": locale}
    refused = portal.ask("POST", "/dossiers/D1/commands", command, by="D1", headers=headers)
    assert is_problem(refused, 422)
    assert [(error["pointer"], error["code"]) for error in refused.json["errors"]] == [
        ("#/reason", "control-character")
    ]
    assert sentence in refused.json["errors"][0]["detail"]
    assert portal.view().headers["etag"] == '"0"'


def test_a_nul_in_a_draft_is_taken_out_and_the_rest_is_stored(portal: Portal) -> None:
    portal.give(START_AFFILIATION)
    assert portal.give({"do": "save-and-quit", "draft": {"regime": "c\0ps"}}).status == 200
    assert portal.view().json["draft"] == {"regime": "cps"}


# -- malformed fields ------------------------------------------------------------------------------------

CPS = {"birth_date": "1972-10-09", "regime": "cps", "link": "pacs", "state_civil_servant": False}
MALFORMED = {
    "do": "declare-beneficiaries",
    "partner": CPS,
    "children": [{"birth_date": "2019-02-30", "regime": "general", "disabled": False}],
}


@pytest.mark.parametrize(
    ("languages", "sentence"),
    [
        (None, "Ce jour n’existe pas dans le calendrier"),
        ("fr-PF,fr;q=0.9,en;q=0.8", "Ce jour n’existe pas dans le calendrier"),
        ("en-GB,en;q=0.9,fr;q=0.8", "There is no such day in the calendar"),
        ("ty, en;q=0.5", "There is no such day in the calendar"),
        ("de,*", "Ce jour n’existe pas dans le calendrier"),
    ],
)
def test_a_malformed_field_is_refused_beside_all_other_findings_in_the_person_s_language(
    portal: Portal, languages: str | None, sentence: str
) -> None:
    for step in (START_AFFILIATION, DECLARE_REGIME):
        portal.give(step)
    reply = portal.ask(
        "POST", "/dossiers/D1/commands", MALFORMED, by="D1", headers={"Accept-Language": languages, "If-Match": '"2"'}
    )
    assert is_problem(reply, 422)
    assert [(error["code"], error["pointer"]) for error in reply.json["errors"]] == [
        ("form-no-such-day", "#/children/0/birth_date"),
        ("partner-regime-not-covered", "#/partner/regime"),
    ]
    assert reply.json["errors"][0]["detail"].startswith(sentence)
    assert portal.view().headers["etag"] == '"2"'


def test_a_malformed_field_of_a_command_out_of_its_place_is_a_conflict(portal: Portal) -> None:
    assert is_problem(portal.give(MALFORMED), 409)


def test_a_mended_form_may_use_the_key_of_the_malformed_one(portal: Portal) -> None:
    portal.give(START_AFFILIATION)
    assert is_problem(portal.give({"do": "declare-regime", "regime": 7}, key="a"), 422)
    assert portal.give(DECLARE_REGIME, key="a").json["outcome"] == "accepted"
    again = portal.give({"do": "declare-regime", "regime": 7}, key="a")
    assert is_problem(again, 409)
    assert [error["code"] for error in again.json["errors"]] == ["form-already-accepted"]


def test_a_screen_is_shown_in_the_person_s_language(portal: Portal) -> None:
    labels = {
        language: {
            command["label"]
            for command in portal.ask("GET", "/dossiers/D1", by="D1", headers={"Accept-Language": language}).json[
                "commands"
            ]
        }
        for language in ("fr", "en")
    }
    assert labels["fr"] & labels["en"] != labels["fr"]


# -- twice, and at once ----------------------------------------------------------------------------------


def test_the_same_request_twice_is_done_once(portal: Portal) -> None:
    first, again = (portal.give(START_AFFILIATION, key="a", tag='"0"') for _ in range(2))
    assert (first.json["outcome"], again.json["outcome"]) == ("accepted", "duplicate")
    assert (again.status, again.json["dossier"]) == (200, first.json["dossier"])


def test_a_key_names_one_request(portal: Portal) -> None:
    portal.give(START_AFFILIATION, key="a")
    assert is_problem(portal.give(DECLARE_REGIME, key="a"), 422)
    assert is_problem(portal.give(DECLARE_REGIME, key="k" * 65), 400)
    assert portal.view().headers["etag"] == '"1"'


@pytest.mark.parametrize("tag", ['"0"', '"7"', "1", 'W/"1"', '"one"', '"1", "2"'])
def test_a_screen_made_on_another_revision_changes_nothing(portal: Portal, tag: str) -> None:
    portal.give(START_AFFILIATION)
    assert is_problem(portal.give(DECLARE_REGIME, tag=tag), 412)
    assert portal.view().json["where"]["state"] == "regime"
    assert portal.give(DECLARE_REGIME, tag="*").status == 200


def test_of_two_that_read_the_same_revision_one_wins(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other one is told, whatever framework and database decide: nothing is overwritten."""
    decide, others = Dossier.decide, [{"do": "save-and-quit", "draft": {"regime": "cps"}}]
    portal.give(START_AFFILIATION)

    def overtaken(dossier: Dossier, *positional: Any, **named: Any) -> Any:
        decision = decide(dossier, *positional, **named)
        if others:
            assert portal.give(others.pop()).status == 200
        return decision

    monkeypatch.setattr(Dossier, "decide", overtaken)
    late = portal.give(DECLARE_REGIME)
    assert is_problem(late, 409)
    assert late.json["outcome"] == "stale"
    assert (portal.view().json["draft"], portal.view().json["where"]["state"]) == ({"regime": "cps"}, "regime")


def test_of_two_with_the_same_key_both_are_told_that_it_is_done(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    decide, others = Dossier.decide, [START_AFFILIATION]

    def overtaken(dossier: Dossier, *positional: Any, **named: Any) -> Any:
        decision = decide(dossier, *positional, **named)
        if others:
            assert portal.give(others.pop(), key="a").json["outcome"] == "accepted"
        return decision

    monkeypatch.setattr(Dossier, "decide", overtaken)
    assert portal.give(START_AFFILIATION, key="a").json["outcome"] == "duplicate"


# -- the host's own mistakes -----------------------------------------------------------------------------


def test_a_clock_without_a_time_zone_is_a_fault_of_the_host_and_stores_nothing(portal: Portal) -> None:
    portal.world.now = NOW.replace(tzinfo=None)
    assert all(
        is_title_alone(reply, 500) for reply in (portal.give(START_AFFILIATION), portal.view(), portal.open("D2"))
    )
    portal.world.now = NOW
    assert portal.view().headers["etag"] == '"0"'
    assert is_problem(portal.view("D2", by="manager"), 404)


def test_a_clock_that_goes_back_is_a_fault_of_the_host_and_stores_nothing(portal: Portal) -> None:
    portal.give(START_AFFILIATION)
    portal.world.now = INVITED - dt.timedelta(days=1)
    assert is_title_alone(portal.give(DECLARE_REGIME), 500)
    assert is_title_alone(portal.view(), 500)
    portal.world.now = NOW
    assert portal.view().headers["etag"] == '"1"'


@pytest.mark.parametrize("name", PORTALS)
def test_a_portal_with_a_contract_of_its_own_reads_what_it_opened(name: str, tmp_path: Path) -> None:
    heading = attrs.evolve(GUIDE.contract, id="ours")
    with PORTALS[name](World(contract=attrs.evolve(GUIDE, contract=heading)), tmp_path) as portal:
        portal.open()
        assert portal.view().status == 200
        assert portal.give({"do": "start-affiliation"}).json["outcome"] == "accepted"
        portal.world.now = INVITED + dt.timedelta(days=22)
        assert portal.run_due().failed == ()
