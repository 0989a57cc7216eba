"""
The portal with FastAPI and SQLAlchemy, on PostgreSQL in earnest.
"""

from typing import Annotated

from fastapi import Depends, FastAPI, Header, Request
from fastapi.responses import JSONResponse
from sqlalchemy import Engine
from starlette.exceptions import HTTPException

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
from psc_workflow.stores.sql import SQLAlchemyStore


async def _read(request: Request) -> bytes:
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > LARGEST_BODY:  # FastAPI itself sets no limit
            raise HTTPException(413)
    return bytes(body)


Body = Annotated[bytes, Depends(_read)]
"""
The body as it was sent. A model of Pydantic would be checked by FastAPI, whose answer repeats what it was given: a
number, an account. The library checks the fields, and repeats nothing.
"""


def create_app(host: Host, engine: Engine) -> FastAPI:
    """Make the application; the tables are there already (``SQLAlchemyStore.create_tables``)."""
    app, store = FastAPI(), SQLAlchemyStore(engine, contracts=host.contracts)  # which threads may share

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
    for error in (HTTPException, Exception):
        app.add_exception_handler(error, _refused)
    return app


def run_due(host: Host, engine: Engine) -> Run:
    """
    Let happen what is due and deliver what is owed; from a scheduler of its own, every quarter of an hour.

    Missed runs change no right: a dossier that is read gives the same answers. Only mails come late.
    """
    now, store = host.now(), SQLAlchemyStore(engine, contracts=host.contracts)
    failed = tick_each(
        lambda limit: store.due(now, limit=limit),
        lambda one: store.decide(one, do.Tick(), at=now, role=Role.CLOCK),
    )
    return Run(store.deliver(host.send, at=now), failed)


def _refused(_: Request, error: Exception) -> JSONResponse:
    if isinstance(error, HTTPException):
        return _response(titled(error.status_code, error.headers))
    return _response(titled(500))  # an error of ours


def _response(answer: Answer) -> JSONResponse:
    return JSONResponse(answer.body, answer.status, answer.headers, answer.media_type)
