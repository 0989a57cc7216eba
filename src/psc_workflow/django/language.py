"""
The language of pages: put ``psc_workflow.django.language.speak`` into ``MIDDLEWARE``.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from psc_workflow._model.money import LOCALES
from psc_workflow.web import Request


def speak(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """
    Set ``request.locale``: what was chosen on a page, else what the browser prefers, else French.

    Django's view ``set_language`` keeps the choice, in the cookie ``LANGUAGE_COOKIE_NAME``.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        request.locale = chosen if chosen in LOCALES else Request(headers=request.headers).locale
        return get_response(request)

    return middleware
