"""
The desk, for whoever handles files: the employer's and the insurer's, each seeing what their role may.

Files are looked for in the index, which holds nothing personal; a file itself,
and what falls due next of one, is shown by the view of the role, which leaves
out what the contract withholds.
"""

import datetime as dt
from typing import Any
from urllib.parse import urlencode

import attrs
from django.contrib import messages
from django.db import transaction
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal import clock, people, screens
from portal.accounts import roles
from portal.host import HOST
from portal.models import Account, Delivery, Person
from portal.texts import texts
from psc_workflow import Deadline, Decision, Dossier, Locale, Role, charts, commands, forms, history
from psc_workflow.django.models import OwedEffect, StoredDossier
from psc_workflow.django.tables import write_index
from psc_workflow.exceptions import PscWorkflowError

STAFF = (Role.EMPLOYER, Role.INSURER, Role.MANAGER)
JOURNEYS = ("affiliation", "dispensation", "membership")
_PAGE = 50
_MOST_PAST = 10_000
_LONGEST = 300
"""Characters of a search that count: databases refuse patterns and lists of words that have no end."""


def scope(request: HttpRequest) -> dict[str, Any]:
    """Tell which files whoever is signed in may see: an insurer those of its contracts, others those of their own."""
    if request.user.role == Role.INSURER.value:
        return {"contract__in": _of_one_insurer(request.user.contract)}
    return {"contract": request.user.contract} if request.user.contract else {}


def _of_one_insurer(name: str | None) -> list[str]:
    """List the contracts of the insurer of the one called *name*; an insurer that no file names is of its own alone."""
    its = HOST.contracts.get(name or "")
    if its is None:
        return []
    is_named = its.insurer.label.fr == its.insurer.label.en
    contracts = HOST.contracts.values()
    return [each.id for each in contracts if each.id == name or (is_named and each.insurer.name == its.insurer.name)]


def visible(request: HttpRequest) -> QuerySet:
    """Choose these files, without reading them."""
    return StoredDossier.objects.defer("dossier").filter(**scope(request))


def load(request: HttpRequest, id: str) -> Dossier:  # noqa: A002 -- as Dossier.open
    """Read a file, as of now; one that is not theirs does not exist for whoever asks."""
    if not visible(request).filter(pk=id).exists():
        raise Http404
    return StoredDossier.objects.load(id).as_of(clock.now())


# -- all files -----------------------------------------------------------------------------------


@attrs.frozen
class Choice:
    """A value to filter by: its name, its words, and how many files have it."""

    name: str
    label: str
    count: int


def labels(journey: str, locale: Locale) -> dict[str, str]:
    """Find the words for the states of a journey, in the order of its chart; nobody has begun where it starts."""
    words = {state.name: state.label.in_(locale) for state in charts.describe(journey).states}
    return words | {name: texts(locale)["desk_not_begun"] for name in words if name == "home"}


def standings(locale: Locale) -> dict[str, str]:
    """Find the words for where a file stands; those of charts, but where no state is meant."""
    every = {journey: labels(journey, locale) for journey in JOURNEYS}
    words = {f"{journey}.{name}": label for journey, states in every.items() for name, label in states.items()}
    own = {name.removeprefix("stat_"): text for name, text in texts(locale).items() if "." in name}
    return {**words, "membership.automatic": words["affiliation.auto_affiliated"], **own}


def _words_of(field: str, locale: Locale) -> dict[str, str]:
    if field == "contract":
        return {name: contract.contract.label.in_(locale) for name, contract in HOST.contracts.items()}
    return labels(field, locale)


def count_by(request: HttpRequest, field: str, **criteria: str) -> dict[str, int]:
    """Count the files that *criteria* choose, by what they have in *field*."""
    return dict(visible(request).filter(**criteria).order_by().values_list(field).annotate(Count("pk")))


def _choices(request: HttpRequest, field: str) -> list[Choice]:
    counts, words = count_by(request, field), _words_of(field, request.locale)
    order = list(words)
    names = sorted(counts, key=lambda name: order.index(name) if name in words else len(order))
    return [Choice(name, words.get(name, name), counts[name]) for name in names]


def _criteria(request: HttpRequest, filters: dict[str, list[Choice]]) -> dict[str, Any]:
    """Read what the address asks for; a value that no file has is left out."""
    names = {field: [choice.name for choice in choices] for field, choices in filters.items()}
    return {field: request.GET[field] for field in filters if request.GET.get(field) in names[field]}


@roles(*STAFF)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """List the files, a page at a time, with how many there are by contract and by the state of each journey."""
    filters = {field: _choices(request, field) for field in ("contract", *JOURNEYS)}
    criteria = _criteria(request, filters)
    after = request.GET.get("after", "")
    rows = visible(request).filter(**criteria, pk__gt=after).order_by("pk").defer(None)[: _PAGE + 1]
    more = urlencode({**criteria, "after": rows[_PAGE - 1].pk}) if len(rows) > _PAGE else ""
    named = {"criteria": criteria, "more": more, "total": visible(request).count()}
    return _show_list(request, rows, filters=filters, **named)


def _show_list(request: HttpRequest, rows: QuerySet, **context: Any) -> HttpResponse:
    files = [(row, _next_due(request, row)) for row in rows[:_PAGE]]
    names = dict(Person.objects.filter(pk__in=[row.pk for row, _ in files]).values_list("pk", "name"))
    context |= {"files": files, "names": names, "standings": standings(request.locale)}
    return render(request, "portal/desk/listing.html", context)


def _next_due(request: HttpRequest, row: StoredDossier) -> Deadline | None:
    """Tell what falls due next; of two things at once, that of the later journey; of an unreadable file, nothing."""
    try:
        view = row.dossier.view(at=clock.now(), role=Role(request.user.role), locale=request.locale)
    except PscWorkflowError:
        return None
    return next((each for each in reversed(view.deadlines) if each.due_at == view.deadlines[0].due_at), None)


@roles(*STAFF)
@require_POST
def search(request: HttpRequest) -> HttpResponse:
    """Find files by how their id begins, by a name, or by a sign-in address: no address of a page shows it."""
    text = request.POST.get("text", "").strip().replace("\0", "")[:_LONGEST]
    signed_in_with = Account.objects.filter(email=text.lower(), dossier__isnull=False)
    ids = [Person.objects.filter(people.named(text)).values("pk"), signed_in_with.values("dossier")]
    begins = Q(pk__istartswith=text) if text else Q(pk__in=())
    rows = visible(request).filter(begins | Q(pk__in=ids[0]) | Q(pk__in=ids[1])).order_by("pk").defer(None)
    only = [row.pk for row in rows[:2]] if not rows.filter(pk=text).exists() else [text]
    if len(only) == 1:
        return redirect("desk-file", only[0])
    if not only:
        messages.info(request, texts(request.locale)["desk_none"])
        return redirect("desk")
    return _show_list(request, rows, is_search=True, is_cut=rows.count() > _PAGE)


@roles(*STAFF)
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Write the index of the files as a table: nothing in it is personal."""
    headers = {"Content-Disposition": 'attachment; filename="files.csv"'}
    response = HttpResponse(content_type="text/csv; charset=utf-8", headers=headers)
    write_index(visible(request).order_by("pk"), response)
    return response


# -- one file ------------------------------------------------------------------------------------


def _facts(request: HttpRequest, dossier: Dossier) -> dict[str, Any]:
    """Collect what this role may see of a file."""
    at, role, locale = clock.now(), Role(request.user.role), request.locale
    steps = StoredDossier.objects.store.steps(dossier.id)
    return {
        "view": dossier.view(at=at, role=role, locale=locale),
        "summary": forms.summary(dossier, at=at, role=role, locale=locale),
        "history": history.describe_steps(steps, locale, contract=dossier.contract, role=role),
    }


@roles(*STAFF)
@require_safe
def file(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002 -- as Dossier.open
    """Show a file: where it stands, what was answered, what may be done, and who did what."""
    facts = _facts(request, dossier := load(request, id))
    context = facts | {
        "dossier": dossier,
        "contract": dossier.contract,
        "asides": [offer for offer in facts["view"].commands if offer.do not in screens.ELSEWHERE],
        "steps": [_with_who(step) for step in facts["history"]],
        "name": Person.objects.filter(pk=id).values_list("name", flat=True).first(),
        "tasks": tasks_of(request).filter(dossier=id),
        "owed": OwedEffect.objects.filter(dossier_id=id, delivered_at=None, effect__isnull=False),
        "mails": Delivery.objects.filter(dossier=id).exclude(pk__in=tasks_of(request)),
    }
    return render(request, "portal/desk/file.html", context)


def _with_who(step: dict[str, Any]) -> dict[str, Any]:
    """Add when, and who: a member of staff by the address they sign in with."""
    who = Account.objects.filter(code=step["by"], dossier=None).values_list("email", flat=True).first()
    return {**step, "at": dt.datetime.fromisoformat(step["at"]), "who": who}


@roles(*STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def command(request: HttpRequest, id: str, do: str = "") -> HttpResponse:  # noqa: A002 -- as Dossier.open
    """Enter what an agent answered on paper, or what a manager records: by the form of a command, or of the screen."""
    load(request, id)
    if not screens.ELSEWHERE.isdisjoint({do, *map(request.POST.get, ("psc-do", "psc-press"))}):
        raise Http404  # whom the desk lets in has no account, and no way to one
    opened = screens.File(id, Role(request.user.role), request.user.code, reverse("desk-file", args=[id]))
    is_theirs = not do or any(each.do == do and Role.AGENT in each.roles for each in commands.ALL)
    template, then = "portal/desk/screen.html", None if do else lambda decision: _next(request, opened, decision)
    return screens.page(request, opened, do=do or None, then=then, template=template, is_of_the_agent=is_theirs)


def _next(request: HttpRequest, opened: screens.File, decision: Decision[Dossier]) -> HttpResponse | None:
    """Go on to the next screen, as the paper does, if there is one that staff may answer."""
    form = decision.dossier.form(at=clock.now(), role=opened.role, locale=request.locale)
    is_left = screens.gave(decision, "save-and-quit") or not any(button.do == form.do for button in form.buttons)
    return None if is_left else redirect("desk-answers", opened.id)


@roles(*STAFF)
@require_POST
def export_file(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002 -- as Dossier.open
    """Write all that this role may see of a file, for a person who asks what is kept of them."""
    dossier = load(request, id)
    facts = _facts(request, dossier)
    content = {"id": dossier.id, "contract": dossier.contract.id, "view": facts["view"].as_json()}
    content |= {"summary": [line.as_json() for line in facts["summary"]], "history": facts["history"]}
    headers = {"Content-Disposition": 'attachment; filename="file.json"'}
    return JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 2}, headers=headers)


# -- tasks ---------------------------------------------------------------------------------------


def tasks_of(request: HttpRequest) -> QuerySet:
    """Choose the tasks of the files that whoever is signed in may see: effects that are no mail to an agent."""
    contract = StoredDossier.objects.filter(pk=OuterRef("dossier")).values("contract")
    open_tasks = Delivery.objects.filter(recipient="employer", done_at=None, dossier__in=visible(request).values("pk"))
    return open_tasks.annotate(contract=Subquery(contract))


@roles(*STAFF)
@require_safe
def tasks(request: HttpRequest) -> HttpResponse:
    """List what somebody must do, the longest due first."""
    return render(request, "portal/desk/tasks.html", {"tasks": tasks_of(request).order_by("at", "pk")[:200]})


@roles(*STAFF)
@require_POST
def finish_task(request: HttpRequest) -> HttpResponse:
    """Note that a task was seen to."""
    task = get_object_or_404(tasks_of(request), pk=request.POST.get("task", "").replace("\0", ""))
    Delivery.objects.filter(pk=task.pk).update(done_at=clock.now())
    return redirect("desk-tasks")


# -- what is past retention ----------------------------------------------------------------------


def _past_retention(request: HttpRequest) -> list[Any]:
    rows = StoredDossier.objects.store.past_retention(clock.now(), limit=_MOST_PAST)
    seen = set(visible(request).filter(pk__in=[row.dossier for row in rows]).values_list("pk", flat=True))
    return [row for row in rows if row.dossier in seen][:_PAGE]


@roles(*STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def retention(request: HttpRequest) -> HttpResponse:
    """List what the contracts say to keep no longer, and erase it, with the account and the mails."""
    rows = _past_retention(request)
    if request.method == "POST":
        chosen = set(request.POST.getlist("file"))
        for row in (each for each in rows if each.dossier in chosen):
            _erase(row.dossier, row.contract)
        return redirect("desk-retention")
    return render(request, "portal/desk/retention.html", {"rows": rows})


def _erase(id: str, contract: str) -> None:  # noqa: A002 -- as Dossier.open
    with transaction.atomic():
        StoredDossier.objects.store.erase(id, on=HOST.contracts[contract].civil_day(clock.now()))
        Account.objects.filter(dossier=id).delete()
        Delivery.objects.filter(dossier=id).delete()
        Person.objects.filter(pk=id).delete()
