"""
The requests, as views; ``urlpatterns`` is for the project's ``include``.

The setting ``PSC_HOST`` is the project's ``common.Host``. No view is exempt from CSRF protection: keep
``CsrfViewMiddleware``, and let scripts send the token.

The handlers at the end answer for unknown paths and for errors. Django looks for them in the project's own ``urls``
alone: import them there.
"""

import json
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.urls import path

from portals.common import (
    FAULTS,
    LARGEST_BODY,
    Answer,
    command_in,
    decided,
    fault,
    key_in,
    opened,
    revision_in,
    role_on,
    screen,
    titled,
)
from portals.with_django import models
from psc_workflow import Role


def answers(method: str) -> Callable[[Callable[..., Answer]], Callable[..., HttpResponse]]:
    """Let a view answer *method* alone, and make a response of what it answers, or of the caller's fault."""

    def respond_for(view: Callable[..., Answer]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def respond(request: HttpRequest, **arguments: str) -> HttpResponse:
            if request.method != method:
                return _response(titled(405, {"Allow": method}))
            try:
                is_too_large = len(request.body) > LARGEST_BODY
                answer = titled(413) if is_too_large else view(request, **arguments)
            except RequestDataTooBig:  # more than Django reads: DATA_UPLOAD_MAX_MEMORY_SIZE
                answer = titled(413)
            except FAULTS as error:
                answer = fault(error)
            return _response(answer)

        return respond

    return respond_for


def _response(answer: Answer) -> HttpResponse:
    headers = {**answer.headers, "Content-Type": answer.media_type}
    return HttpResponse(json.dumps(answer.body), status=answer.status, headers=headers)


@answers("POST")
def open_dossier(request: HttpRequest) -> Answer:
    """Open a file: for managers."""
    host = settings.PSC_HOST
    dossier = opened(request.body, host.caller(request), host)
    models.create(dossier)
    return screen(dossier, host.now(), Role.MANAGER, status=201)


@answers("GET")
def show_dossier(request: HttpRequest, id: str) -> Answer:
    """Show a dossier to its agent, or to a manager."""
    host = settings.PSC_HOST
    role = role_on(id, host.caller(request))
    return screen(models.load(id), host.now(), role)


@answers("POST")
def give_command(request: HttpRequest, id: str) -> Answer:
    """Decide on one command."""
    host = settings.PSC_HOST
    role = role_on(id, host.caller(request))
    command, at = command_in(request.body), host.now()
    key = key_in(request.headers.get("Idempotency-Key"))
    expected = revision_in(request.headers.get("If-Match"))
    decision = models.decide(id, command, at=at, key=key, role=role, expected_revision=expected)
    return decided(decision, at, role, expected)


urlpatterns = [
    path("dossiers", open_dossier),
    path("dossiers/<str:id>", show_dossier),
    path("dossiers/<str:id>/commands", give_command),
]


def _told(status: int) -> Callable[..., HttpResponse]:
    return lambda *_, **__: _response(titled(status))


handler400, handler404, handler500 = _told(400), _told(404), _told(500)
