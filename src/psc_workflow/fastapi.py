"""
A portal for FastAPI (extra ``fastapi``): a router that answers over HTTP, in JSON and as pages.

It needs a ``web.Host``, which has what only the host knows, and a store. Bodies
are read raw: when one does not fit a model of Pydantic, FastAPI's own answer
repeats what was sent, and a number or an account would come back.
"""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import Annotated, Any

from psc_workflow._structuring.extras import extra_error
from psc_workflow.schemas import openapi
from psc_workflow.stores import Store
from psc_workflow.web import LARGEST_BODY, ROUTES, Answer, Host, Portal, Request

try:
    from fastapi import APIRouter, Depends, FastAPI
    from fastapi import Request as FastAPIRequest
    from fastapi.responses import Response
    from starlette.exceptions import HTTPException
except ModuleNotFoundError as _missing:
    raise extra_error(_missing, "fastapi", __name__) from None

__all__ = ["install", "router"]


async def _read(request: FastAPIRequest) -> bytes:
    """Read the body as it was sent, and not more of it than is used."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > LARGEST_BODY:
            break
    return bytes(body)


def router(
    host: Host,
    open_store: Callable[[], AbstractContextManager[Store]],
    *,
    hidden: Callable[[FastAPIRequest], Mapping[str, str]] = lambda _: {},
) -> APIRouter:
    """
    Make a router of the portal.

    Args:
        open_store: Opens the store for one request.
        hidden: Returns fields to put into every form of a request, by name,
            such as a token against forged ones. Without any, a form that a
            browser sends from another site is refused all the same.
    """
    portal, made = Portal(host, open_store), APIRouter()
    paths = openapi(contract=host.contract)["paths"]
    for route in ROUTES:
        if route.name == "show_openapi":  # FastAPI has its own
            continue
        described = paths.get(route.path, {}).get(route.method.lower())
        made.add_api_route(
            route.path,
            _endpoint(portal, route.name, hidden),
            methods=[route.method],
            name=route.name,
            openapi_extra=described,
            include_in_schema=described is not None,
            response_class=Response,
        )
    return made


def install(app: FastAPI, host: Host) -> None:
    """
    Have *app* describe the portal as ``schemas.openapi`` does, and answer unknown addresses and errors with problems.

    Call it once all routers are included.
    """
    for error in (HTTPException, Exception):
        app.add_exception_handler(error, _refused)
    generate = app.openapi

    def described() -> dict[str, Any]:
        document, ours = generate(), openapi(contract=host.contract)
        for path, operations in ours["paths"].items():
            document["paths"].setdefault(path, {}).update(operations)
        schemas = document.setdefault("components", {}).setdefault("schemas", {})
        schemas.update(ours["components"]["schemas"])
        return document

    app.openapi = described  # type: ignore[method-assign]  # as FastAPI's documentation has it


def _endpoint(
    portal: Portal, name: str, hidden: Callable[[FastAPIRequest], Mapping[str, str]]
) -> Callable[..., Response]:
    # No coroutine: FastAPI runs it in a thread, so that none waits while another decides.
    def endpoint(request: FastAPIRequest, body: Annotated[bytes, Depends(_read)]) -> Response:
        asked = Request(
            id=request.path_params.get("id", ""),
            path=request.url.path,
            query=request.query_params,
            headers=request.headers,
            body=body,
            native=request,
            hidden=hidden(request),
        )
        return _response(portal.answer(name, asked))

    return endpoint


def _refused(_: FastAPIRequest, error: Exception) -> Response:
    if isinstance(error, HTTPException):
        return _response(Portal.failure(error.status_code, error.headers))
    return _response(Portal.failure(500))  # any other error


def _response(answer: Answer) -> Response:
    return Response(answer.text, answer.status, dict(answer.headers))
