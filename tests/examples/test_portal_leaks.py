"""
No planted value shows in what a portal says or logs.
"""

import datetime as dt
import json
from collections.abc import Iterator

import pytest

import leaks
import planted
from driven_portals import START_AFFILIATION, Portal, Reply
from effort import IS_THOROUGH
from leaks import TELLS_A_BIRTH_DATE, Shown, find_leaks
from people import INVITED
from planted import TOURS, Mint
from psc_workflow import Dossier, Outcome, Role
from psc_workflow._model.commands import Command, parse
from psc_workflow._structuring import unstructure

SHIFTS = (0, 7, 13)
"""Which of the wrong values a field begins with."""


def texts_of(reply: Reply, name: str) -> Iterator[Shown]:
    """Tell what a portal says of a request, but for what a screen shows on purpose."""
    yield f"headers on {name}", json.dumps(reply.headers)
    if reply.status == 200:
        body = reply.json
        screen = {key: value for key, value in body.pop("dossier").items() if key not in leaks.ON_PURPOSE}
        yield f"screen after {name}", json.dumps([body, screen], ensure_ascii=False)
        return
    if reply.status == 500:
        yield f"500 on {name}", reply.text
        return
    problem = reply.json
    for finding in problem.pop("errors", []) + problem.pop("warnings", []):
        yield f"finding {finding.get('code', 'none')}", json.dumps(finding, ensure_ascii=False)
    if "outcome" in problem:
        problem.pop("detail")  # the sentences of the findings, again
    yield f"problem on {name}", json.dumps(problem, ensure_ascii=False)


def wrong(mint: Mint, command: Command, dossier: Dossier, at: dt.datetime, shifts: tuple[int, ...]) -> Iterator[bytes]:
    """
    Give bodies in which one field of *command* is wrong; what would be accepted after all is left out.

    Each field gets one wrong value for each of *shifts*.
    """
    misfits = list(planted.misfits(mint).values())
    for number, (place, _) in enumerate(planted.leaves(command)):
        for shift in shifts:
            fields = planted.fields_with(command, place, misfits[(number + shift + len(command.do)) % len(misfits)])
            try:
                is_accepted = (
                    dossier.decide(parse(command.do, fields), at=at, role=command.roles[0]).outcome is Outcome.ACCEPTED
                )
            except Exception:  # noqa: BLE001 -- whatever it is, the portal is to answer it
                is_accepted = False
            if not is_accepted:
                yield json.dumps({"do": command.do, **fields}).encode()
    text = json.dumps({"do": command.do, **unstructure(command)})
    yield text[:-1].encode()
    yield f"[{text}]".encode()
    yield text.encode("utf-16")


@pytest.mark.parametrize("tour", ["affiliated", "reported"])
def test_no_value_shows_in_what_a_portal_says_or_logs(
    portal: Portal, tour: str, request: pytest.FixtureRequest
) -> None:
    """Right and wrong answers, keys and tags, and errors of the host: problems, headers, logs, tracebacks."""
    mint, shown = Mint(21), []
    number = request.node.callspec.indices["portal"]
    shifts = SHIFTS if IS_THOROUGH else (SHIFTS[number % len(SHIFTS)],)  # the portals have all of them together
    portal.world.agents["D9"] = planted.agent(mint)
    portal.world.now = INVITED
    dossier = planted.open_dossier(mint)
    with leaks.collect_logs() as logs:
        portal.open("D9")
        for number, (command, at) in enumerate(TOURS[tour](mint)):
            portal.world.now = at
            if command.do == "tick":
                portal.run_due()
                continue
            by = "D9" if Role.AGENT in command.roles else "manager"
            dossier = planted_state(dossier, at)
            for body in wrong(mint, command, dossier, at, shifts):
                reply = portal.give(body, id="D9", by=by)
                assert 400 <= reply.status < 500
                shown += texts_of(reply, command.do)
            right = {"do": command.do, **unstructure(command)}
            portal.world.now = at.replace(tzinfo=None)
            shown += texts_of(portal.give(right, id="D9", by=by), f"{command.do}, by a naive clock")
            portal.world.now = at
            for key, tag in ((mint.text("key") * 9, None), (None, mint.text("tag"))):
                shown += texts_of(portal.give(right, id="D9", by=by, key=key, tag=tag), "a wrong header")
            reply = portal.give(right, id="D9", by=by, key=f"request-{number}")
            assert reply.json["outcome"] == "accepted"
            shown += texts_of(reply, command.do)
            shown += texts_of(
                portal.give({"do": mint.text("do")}, id="D9", by=by, key=f"request-{number}"), "no command"
            )
            shown += texts_of(portal.give(START_AFFILIATION | {mint.text("field"): 1}, id="D9", by=by), "no field")
            dossier = dossier.decide(command, at=at, role=command.roles[0]).dossier
    assert any("NaiveInstantError" in text for _, text in logs)
    assert len(shown) > 300
    assert find_leaks(mint, [*shown, *logs]) == []
    births = {
        message
        for message in leaks.find_birth_dates([*shown, *logs])
        if message.partition(" in finding ")[2] not in TELLS_A_BIRTH_DATE
    }
    assert births == set()


def planted_state(dossier: Dossier, at: dt.datetime) -> Dossier:
    return dossier.as_of(max(at, dossier.record.at))
