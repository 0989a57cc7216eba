"""
Operations: whether the portal keeps up.
"""

import datetime as dt

from django.db import DatabaseError
from django.db.models import Min
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from portal import clock
from psc_workflow.django.models import OwedEffect, StoredDossier

LATE = dt.timedelta(hours=1)
"""Workers come every minute: what has been due for longer shows that they do not."""
_BAD = ("late", "failed", "dead")


@require_safe
def healthz(_: HttpRequest) -> JsonResponse:
    """
    Tell whether the portal keeps up, by counts alone; 503 if not.

    ``late`` are files whose deadline came long ago, ``failed`` those that
    cannot be ticked, ``dead`` the effects that are tried no more.
    """
    try:
        health = _health(clock.now())
    except DatabaseError as error:
        return JsonResponse({"status": "failing", "database": type(error).__name__}, status=503)
    is_well = not (
        health["late"] or health["failed"] or health["dead"] or health["oldest_effect_seconds"] > LATE.seconds
    )
    return JsonResponse({"status": "ok" if is_well else "behind", **health}, status=200 if is_well else 503)


def _health(now: dt.datetime) -> dict[str, int]:
    files = StoredDossier.objects.order_by()
    owed = OwedEffect.objects.order_by().filter(delivered_at=None, dead_at=None, effect__isnull=False, due_at__lte=now)
    oldest = owed.aggregate(at=Min("due_at"))["at"]
    return {
        "due": files.filter(due_at__lte=now).count(),
        "late": files.filter(due_at__lte=now - LATE).count(),
        "failed": files.filter(tick_error__isnull=False).count(),
        "effects": owed.count(),
        "oldest_effect_seconds": int((now - oldest).total_seconds()) if oldest is not None else 0,
        "dead": OwedEffect.objects.filter(dead_at__isnull=False, delivered_at=None, effect__isnull=False).count(),
    }
