"""
Whether a project keeps up, for whoever watches it: ``path("healthz", health.page)`` among its addresses.
"""

import datetime as dt

from django.db import Error
from django.db.models import Min
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from psc_workflow._structuring.arguments import instant_in_range
from psc_workflow.django._host import host
from psc_workflow.django.models import DEAD, WAITING, OwedEffect, StoredDossier

LATE = dt.timedelta(hours=1)
"""Workers come every minute, or every quarter of an hour: what has been due for longer shows that they do not."""


@require_safe
def page(_: HttpRequest) -> JsonResponse:
    """
    Tell whether the project keeps up, by counts alone; 503 if not.

    ``late`` are files whose deadline came long ago, ``failed`` those that
    cannot be ticked, ``dead`` the effects that are tried no more.
    """
    try:
        health = figures(host().now())
    except Error as error:
        return JsonResponse({"status": "failing", "database": type(error).__name__}, status=503)
    is_behind = any(health[name] for name in ("late", "failed", "dead"))
    is_well = not is_behind and health["oldest_effect_seconds"] <= LATE.total_seconds()
    return JsonResponse({"status": "ok" if is_well else "behind", **health}, status=200 if is_well else 503)


def figures(at: dt.datetime) -> dict[str, int]:
    """Count what is due, late, failed, owed and tried no more at *at*; how many seconds the oldest effect is owed."""
    at = instant_in_range(at, "at")
    files = StoredDossier.objects.order_by()
    owed = OwedEffect.objects.order_by().filter(WAITING, due_at__lte=at)
    oldest = owed.aggregate(at=Min("due_at"))["at"]
    return {
        "due": files.filter(due_at__lte=at).count(),
        "late": files.filter(due_at__lte=at - LATE).count(),
        "failed": files.filter(tick_error__isnull=False).count(),
        "effects": owed.count(),
        "oldest_effect_seconds": int((at - oldest).total_seconds()) if oldest is not None else 0,
        "dead": OwedEffect.objects.filter(DEAD).count(),
    }
