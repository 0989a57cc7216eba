"""
The portal's addresses, for the project's ``include``.

No view is exempt from CSRF protection: keep ``CsrfViewMiddleware``; pages have
its token, and scripts send it. The handlers answer unknown addresses and errors
with problems: Django looks for them only in the project's own ``urls``.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.urls import path

from psc_workflow.django._host import host
from psc_workflow.django.models import StoredDossier
from psc_workflow.web import LARGEST_BODY, ROUTES, Answer, Portal, Request

_TOKEN = "csrfmiddlewaretoken"  # noqa: S105 -- the name of a field


def _view(methods: dict[str, str]) -> Callable[..., HttpResponse]:
    """Make the view of an address: for each of its *methods*, the name of a route."""

    def view(request: HttpRequest, id: str = "") -> HttpResponse:  # noqa: A002 -- as Dossier.open
        if request.method not in methods:
            return _response(Portal.failure(405, {"Allow": ", ".join(methods)}))
        return _response(_portal().answer(methods[request.method], _request(request, id)))

    return view


def _portal() -> Portal:
    return Portal(host(), lambda: StoredDossier.objects.store)


def _request(request: HttpRequest, id: str) -> Request:  # noqa: A002 -- as Dossier.open
    try:
        body = request.body
    except RequestDataTooBig:  # more than Django reads: DATA_UPLOAD_MAX_MEMORY_SIZE
        body = bytes(LARGEST_BODY + 1)
    return Request(
        id=id,
        path=request.path,
        query=request.GET.dict(),
        headers=request.headers,
        body=body,
        native=request,
        hidden={_TOKEN: get_token(request)},
    )


def _response(answer: Answer) -> HttpResponse:
    return HttpResponse(answer.text, status=answer.status, headers=dict(answer.headers))


def _patterns() -> list[Any]:
    addresses: dict[str, dict[str, str]] = defaultdict(dict)
    for route in ROUTES:
        addresses[route.path][route.method] = route.name
    return [
        path(address.removeprefix("/").replace("{id}", "<str:id>"), _view(methods), name=min(methods.values()))
        for address, methods in addresses.items()
    ]


urlpatterns = _patterns()


def _handler(status: int) -> Callable[..., HttpResponse]:
    return lambda *_, **__: _response(Portal.failure(status))


handler400, handler404, handler500 = _handler(400), _handler(404), _handler(500)
