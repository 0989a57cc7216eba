"""
Pages for what went wrong: they say what to do, and show nothing of what was sent.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from portal.texts import texts


def show(request: HttpRequest, status: int) -> HttpResponse:
    """Show the page of *status*."""
    return render(request, "portal/error.html", {"status": status, "name": f"error_{status}"}, status=status)


def _handler(status: int) -> Callable[..., HttpResponse]:
    return lambda request, *_, **__: show(request, status)


bad_request, forbidden, not_found, bad_method = map(_handler, (400, 403, 404, 405))


def failed(request: HttpRequest, *_: object) -> HttpResponse:
    """Say that the portal failed, with nothing that may fail too: no session, no account, no clock."""
    locale = getattr(request, "locale", "fr")
    return HttpResponse(render_to_string("portal/failure.html", {"locale": locale, "t": texts(locale)}), status=500)
