"""
What an agent sees: the journey screen by screen, and the personal space around it.
"""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import DecimalField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal import clock, documents, screens
from portal.accounts import roles
from portal.models import Delivery
from portal.texts import texts
from psc_workflow import DocumentKind, Dossier, Outcome, Role, commands, forms
from psc_workflow.django.models import StoredDossier
from psc_workflow.exceptions import HostError

_MOST_STEPS = 20
_PAY = DecimalField(min_value=0, max_digits=9, decimal_places=2)


def _file(request: HttpRequest) -> screens.File:
    """The only file that the account may see: no address has its id."""
    return screens.File(request.user.dossier, Role.AGENT, request.user.code, reverse("file"))


@roles(Role.AGENT)
@require_http_methods(["GET", "HEAD", "POST"])
def file(request: HttpRequest) -> HttpResponse:
    """Show the present screen; where nothing is asked, the personal space."""
    its = _file(request)
    if request.method == "POST":
        _choose_first(request)
        is_saved = screens.read(request).pressed == "save-and-quit"
        then = (lambda _: redirect("space")) if is_saved else None
        return screens.page(request, its, then=then, **_beside(request, its))
    form = StoredDossier.objects.load(its.id).form(at=clock.now(), role=its.role, locale=request.locale)
    return screens.show(request, its, **_beside(request, its)) if form.do else redirect("space")


def _choose_first(request: HttpRequest) -> None:
    """Take a formula that was picked beside the button that validates another one for a choice, to look at first."""
    if screens.read(request).pressed == "validate-affiliation":
        formula = StoredDossier.objects.load(request.user.dossier).record.answers.formula
        if formula is not None and request.POST.get("formula", formula.value) != formula.value:
            request.POST = request.POST.copy()
            del request.POST["psc-press"]


def _beside(request: HttpRequest, its: screens.File) -> dict[str, Any]:
    """The answers so far: put into words only where a page asks for them, as that of the signature does."""
    return {"answers_in_words": lambda: _summary(request, StoredDossier.objects.load(its.id))}


def _summary(request: HttpRequest, dossier: Dossier) -> tuple[forms.SummaryLine, ...]:
    return forms.summary(dossier, at=clock.now(), role=Role.AGENT, locale=request.locale)


@roles(Role.AGENT)
@require_safe
def space(request: HttpRequest) -> HttpResponse:
    """Show where everything stands: status, cover, deadlines, what is still due, what can be changed."""
    its = _file(request)
    delivered = Delivery.objects.filter(dossier=its.id, kind__startswith="document")[:20]
    dossier = StoredDossier.objects.load(its.id)
    context = {
        "affiliated_at": dossier.as_of(clock.now()).record.membership.affiliated_at,
        "documents": [each for each in delivered if each.document in list(DocumentKind)],
        "signed": request.user.signed_documents.all()[:20],
        "due": forms.pending(dossier, at=clock.now(), role=its.role, locale=request.locale),
    }
    return screens.show(request, its, template="portal/space.html", **context)


@roles(Role.AGENT)
@require_safe
def guidance(request: HttpRequest) -> HttpResponse:
    """Explain the present screen: each question with its reason, what to have at hand, whom to ask."""
    return screens.show(request, _file(request), template="portal/help.html")


@roles(Role.AGENT)
@require_http_methods(["GET", "HEAD", "POST"])
def command(request: HttpRequest, do: str) -> HttpResponse:
    """Show the form of a command beside the screens."""
    is_member = StoredDossier.objects.load(request.user.dossier).states["membership"] != "none"
    return screens.page(request, _file(request), do=do, then=lambda _: redirect("space" if is_member else "file"))


@roles(Role.AGENT)
@require_safe
def answers(request: HttpRequest) -> HttpResponse:
    """Show every answer, to check it."""
    dossier = StoredDossier.objects.load(request.user.dossier)
    context = {"contract": dossier.contract, "answers_in_words": _summary(request, dossier)}
    return render(request, "portal/answers.html", context)


@roles(Role.AGENT)
@require_POST
def back_to(request: HttpRequest, screen: str) -> HttpResponse:
    """Go back to a screen that lies behind, one step at a time, to change an answer; all others are kept."""
    its = _file(request)
    view = StoredDossier.objects.load(its.id).view(at=clock.now(), role=its.role)
    if view.where.journey != "affiliation" or screen not in (*view.progress.done, *view.progress.left[:1]):
        messages.info(request, texts(request.locale)["not_behind"])
        return redirect("answers")
    with transaction.atomic():
        for _ in range(_MOST_STEPS):
            if StoredDossier.objects.load(its.id).as_of(clock.now()).states["affiliation"] == screen:
                break
            named: dict[str, Any] = {"at": clock.now(), "role": its.role, "by": its.by}
            if StoredDossier.objects.decide(its.id, commands.GoBack(), **named).outcome is not Outcome.ACCEPTED:
                break
    return redirect("file")


@roles(Role.AGENT)
@require_safe
def document(request: HttpRequest, kind: str) -> HttpResponse:
    """
    Show a document of the contract, as a page to print: what was signed if it was, else what the file holds now.

    What is to be signed anew comes before what was signed earlier. What was
    never signed is shown if the library would hand it out. Of the insurer's
    own, the page says what it is and whom to ask for it.
    """
    if kind not in list(DocumentKind):
        raise Http404
    dossier = StoredDossier.objects.load(request.user.dossier)
    decision = dossier.decide(commands.RequestDocument(DocumentKind(kind)), at=clock.now(), role=Role.AGENT)
    is_ready, record = decision.outcome is Outcome.ACCEPTED, decision.dossier.record
    signature = record.membership.mandate if kind == DocumentKind.MANDAT_SEPA else record.answers.signature
    signed = request.user.signed_documents.filter(kind=kind).first()
    if signed is None and not is_ready:
        return screens.show(request, _file(request), do="request-document", decision=decision)
    is_kept = signed is not None and not (is_ready and signature is None)
    page = signed.page if is_kept else documents.write(dossier, DocumentKind(kind), request.locale)
    return render(request, "portal/document.html", {"kind": kind, "page": page, "contract": dossier.contract})


@roles(Role.AGENT)
@require_http_methods(["GET", "HEAD", "POST"])
def calculation(request: HttpRequest) -> HttpResponse:
    """
    Show how the price of each formula comes about, line by line, with its sources.

    Some depend on the gross pay, which no answer holds: whoever sends theirs
    gets the prices for it, and it is not kept.
    """
    dossier = StoredDossier.objects.load(request.user.dossier)
    view = dossier.view(at=clock.now(), role=Role.AGENT, locale=request.locale)
    quotes, pay, is_wrong = view.quotes, request.POST.get("pay", ""), False
    if pay:
        try:
            cents = int(_PAY.clean(pay).scaleb(2))
            quotes = {formula: quote.simulate(gross_cents=cents) for formula, quote in quotes.items()}
        except (ValidationError, HostError):
            is_wrong = True
    context = {"view": view, "contract": dossier.contract, "quotes": quotes, "pay": pay, "is_wrong": is_wrong}
    return render(request, "portal/calculation.html", context)
