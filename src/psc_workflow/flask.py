"""
A portal for Flask (extra ``flask``): a blueprint that answers over HTTP, in JSON and as pages.

It needs a ``web.Host``, which has what only the host knows, and a store.
"""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager

from psc_workflow._structuring.extras import extra_error
from psc_workflow.stores import Store
from psc_workflow.web import LARGEST_BODY, ROUTES, Answer, Host, Portal, Request

try:
    from flask import Blueprint, Flask, Response, request
    from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
except ModuleNotFoundError as _missing:
    raise extra_error(_missing, "flask", __name__) from None

__all__ = ["blueprint", "install"]


def blueprint(
    host: Host,
    open_store: Callable[[], AbstractContextManager[Store]],
    *,
    hidden: Callable[[], Mapping[str, str]] = dict,
) -> Blueprint:
    """
    Make a blueprint of the portal.

    Args:
        open_store: Opens the store for one request: a ``SQLiteStore`` belongs
            to one thread.
        hidden: Returns fields to put into every form, by name, such as the
            token of Flask-WTF. Without any, a form that a browser sends from
            another site is refused all the same.
    """
    portal, made = Portal(host, open_store), Blueprint("psc_workflow", __name__)
    for route in ROUTES:
        made.add_url_rule(
            route.path.replace("{id}", "<id>"),
            endpoint=route.name,
            view_func=_view(portal, route.name, hidden),
            methods=[route.method],
        )
    return made


def install(app: Flask) -> None:
    """Have *app* answer what Flask refuses by itself, and errors, with problems that never show what was sent."""
    app.register_error_handler(HTTPException, _refused)  # Flask makes one of any other error: a 500


def _view(portal: Portal, name: str, hidden: Callable[[], Mapping[str, str]]) -> Callable[..., Response]:
    def view(id: str = "") -> Response:  # noqa: A002 -- as Dossier.open
        asked = Request(
            id=id,
            path=request.script_root + request.path,
            query=request.args,
            headers=dict(request.headers),
            body=_body(),
            native=request,
            hidden=hidden(),
        )
        return _response(portal.answer(name, asked))

    return view


def _body() -> bytes:
    """Read the body, which stays there for the host's own functions; one that is too large is not read."""
    request.max_content_length = LARGEST_BODY
    try:
        return request.get_data()
    except RequestEntityTooLarge:
        return bytes(LARGEST_BODY + 1)


def _refused(error: HTTPException) -> Response:
    return _response(Portal.failure(error.code or 500, dict(error.get_headers())))


def _response(answer: Answer) -> Response:
    return Response(answer.text, answer.status, dict(answer.headers))
