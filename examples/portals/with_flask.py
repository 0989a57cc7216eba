"""
The portal with Flask and SQLite, which takes nothing but a file.
"""

from pathlib import Path

from flask import Flask, Response, json, request
from werkzeug.exceptions import HTTPException

from portals.common import (
    FAULTS,
    LARGEST_BODY,
    Answer,
    Host,
    Run,
    command_in,
    decided,
    fault,
    key_in,
    opened,
    revision_in,
    role_on,
    screen,
    tick_each,
    titled,
)
from psc_workflow import Role
from psc_workflow import commands as do
from psc_workflow.stores import SQLiteStore


def create_app(host: Host, path: Path) -> Flask:
    """Make the application; *path* is where dossiers are kept."""
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY

    @app.post("/dossiers")
    def open_dossier() -> Response:
        dossier = opened(request.get_data(), host.caller(request), host)
        with SQLiteStore(path, contracts=host.contracts) as store:  # one a request: a store belongs to one thread
            store.create(dossier, effects=[dossier.invitation])  # both, or neither
        return _response(screen(dossier, host.now(), Role.MANAGER, status=201))

    @app.get("/dossiers/<id>")
    def show_dossier(id: str) -> Response:
        role = role_on(id, host.caller(request))
        with SQLiteStore(path, contracts=host.contracts) as store:
            return _response(screen(store.load(id), host.now(), role))

    @app.post("/dossiers/<id>/commands")
    def give_command(id: str) -> Response:
        role = role_on(id, host.caller(request))
        command, at = command_in(request.get_data()), host.now()
        key = key_in(request.headers.get("Idempotency-Key"))
        expected = revision_in(request.headers.get("If-Match"))
        with SQLiteStore(path, contracts=host.contracts) as store:
            # loads, decides and saves, with the effects, in one go
            decision = store.decide(id, command, at=at, key=key, role=role, expected_revision=expected)
        return _response(decided(decision, at, role, expected))

    for error in FAULTS:
        app.register_error_handler(error, lambda error: _response(fault(error)))
    app.register_error_handler(HTTPException, _refused)  # an error of ours is one, too: a 500
    return app


def run_due(host: Host, path: Path) -> Run:
    """
    Let happen what is due and deliver what is owed; from ``cron``, every quarter of an hour.

    Missed runs change no right: a dossier that is read gives the same answers. Only mails come late.
    """
    now = host.now()
    with SQLiteStore(path, contracts=host.contracts) as store:
        failed = tick_each(
            lambda limit: store.due(now, limit=limit),
            lambda one: store.decide(one, do.Tick(), at=now, role=Role.CLOCK),
        )
        return Run(store.deliver(host.send, at=now), failed)


def _refused(error: HTTPException) -> Response:
    return _response(titled(error.code or 500, dict(error.get_headers())))


def _response(answer: Answer) -> Response:
    return Response(json.dumps(answer.body), answer.status, answer.headers, content_type=answer.media_type)
