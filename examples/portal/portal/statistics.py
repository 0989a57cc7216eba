"""
Statistics of a campaign: counted from the history and the index; a template draws them as bars, each with its table.
"""

import collections
import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal import clock, desk
from portal.accounts import roles
from portal.host import HOST
from portal.texts import texts
from psc_workflow import Role, history
from psc_workflow.django.models import StoredDossier, StoredStep
from psc_workflow.django.templatetags.dossiers import written

ANSWERS = ("sign", "request-dispensation", "report-not-concerned")
"""What an agent answers in the end."""
SILENCE = ("affiliation-window-ends",)
"""What takes the place of an answer: it is none."""

_DISPENSED = ("granted", "renewal_due")
_MOST_DAYS = 31


def a_day(request: HttpRequest, names: tuple[str, ...]) -> dict[str, int]:
    """Count the steps called so on each civil day of the contract; on the last days, if there are many."""
    steps = StoredStep.objects.filter(dossier__in=desk.visible(request).values("pk"))
    days: collections.Counter[dt.date] = collections.Counter()
    for name, text in steps.values_list("dossier__contract", "step").iterator():
        step = history.parse(text)
        if step.command in names:
            days[HOST.contracts[name].civil_day(step.at)] += 1
    return {written(day, request.locale): days[day] for day in sorted(days)[-_MOST_DAYS:]}


def standing(request: HttpRequest) -> dict[str, int]:
    """Count all files by where they stand."""
    words, counts = desk.standings(request.locale), desk.count_by(request, "status")
    return {words.get(name, name): counts[name] for name in sorted(counts)}


def screens(request: HttpRequest) -> dict[str, int]:
    """Count on which screen those are who have begun and not ended."""
    stops: dict[str, int] = {}
    for journey in ("affiliation", "dispensation"):
        counts = desk.count_by(request, journey, status=f"{journey}.to_finalise")
        words = desk.labels(journey, request.locale)
        stops |= {label: counts[name] for name, label in words.items() if name in counts}
    return stops


def motives(request: HttpRequest) -> dict[str, int]:
    """Count the motives of the dispensations in force."""
    ids = desk.visible(request).filter(dispensation__in=_DISPENSED).values_list("pk", flat=True)
    counted = collections.Counter(_motive(id, request) for id in ids)  # noqa: A001 -- a dossier's
    return dict(counted.most_common())


def _motive(id: str, request: HttpRequest) -> str:  # noqa: A002 -- as Dossier.open
    """Find the words of a motive, or those for a role that the contract does not show it to."""
    dossier, asked = StoredDossier.objects.load(id), {"at": clock.now(), "locale": request.locale}
    motive = dossier.view(role=Role(request.user.role), **asked).answers.get("motive")
    if not motive or not motive.get("motive"):
        return texts(request.locale)["stat_withheld"]
    field = dossier.form(do="choose-motive", role=Role.AGENT, **asked).field("motive")
    choices = field.choices if field is not None else ()
    return next((choice.label for choice in choices if choice.value == motive["motive"]), str(motive["motive"]))


@roles(*desk.STAFF)
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show the pictures and the tables."""
    counted = {
        "standing": standing(request),
        "answers": a_day(request, ANSWERS),
        "silence": a_day(request, SILENCE),
        "screens": screens(request),
        "motives": motives(request),
    }
    return render(request, "portal/desk/statistics.html", {"counted": counted})
