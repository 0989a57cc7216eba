"""
The portal with Flask and SQLite, which needs only a file.
"""

from pathlib import Path

from flask import Flask, Response, json, request
from werkzeug.exceptions import HTTPException

from portals.common import (
    CALLER_ERRORS,
    LARGEST_BODY,
    Answer,
    Host,
    Run,
    decision_answer,
    fault_answer,
    log_failure,
    new_dossier,
    read_form,
    read_key,
    read_locale,
    read_revision,
    role_on,
    screen_answer,
    status_answer,
    tick_each,
)
from psc_workflow import Locale, Role
from psc_workflow import commands as do
from psc_workflow.stores import SQLiteStore


def create_app(host: Host, path: Path) -> Flask:
    """Make the application; *path* is the file of the dossiers."""
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY

    @app.post("/dossiers")
    def open_dossier() -> Response:
        dossier = new_dossier(request.get_data(), host.caller(request), host)
        with SQLiteStore(path, contracts=host.contracts) as store:  # one per request: a store belongs to one thread
            store.create(dossier, effects=[dossier.invitation])  # both, or neither
        return _response(screen_answer(dossier, host.now(), Role.MANAGER, _locale(), status=201))

    @app.get("/dossiers/<id>")
    def show_dossier(id: str) -> Response:
        role = role_on(id, host.caller(request))
        with SQLiteStore(path, contracts=host.contracts) as store:
            return _response(screen_answer(store.load(id), host.now(), role, _locale()))

    @app.post("/dossiers/<id>/commands")
    def give_command(id: str) -> Response:
        role = role_on(id, host.caller(request))
        form, at = read_form(request.get_data()), host.now()
        key = read_key(request.headers.get("Idempotency-Key"))
        expected = read_revision(request.headers.get("If-Match"))
        with SQLiteStore(path, contracts=host.contracts) as store:
            # loads, decides and saves, with the effects, in one go
            decision = store.decide(id, form, at=at, key=key, role=role, expected_revision=expected)
        return _response(decision_answer(decision, at, role, _locale(), expected))

    for error in CALLER_ERRORS:
        app.register_error_handler(error, lambda error: _response(fault_answer(error)))
    app.register_error_handler(HTTPException, _refused)  # Flask makes one of any other error: a 500
    return app


def run_due(host: Host, path: Path) -> Run:
    """
    Let everything due happen, and deliver what is owed; call it every quarter of an hour, from ``cron``.

    A missed run changes no right: a dossier that is read gives the same answers. Only mails come late.
    """
    now = host.now()
    with SQLiteStore(path, contracts=host.contracts) as store:
        failed = tick_each(
            lambda limit: store.due(now, limit=limit),
            lambda dossier_id: store.decide(dossier_id, do.Tick(), at=now, role=Role.CLOCK),
        )
        return Run(store.deliver(host.send, at=now, on_error=log_failure), failed)


def _locale() -> Locale:
    return read_locale(request.headers.get("Accept-Language"))


def _refused(error: HTTPException) -> Response:
    return _response(status_answer(error.code or 500, dict(error.get_headers())))


def _response(answer: Answer) -> Response:
    return Response(json.dumps(answer.body), answer.status, answer.headers, content_type=answer.media_type)
