"""
The portal with Flask and SQLite, which takes nothing but a file.
"""

from pathlib import Path

from flask import Flask, Response, json, request

from portals.common import (
    FAULTS,
    Answer,
    Host,
    command_in,
    decided,
    fault,
    key_in,
    opened,
    revision_in,
    role_on,
    screen,
)
from psc_workflow import commands as do
from psc_workflow.model.vocabulary import Role
from psc_workflow.stores import SQLiteStore

LARGEST_BODY = 256 * 1024
"""Bytes; Flask reads no more."""


def create_app(host: Host, path: Path) -> Flask:
    """Make the application; *path* is where dossiers are kept."""
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY

    @app.post("/dossiers")
    def open_dossier() -> Response:
        dossier = opened(request.get_data(), host.caller(request), host)
        with SQLiteStore(path) as store:  # one a request: a store belongs to one thread
            store.create(dossier, effects=[dossier.invitation])  # both, or neither
        return _response(screen(dossier, host.now(), Role.MANAGER, status=201))

    @app.get("/dossiers/<id>")
    def show_dossier(id: str) -> Response:
        role = role_on(id, host.caller(request))
        with SQLiteStore(path) as store:
            return _response(screen(store.load(id), host.now(), role))

    @app.post("/dossiers/<id>/commands")
    def give_command(id: str) -> Response:
        role = role_on(id, host.caller(request))
        command, at = command_in(request.get_data()), host.now()
        key = key_in(request.headers.get("Idempotency-Key"))
        expected = revision_in(request.headers.get("If-Match"))
        with SQLiteStore(path) as store:  # loads, decides and saves, with the effects, in one go
            decision = store.decide(id, command, at=at, key=key, role=role, expected_revision=expected)
        return _response(decided(decision, at, role, expected))

    for error in FAULTS:
        app.register_error_handler(error, lambda error: _response(fault(error)))
    return app


def run_due(host: Host, path: Path) -> int:
    """
    Let happen what is due and deliver what is owed; from ``cron``, every quarter of an hour.

    Missed runs change no right: a dossier that is read gives the same answers. Only mails come late.
    """
    now = host.now()
    with SQLiteStore(path) as store:
        for id in store.due(now):  # a hundred at most; the next run takes the rest
            store.decide(id, do.Tick(), at=now, role=Role.CLOCK)
        return store.deliver(host.send, at=now)


def _response(answer: Answer) -> Response:
    return Response(json.dumps(answer.body), answer.status, answer.headers, content_type=answer.media_type)
