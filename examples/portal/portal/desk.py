"""
The desk, for whoever handles files: the employer's and the insurer's.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.accounts import roles
from psc_workflow import Role
from psc_workflow.django.models import StoredDossier

STAFF = (Role.EMPLOYER, Role.INSURER, Role.MANAGER)


@roles(*STAFF)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """List the files."""
    rows = StoredDossier.objects.defer("dossier").order_by("pk")[:100]
    return render(request, "portal/desk.html", {"rows": rows})
