"""
A screen of the library as a page, and what a page sends: for agents and for the desk alike.

There is no form layer: ``Dossier.form`` says what is asked and what is wrong,
one template draws it, ``forms.fields_of`` and the rules read what comes back.
"""

import secrets
from collections.abc import Callable, Container, Mapping
from typing import Any

import attrs
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string, select_template

from portal import clock, documents, people, signing_service
from portal.host import HOST
from portal.texts import texts
from psc_workflow import Decision, Dossier, Outcome, Role, commands, forms, to_problem
from psc_workflow.django.models import StoredDossier
from psc_workflow.web import Sent, deliver

_OWN = frozenset({"csrfmiddlewaretoken"})
_STATUSES = {Outcome.REFUSED: 422, Outcome.INCOMPLETE: 422, Outcome.NOT_AVAILABLE: 409, Outcome.STALE: 409}
_TO_SEND_AGAIN = frozenset({Outcome.REFUSED, Outcome.INCOMPLETE, Outcome.STALE})
"""Outcomes after which what was typed is still there, to correct it or to send it again."""
ELSEWHERE = frozenset({"open-invitation", "report-login", "forget-password", "reset-password", "sign-out", "resume"})
"""Commands that have a place of their own in this portal."""
_CONFIRMED = frozenset({"change-formula", "add-beneficiary", "remove-beneficiary"})
"""Commands that cost something: what they change is shown on a page of its own, which confirms them."""
_SAYINGS = {"start-dispensation": "begun", "complete-affiliation": "begun", "request-document": "requested"}
"""What is said of commands that save nothing yet."""

Then = Callable[[Decision[Dossier]], HttpResponse | None]


@attrs.frozen
class File:
    """
    A file, and who looks at it.

    Args:
        id: Of the dossier.
        role: From the account, never from a page.
        by: The account's code, which the history keeps.
        home: Address to go on to after a command.
    """

    id: str
    role: Role
    by: str
    home: str


def read(request: HttpRequest) -> Sent:
    """Read what a page sent; ``InvalidCommandError`` for what no page sends."""
    pairs = [(name, value) for name, values in request.POST.lists() for value in values]
    return Sent.read(pairs, ignore=_OWN)


def page(
    request: HttpRequest,
    file: File,
    *,
    do: str | None = None,
    may: Container[str] | None = None,
    then: Then | None = None,
    template: str | None = None,
    **context: Any,
) -> HttpResponse:
    """
    Show the form of *do*, or of the present screen; take what it sends.

    Args:
        may: Commands that can be given here, whatever is sent; any if ``None``.
        then: Called with an accepted decision, in the same transaction;
            answers, or leaves it to ``file.home``.
        template: If ``None``, ``portal/screens/<command>.html``, or else
            ``portal/screen.html``.
    """
    if request.method != "POST":
        return show(request, file, do=do, template=template, **context)
    sent = read(request)
    if may is not None and sent.command not in may:
        raise Http404
    if sent.is_unfinished or sent.previews:
        return _show_again(request, file, sent, do=do, template=template, **context)
    decision, answer = _decide(request, file, sent, then)
    if decision.outcome in (Outcome.ACCEPTED, Outcome.DUPLICATE):
        if do:
            messages.success(request, texts(request.locale)[_SAYINGS.get(do, "saved")])
        _warn(request, file, decision)
        return answer or redirect(file.home)
    present = do or decision.dossier.form(at=clock.now(), role=file.role).do
    is_same = decision.outcome in _TO_SEND_AGAIN and not sent.pressed and sent.command == present
    context |= {"answers": sent.answers if is_same else None, "is_kept": is_same}
    return show(request, file, do=do, decision=decision, template=template, **context)


def _decide(
    request: HttpRequest, file: File, sent: Sent, then: Then | None
) -> tuple[Decision[Dossier], HttpResponse | None]:
    command = commands.read_form(sent.command, sent.fields, body=True)
    if verified := signing_service.evidence(file.id, sent.command, sent.key):
        command = command.with_fields(**verified)
    named: dict[str, Any] = {"role": file.role, "by": file.by, "key": sent.key, "expected_revision": sent.revision}
    with transaction.atomic():
        decision = StoredDossier.objects.decide(file.id, command, at=clock.now(), **named)
        answer = None
        if decision.outcome is Outcome.ACCEPTED:
            documents.keep_signed(decision, request.locale)
            people.note(decision.dossier)
            answer = then(decision) if then is not None else None
    deliver_soon()
    return decision, answer


def _warn(request: HttpRequest, file: File, decision: Decision[Dossier]) -> None:
    """Have the next page say what the accepted answers were warned of, but for what every page says anyway."""
    view = decision.dossier.view(at=clock.now(), role=file.role, locale=request.locale)
    for finding in decision.verdict.warnings:
        if finding.code not in {each.code for each in view.warnings.findings}:
            named = {"finding": finding, "file": file, "asides": view.commands, "locale": request.locale}
            messages.warning(request, render_to_string("portal/finding.html", named))


def gave(decision: Decision[Dossier], do: str) -> bool:
    """Whether the command that was accepted is the one called *do*: a body may name two, and press another button."""
    return any(step.command == do for step in decision.steps)


def deliver_soon() -> None:
    """Deliver at once in a demonstration, where no scheduler runs."""
    from django.conf import settings  # noqa: PLC0415 -- settings name this module's neighbours

    if settings.PORTAL_DEMONSTRATION:
        deliver(HOST, StoredDossier.objects.store)


def _show_again(request: HttpRequest, file: File, sent: Sent, **named: Any) -> HttpResponse:
    """Show what is filled in: with somebody more or less, or with what it would change, or what is wrong with it."""
    answers = sent.filled_in()
    if sent.previews in ("", "back"):
        return show(request, file, answers=answers, **named)
    dossier, now = StoredDossier.objects.load(file.id), clock.now()
    command = commands.read_form(sent.command, sent.fields, body=True)
    preview = dossier.preview(command, at=now, role=file.role)
    if preview.outcome is not Outcome.ACCEPTED:
        decision = dossier.decide(command, at=now, role=file.role)
        return show(request, file, answers=answers, decision=decision, **named)
    if sent.do in _CONFIRMED:
        named |= {"template": "portal/confirm.html", "pairs": forms.pairs_of(answers)}
    return show(request, file, answers=answers, preview=preview, **named)


def show(
    request: HttpRequest,
    file: File,
    *,
    do: str | None = None,
    answers: Mapping[str, Any] | None = None,
    decision: Decision[Dossier] | None = None,
    template: str | None = None,
    **context: Any,
) -> HttpResponse:
    """Show a form with all that stands around it; with a *decision*, what was wrong."""
    dossier = decision.dossier if decision is not None else StoredDossier.objects.load(file.id)
    at, locale = clock.now(), request.locale
    named: dict[str, Any] = {"at": at, "role": file.role, "locale": locale}
    form = dossier.form(do=do or None, given=answers, decision=decision, **named)
    view = dossier.view(**named)
    context |= {
        "file": file,
        "form": form,
        "view": view,
        "contract": dossier.contract,
        "key": secrets.token_urlsafe(),
        "problem": to_problem(decision, locale) if decision is not None else None,
        "button": next((button for button in form.buttons if button.do == form.do), None),
        "offer": next((offer for offer in view.commands if offer.do == form.do), None),
        "is_confirmed": form.do in _CONFIRMED,
        "asides": [button for button in form.buttons if button.do != form.do and button.do not in ELSEWHERE],
    }
    chosen = select_template([template] if template else [f"portal/screens/{form.do}.html", "portal/screen.html"])
    status = _STATUSES.get(decision.outcome, 200) if decision is not None else 200
    return render(request, chosen.template.name, context, status=status)
