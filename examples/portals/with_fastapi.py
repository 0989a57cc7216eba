"""
The portal with FastAPI and SQLAlchemy, on PostgreSQL in production.
"""

from typing import Annotated

from fastapi import Depends, FastAPI, Header, Request
from fastapi.responses import JSONResponse
from sqlalchemy import Engine
from starlette.exceptions import HTTPException

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
The body as it was sent. FastAPI would check a model of Pydantic, and its answer repeats what was sent: a number, an
account. The library checks the fields, and repeats nothing.
"""


def create_app(host: Host, engine: Engine) -> FastAPI:
    """Make the application; the tables must exist already (``SQLAlchemyStore.create_tables``)."""
    app, store = FastAPI(), SQLAlchemyStore(engine, contracts=host.contracts)  # threads may share it

    # These are not coroutines: FastAPI runs each in a thread, so that none waits while another decides.

    @app.post("/dossiers")
    def open_dossier(request: Request, body: Body) -> JSONResponse:
        dossier = new_dossier(body, host.caller(request), host)
        store.create(dossier, effects=[dossier.invitation])  # both, or neither
        return _response(screen_answer(dossier, host.now(), Role.MANAGER, _locale(request), status=201))

    @app.get("/dossiers/{id}")
    def show_dossier(id: str, request: Request) -> JSONResponse:
        role = role_on(id, host.caller(request))
        return _response(screen_answer(store.load(id), host.now(), role, _locale(request)))

    @app.post("/dossiers/{id}/commands")
    def give_command(
        id: str,
        request: Request,
        body: Body,
        idempotency_key: Annotated[str | None, Header()] = None,
        if_match: Annotated[str | None, Header()] = None,
    ) -> JSONResponse:
        role = role_on(id, host.caller(request))
        form, at, expected = read_form(body), host.now(), read_revision(if_match)
        decision = store.decide(
            id, form, at=at, key=read_key(idempotency_key), role=role, expected_revision=expected
        )  # loads, decides and saves, with the effects, in one go
        return _response(decision_answer(decision, at, role, _locale(request), expected))

    for error in CALLER_ERRORS:
        app.add_exception_handler(error, lambda _, error: _response(fault_answer(error)))
    for error in (HTTPException, Exception):
        app.add_exception_handler(error, _refused)
    return app


def run_due(host: Host, engine: Engine) -> Run:
    """
    Let everything due happen, and deliver what is owed; call it every quarter of an hour, from a separate scheduler.

    A missed run changes no right: a dossier that is read gives the same answers. Only mails come late.
    """
    now, store = host.now(), SQLAlchemyStore(engine, contracts=host.contracts)
    failed = tick_each(
        lambda limit: store.due(now, limit=limit),
        lambda dossier_id: store.decide(dossier_id, do.Tick(), at=now, role=Role.CLOCK),
    )
    return Run(store.deliver(host.send, at=now, on_error=log_failure), failed)


def _locale(request: Request) -> Locale:
    return read_locale(request.headers.get("Accept-Language"))


def _refused(_: Request, error: Exception) -> JSONResponse:
    if isinstance(error, HTTPException):
        return _response(status_answer(error.status_code, error.headers))
    return _response(status_answer(500))  # any other error


def _response(answer: Answer) -> JSONResponse:
    return JSONResponse(answer.body, answer.status, answer.headers, answer.media_type)
