"""
The requests, as views; ``urlpatterns`` is for the project's ``include``.

The setting ``PSC_HOST`` is the project's ``common.Host``. No view is exempt from CSRF protection: keep
``CsrfViewMiddleware``, and let scripts send the token.
"""

import json
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from portals.common import (
    FAULTS,
    Answer,
    command_in,
    decided,
    fault,
    key_in,
    opened,
    revision_in,
    role_on,
    screen,
)
from portals.with_django import models
from psc_workflow.model.vocabulary import Role


def answered(view: Callable[..., Answer]) -> Callable[..., HttpResponse]:
    """Make a response of what *view* answers, or of the caller's fault."""

    @wraps(view)
    def respond(request: HttpRequest, **arguments: str) -> HttpResponse:
        try:
            answer = view(request, **arguments)
        except FAULTS as error:
            answer = fault(error)
        headers = {**answer.headers, "Content-Type": answer.media_type}
        return HttpResponse(json.dumps(answer.body), status=answer.status, headers=headers)

    return respond


@require_POST
@answered
def open_dossier(request: HttpRequest) -> Answer:
    """Open a file: for managers."""
    host = settings.PSC_HOST
    dossier = opened(request.body, host.caller(request), host)
    models.create(dossier)
    return screen(dossier, host.now(), Role.MANAGER, status=201)


@require_GET
@answered
def show_dossier(request: HttpRequest, id: str) -> Answer:
    """Show a dossier to its agent, or to a manager."""
    host = settings.PSC_HOST
    role = role_on(id, host.caller(request))
    return screen(models.load(id), host.now(), role)


@require_POST
@answered
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
