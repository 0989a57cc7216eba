"""
The page served: to this computer and to the page itself alone; Python prices and decides, and keeps nothing.
"""

import http.client
import json
import re
import socket
import threading
from collections.abc import Iterator
from typing import Any

import attrs
import pytest

from paths import ROOT
from psc_workflow import contracts, explorer
from psc_workflow._model.money import LOCALES, Locale
from psc_workflow.cli._arguments import ArgumentError, amount
from psc_workflow.cli._french import in_french
from psc_workflow.explorer import _serving as serving
from psc_workflow.explorer._answers import Answers
from psc_workflow.testing import scenarios

FAMILY = ROOT / "examples" / "scenarios" / "reference-family.json"
PRICED = {"contract": "guide-illustration", "formula": "option_1", "regime": "general", "on": "2026-05-01"}


@attrs.frozen
class Served:
    """A page, and who asks the server of it."""

    answers: Answers
    port: int

    def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        host: str | None = None,
        token: str | None = None,
        locale: str | None = None,
    ) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection(serving.ADDRESS, self.port, timeout=20)
        headers = {"Host": host or f"127.0.0.1:{self.port}", "X-Token": self.answers.token if token is None else token}
        headers |= {} if locale is None else {"Accept-Language": locale}
        connection.request(method, path, body if isinstance(body, bytes | None) else json.dumps(body), headers)
        response = connection.getresponse()
        answer = response.status, response.read()
        connection.close()
        return answer

    def post(self, path: str, body: Any, locale: str | None = None) -> Any:
        status, answer = self.ask("POST", path, body, locale=locale)
        return status, json.loads(answer)


@pytest.fixture(scope="module")
def page() -> Iterator[Served]:
    answers = Answers(explorer.of_scenario(scenarios.read(FAMILY)), "en", in_french=in_french)
    with serving.serve(answers) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield Served(answers, server.server_port)
        server.shutdown()
        thread.join()


def test_the_page_may_ask_its_own_server_and_no_other(page: Served) -> None:
    status, body = page.ask("GET", "/")
    assert status == 200
    assert b"connect-src 'self'" in body
    assert page.answers.token.encode() in body


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "127.0.0.1.evil.example:{port}"]
)
def test_who_comes_by_another_name_is_refused(page: Served, host: str) -> None:
    named = host.format(port=page.port)
    assert page.ask("GET", "/", host=named)[0] == 421
    assert page.ask("POST", "/price", PRICED, host=named)[0] == 421


def test_who_does_not_have_the_page_is_answered_nothing(page: Served) -> None:
    assert page.ask("POST", "/price", PRICED, token="x" * 16)[0] == 403
    assert page.ask("POST", "/decide", {}, token="")[0] == 403
    assert page.ask("GET", "/price")[0] == 404
    assert page.ask("POST", "/", {})[0] == 404


def test_a_household_is_priced_by_the_library(page: Served) -> None:
    status, quote = page.post("/price", PRICED | {"partner": "1972-10-09", "children": ["2019-09-09"]})
    assert (status, quote["totals"]["debited"]) == (200, 3600)
    assert quote["pools"]["explanations"][quote["explanations"]["member"]["fr"]]["parts"]


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"contract": "men-2026"}, "contract"),
        ({"formula": "gold"}, "formula"),
        ({"regime": None}, "regime"),
        ({"on": "1 May"}, "on"),
        ({"on": "1990-01-01"}, "1990"),
        ({"gross": "much"}, "gross"),
        ({"gross": "NaN"}, "gross"),
        ({"gross": "-1"}, "gross"),
        ({"gross": "1e400"}, "gross"),
        ({"children": "2019-09-09"}, "children"),
        ({"children": [7]}, "children"),
    ],
)
def test_a_wrong_question_is_answered_with_what_is_wrong(page: Served, change: dict[str, Any], part: str) -> None:
    status, answer = page.post("/price", PRICED | change)
    assert status == 422
    assert part in answer["error"]


PAYS = [
    "2800",
    "2800.50",
    "2800,50",
    "2 800,50",
    "2\N{NARROW NO-BREAK SPACE}800",
    "2,800.50",
    "2,80",
    "1e3",
    "-1",
    "9" * 12,
]


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("text", PAYS)
def test_a_pay_is_read_as_the_command_line_reads_it(page: Served, text: str, locale: Locale) -> None:
    try:
        amount(text, "gross", locale)
        error = None
    except ArgumentError as refusal:
        error = in_french(str(refusal)) if locale == "fr" else str(refusal)
    status, answer = page.post("/price", PRICED | {"gross": text}, locale)
    assert (status, answer.get("error")) == (422 if error else 200, error)


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        *(
            ("/price", change)
            for change in (
                {"contract": "men-2027"},
                {"formula": "gold"},
                {"regime": None},
                {"on": "1 May"},
                {"on": "1990-01-01"},
                {"gross": "much"},
                {"children": [7]},
            )
        ),
        *(
            ("/decide", change)
            for change in (
                {"moment": 999},
                {"role": "king"},
                {"do": "fly"},
                {"fields": "[]"},
                {"fields": "{"},
                {"fields": '{"x": 1}'},
                {"fields": " " * 70_000},
            )
        ),
    ],
)
def test_what_is_wrong_is_said_in_the_language_of_the_page(page: Served, path: str, wrong: dict[str, Any]) -> None:
    right = PRICED if path == "/price" else COMMAND
    french, english = (page.post(path, right | wrong, locale)[1]["error"] for locale in LOCALES)
    assert english == page.post(path, right | wrong)[1]["error"]
    assert not re.search(r"\b(must|is|has|the|such|does)\b", french), french
    assert re.search(r"\b(must|is|has|the|such|does)\b", english), english


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"{", b"\xff", b"[" * 50_000])
def test_what_is_no_question_is_answered_too(page: Served, body: bytes) -> None:
    assert page.ask("POST", "/price", body)[0] == 422


def test_a_question_that_is_too_long_is_not_read(page: Served) -> None:
    assert page.ask("POST", "/price", b" " * 70_000)[0] == 413


def test_a_decision_at_a_moment_changes_no_moment(page: Served) -> None:
    asked = {"moment": 1, "role": "agent", "do": "declare-regime", "fields": '{"regime": "cps"}'}
    first, second = page.post("/decide", asked), page.post("/decide", asked)
    assert first == second
    status, decision = first
    assert (status, decision["outcome"]) == (200, "refused")
    assert [finding["code"] for finding in decision["findings"]] == ["regime-not-covered"]
    assert decision["states"]["affiliation"] == "regime"
    _, accepted = page.post("/decide", asked | {"fields": '{"regime": "general"}'})
    assert (accepted["outcome"], accepted["states"]["affiliation"]) == ("accepted", "beneficiaries")


def test_a_decision_can_be_asked_for_at_a_deadline_ahead(page: Served) -> None:
    moments = explorer.data(explorer.of_scenario(scenarios.read(FAMILY)))["moments"]
    asked = {"moment": len(moments) - 1, "role": "agent", "do": "request-document", "fields": "{}"}
    status, decision = page.post("/decide", asked)
    assert (status, decision["states"]["membership"]) == (200, "in_force")
    assert page.post("/decide", asked | {"moment": len(moments)})[0] == 422


@pytest.mark.parametrize(
    "change",
    [
        {"moment": -1},
        {"moment": None},
        {"role": "king"},
        {"do": "fly"},
        {"fields": "[]"},
        {"fields": "{"},
        {"fields": '{"x": 1}'},
    ],
)
def test_a_wrong_command_is_answered_with_what_is_wrong(page: Served, change: dict[str, Any]) -> None:
    asked = {"moment": 1, "role": "agent", "do": "declare-regime", "fields": '{"regime": "cps"}'}
    status, answer = page.post("/decide", asked | change)
    assert status == 422
    assert answer["error"]


COMMAND = {"moment": 1, "role": "agent", "do": "declare-regime", "fields": '{"regime": "cps"}'}
HOUSEHOLD = PRICED | {"gross": "2800", "birth_date": "1970-03-12", "partner": "1972-10-09", "children": ["2019-09-09"]}
JSON = (None, True, 5, -1, 0.5, 1e300, "", "x", [], [None], [[]], ["x"], {}, {"x": 1})
WRONG = [
    (path, right, name, value)
    for path, right in (("/price", HOUSEHOLD), ("/decide", COMMAND))
    for name in right
    for value in JSON
]
MAY_BE_LEFT_OUT = {"on", "gross", "birth_date", "partner", "children", "fields"}


@pytest.mark.parametrize(
    ("path", "right", "name"), [(path, right, name) for path, right, name, value in WRONG if value is None]
)
def test_no_json_value_of_a_field_goes_without_an_answer(
    page: Served, capsys: pytest.CaptureFixture[str], path: str, right: dict[str, Any], name: str
) -> None:
    assert page.post(path, right)[0] == 200
    for value in JSON:
        status, answer = page.post(path, right | {name: value})
        is_empty = value in (None, "") or (name == "children" and value == [])
        is_right = (is_empty and name in MAY_BE_LEFT_OUT) or (name == "moment" and value == 5 and value is not True)
        assert status == (200 if is_right else 422), (name, value)
        if not is_right:
            assert name in answer["error"]
            assert not {"\n", "Fault("} & {part for part in ("\n", "Fault(") if part in answer["error"]}
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("path", "body", "error"),
    [
        ("/price", b"{", "is not JSON: line 1, column 2"),
        ("/decide", COMMAND | {"fields": "{regime: general}"}, "fields: is not JSON: line 1, column 2"),
        ("/decide", COMMAND | {"moment": "1", "role": 3}, "moment: must be a whole number; role: must be text"),
        (
            "/decide",
            COMMAND | {"fields": '{"x": 1}'},
            "declare-regime is not well formed: x: is unknown here; known: regime",
        ),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(page: Served, path: str, body: Any, error: str) -> None:
    assert page.post(path, body) == (422, {"error": error})


@pytest.mark.parametrize("length", ["", "-1", "x", "1_0", "+5", "70000", "9" * 5000])
def test_a_length_that_cannot_be_is_too_long(page: Served, capsys: pytest.CaptureFixture[str], length: str) -> None:
    connection = http.client.HTTPConnection(serving.ADDRESS, page.port, timeout=20)
    connection.putrequest("POST", "/price")
    connection.putheader("X-Token", page.answers.token)
    connection.putheader("Content-Length", length)
    connection.endheaders()
    assert connection.getresponse().status == 413
    connection.close()
    assert capsys.readouterr() == ("", "")


def test_the_page_has_one_address(page: Served) -> None:
    statuses = {path: page.ask("GET", path)[0] for path in ("/", "/?x=1", "//", "///", "/index.html")}
    assert [path for path, status in statuses.items() if status == 200] == ["/", "/?x=1"]
    assert {status for path, status in statuses.items() if not path.startswith("/?")} == {200, 404}
    assert page.post("//price", PRICED)[0] == 404


def test_the_head_of_the_page_is_that_of_the_page_without_it(page: Served) -> None:
    connection = http.client.HTTPConnection(serving.ADDRESS, page.port, timeout=20)
    connection.request("HEAD", "/")
    response = connection.getresponse()
    assert (response.status, response.read()) == (200, b"")
    assert response.headers["Content-Length"] == str(len(page.answers.page))
    connection.close()
    assert page.ask("HEAD", "/price")[0] == 404
    assert page.ask("HEAD", "/", host="evil.example")[0] == 421


@pytest.mark.parametrize(
    ("error", "is_reported"), [(ConnectionResetError, False), (BrokenPipeError, False), (TypeError, True)]
)
def test_a_browser_that_goes_away_is_no_error_to_report(
    page: Served,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    error: type[Exception],
    is_reported: bool,
) -> None:
    def go_away(*_: object) -> None:
        raise error

    with serving.serve(page.answers) as server, socket.socket() as request:
        monkeypatch.setattr(server, "finish_request", go_away)
        server.process_request_thread(request, (serving.ADDRESS, 1))
    assert bool(capsys.readouterr().err) is is_reported


def test_an_own_contract_is_priced_under_its_id() -> None:
    own = contracts.load(ROOT / "examples" / "contracts" / "masaf-2025.toml")
    quote = Answers(explorer.of_contracts([own]), "fr").price(
        {
            "contract": own.id,
            "formula": own.all_formulas[0].value,
            "regime": "general",
            "gross": "2 800,50",
        },
        "fr",
    )
    assert quote["contract"] == own.id
