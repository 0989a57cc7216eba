"""
The clock of a demonstration: one row, which moves the instant that every call to the library is given.

A file never goes back in time, so neither does the clock. Going on, it stops
whenever something falls due, so that every mail goes out on its day.
"""

import datetime as dt
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from portal.models import Clock
from psc_workflow.django.models import StoredDossier
from psc_workflow.web import run_due

_MOST_STOPS = 2000
_FARTHEST = dt.timedelta(days=3 * 366)


def now() -> dt.datetime:
    """Tell the present instant: the real one, unless a demonstrator moved it."""
    real = timezone.now()
    row = Clock.objects.filter(pk=1).first() if settings.PORTAL_DEMONSTRATION else None
    shown: dt.datetime = row.shown + (real - row.set_at) if row is not None else real
    return shown


def start(at: dt.datetime) -> None:
    """Begin a demonstration at *at*."""
    Clock.objects.update_or_create(pk=1, defaults={"started": at, "shown": at, "set_at": timezone.now()})


def advance(target: dt.datetime) -> int:
    """Go on to *target*, stopping where something falls due; return how many effects were delivered."""
    from portal.host import HOST  # noqa: PLC0415 -- which has this clock

    store, sent = StoredDossier.objects.store, 0
    for _ in range(_MOST_STOPS):
        stop = min(StoredDossier.objects.next_due(now()) or target, target)
        Clock.objects.filter(pk=1).update(shown=max(stop, now()), set_at=timezone.now())
        sent += run_due(HOST, store).sent
        if stop == target:
            break
    return sent


def stops() -> list[tuple[str, dt.datetime]]:
    """List the days of the story, by name, that are still ahead."""
    at = Clock.objects.get(pk=1).started
    days = {f"day_{number}": at + dt.timedelta(days=number) for number in (7, 14, 22)}
    days |= {"first_of_may": at.replace(month=5, day=1), "next_april": at.replace(year=at.year + 1, month=4)}
    days |= {"tomorrow": now() + dt.timedelta(days=1), "in_a_month": now() + dt.timedelta(days=30)}
    return [(name, day) for name, day in days.items() if day > now()]


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Show the clock, and move it."""
    if not settings.PORTAL_DEMONSTRATION:
        raise Http404
    context: dict[str, Any] = {"now": now(), "stops": stops(), "sent": request.session.pop("sent", None)}
    if request.method != "POST":
        return render(request, "portal/clock.html", context)
    target = _target(request.POST.get("to", ""))
    if target is None:
        return render(request, "portal/clock.html", {**context, "is_wrong": True}, status=422)
    request.session["sent"] = advance(target)
    return redirect("clock")


def _target(text: str) -> dt.datetime | None:
    """Read the name of a stop, or a day; ``None`` if it is neither, or not ahead."""
    by_name = dict(stops())
    if text in by_name:
        return by_name[text]
    try:
        day = dt.datetime.combine(dt.date.fromisoformat(text), dt.time(20), dt.UTC)
    except ValueError:
        return None
    return day if now() < day < now() + _FARTHEST else None
