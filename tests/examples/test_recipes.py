"""
The portals of ``examples/portals``: the same requests get the same answers from each of the three frameworks.
"""

import datetime as dt
import json
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any

import attrs
import pytest
from django.test import Client, override_settings

import planted
from driven_portals import PORTALS, Portal, Reply, World, models
from paths import REFERENCE_FAMILY
from people import BENOIT, GUIDE, INVITED, NOW
from planted import TELLS_A_BIRTH_DATE, TOURS, Mint, Shown, leaks
from portals.common import LARGEST_BODY, PAGE, Run
from psc_workflow import Dossier, Outcome, Role
from psc_workflow._model import effects
from psc_workflow._model.commands import Command, parse
from psc_workflow._snapshot import history
from psc_workflow._snapshot.history import verify_history
from psc_workflow._structuring import unstructure
from psc_workflow.exceptions import InvalidDocumentError
from psc_workflow.problems import MEDIA_TYPE

START = {"do": "start-affiliation"}
REGIME = {"do": "declare-regime", "regime": "general"}


@pytest.fixture(params=PORTALS.values(), ids=PORTALS)
def portal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Portal]:
    """A portal on which one dossier is open, ``D1``."""
    with request.param(World(), tmp_path) as running:
        assert running.open().status == 201
        running.world.now = NOW
        yield running


def is_problem(reply: Reply, status: int) -> bool:
    return (reply.status, reply.type, reply.json["status"]) == (status, MEDIA_TYPE, status)


def steps_of_the_scenario() -> list[tuple[dt.datetime, dict[str, Any]]]:
    steps = json.loads(REFERENCE_FAMILY.read_text(encoding="utf-8"))["steps"]
    return [(dt.datetime.fromisoformat(step.pop("at")), step) for step in steps]


# -- the journey -------------------------------------------------------------------------------------------


def test_a_family_goes_from_the_invitation_to_the_confirmation(portal: Portal) -> None:
    assert portal.run_due().sent == 1
    assert [type(one) for one in portal.world.sent] == [effects.SendInvitation]
    shown = portal.view()
    assert (shown.status, shown.json["where"]["state"], shown.headers["etag"]) == (200, "home", '"0"')
    for number, (at, step) in enumerate(steps_of_the_scenario()):
        portal.world.now = at
        before = portal.view()
        assert step["do"] in {one["do"] for one in before.json["commands"] if one["offered"]}
        given = portal.give(step, key=f"request-{number}", tag=before.headers["etag"])
        assert (given.status, given.json["outcome"]) == (200, "accepted")
        assert given.json["dossier"] == portal.view().json
        assert given.headers["etag"] == portal.view().headers["etag"] != before.headers["etag"]
    assert portal.view().json["where"]["state"] == "confirmed"
    assert portal.view().json["answers"]["bank_details"]["holder"] == "M. ou Mme Dupond"
    portal.run_due()
    assert effects.SendAcknowledgement in {type(one) for one in portal.world.sent}


def test_what_is_shown_is_kept_by_no_cache(portal: Portal) -> None:
    assert {one.headers["cache-control"] for one in (portal.view(), portal.give(START))} == {"no-store"}


def test_silence_affiliates_on_the_day_after_the_last_and_is_told_once(portal: Portal) -> None:
    portal.run_due()
    portal.world.now = INVITED + dt.timedelta(days=20)
    portal.run_due()
    assert portal.view().json["where"]["state"] == "home"
    portal.world.now = INVITED + dt.timedelta(days=22)
    assert portal.run_due().sent >= 1
    assert portal.view().json["where"]["state"] == "auto_affiliated"
    assert int(portal.view().json["revision"]) > 0
    told = [one for one in portal.world.sent if isinstance(one, effects.SendAutomaticAffiliation)]
    assert len(told) == 1
    assert portal.run_due().sent == 0
    assert len({one.id for one in portal.world.sent}) == len(portal.world.sent)


def test_what_is_owed_is_delivered_while_it_is_of_use(portal: Portal) -> None:
    """A first run after two months brings the end of the time to answer, and no invitation to answer within it."""
    portal.world.now = INVITED - dt.timedelta(minutes=1)
    assert portal.run_due().sent == 0
    portal.world.now = INVITED + dt.timedelta(days=60)
    assert portal.run_due().sent >= 1
    sent = {type(one) for one in portal.world.sent}
    assert effects.SendAutomaticAffiliation in sent
    assert effects.SendInvitation not in sent


def test_what_could_not_be_sent_waits_for_the_next_run(portal: Portal) -> None:
    class OutageError(Exception):
        pass

    class Down(list[Any]):
        def append(self, _: object) -> None:
            raise OutageError

    portal.world.sent = Down()
    with pytest.raises(OutageError):
        portal.run_due()
    portal.world.sent = []
    assert portal.run_due().sent == 1


def test_one_mail_that_does_not_go_through_waits_alone(portal: Portal) -> None:
    portal.give({"do": "request-document", "kind": "notice_information"})
    portal.world.bounces = (effects.SendInvitation,)
    assert portal.run_due().sent == 1
    assert [type(one) for one in portal.world.sent] == [effects.ProduceDocument]
    portal.world.bounces = ()
    assert portal.run_due().sent == 1


DAMAGED = '{"format": "of no dossier", "of": "Benoît Dupond"}'


def test_a_dossier_that_cannot_be_read_keeps_no_other_one_from_its_tick(portal: Portal) -> None:
    portal.open("D2")
    portal.damage("D1", DAMAGED)
    portal.world.now = INVITED + dt.timedelta(days=60)
    with planted.logged() as logs:
        ran = portal.run_due()
    assert (ran.sent, ran.failed) == (1, ("D1",))
    assert [type(one) for one in portal.world.sent] == [effects.SendAutomaticAffiliation]
    assert portal.view("D2", by="D2").headers["etag"] != '"0"'
    assert [text for name, text in logs if name == "log of portals.common"] == [
        "the tick of dossier D1 raised InvalidDocumentError ('D1', 'InvalidDocumentError')"
    ]
    assert not [text for _, text in logs if "Dupond" in text]
    assert portal.run_due() == Run(sent=0, failed=("D1",))


def test_a_run_ticks_all_that_is_due_however_many_cannot_be_read(portal: Portal) -> None:
    """More of them than are named at a time, all before the others: neither an end too early nor none at all."""
    damaged = [f"A{number:03}" for number in range(PAGE + 1)]
    portal.world.now = INVITED
    for id in damaged:  # noqa: A001 -- as Dossier.open
        portal.world.agents[id] = BENOIT
        portal.open(id)
        portal.damage(id, DAMAGED)
    portal.world.now = INVITED + dt.timedelta(days=60)
    assert portal.run_due().failed == tuple(damaged)
    assert portal.view().headers["etag"] != '"0"'


def test_what_the_outbox_of_a_failed_tick_owes_is_delivered_all_the_same(portal: Portal) -> None:
    portal.damage("D1", DAMAGED)
    portal.world.now = INVITED + dt.timedelta(days=8)
    assert portal.run_due() == Run(sent=1, failed=("D1",))
    assert [type(one) for one in portal.world.sent] == [effects.SendInvitation]


def test_nobody_writes_to_somebody_who_has_died_in_the_meantime(portal: Portal) -> None:
    portal.world.bounces = (effects.SendReminder,)
    portal.world.now = INVITED + dt.timedelta(days=8)
    assert portal.run_due().sent == 1
    assert portal.give({"do": "end-membership", "reason": "death", "on": "2026-04-13"}, by="manager").status == 200
    portal.world.bounces, portal.world.sent = (), []
    portal.run_due()
    assert not [one for one in portal.world.sent if isinstance(one, effects.Mail)]


# -- refusals ----------------------------------------------------------------------------------------------


def test_a_refusal_is_a_problem_with_its_reasons_and_changes_nothing(portal: Portal) -> None:
    portal.give(START)
    refused = portal.give({"do": "declare-regime", "regime": "cps"})
    assert is_problem(refused, 422)
    assert refused.json["outcome"] == "refused"
    assert [(one["code"], one["pointer"]) for one in refused.json["errors"]] == [("regime-not-covered", "#/regime")]
    assert portal.view().headers["etag"] == '"1"'


def test_a_field_left_out_is_named(portal: Portal) -> None:
    portal.give(START)
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
        ({"do": "declare-beneficiaries", "partner": {"birth_date": "1972-10-32"}}, ["#/partner/birth_date"]),
        ({"do": "no-such-command"}, ["#/do"]),
        ({"do": ["start-affiliation"]}, ["#/do"]),
        ({}, ["#/do"]),
    ],
    ids=["no choice", "no text", "no field", "a role", "an instant", "no day", "no command", "a list", "nothing"],
)
def test_a_command_that_is_not_well_formed_is_told_by_its_fields(
    portal: Portal, step: Any, pointers: list[str]
) -> None:
    """Who acts and when are no fields: neither can be said in a body."""
    portal.give(START)
    told = portal.give(step)
    assert is_problem(told, 422)
    assert [one["pointer"] for one in told.json["errors"]][: len(pointers)] == pointers
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
        b'{"do": "report-not-concerned", "reason": "a\\u0000b"}',
        '{"do": "report-not-concerned", "reason": "a\\u0000b"}'.encode("utf-16"),
    ],
    ids=["empty", "cut short", "a list", "a text", "no text", "deep", "a long number", "NUL", "another encoding"],
)
def test_a_body_that_cannot_be_read_is_a_bad_request(portal: Portal, body: bytes) -> None:
    assert is_problem(portal.give(body), 400)
    assert is_problem(portal.ask("POST", "/dossiers", body, by="manager"), 400)
    assert portal.view().headers["etag"] == '"0"'


def is_title_alone(reply: Reply, status: int) -> bool:
    return is_problem(reply, status) and reply.json == {"title": HTTPStatus(status).phrase, "status": status}


def test_what_a_framework_refuses_is_told_by_its_title_alone(portal: Portal) -> None:
    """No page of HTML, and nothing of what was sent."""
    assert is_title_alone(portal.ask("GET", "/dupond", by="D1"), 404)
    assert is_title_alone(portal.ask("POST", "/dossiers/D1/commands/dupond", START, by="D1"), 404)
    for method, path, allowed in (("PUT", "/dossiers/D1", "GET"), ("DELETE", "/dossiers/D1/commands", "POST")):
        refused = portal.ask(method, path, START, by="D1")
        assert is_title_alone(refused, 405)
        assert allowed in refused.headers["allow"].split(", ")


@pytest.mark.parametrize("larger", [1, 4_000_000], ids=["a byte too many", "more than Django reads"])
def test_a_body_that_is_too_large_is_told_by_its_title_alone(portal: Portal, larger: int) -> None:
    body = json.dumps(START).encode()
    assert is_title_alone(portal.give(body.ljust(LARGEST_BODY + larger)), 413)
    assert is_title_alone(portal.ask("POST", "/dossiers", body.ljust(LARGEST_BODY + larger), by="manager"), 413)
    assert portal.view().headers["etag"] == '"0"'
    assert portal.give(body.ljust(LARGEST_BODY)).status == 200


# -- who may -----------------------------------------------------------------------------------------------


def test_who_may_act_is_what_the_host_says(portal: Portal) -> None:
    portal.open("D2")
    assert is_problem(portal.view(by=None), 403)
    assert is_problem(portal.give(START, by=None), 403)
    assert is_problem(portal.view("D1", by="D2"), 404)
    assert is_problem(portal.give(START, id="D1", by="D2"), 404)
    assert portal.view("D1", by="D2").text == portal.view("D3", by="D2").text
    assert portal.view("D1", by="manager").status == 200


@pytest.mark.parametrize(
    ("step", "by"),
    [
        ({"do": "tick"}, "D1"),
        ({"do": "tick"}, "manager"),
        ({"do": "close-file"}, "D1"),
        ({"do": "report-not-mine"}, "manager"),
    ],
)
def test_a_role_that_may_not_is_forbidden(portal: Portal, step: Any, by: str) -> None:
    """Silence could be hurried, a file closed by its agent, a request denied in another's name."""
    told = portal.give(step, by=by)
    assert is_problem(told, 403)
    assert [one["code"] for one in told.json["errors"]] == ["role-not-allowed"]


def test_a_manager_may_take_an_agents_step(portal: Portal) -> None:
    portal.give(START, by="manager")
    assert portal.view(by="manager").json["where"]["state"] == "regime"


def test_only_a_manager_opens_a_file_of_somebody_known_once(portal: Portal) -> None:
    assert is_problem(portal.open("D2", by="D2"), 403)
    assert is_problem(portal.open("D2", by=None), 403)
    assert is_problem(portal.open("nobody"), 422)
    assert is_problem(portal.ask("POST", "/dossiers", {"id": ["D2"]}, by="manager"), 422)
    portal.give(START)
    assert is_problem(portal.open("D1"), 409)
    assert portal.view().headers["etag"] == '"1"'
    assert portal.run_due().sent == 1


def test_an_unknown_dossier_is_not_found(portal: Portal) -> None:
    assert is_problem(portal.view("D2", by="manager"), 404)
    assert is_problem(portal.give(START, id="D2", by="manager"), 404)


# -- twice, and at once ------------------------------------------------------------------------------------


def test_the_same_request_twice_is_done_once(portal: Portal) -> None:
    first, again = (portal.give(START, key="a", tag='"0"') for _ in range(2))
    assert (first.json["outcome"], again.json["outcome"]) == ("accepted", "duplicate")
    assert (again.status, again.json["dossier"]) == (200, first.json["dossier"])


def test_a_key_names_one_request(portal: Portal) -> None:
    portal.give(START, key="a")
    assert is_problem(portal.give(REGIME, key="a"), 422)
    assert is_problem(portal.give(REGIME, key="k" * 65), 400)
    assert portal.view().headers["etag"] == '"1"'


@pytest.mark.parametrize("tag", ['"0"', '"7"', "1", 'W/"1"', '"one"', '"1", "2"'])
def test_a_screen_made_on_another_revision_changes_nothing(portal: Portal, tag: str) -> None:
    portal.give(START)
    assert is_problem(portal.give(REGIME, tag=tag), 412)
    assert portal.view().json["where"]["state"] == "regime"
    assert portal.give(REGIME, tag="*").status == 200


def test_of_two_that_read_the_same_revision_one_wins(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other one is told, whatever framework and database decide: nothing is overwritten."""
    decide, others = Dossier.decide, [{"do": "save-and-quit", "draft": {"regime": "cps"}}]
    portal.give(START)

    def overtaken(dossier: Dossier, *given: Any, **named: Any) -> Any:
        decision = decide(dossier, *given, **named)
        if others:
            assert portal.give(others.pop()).status == 200
        return decision

    monkeypatch.setattr(Dossier, "decide", overtaken)
    late = portal.give(REGIME)
    assert is_problem(late, 409)
    assert late.json["outcome"] == "stale"
    assert (portal.view().json["draft"], portal.view().json["where"]["state"]) == ({"regime": "cps"}, "regime")


def test_of_two_with_the_same_key_both_are_told_that_it_is_done(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    decide, others = Dossier.decide, [START]

    def overtaken(dossier: Dossier, *given: Any, **named: Any) -> Any:
        decision = decide(dossier, *given, **named)
        if others:
            assert portal.give(others.pop(), key="a").json["outcome"] == "accepted"
        return decision

    monkeypatch.setattr(Dossier, "decide", overtaken)
    assert portal.give(START, key="a").json["outcome"] == "duplicate"


# -- the host's own mistakes -------------------------------------------------------------------------------


def test_a_clock_without_a_time_zone_is_a_fault_of_the_host_and_stores_nothing(portal: Portal) -> None:
    portal.world.now = NOW.replace(tzinfo=None)
    assert all(is_title_alone(one, 500) for one in (portal.give(START), portal.view(), portal.open("D2")))
    portal.world.now = NOW
    assert portal.view().headers["etag"] == '"0"'
    assert is_problem(portal.view("D2", by="manager"), 404)


def test_a_clock_that_goes_back_is_a_fault_of_the_host_and_stores_nothing(portal: Portal) -> None:
    portal.give(START)
    portal.world.now = INVITED - dt.timedelta(days=1)
    assert is_title_alone(portal.give(REGIME), 500)
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


# -- Django's own tables -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Django on SQLite", "Django on PostgreSQL"])
def test_django_keeps_the_whole_history_and_erases_what_was_delivered(name: str, tmp_path: Path) -> None:
    with PORTALS[name](World(), tmp_path) as portal:
        portal.open()
        for at, step in steps_of_the_scenario():
            portal.world.now = at
            portal.give(step)
        dossier = models.load("D1")
        steps = models.StepRow.objects.order_by("revision").values_list("step", flat=True)
        verify_history(map(history.parse, steps), head=dossier.record.history.head)
        assert portal.run_due().sent == len(portal.world.sent) > 1
        rows = models.EffectRow.objects.exclude(delivered_at=None)
        assert {row.effect for row in rows} == {None}
        assert rows.count() == len(portal.world.sent)


def test_an_effect_that_cannot_be_read_keeps_no_other_one_from_its_delivery_by_django(tmp_path: Path) -> None:
    with PORTALS["Django on SQLite"](World(), tmp_path) as portal:
        portal.open()
        models.EffectRow.objects.update(effect={"recipient": "dupond"})
        portal.world.now = NOW
        portal.give({"do": "request-document", "kind": "notice_information"})
        with pytest.raises(InvalidDocumentError, match="type: must be") as raised:
            portal.run_due()
        assert "dupond" not in str(raised.value)
        assert [type(one) for one in portal.world.sent] == [effects.ProduceDocument]


def test_django_notes_a_deadline_that_has_moved(tmp_path: Path) -> None:
    """A new version of a contract moves deadlines of stored dossiers: a tick too early does not come for ever."""
    with PORTALS["Django on SQLite"](World(), tmp_path) as portal:
        portal.open()
        models.DossierRow.objects.update(due_at=INVITED)
        portal.run_due()
        row = models.DossierRow.objects.get()
        assert (row.revision, row.due_at) == (0, models.load("D1").due_at())


@pytest.mark.parametrize("column", [{"revision": 1}, {"id": "D7"}], ids=["revision", "id"])
def test_django_takes_no_row_for_another(tmp_path: Path, column: dict[str, Any]) -> None:
    with PORTALS["Django on SQLite"](World(), tmp_path) as portal:
        portal.open()
        models.EffectRow.objects.all().delete()
        models.DossierRow.objects.update(**column)
        assert is_title_alone(portal.give(START, id=column.get("id", "D1"), by="manager"), 500)


def test_django_saves_a_decision_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with PORTALS["Django on SQLite"](World(), tmp_path) as portal:
        portal.open()
        *before, (_, sign), _ = steps_of_the_scenario()
        for at, step in before:
            portal.world.now = at
            assert portal.give(step).status == 200
        revision = portal.view().headers["etag"]
        with monkeypatch.context() as broken:
            broken.setattr(models, "_owe", lambda *_: {}["an outbox that cannot be written"])
            assert is_title_alone(portal.give(sign), 500)
        assert portal.view().headers["etag"] == revision
        assert f'"{models.StepRow.objects.count()}"' == revision
        assert portal.give(sign).json["outcome"] == "accepted"


def test_django_refuses_a_request_forged_on_another_site(tmp_path: Path) -> None:
    middleware = ["django.middleware.csrf.CsrfViewMiddleware"]
    with PORTALS["Django on SQLite"](World(), tmp_path) as portal, override_settings(MIDDLEWARE=middleware):
        portal.open()
        forged = Client(enforce_csrf_checks=True).post(
            "/dossiers/D1/commands", START, "application/json", headers={"X-Logged-In": "D1"}
        )
        assert forged.status_code == 403
        assert portal.view().headers["etag"] == '"0"'
        assert portal.give(START).status == 200


def test_a_document_comes_back_from_jsonb_as_it_was_although_it_is_written_otherwise(tmp_path: Path) -> None:
    with PORTALS["Django on PostgreSQL"](World(), tmp_path) as portal:
        portal.open()
        for at, step in steps_of_the_scenario():
            portal.world.now = at
            portal.give(step)
            kept = models.DossierRow.objects.get(pk="D1").document
            written = models.load("D1").dump()
            assert json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode() != written
            assert json.loads(written) == kept


# -- planted values ----------------------------------------------------------------------------------------


ON_PURPOSE = ("answers", "draft")
"""Of a screen: for prefilling."""


def told(reply: Reply, name: str) -> Iterator[Shown]:
    """Tell what a portal says of a request, but for what a screen shows on purpose."""
    yield f"headers on {name}", json.dumps(reply.headers)
    if reply.status == 200:
        body = reply.json
        screen = {key: value for key, value in body.pop("dossier").items() if key not in ON_PURPOSE}
        yield f"screen after {name}", json.dumps([body, screen], ensure_ascii=False)
        return
    if reply.status == 500:
        yield f"500 on {name}", reply.text
        return
    problem = reply.json
    for one in problem.pop("errors", []) + problem.pop("warnings", []):
        yield f"finding {one.get('code', 'none')}", json.dumps(one, ensure_ascii=False)
    if "outcome" in problem:
        problem.pop("detail")  # the sentences of the findings, again
    yield f"problem on {name}", json.dumps(problem, ensure_ascii=False)


def wrong(mint: Mint, command: Command, dossier: Dossier, at: dt.datetime) -> Iterator[bytes]:
    """Give bodies in which one field of *command* is wrong; what would be accepted after all is left out."""
    misfits = list(planted.misfits(mint).values())
    for number, (place, _) in enumerate(planted.leaves(command)):
        for shift in (0, 7, 13):
            fields = planted.replaced(command, place, misfits[(number + shift + len(command.do)) % len(misfits)])
            try:
                is_accepted = dossier.decide(parse(command.do, fields), at=at).outcome is Outcome.ACCEPTED
            except Exception:  # noqa: BLE001 -- whatever it is, the portal is to answer it
                is_accepted = False
            if not is_accepted:
                yield json.dumps({"do": command.do, **fields}).encode()
    text = json.dumps({"do": command.do, **unstructure(command)})
    yield text[:-1].encode()
    yield f"[{text}]".encode()
    yield text.encode("utf-16")


@pytest.mark.parametrize("tour", ["affiliated", "reported"])
def test_no_value_shows_in_what_a_portal_says_or_logs(portal: Portal, tour: str) -> None:
    """Right and wrong answers, keys and tags, and errors of the host: problems, headers, logs, tracebacks."""
    mint, shown = Mint(21), []
    portal.world.agents["D9"] = planted.agent(mint)
    portal.world.now = INVITED
    dossier = planted.opened(mint)
    with planted.logged() as logs:
        portal.open("D9")
        for number, (command, at) in enumerate(TOURS[tour](mint)):
            portal.world.now = at
            if command.do == "tick":
                portal.run_due()
                continue
            by = "D9" if Role.AGENT in command.roles else "manager"
            dossier = planted_state(dossier, at)
            for body in wrong(mint, command, dossier, at):
                reply = portal.give(body, id="D9", by=by)
                assert 400 <= reply.status < 500
                shown += told(reply, command.do)
            right = {"do": command.do, **unstructure(command)}
            portal.world.now = at.replace(tzinfo=None)
            shown += told(portal.give(right, id="D9", by=by), f"{command.do}, by a naive clock")
            portal.world.now = at
            for key, tag in ((mint.text("key") * 9, None), (None, mint.text("tag"))):
                shown += told(portal.give(right, id="D9", by=by, key=key, tag=tag), "a wrong header")
            reply = portal.give(right, id="D9", by=by, key=f"request-{number}")
            assert reply.json["outcome"] == "accepted"
            shown += told(reply, command.do)
            shown += told(portal.give({"do": mint.text("do")}, id="D9", by=by, key=f"request-{number}"), "no command")
            shown += told(portal.give(START | {mint.text("field"): 1}, id="D9", by=by), "no field")
            dossier = dossier.decide(command, at=at).dossier
    assert any("NaiveInstantError" in text for _, text in logs)
    assert len(shown) > 300
    assert leaks(mint, [*shown, *logs]) == []
    births = {
        one for one in planted.dates([*shown, *logs]) if one.partition(" in finding ")[2] not in TELLS_A_BIRTH_DATE
    }
    assert births == set()


def planted_state(dossier: Dossier, at: dt.datetime) -> Dossier:
    return dossier.as_of(max(at, dossier.record.at))
