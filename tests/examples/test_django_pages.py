"""
Django in the package, for projects that draw their own pages: filters and tags, logs, health, language, the table of files.
"""

import csv
import datetime as dt
import io
import json
import logging
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock
from zoneinfo import ZoneInfo

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.test import RequestFactory, override_settings

from driven_portals import PORTALS, START_AFFILIATION, Portal, World, models
from people import INVITED, NOW
from psc_workflow import Regime, Role, contracts, to_problem
from psc_workflow import commands as do
from psc_workflow._catalogue.wording import finding_texts
from psc_workflow.django import health, language, logs, tables
from psc_workflow.django._errors import store_errors
from psc_workflow.django._rows import DjangoRows
from psc_workflow.django.management.commands import psc_worker
from psc_workflow.django.templatetags import dossiers
from psc_workflow.exceptions import StoreError

ROWS, OWED = models.StoredDossier.objects, models.OwedEffect.objects
SECRET = "nobody-may-read-this"  # noqa: S105 -- planted
LATER = NOW + dt.timedelta(days=60)


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Portal]:
    """Run Django on SQLite, with one dossier."""
    with PORTALS["Django on SQLite"](World(), tmp_path) as running:
        running.open()
        running.world.now = NOW
        yield running


def draw(template: str, **context: Any) -> str:
    engine = Engine(libraries={"dossiers": "psc_workflow.django.templatetags.dossiers"})
    return engine.from_string("{% load dossiers %}" + template).render(Context(context, autoescape=False))


# -- filters and tags ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("template", "value", "fr", "en"),
    [
        ("{{ value|written:locale }}", dt.date(2026, 5, 1), "1er mai 2026", "1 May 2026"),
        ("{{ value|cents:locale }}", 123456, "1\xa0234,56\xa0€", "1,234.56 €"),
        ("{{ value|cents:locale }}", 0, "0,00\xa0€", "0.00 €"),
        ("{{ value|cents:locale }}", None, "inconnu", "unknown"),
        (
            "{{ value|local:contract|instant:locale }}",
            dt.datetime(2026, 4, 7, 18, 5, tzinfo=dt.UTC),
            "7 avril 2026 à 8\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}05 (heure de Tahiti)",
            "7 April 2026, 08:05 (Tahiti time)",
        ),
        (
            "{{ value|local:'men-2026-pf'|instant:locale }}",
            dt.datetime(2026, 5, 1, 0, 30, tzinfo=dt.UTC),
            "30 avril 2026 à 14\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}30",
            "30 April 2026, 14:30",
        ),
        ("{{ value|most }}", [3, 7, 5], "7", "7"),
        ("{{ value|most }}", [], "0", "0"),
        ("{{ value|lookup:'there' }}", {"there": "yes"}, "yes", "yes"),
        ("{{ value|has:'agent' }}{{ value|has:'clock' }}", [Role.AGENT], "TrueFalse", "TrueFalse"),
    ],
)
def test_words_are_those_of_the_language(template: str, value: Any, fr: str, en: str) -> None:
    for locale, words in (("fr", fr), ("en", en)):
        written = draw(template, value=value, locale=locale, contract=contracts.get("men-2026-pf"))
        assert written.startswith(words), written


def test_what_was_answered_is_chosen_and_typed_again(portal: Portal) -> None:
    portal.give(START_AFFILIATION)
    form = ROWS.load("D1").form(at=NOW, role=Role.AGENT, locale="fr", given={"regime": "general"})
    (field,) = (each for each in form.fields if each.name == "regime")
    assert [choice.value for choice in field.choices if dossiers.is_chosen(field, choice)] == ["general"]
    assert (dossiers.typed(field), dossiers.input_type(field), dossiers.is_wrong(field)) == ("general", "text", False)


def test_an_error_says_how_it_looks_and_what_it_rests_on(portal: Portal) -> None:
    portal.give(START_AFFILIATION)
    decision = ROWS.load("D1").decide(do.DeclareRegime(Regime.CPS), at=NOW, role=Role.AGENT)
    form = decision.dossier.form(at=NOW, role=Role.AGENT, locale="en", decision=decision)
    error = next(each for each in form.errors if each.blocks)
    context = {"problem": to_problem(decision, "en"), "error": error, "asides": form.buttons, "locale": "en"}
    assert draw("{% look error %}", **context) == "refused"
    assert draw("{% look error %}", **{**context, "problem": None}) == "refused"
    assert "https://" in draw(
        "{% texts_behind error as laws %}{% for law in laws %}{{ law.address }}{% endfor %}", **context
    )
    names = {name for each in context["problem"]["errors"] for name in each["suggests"]}
    offered = draw("{% suggestions as all %}{% for button in all %}{{ button.do }} {% endfor %}", **context).split()
    assert set(offered) == names & {button.do for button in form.buttons} != set()
    (field,) = (each for each in form.fields if each.name == error.field)
    assert dossiers.is_wrong(field)
    assert f"{field.name}-errors" in dossiers.described_by(field).split()


@pytest.mark.parametrize("locale", ["fr", "en"])
def test_no_code_is_said_with_a_hole_before_its_full_stop(locale: str) -> None:
    context = {"contract": contracts.get("men-2026-pf"), "locale": locale}
    said = {code: draw(f"{{% reason '{code}' %}}", **context) for code in finding_texts()}
    assert not {code: text for code, text in said.items() if re.search(r"…[.…]|(pour|for) …$", text)}


def test_a_code_is_said_without_values_and_one_of_an_earlier_release_as_it_is() -> None:
    context = {"contract": contracts.get("men-2026-pf"), "locale": "en"}
    assert "{" not in draw("{% reason 'iban-check-failed' %}", **context)
    assert draw("{% reason 'child-nir-pending' %}", **context) == "The social-security number is still to be given."
    assert draw("{% reason 'quote-outdated' %}", **context) == "The quote has changed since the one of …"
    assert draw("{% reason 'of-yesterday' %}", **context) == "of-yesterday"


# -- operations ----------------------------------------------------------------------------------


def test_health_is_counts_alone_and_behind_when_nobody_comes(portal: Portal) -> None:
    portal.run_due()
    response = health.page(RequestFactory().get("/healthz"))
    figures = dict.fromkeys(("due", "late", "failed", "effects", "oldest_effect_seconds", "dead"), 0)
    assert (response.status_code, json.loads(response.content)) == (200, {"status": "ok", **figures})
    portal.world.now = LATER
    response = health.page(RequestFactory().get("/healthz"))
    assert (response.status_code, json.loads(response.content)["late"]) == (503, 1)
    for error in (OperationalError(SECRET), InterfaceError(SECRET)):
        with mock.patch.object(health, "figures", side_effect=error):
            response = health.page(RequestFactory().get("/healthz"))
        assert json.loads(response.content) == {"status": "failing", "database": type(error).__name__}


@pytest.mark.usefixtures("portal")
def test_what_fell_due_just_before_the_clocks_changed_is_not_late() -> None:
    for day, clocks_go in ((dt.date(2026, 3, 29), "forward"), (dt.date(2026, 10, 25), "back")):
        change = dt.datetime.combine(day, dt.time(1), dt.UTC)
        ROWS.update(due_at=change - dt.timedelta(minutes=10))
        at = [(change + dt.timedelta(minutes=minutes)).astimezone(ZoneInfo("Europe/Paris")) for minutes in (40, 55)]
        assert [health.figures(each)["late"] for each in at] == [0, 1], clocks_go


@pytest.mark.usefixtures("portal")
def test_what_falls_due_next_is_of_files_and_of_effects() -> None:
    due_at = ROWS.get().due_at
    assert ROWS.next_due(NOW) == due_at > NOW
    before = due_at - dt.timedelta(minutes=1)
    OWED.update(due_at=before)
    assert (ROWS.next_due(NOW), ROWS.next_due(before)) == (before, due_at)
    assert ROWS.next_due(due_at) is None


FAILURES = [
    CommandError(SECRET),
    OperationalError(SECRET),
    InterfaceError(SECRET),
    StoreError(SECRET),
    ValueError(SECRET),
]


def test_a_worker_logs_what_fails_by_its_type_and_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    runs = iter(FAILURES)

    def run(*_: Any, **__: Any) -> None:
        for error in runs:
            raise error
        signal.raise_signal(signal.SIGTERM)

    with mock.patch.object(psc_worker, "call_command", run), kept_signals(), caplog.at_level(logging.INFO):
        psc_worker.Command().handle(name="psc_tick", every=0)
    lines = [(record.getMessage(), record.levelname, record.__dict__["worker"]) for record in caplog.records]
    errors = [(type(error).__name__, "ERROR", "psc_tick") for error in FAILURES]
    assert lines == [*errors, ("run", "INFO", "psc_tick")]
    assert SECRET not in caplog.text


@contextmanager
def kept_signals() -> Iterator[None]:
    handlers = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in handlers.items():
        signal.signal(number, handler)


@pytest.mark.usefixtures("portal")
def test_a_project_without_time_zones_is_refused_and_its_store_says_why() -> None:
    assert "psc_workflow.E001" not in [message.id for message in run_checks()]
    with override_settings(USE_TZ=False):
        assert "psc_workflow.E001" in [message.id for message in run_checks()]
        for ask in (lambda: ROWS.store.load("D1"), lambda: ROWS.store.due(NOW), lambda: ROWS.store.tick(NOW)):
            with pytest.raises(StoreError, match="USE_TZ = True"):
                ask()


@pytest.mark.usefixtures("portal")
def test_any_error_of_the_database_is_one_of_the_store() -> None:
    for error in (OperationalError(SECRET), InterfaceError(SECRET)):
        for part in (store_errors, DjangoRows("default").savepoint):
            with pytest.raises(StoreError, match=type(error).__name__) as raised, part():
                raise error
            assert SECRET not in str(raised.value)


def test_a_worker_runs_one_of_the_two_commands() -> None:
    with pytest.raises(CommandError, match="invalid choice"):
        call_command("psc_worker", "flush")


def line_of(own: tuple[str, ...], name: str, error: Exception | None = None) -> dict[str, Any]:
    exc_info = (type(error), error, None) if error is not None else None
    record = logging.LogRecord(name, logging.ERROR, "", 1, "seen: %s", (SECRET,), exc_info)
    return dict(json.loads(logs.Line(own).format(record)))


def test_a_line_repeats_no_message_of_others_and_no_text_of_an_error() -> None:
    line = line_of(("portal",), "django.request", ValueError(SECRET))
    assert (line["logger"], line["error"]) == ("django.request", "ValueError")
    assert SECRET not in json.dumps(line)
    assert (
        line_of(("portal",), "portal.mails")["event"] == line_of((), "psc_workflow.web")["event"] == f"seen: {SECRET}"
    )
    assert "event" not in line_of((), "portal.mails")


@pytest.mark.usefixtures("portal")
def test_a_request_is_logged_by_the_name_of_its_page(caplog: pytest.LogCaptureFixture) -> None:
    request = RequestFactory().get(f"/{SECRET}/")
    with caplog.at_level(logging.INFO):
        logs.record(lambda _: HttpResponse(status=404))(request)
    (line,) = (json.loads(logs.Line().format(each)) for each in caplog.records if each.name == "psc_workflow.django")
    assert (line["event"], line["method"], line["status"], line["page"]) == ("request", "GET", 404, None)
    assert SECRET not in json.dumps(line)


@pytest.mark.parametrize(
    ("cookie", "header", "locale"),
    [("en", "fr", "en"), ("", "de, en;q=0.5", "en"), ("xx", "de", "fr"), ("fr", "en", "fr")],
)
def test_the_language_is_the_chosen_one_else_that_of_the_browser_else_french(
    cookie: str, header: str, locale: str
) -> None:
    request = RequestFactory(headers={"Accept-Language": header}).get("/")
    request.COOKIES["django_language"] = cookie
    locales: list[str] = []

    def respond(seen: HttpRequest) -> HttpResponse:
        locales.append(seen.locale)
        return HttpResponse()

    with override_settings(LANGUAGE_COOKIE_NAME="django_language"):
        language.speak(respond)(request)
    assert locales == [locale]


@pytest.mark.parametrize(
    ("pressed", "choice", "locale"), [("en", "en", "en"), ("fr", "fr", "fr"), ("xx", None, "en"), ("", None, "en")]
)
def test_a_button_of_a_form_chooses_the_language_of_its_answer_and_of_the_pages_after_it(
    pressed: str, choice: str | None, locale: str
) -> None:
    request = RequestFactory(headers={"Accept-Language": "en"}).post(
        "/", f"psc-language={pressed}", "application/x-www-form-urlencoded"
    )
    with override_settings(LANGUAGE_COOKIE_SAMESITE="Lax"):
        response = language.speak(lambda seen: HttpResponse(seen.locale))(request)
    assert response.content.decode() == locale
    cookie = response.cookies.get("django_language")
    assert (cookie.value if cookie is not None else None) == choice
    assert choice is None or cookie["samesite"] == "Lax"


def test_a_body_that_a_view_reads_itself_is_left_to_it() -> None:
    request = RequestFactory().post("/", {"psc-language": "en"})
    request.META["HTTP_ACCEPT_LANGUAGE"] = "fr"
    language.speak(lambda seen: HttpResponse(seen.body))(request)
    assert request.locale == "fr"


# -- tables --------------------------------------------------------------------------------------


@pytest.mark.usefixtures("portal")
def test_the_table_of_files_runs_nothing_and_has_the_time_of_each_contract() -> None:
    ROWS.update(status="=1+1", affiliation="; @SUM(A1)", dispensation="a\n=b")
    file = io.StringIO()
    tables.write_index(ROWS.order_by("pk"), file)
    header, row = csv.reader(io.StringIO(file.getvalue()))
    cells = dict(zip(header, row, strict=True))
    assert cells["id"] == "D1"
    assert (cells["affiliation"], cells["dispensation"]) == ("; '@SUM(A1)", "a =b")
    offset = contracts.get(cells["contract"]).local(INVITED).strftime("%z")
    assert cells["due_at"].replace(":", "").endswith(offset)
