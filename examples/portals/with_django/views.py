"""
The requests, as views; ``urlpatterns`` is for the project's ``include``.

The setting ``PSC_HOST`` is the project's ``common.Host``. No view is exempt from CSRF protection: keep
``CsrfViewMiddleware``, and let scripts send the token.

The handlers at the end answer unknown paths and errors. Django looks for them only in the project's own ``urls``:
import them there.
"""

import json
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.urls import path

from portals.common import (
    CALLER_ERRORS,
    LARGEST_BODY,
    Answer,
    decision_answer,
    fault_answer,
    new_dossier,
    read_form,
    read_key,
    read_locale,
    read_revision,
    role_on,
    screen_answer,
    status_answer,
)
from portals.with_django import models
from psc_workflow import Locale, Role


def answers(method: str) -> Callable[[Callable[..., Answer]], Callable[..., HttpResponse]]:
    """Let a view answer *method* alone, and make a response of its answer, or of the caller's error."""

    def respond_for(view: Callable[..., Answer]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def respond(request: HttpRequest, **arguments: str) -> HttpResponse:
            if request.method != method:
                return _response(status_answer(405, {"Allow": method}))
            try:
                is_too_large = len(request.body) > LARGEST_BODY
                answer = status_answer(413) if is_too_large else view(request, **arguments)
            except RequestDataTooBig:  # more than Django reads: DATA_UPLOAD_MAX_MEMORY_SIZE
                answer = status_answer(413)
            except CALLER_ERRORS as error:
                answer = fault_answer(error)
            return _response(answer)

        return respond

    return respond_for


def _locale(request: HttpRequest) -> Locale:
    return read_locale(request.headers.get("Accept-Language"))


def _response(answer: Answer) -> HttpResponse:
    headers = {**answer.headers, "Content-Type": answer.media_type}
    return HttpResponse(json.dumps(answer.body), status=answer.status, headers=headers)


@answers("POST")
def open_dossier(request: HttpRequest) -> Answer:
    """Open a file, for a manager."""
    host = settings.PSC_HOST
    dossier = new_dossier(request.body, host.caller(request), host)
    models.create(dossier)
    return screen_answer(dossier, host.now(), Role.MANAGER, _locale(request), status=201)


@answers("GET")
def show_dossier(request: HttpRequest, id: str) -> Answer:
    """Show a dossier to its agent, or to a manager."""
    host = settings.PSC_HOST
    role = role_on(id, host.caller(request))
    return screen_answer(models.load(id), host.now(), role, _locale(request))


@answers("POST")
def give_command(request: HttpRequest, id: str) -> Answer:
    """Decide on one command."""
    host = settings.PSC_HOST
    role = role_on(id, host.caller(request))
    form, at = read_form(request.body), host.now()
    key = read_key(request.headers.get("Idempotency-Key"))
    expected = read_revision(request.headers.get("If-Match"))
    decision = models.decide(id, form, at=at, key=key, role=role, expected_revision=expected)
    return decision_answer(decision, at, role, _locale(request), expected)


urlpatterns = [
    path("dossiers", open_dossier),
    path("dossiers/<str:id>", show_dossier),
    path("dossiers/<str:id>/commands", give_command),
]


def _handler(status: int) -> Callable[..., HttpResponse]:
    return lambda *_, **__: _response(status_answer(status))


handler400, handler404, handler500 = _handler(400), _handler(404), _handler(500)
