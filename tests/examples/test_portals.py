"""
The portals of ``examples/portals``: the same requests get the same answers from each of the three frameworks.
"""

import datetime as dt
import html
import urllib.parse
from typing import Any

import pytest

import leaks
from driven_portals import START_AFFILIATION, Portal, is_problem, steps_of_the_scenario
from people import BENOIT, INVITED
from psc_workflow._model import effects
from psc_workflow.web import Run
from psc_workflow.web._time import PAGE

# -- the journey -----------------------------------------------------------------------------------------


def stands_at(portal: Portal) -> tuple[str, str]:
    """Name the journey in which the agent is shown to stand, and its state."""
    where = portal.view().json["where"]
    return where["journey"], where["state"]


def test_a_family_goes_from_the_invitation_to_the_confirmation(portal: Portal) -> None:
    assert portal.run_due().sent == 1
    assert [type(effect) for effect in portal.world.sent] == [effects.SendInvitation]
    shown = portal.view()
    assert (shown.status, shown.json["where"]["state"], shown.headers["etag"]) == (200, "home", '"0"')
    for number, (at, step) in enumerate(steps_of_the_scenario()):
        portal.world.now = at
        before = portal.view()
        if step["do"] == "rate-experience":
            assert stands_at(portal) == ("affiliation", "confirmed")
        assert step["do"] in {command["do"] for command in before.json["commands"] if command["offered"]}
        reply = portal.give(step, key=f"request-{number}", tag=before.headers["etag"])
        assert (reply.status, reply.json["outcome"]) == (200, "accepted")
        assert reply.json["dossier"] == portal.view().json
        assert reply.headers["etag"] == portal.view().headers["etag"] != before.headers["etag"]
    assert step["do"] == "rate-experience"
    assert stands_at(portal) == ("membership", "received")
    assert portal.view().json["journeys"]["affiliation"]["where"]["state"] == "confirmed"
    assert portal.view().json["answers"]["bank_details"]["holder"] == "M. ou Mme Dupond"
    portal.run_due()
    assert effects.SendAcknowledgement in {type(effect) for effect in portal.world.sent}


def test_what_is_shown_is_kept_by_no_cache(portal: Portal) -> None:
    assert {reply.headers["cache-control"] for reply in (portal.view(), portal.give(START_AFFILIATION))} == {"no-store"}


def test_silence_affiliates_on_the_day_after_the_last_and_is_told_once(portal: Portal) -> None:
    portal.run_due()
    portal.world.now = INVITED + dt.timedelta(days=20)
    portal.run_due()
    assert portal.view().json["where"]["state"] == "home"
    portal.world.now = INVITED + dt.timedelta(days=22)
    assert portal.run_due().sent >= 1
    assert stands_at(portal) == ("membership", "received")
    assert portal.view().json["journeys"]["affiliation"]["where"]["state"] == "auto_affiliated"
    assert int(portal.view().json["revision"]) > 0
    mails = [effect for effect in portal.world.sent if isinstance(effect, effects.SendAutomaticAffiliation)]
    assert len(mails) == 1
    assert portal.run_due().sent == 0
    assert len({effect.id for effect in portal.world.sent}) == len(portal.world.sent)


def test_what_is_owed_is_delivered_while_it_is_of_use(portal: Portal) -> None:
    """A first run after two months brings the end of the time to answer, and no invitation to answer within it."""
    portal.world.now = INVITED - dt.timedelta(minutes=1)
    assert portal.run_due().sent == 0
    portal.world.now = INVITED + dt.timedelta(days=60)
    assert portal.run_due().sent >= 1
    sent = {type(effect) for effect in portal.world.sent}
    assert effects.SendAutomaticAffiliation in sent
    assert effects.SendInvitation not in sent


def test_what_could_not_be_sent_waits_for_the_next_run(portal: Portal) -> None:
    class OutageError(Exception):
        pass

    class Down(list[Any]):
        def append(self, _: object) -> None:
            raise OutageError

    portal.world.sent = Down()
    assert portal.run_due().sent == 0
    portal.world.sent = []
    portal.world.now += dt.timedelta(minutes=1)
    assert portal.run_due().sent == 1


def test_one_mail_that_does_not_go_through_waits_alone(portal: Portal) -> None:
    portal.give({"do": "request-document", "kind": "notice_information"})
    portal.world.bounces = (effects.SendInvitation,)
    assert portal.run_due().sent == 1
    assert [type(effect) for effect in portal.world.sent] == [effects.ProduceDocument]
    portal.world.bounces = ()
    assert portal.run_due().sent == 1


DAMAGED = '{"format": "of no dossier", "of": "Benoît Dupond"}'


def test_a_dossier_that_cannot_be_read_keeps_no_other_one_from_its_tick(portal: Portal) -> None:
    portal.open("D2")
    portal.damage("D1", DAMAGED)
    portal.world.now = INVITED + dt.timedelta(days=60)
    with leaks.collect_logs() as logs:
        ran = portal.run_due()
    assert (ran.sent, ran.failed) == (2, ("D1",))
    assert {type(effect) for effect in portal.world.sent} == {effects.SendAutomaticAffiliation, effects.ProduceDocument}
    assert portal.view("D2", by="D2").headers["etag"] != '"0"'
    assert [text for name, text in logs if name == "log of psc_workflow.web"] == [
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
    assert [type(effect) for effect in portal.world.sent] == [effects.SendInvitation]


def test_nobody_writes_to_somebody_who_has_died_in_the_meantime(portal: Portal) -> None:
    portal.world.bounces = (effects.SendReminder,)
    portal.world.now = INVITED + dt.timedelta(days=8)
    assert portal.run_due().sent == 1
    assert portal.give({"do": "end-membership", "reason": "death", "on": "2026-04-13"}, by="manager").status == 200
    portal.world.bounces, portal.world.sent = (), []
    portal.run_due()
    assert not [effect for effect in portal.world.sent if isinstance(effect, effects.Mail)]


# -- who may ---------------------------------------------------------------------------------------------


def test_who_may_act_is_what_the_host_says(portal: Portal) -> None:
    portal.open("D2")
    assert is_problem(portal.view(by=None), 403)
    assert is_problem(portal.give(START_AFFILIATION, by=None), 403)
    assert is_problem(portal.view("D1", by="D2"), 404)
    assert is_problem(portal.give(START_AFFILIATION, id="D1", by="D2"), 404)
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
    reply = portal.give(step, by=by)
    assert is_problem(reply, 403)
    assert [finding["code"] for finding in reply.json["errors"]] == ["role-not-allowed"]


def test_a_manager_may_take_an_agents_step(portal: Portal) -> None:
    portal.give(START_AFFILIATION, by="manager")
    assert portal.view(by="manager").json["where"]["state"] == "regime"


def test_only_a_manager_opens_a_file_of_somebody_known_once(portal: Portal) -> None:
    assert is_problem(portal.open("D2", by="D2"), 403)
    assert is_problem(portal.open("D2", by=None), 403)
    assert is_problem(portal.open("nobody"), 422)
    assert is_problem(portal.ask("POST", "/dossiers", {"id": ["D2"]}, by="manager"), 422)
    portal.give(START_AFFILIATION)
    assert is_problem(portal.open("D1"), 409)
    assert portal.view().headers["etag"] == '"1"'
    assert portal.run_due().sent == 1


def test_whoever_opens_a_file_is_shown_what_that_role_may_do(portal: Portal) -> None:
    assert is_problem(portal.open("D2", by="insurer"), 403)
    opened = portal.open("D2", by="employer").json
    assert opened == portal.view("D2", by="employer").json
    assert opened["commands"] != portal.view("D2", by="manager").json["commands"]


@pytest.mark.parametrize("id_", ["A#1", "A?do=sign", "100%", "é &;1", "a:b"])
def test_a_page_sends_to_itself_whatever_is_in_the_id(portal: Portal, id_: str) -> None:
    name = urllib.parse.quote(id_)
    portal.world.agents[id_] = BENOIT
    assert portal.open(id_).status == 201
    address = f"http://localhost/dossiers/{name}/page"
    page = portal.ask("GET", f"/dossiers/{name}/page", by=name)
    action = html.unescape(page.text.partition(' action="')[2].partition('"')[0])
    assert urllib.parse.urljoin(f"{address}?do=sign", action) == address


def test_an_unknown_dossier_is_not_found(portal: Portal) -> None:
    assert is_problem(portal.view("D2", by="manager"), 404)
    assert is_problem(portal.give(START_AFFILIATION, id="D2", by="manager"), 404)
