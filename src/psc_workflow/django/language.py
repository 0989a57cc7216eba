"""
The language of pages: put ``psc_workflow.django.language.speak`` into ``MIDDLEWARE``.
"""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from psc_workflow._model.money import LOCALES
from psc_workflow.web import Request

_OF_FORMS = "application/x-www-form-urlencoded"
"""A body of another type may be one that the view reads itself."""


def speak(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """
    Set ``request.locale``: what was chosen on a page, else what the browser prefers, else French.

    Django's view ``set_language`` keeps the choice, in the cookie
    ``LANGUAGE_COOKIE_NAME``. So does this, of a form with a button
    ``psc-language``: ``Sent`` has the form shown again with what was typed.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        pressed = request.POST.get("psc-language") if request.content_type == _OF_FORMS else None
        choices = (pressed, request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME))
        request.locale = next((each for each in choices if each in LOCALES), Request(headers=request.headers).locale)
        response = get_response(request)
        if pressed in LOCALES and response.status_code == HTTPStatus.OK:  # no page of another site has it changed
            _keep(response, pressed)
        return response

    return middleware


def _keep(response: HttpResponse, language: str) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        path=settings.LANGUAGE_COOKIE_PATH,
        domain=settings.LANGUAGE_COOKIE_DOMAIN,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )
