"""
What every page has: headers that let no other site and no script of somebody else in, and its language.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from portal import clock, errors
from portal.texts import LOCALES, texts
from psc_workflow.exceptions import InvalidCommandError, KeyReusedError

_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
_COOKIE = "language"

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


def speak(get_response: Next) -> Next:
    """Choose the language: the one that was asked for here, else that of the browser, else French."""

    def middleware(request: HttpRequest) -> HttpResponse:
        accepted = [part.strip()[:2].lower() for part in request.headers.get("Accept-Language", "").split(",")]
        wished = [request.COOKIES.get(_COOKIE, ""), *accepted]
        request.locale = next((locale for locale in wished if locale in LOCALES), "fr")
        return get_response(request)

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


@require_POST
def choose_language(request: HttpRequest, locale: str) -> HttpResponse:
    """Keep the language, and come back to the page."""
    if locale not in LOCALES:
        raise Http404
    back = request.POST.get("back", "/")
    is_here = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    response = redirect(back if is_here else "/")
    response.set_cookie(_COOKIE, locale, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax")
    return response


def words(request: HttpRequest) -> dict[str, Any]:
    """Give every template its language, the portal's own words, and what the demonstration needs."""
    locale = getattr(request, "locale", "fr")
    is_demonstration = settings.PORTAL_DEMONSTRATION
    now = clock.now() if is_demonstration and hasattr(request, "user") else None
    shown = {"demonstration": is_demonstration, "demonstration_now": now}
    return {"locale": locale, "t": texts(locale), "contract": None, **shown}
