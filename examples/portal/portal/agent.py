"""
What an agent sees: the journey screen by screen, and the personal space around it.
"""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from portal import screens
from portal.accounts import roles
from psc_workflow import Role


def _file(request: HttpRequest) -> screens.File:
    """The only file that the account may see: no address has its id."""
    return screens.File(request.user.dossier, Role.AGENT, request.user.code, reverse("file"))


@roles(Role.AGENT)
@require_http_methods(["GET", "POST"])
def file(request: HttpRequest) -> HttpResponse:
    """Show the present screen."""
    return screens.page(request, _file(request))


@roles(Role.AGENT)
@require_http_methods(["GET", "POST"])
def command(request: HttpRequest, do: str) -> HttpResponse:
    """Show the form of a command beside the screens."""
    return screens.page(request, _file(request), do=do)
