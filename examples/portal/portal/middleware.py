"""
What every page has: an answer to what no page sends, and the words of its language.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from portal import clock, errors
from portal.texts import texts
from psc_workflow.exceptions import DossierNotFoundError, InvalidCommandError, KeyReusedError

Next = Callable[[HttpRequest], HttpResponse]


def refuse(get_response: Next) -> Next:
    """Answer what no page of this portal sends: an unknown command or field, one that only the host may fill in."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        return errors.bad_method(request) if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED else response

    def process_exception(request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, DossierNotFoundError):  # erased since
            return errors.not_found(request)
        return errors.bad_request(request) if isinstance(error, InvalidCommandError | KeyReusedError) else None

    middleware.process_exception = process_exception  # type: ignore[attr-defined]

    return middleware


def words(request: HttpRequest) -> dict[str, Any]:
    """Give every template its language, the portal's own words, and what the demonstration needs."""
    locale = getattr(request, "locale", "fr")
    is_demonstration = settings.PORTAL_DEMONSTRATION
    now = clock.now() if is_demonstration and hasattr(request, "user") else None
    shown = {"demonstration": is_demonstration, "demonstration_now": now}
    return {"locale": locale, "t": texts(locale), "contract": None, **shown}
