"""
What every page has: headers that let no other site and no script of somebody else in, and the words of its language.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from portal import clock, errors
from portal.texts import texts
from psc_workflow.exceptions import InvalidCommandError, KeyReusedError

_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)

Next = Callable[[HttpRequest], HttpResponse]


def protect(get_response: Next) -> Next:
    """Add the headers; no cache keeps a page, which belongs to one person."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", _POLICY)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        return response

    return middleware


def refuse(get_response: Next) -> Next:
    """Answer what no page of this portal sends: an unknown command or field, one that only the host may fill in."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        return errors.bad_method(request) if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED else response

    middleware.process_exception = lambda request, error: (  # type: ignore[attr-defined]
        errors.bad_request(request) if isinstance(error, InvalidCommandError | KeyReusedError) else None
    )

    return middleware


def words(request: HttpRequest) -> dict[str, Any]:
    """Give every template its language, the portal's own words, and what the demonstration needs."""
    locale = getattr(request, "locale", "fr")
    is_demonstration = settings.PORTAL_DEMONSTRATION
    now = clock.now() if is_demonstration and hasattr(request, "user") else None
    shown = {"demonstration": is_demonstration, "demonstration_now": now}
    return {"locale": locale, "t": texts(locale), "contract": None, **shown}
