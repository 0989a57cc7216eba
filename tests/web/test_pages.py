"""
Pages: what they send is the command that they show, and they show everything that a view has.
"""

import datetime as dt
import html
import json
import re
import urllib.parse
from collections.abc import Iterator
from contextlib import ExitStack, nullcontext
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from browsing import Page, read_page
from dossiers import dossier_in, now_of
from effort import IS_THOROUGH
from people import BENOIT, GUIDE, INVITED, NOW
from pool import RIGHT
from psc_workflow import Agent, Dossier, Role, forms
from psc_workflow._forms.slots import slots
from psc_workflow._model.commands import ALL, AddBeneficiary, Command
from psc_workflow._structuring import unstructure
from psc_workflow.exceptions import InvalidCommandError
from psc_workflow.stores import SQLiteStore
from psc_workflow.web import ROUTES, Answer, Caller, Host, Portal, Request, Sent
from psc_workflow.web._fields import field_html
from psc_workflow.web._html import join
from psc_workflow.web._page_parts import _not_offered

FORM = {"Content-Type": "application/x-www-form-urlencoded", "Host": "portal.example"}
PLACES = ["affiliation.regime", "affiliation.children_details", "affiliation.signature", "membership.in_force"]
FILLABLE = [command for command in RIGHT if slots(type(command)) and not hasattr(command, "password")]
REFERS = {"declare-child", "complete-beneficiary", "remove-beneficiary", "sign"}
"""Commands whose choices are those of the dossier: people, documents."""


def rendered(form: forms.Form) -> Page:
    """Read what the fields of *form* are on a page."""
    return read_page(join(field_html(each, "fr") for each in form.fields if each.shown or each.shown_if))


def answers_of(command: Command) -> dict[str, Any]:
    """Write what a person answers with *command*: nothing that only a host may fill in, no null but for "nobody"."""
    return forms.fields_of(command.do, forms.pairs_of(without(unstructure(command), type(command).host_only)))


def without(fields: dict[str, Any], host_only: frozenset[str], above: str = "") -> dict[str, Any]:
    """Leave out what is null or the host's."""
    answers = {}
    for name, value in fields.items():
        path = f"{above}{name}"
        if path in host_only or (value is None and name != "partner"):
            continue
        below = without(value, host_only, f"{path}.") if isinstance(value, dict) else value
        answers[name] = (
            [without(each, frozenset()) if isinstance(each, dict) else each for each in below]
            if isinstance(below, list)
            else below
        )
    return answers


# -- what depends on another answer --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("condition", "attributes"),
    [
        (forms.Condition("children", ("yes",)), 'data-shown-if="children" data-among="yes"'),
        (
            forms.Condition("born", first_day=dt.date(2005, 5, 2), last_day=dt.date(2006, 5, 1)),
            'data-shown-if="born" data-first="2005-05-02" data-last="2006-05-01"',
        ),
        (forms.Condition("born", last_day=dt.date(2006, 5, 1)), 'data-shown-if="born" data-last="2006-05-01"'),
    ],
)
def test_a_page_says_on_which_answer_a_question_depends(condition: forms.Condition, attributes: str) -> None:
    field = dossier_in("affiliation.regime").form(at=NOW, role=Role.AGENT, do="declare-regime").fields[0]
    assert f'<div class="field" {attributes}>' in field_html(attrs.evolve(field, shown_if=condition), "fr")
    assert "data-" not in field_html(attrs.evolve(field, shown_if=None), "fr")


def test_of_somebody_a_page_asks_only_what_can_matter() -> None:
    dossier, left_out = dossier_in("affiliation.beneficiaries"), set[str]()
    for command in (each for each in RIGHT if isinstance(each, AddBeneficiary)):
        form = dossier.form(at=now_of(dossier), role=Role.AGENT, do=command.do, given=unstructure(command))
        page = join(field_html(field, "fr") for field in form.fields)
        hidden = {field.name for field in form.walk() if not field.shown and field.shown_if is None}
        assert [name for name in hidden if f'name="{name}"' in page] == []
        left_out |= hidden
    assert left_out == {"child.covered_by_own_work"}


# -- what a page sends ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", FILLABLE, ids=lambda command: command.do)
def test_a_page_sends_the_command_that_it_shows(command: Command) -> None:
    """Read by a parser of HTML, as a browser would: nothing is changed on the way, whatever the screen."""
    fields, same = answers_of(command), 0
    for place in PLACES if IS_THOROUGH or command.do in REFERS else PLACES[:1]:
        dossier = dossier_in(place)
        form = dossier.form(at=now_of(dossier), role=Role.AGENT, do=command.do, given=fields)
        sent = rendered(form).answers()
        is_same = forms.read(command.do, sent).command == forms.read(command.do, forms.pairs_of(fields)).command
        assert is_same or command.do in REFERS, forms.fields_of(command.do, sent)
        same += is_same
    assert same


HOSTILE = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=40).filter(str.strip)


@given(HOSTILE, HOSTILE, HOSTILE)
@settings(max_examples=settings().max_examples // 5)
def test_whatever_is_typed_comes_back_as_it_was_typed(holder: str, iban: str, reason: str) -> None:
    dossier = dossier_in("affiliation.regime")
    at = now_of(dossier)
    for name, fields in (
        ("give-bank-details", {"holder": holder, "iban": iban}),
        ("report-not-concerned", {"reason": reason}),
    ):
        page = rendered(dossier.form(at=at, role=Role.AGENT, do=name, given=fields))
        assert forms.fields_of(name, page.answers()) == fields


def test_a_day_that_no_calendar_has_is_there_to_be_corrected() -> None:
    dossier = dossier_in("membership.in_force")
    form = dossier.form(at=now_of(dossier), role=Role.MANAGER, do="rehire", given={"on": "2026-02-31"})
    assert ("on", "31/02/2026") in rendered(form).answers()


def test_a_password_is_never_filled_in_again() -> None:
    dossier = dossier_in("access.activation")
    answers = {"email": "a@example.org", "password": "Mahana2026!", "confirmation": "Mahana2026!"}
    form = dossier.form(at=now_of(dossier), role=Role.AGENT, do="create-account", given=answers)
    assert rendered(form).answers() == [("email", "a@example.org"), ("password", ""), ("confirmation", "")]
    assert "Mahana2026!" not in json.dumps(form.as_json())  # a host may draw its own pages


# -- the portal ----------------------------------------------------------------------------------------------


OPEN = ExitStack()
"""Closes the stores of a test."""


@pytest.fixture(autouse=True)
def stores_are_closed() -> Iterator[None]:
    with OPEN:
        yield


class Desk:
    """A portal, a person in front of it, and the page that they look at."""

    def __init__(self, role: Role = Role.AGENT) -> None:
        self.verified: dict[str, Any] = {}
        self.store = OPEN.enter_context(SQLiteStore(":memory:"))
        host = Host(
            GUIDE, lambda: NOW, lambda _: Caller(role, "D1"), lambda _: BENOIT, print, lambda _, __: self.verified
        )
        self.portal = Portal(host, lambda: nullcontext(self.store))
        dossier = Dossier.open(GUIDE, id="D1", agent=BENOIT, invited_at=INVITED)
        self.store.create(dossier)
        self.look()

    def look(self, **query: str) -> Answer:
        """Open the page."""
        asked = Request(id="D1", path="/dossiers/D1/page", query=query, headers={"Accept-Language": "en"})
        return self.read(self.portal.answer("show_page", asked))

    def read(self, answer: Answer) -> Answer:
        """Read what was answered."""
        self.page = read_page(answer.text)
        return answer

    def send(self, *changes: tuple[str, str], headers: dict[str, str] | None = None) -> Answer:
        """Fill in and send: what was on the page, but for the names that are changed."""
        names = {name for name, _ in changes}
        pairs = [pair for pair in self.page.pairs if pair[0] not in names] + list(changes)
        body = urllib.parse.urlencode(pairs).encode()
        asked = Request(
            id="D1",
            path="/dossiers/D1/page",
            headers={**FORM, "Accept-Language": "en", **(headers or {})},
            body=body,
            hidden={"csrf": "token"},
        )
        answer = self.portal.answer("send_page", asked)
        if answer.status == 303:
            assert urllib.parse.urljoin("/dossiers/D1/page?do=sign", answer.headers["Location"]) == "/dossiers/D1/page"
            self.look()
            return answer
        return self.read(answer)

    @property
    def state(self) -> str:
        """Where the affiliation stands."""
        return self.store.load("D1").states["affiliation"]


def test_an_agent_affiliates_by_pages_alone() -> None:
    desk = Desk()
    assert desk.send(("psc-press", "start-affiliation")).status == 303
    refused = desk.send(("regime", "cps"))
    assert refused.status == 422
    assert "2025-1170" in desk.page.text
    assert '<li class="error"><a href="#regime">' in refused.text
    assert ("regime", "cps") in desk.page.pairs
    assert desk.send(("regime", "general"), ("csrf", "token")).status == 303
    assert desk.state == "beneficiaries"
    desk.send(("psc-add", "children"))
    assert "children.0.birth_date" in desk.page.ids
    desk.send(("psc-add", "children"), ("children.0.birth_date", "09/09/2019"))
    assert ("children.0.birth_date", "2019-09-09") in desk.page.pairs
    assert "children.1.birth_date" in desk.page.ids
    assert desk.send(("partner", "none"), ("children", "none")).status == 303
    assert desk.state == "solo_warning"
    desk.send()
    assert desk.send(("psc-press", "validate-affiliation")).status == 422
    assert desk.send(("formula", "base")).status == 303
    assert "€" in desk.page.text
    assert desk.store.load("D1").record.answers.formula == "base"


def test_the_page_of_the_signature_takes_the_evidence_from_the_host_alone() -> None:
    desk = Desk()
    dossier = dossier_in("affiliation.signature")
    desk.store.delete("D1")
    desk.store.create(dossier)
    desk.look()
    documents = [("documents_read", value) for value in desk.page.choices["documents_read"]]
    signing = [*documents, ("certified", "true"), ("accepted", "true")]
    forged = desk.send(*signing, ("evidence", "mine"))
    assert forged.status == 422
    assert "mine" not in forged.text
    desk.look()
    assert desk.send(*signing).status == 422
    assert desk.state == "signature"
    desk.verified = {"evidence": "provider-7c1f"}
    assert desk.send(*signing).status == 303
    assert desk.state == "confirmed"


def test_a_page_shows_everything_that_a_view_has() -> None:
    desk = Desk()
    desk.send(("psc-press", "start-affiliation"))
    for step in (("regime", "general"),):
        desk.send(step)
    desk.send(("partner", "none"), ("children", "none"))
    desk.send()
    dossier = desk.store.load("D1")
    view = dossier.view(at=NOW, role=Role.AGENT, locale="en")
    refusals = [finding.text("en") for offer in view.commands for finding in offer.verdict.blocking]
    shown = [
        view.status,
        *refusals,
        *(offer.label for offer in view.commands),
        *(f"€{quote.as_json()['debited']}" for quote in view.quotes.values()),
        view.recommendation,
        *(text for line in view.recap for text in (line.label, line.value)),
        *(deadline.sentence for deadline in view.deadlines),
        *view.to_prepare,
        *(finding.text("en") for finding in view.warnings.findings),
        *(question.question.en for question in dossier.next_questions(at=NOW)),
        *(step.label for step in dossier.form(at=NOW, role=Role.AGENT, locale="en").progress),
        *(line.answer for line in forms.summary(dossier, at=NOW, role=Role.AGENT, locale="en")),
        *(link.label for link in view.links),
    ]
    assert view.quotes
    assert refusals
    assert [text for text in shown if " ".join(text.split()) not in desk.page.text] == []


def test_every_command_that_is_offered_can_be_reached_from_the_page() -> None:
    desk = Desk()
    desk.send(("psc-press", "start-affiliation"))
    form = desk.store.load("D1").form(at=NOW, role=Role.AGENT)
    pressed = {value for name, value in desk.page.presses if name == "psc-press"}
    linked = {link.removeprefix("?do=") for link in desk.page.links}
    assert {button.do for button in form.buttons} == pressed | (linked & {command.do for command in ALL}) | {form.do}
    assert desk.look(do="request-document").status == 200
    assert ("psc-do", "request-document") in desk.page.pairs


@pytest.mark.parametrize(("language", "colon"), [("fr", "\N{NO-BREAK SPACE}: "), ("en", ": ")])
def test_a_command_that_is_not_offered_has_its_reason_after_the_colon_of_the_language(
    language: str, colon: str
) -> None:
    dossier = Dossier.open(GUIDE, id="D1", agent=BENOIT, invited_at=INVITED)
    view = dossier.view(at=NOW, role=Role.MANAGER, locale=language)
    items = "".join(_not_offered(view, language))
    refused = next(offer for offer in view.commands if not offer.offered)
    assert f"<li>{refused.label}{colon}{refused.verdict.blocking[0].text(language)}" in html.unescape(items)


def test_what_is_saved_for_later_is_there_when_the_journey_is_resumed() -> None:
    desk = Desk()
    desk.send(("psc-press", "start-affiliation"))
    desk.send(("psc-press", "save-and-quit"), ("regime", "general"))
    assert ("regime", "general") in desk.page.pairs


def test_the_same_page_sent_twice_is_done_once() -> None:
    desk = Desk()
    desk.send(("psc-press", "start-affiliation"))
    page = desk.page
    desk.send(("regime", "general"))
    desk.page = page
    assert desk.send(("regime", "general")).status == 303
    assert desk.store.load("D1").revision == 2


def test_an_old_page_changes_nothing_and_shows_where_the_dossier_is() -> None:
    desk = Desk()
    desk.send(("psc-press", "start-affiliation"))
    page = desk.page
    desk.send(("regime", "general"))
    desk.page = page
    late = desk.send(("regime", "msa"), ("psc-key", "another"))
    assert late.status == 409
    assert ("psc-do", "declare-beneficiaries") in desk.page.pairs


# -- what is wrong -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
    ],
)
def test_a_form_from_another_site_changes_nothing(headers: dict[str, str]) -> None:
    desk = Desk()
    assert desk.send(("psc-press", "start-affiliation"), headers=headers).status == 403
    assert desk.state == "home"


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "same-origin"}, {"Origin": "https://portal.example"}])
def test_a_form_from_this_site_is_taken(headers: dict[str, str]) -> None:
    assert Desk().send(("psc-press", "start-affiliation"), headers=headers).status == 303


@pytest.mark.parametrize(
    ("changes", "headers", "status"),
    [
        ([("psc-do", "no-such-command")], {}, 422),
        ([("psc-do", ""), ("regime", "general")], {}, 422),
        ([("colour", "blue")], {}, 422),
        ([("psc-press", "no-such-command")], {}, 422),
        ([("psc-press", "tick")], {}, 403),
        ([("psc-key", "x" * 65)], {}, 422),
        ([("psc-add", "colours")], {}, 422),
        ([("regime", "general")], {"Content-Type": "text/plain"}, 415),
        ([("regime", "general")], {"Content-Type": "application/json"}, 415),
    ],
)
def test_what_no_page_sends_is_refused_and_nothing_of_it_repeated(
    changes: list[tuple[str, str]], headers: dict[str, str], status: int
) -> None:
    desk = Desk()
    desk.send(("psc-press", "start-affiliation"))
    answer = desk.send(*changes, headers=headers)
    assert answer.status == status
    assert "colour" not in answer.text
    assert desk.state == "regime"


def test_nothing_that_is_typed_is_markup() -> None:
    desk = Desk()
    desk.send(("psc-press", "start-affiliation"))
    answer = desk.look(do="report-not-concerned")
    typed = '"><script>alert(1)</script></textarea>'
    answer = desk.send(("reason", typed + "\0"))
    assert "<script" not in answer.text
    assert "script-src" not in answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_a_browser_says_where_a_form_comes_from() -> None:
    """With no referrer at all its origin is "null", which a host that checks origins refuses."""
    assert Desk().look().headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("place", ["affiliation.beneficiaries", "affiliation.identity", "membership.in_force"])
def test_a_page_is_well_formed_for_a_screen_reader(place: str) -> None:
    dossier = dossier_in(place)
    store = OPEN.enter_context(SQLiteStore(":memory:"))
    store.create(dossier)
    host = Host(GUIDE, lambda: now_of(dossier), lambda _: Caller(Role.AGENT, "D1"), lambda _: Agent(), print)
    html = Portal(host, lambda: nullcontext(store)).answer("show_page", Request(id="D1", path="/p")).text
    page = read_page(html)
    assert len(page.ids) == len(set(page.ids))
    described = set(" ".join(re.findall(r'aria-describedby="([^"]*)"', html)).split())
    labelled = set(re.findall(r' for="([^"]*)"', html))
    assert described | labelled <= set(page.ids)
    assert '<html lang="fr">' in html


@pytest.mark.parametrize("key", ["", "x" * 65, "a\x80", "a\x7f", "a\u2028"])
def test_a_key_that_no_dossier_can_carry_is_a_bad_request(key: str) -> None:
    headers = {"Content-Type": "application/json", "Idempotency-Key": key}
    request = Request(id="D1", headers=headers, body=b'{"do": "start-affiliation"}')
    assert Desk().portal.answer("give_command", request).status == 400


def test_the_clock_has_no_form() -> None:
    answer = Desk().portal.answer("show_form", Request(id="D1", query={"do": "tick"}))
    assert (answer.status, json.loads(answer.text)["errors"][0]["pointer"]) == (422, "#/do")


def test_every_route_is_described_but_for_pages_and_the_description() -> None:
    from psc_workflow.schemas import openapi  # noqa: PLC0415 -- large

    described = {(method.upper(), path) for path, operations in openapi()["paths"].items() for method in operations}
    others = {"show_page", "send_page", "show_openapi"}
    assert {(route.method, route.path) for route in ROUTES if route.name not in others} == described


def test_a_child_who_was_added_can_be_left_out_again() -> None:
    desk = Desk()
    desk.send(("psc-press", "start-affiliation"))
    desk.send(("regime", "general"))
    both = desk.send(("children.0.birth_date", "2019-09-09"), ("psc-add", "children")).text
    assert 'value="children.1"' in both
    born = [("children.0.birth_date", "2019-09-09"), ("children.1.birth_date", "2021-02-01")]
    last = desk.send(*born, ("psc-remove", "children.0")).text
    assert "2021-02-01" in last
    assert "2019-09-09" not in last
    nobody = desk.send(("children.0.birth_date", "2021-02-01"), ("psc-remove", "children.0")).text
    assert "psc-remove" not in nobody


def test_what_a_page_sent_is_not_shown_by_its_repr() -> None:
    pairs = [("psc-do", "give-bank-details"), ("holder", "Hina Tetua"), ("token", "x")]
    sent = Sent.read(pairs, ignore={"token"})
    assert sent.fields == {"holder": "Hina Tetua"}
    assert "Tetua" not in repr(sent)
    assert not sent.is_unfinished
    assert Sent.read([("psc-do", "resume"), ("psc-language", "en")]).is_unfinished
    with pytest.raises(InvalidCommandError):
        Sent.read([("holder", "Hina Tetua")])


@pytest.mark.parametrize("revision", ["-1", "x", "1.0", "٣", "1" * 10, " 1"])
def test_a_revision_that_no_page_has_is_not_taken_for_none(revision: str) -> None:
    """A page that is out of date would pass for one that does not say when it was made."""
    with pytest.raises(InvalidCommandError, match="psc-revision"):
        Sent.read([("psc-do", "confirm-solo"), ("psc-revision", revision)])
    assert Sent.read([("psc-do", "confirm-solo"), ("psc-revision", "")]).revision is None
