"""
The portal with FastAPI and SQLAlchemy, on PostgreSQL in earnest.
"""

from typing import Annotated

from fastapi import Depends, FastAPI, Header, Request
from fastapi.responses import JSONResponse

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
from psc_workflow.stores import Store


async def _read(request: Request) -> bytes:
    return await request.body()


Body = Annotated[bytes, Depends(_read)]
"""
The body as it was sent. A model of Pydantic would be checked by FastAPI, whose answer repeats what it was given: a
number, an account. The library checks the fields, and repeats nothing.
"""


def create_app(host: Host, store: Store) -> FastAPI:
    """Make the application; *store* is one that threads share, such as ``SQLAlchemyStore``."""
    app = FastAPI()

    # These are no coroutines: FastAPI gives each a thread, so that none waits while another one decides.

    @app.post("/dossiers")
    def open_dossier(request: Request, body: Body) -> JSONResponse:
        dossier = opened(body, host.caller(request), host)
        store.create(dossier, effects=[dossier.invitation])  # both, or neither
        return _response(screen(dossier, host.now(), Role.MANAGER, status=201))

    @app.get("/dossiers/{id}")
    def show_dossier(id: str, request: Request) -> JSONResponse:
        role = role_on(id, host.caller(request))
        return _response(screen(store.load(id), host.now(), role))

    @app.post("/dossiers/{id}/commands")
    def give_command(
        id: str,
        request: Request,
        body: Body,
        idempotency_key: Annotated[str | None, Header()] = None,
        if_match: Annotated[str | None, Header()] = None,
    ) -> JSONResponse:
        role = role_on(id, host.caller(request))
        command, at, expected = command_in(body), host.now(), revision_in(if_match)
        decision = store.decide(
            id, command, at=at, key=key_in(idempotency_key), role=role, expected_revision=expected
        )  # loads, decides and saves, with the effects, in one go
        return _response(decided(decision, at, role, expected))

    for error in FAULTS:
        app.add_exception_handler(error, lambda _, error: _response(fault(error)))
    return app


def run_due(host: Host, store: Store) -> int:
    """
    Let happen what is due and deliver what is owed; from a scheduler of its own, every quarter of an hour.

    Missed runs change no right: a dossier that is read gives the same answers. Only mails come late.
    """
    now = host.now()
    for id in store.due(now):  # a hundred at most; the next run takes the rest
        store.decide(id, do.Tick(), at=now, role=Role.CLOCK)
    return store.deliver(host.send, at=now)


def _response(answer: Answer) -> JSONResponse:
    return JSONResponse(answer.body, answer.status, answer.headers, answer.media_type)
