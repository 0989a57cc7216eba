"""
A dossier as a page: its form, and everything else that a view has.
"""

import base64
import datetime as dt
import hashlib
import secrets
from collections.abc import Mapping
from typing import Any

from psc_workflow import forms
from psc_workflow._forms.form import Form
from psc_workflow._model.decision import Decision, Outcome
from psc_workflow._model.money import Locale
from psc_workflow._model.vocabulary import Role
from psc_workflow.dossier import Dossier
from psc_workflow.problems import to_problem
from psc_workflow.web import _page_parts as parts
from psc_workflow.web._answers import HTML, Answer
from psc_workflow.web._fields import PREFIX, error_html, field_html, is_drawn, words
from psc_workflow.web._html import Markup, join, tag
from psc_workflow.web._request import Request
from psc_workflow.web._sent import Sent

_STYLE = """
body { font: 1.1rem/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 45rem; padding: 1rem }
fieldset { border: 0; border-inline-start: .25rem solid #bbb; margin: 0; padding: 0 0 0 1rem }
label, legend { display: block; font-weight: 600 }
.choice label { font-weight: 400 }
input:not([type=radio], [type=checkbox]), select, textarea { font: inherit; max-width: 100%; width: 30rem }
* { box-sizing: border-box }
.field { margin-block: 1.5rem }
.why, .hint, small { color: #444; margin: 0 }
.errors { border-inline-start: .25rem solid #b00020; padding-inline-start: 1rem }
.error a, .error { color: #b00020 }
.buttons > * { margin-inline-end: 1rem }
table { border-collapse: collapse } th, td { padding: .25rem .75rem; text-align: start }
[aria-current] { font-weight: 600 }
"""
_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_POLICY = f"style-src 'sha256-{_HASH}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

_HEADERS = {
    "Content-Type": HTML,
    "Cache-Control": "no-store",
    "Content-Security-Policy": f"default-src 'none'; {_POLICY}",
    "Referrer-Policy": "same-origin",  # with none at all, browsers send forms from "null", which Django refuses
    "X-Content-Type-Options": "nosniff",
}
"""No cache keeps a page, no script runs in it, no other site frames it or learns its address."""


def page(
    dossier: Dossier,
    at: dt.datetime,
    role: Role,
    request: Request,
    *,
    do: str | None = None,
    filled_in: Mapping[str, Any] | None = None,
    decision: Decision[Dossier] | None = None,
) -> Answer:
    """Show the page of a dossier to somebody who may see it."""
    locale = request.locale
    form = dossier.form(at=at, role=role, locale=locale, do=do or None, given=filled_in, decision=decision)
    view = dossier.view(at=at, role=role, locale=locale)
    summary = forms.summary(dossier, at=at, role=role, locale=locale)
    problem = to_problem(decision, locale) if decision is not None else None
    content = join(
        tag("h1", form.title),
        tag("p", view.status, class_="status"),
        parts.progress(form, locale),
        _errors(form, problem),
        parts.warnings(view, locale),
        _form(form, request, locale),
        parts.beside(view, summary, dossier.next_questions(at=at), locale),
    )
    headers = {**_HEADERS, "ETag": f'"{dossier.revision}"'}
    return Answer(document(form.title, content, locale), problem["status"] if problem else 200, headers)


def page_after(decision: Decision[Dossier], at: dt.datetime, role: Role, request: Request, sent: Sent) -> Answer:
    """Go on to the next page, or show again what was sent, each error at its field."""
    if decision.outcome in (Outcome.ACCEPTED, Outcome.DUPLICATE):
        return Answer("", 303, {"Location": request.here, "Cache-Control": "no-store", "Content-Type": HTML})
    if decision.outcome in (Outcome.STALE, Outcome.NOT_AVAILABLE) or sent.pressed:
        return page(decision.dossier, at, role, request, decision=decision)
    return page(decision.dossier, at, role, request, do=sent.do, filled_in=sent.answers, decision=decision)


def problem_page(problem: Mapping[str, Any], locale: Locale) -> Answer:
    """Say why there is no page."""
    title = words("problem", locale)
    content = join(tag("h1", title), tag("p", problem["detail"], class_="error"))
    return Answer(document(title, content, locale), problem["status"], _HEADERS)


def document(title: str, content: Markup, locale: Locale) -> Markup:
    """Write a whole document."""
    head = [
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("title", title),
        tag("style", Markup(_STYLE)),
    ]
    body = tag("body", tag("main", content))
    return join(Markup("<!doctype html>"), tag("html", tag("head", *head), body, lang=locale))


def _errors(form: Form, problem: Mapping[str, Any] | None) -> Markup:
    """List everything found at the top of the page; each error leads to its field."""
    if problem is None:
        return Markup()
    lines = [error_html(error) for error in form.errors if error.blocks] or [tag("li", problem["detail"])]
    heading = tag("h2", problem["title"])
    return tag("section", heading, tag("ul", lines), class_="errors", role="alert", tabindex="-1")


def _form(form: Form, request: Request, locale: Locale) -> Markup:
    hidden = {
        **request.hidden,
        f"{PREFIX}do": form.do,
        f"{PREFIX}revision": str(form.revision),
        f"{PREFIX}key": secrets.token_urlsafe(),
    }
    inputs = [tag("input", type="hidden", name=name, value=value) for name, value in hidden.items()]
    fields = [field_html(field, locale) for field in form.fields if is_drawn(field)]
    send = [tag("button", _label_of(form), type="submit")] if form.do else []
    intro = [tag("p", form.intro)] if form.intro else []
    buttons = tag("p", send, parts.buttons(form), class_="buttons")
    # The first button of a form is what the Enter key presses: never one that goes elsewhere.
    return tag("form", inputs, intro, fields, buttons, method="post", action=request.here, novalidate=True)


def _label_of(form: Form) -> str:
    return next((button.label for button in form.buttons if button.do == form.do), form.title)
