"""
Screens: forms and mails as the library writes them, each a page inside the page.
"""

import datetime as dt
from collections.abc import Callable, Collection
from typing import Any

import attrs
from picture import Kind, Picture
from writing import COLON, say

from psc_workflow import Agent, Decision, Dossier, Regime, Role, contracts, forms, mails
from psc_workflow import commands as do
from psc_workflow._forms.form import Field, Form
from psc_workflow._model.money import Locale
from psc_workflow.problems import to_problem
from psc_workflow.web._fields import field_html
from psc_workflow.web._html import join, tag
from psc_workflow.web._pages import _errors, document

NOW = dt.datetime(2026, 4, 7, 18, 0, tzinfo=dt.UTC)
STUDENT = {"partner": None, "children": [{"birth_date": "2005-01-01", "regime": "general"}]}
TYPED = [
    ("partner", "none"),
    ("children", "yes"),
    ("children.0.birth_date", "31/02/2012"),
    ("children.0.regime", "general"),
]

QUESTIONS = ("children.0.birth_date", "children.0.situation")
"""What the pictures of a form about children show of it."""


def pictures() -> dict[str, Picture]:
    """Return the screens, by name."""
    return {
        "form-with-a-question-more": screen(question_more, of_question_more),
        "form-sent-twice": screen(sent_twice, of_sent_twice),
        "form-with-a-wrong-day": screen(wrong_day, of_wrong_day),
        "mail-of-the-invitation": screen(invitation, of_invitation),
    }


def screen(draw: Callable[[Locale], str], about: Callable[[Locale], str]) -> Picture:
    """Make a picture of a screen."""
    return Picture(Kind.SCREEN, about, draw)


def form_page(form: Form, locale: Locale, decision: Decision[Dossier] | None = None, only: Collection[str] = ()) -> str:
    """Draw a form, or these questions of it, as the pages of ``psc_workflow.web`` do; nothing is sent from a picture."""
    problem = None if decision is None else to_problem(decision, locale)
    fields = [field_html(part(field, only), locale) for field in form.fields if is_part(field, only)]
    label = next((button.label for button in form.buttons if button.do == form.do), form.title)
    send = tag("p", tag("button", label, type="button"), class_="buttons")
    intro = [tag("p", form.intro)] if form.intro and not only else []
    return document(form.title, join(tag("h1", form.title), _errors(form, problem), *intro, *fields, send), locale)


def part(field: Field, only: Collection[str]) -> Field:
    """Return a field without the questions below it that do not matter, as a page with a script shows it."""
    return attrs.evolve(field, fields=tuple(part(each, only) for each in field.fields if is_part(each, only)))


def is_part(field: Field, only: Collection[str]) -> bool:
    """Whether a field is drawn: one that matters, and is one of *only* or around one of them."""
    return field.shown and (not only or any(each.name in only for each in field.walk()))


def dossier_after(*accepted: do.Command) -> Dossier:
    """Return a file in which these commands were accepted."""
    dossier = Dossier.open(contracts.get("men-2026-pf"), id="A-1", agent=Agent(), invited_at=NOW)
    for command in accepted:
        dossier = dossier.decide(command, at=NOW, role=Role.AGENT).dossier
    return dossier


def form_of(dossier: Dossier, locale: Locale, **more: Any) -> Form:
    """Return the form of the present screen."""
    return dossier.form(at=NOW, role=Role.AGENT, locale=locale, **more)


# -- what is asked next --------------------------------------------------------------------------


def asked(locale: Locale) -> Form:
    """Return the form of the beneficiaries, with a child of whom more must be asked."""
    return form_of(dossier_after(do.StartAffiliation(), do.DeclareRegime(Regime.GENERAL)), locale, given=STUDENT)


def question_more(locale: Locale) -> str:
    """Draw it."""
    return form_page(asked(locale), locale, only=QUESTIONS)


def of_question_more(locale: Locale) -> str:
    """Say what it shows."""
    title = asked(locale).title
    return say(
        f"Le formulaire « {title} », avec un enfant majeur : sa situation est demandée aussi",
        f"The form “{title}”, with a grown-up child, whose situation is asked, too",
        locale,
    )


# -- a form that comes twice ---------------------------------------------------------------------


def stale(_: Locale) -> Decision[Dossier]:
    """Send a form, then the same form edited."""
    begun = dossier_after(do.StartAffiliation())
    key = "a"
    accepted = begun.decide(do.DeclareRegime(Regime.GENERAL), at=NOW, role=Role.AGENT, key=key).dossier
    edited = forms.read("declare-regime", [("regime", "cps")])
    return accepted.decide(edited, at=NOW, role=Role.AGENT, key=key, expected_revision=begun.revision)


def sent_twice(locale: Locale) -> str:
    """Draw the present screen with the finding."""
    decision = stale(locale)
    return form_page(form_of(decision.dossier, locale, decision=decision), locale, decision)


def of_sent_twice(locale: Locale) -> str:
    """Say what it shows."""
    said = " ".join(finding.text(locale) for finding in stale(locale).findings)
    return f"{say('L’écran suivant, et ce qui est dit au-dessus', 'The next screen, and what is said above it', locale)}{COLON[locale]} {said}"


# -- what is typed -------------------------------------------------------------------------------


def typed(_: Locale) -> Decision[Dossier]:
    """Send a day that no calendar has."""
    begun = dossier_after(do.StartAffiliation(), do.DeclareRegime(Regime.GENERAL))
    return begun.decide(forms.read("declare-beneficiaries", TYPED), at=NOW, role=Role.AGENT)


def wrong_day(locale: Locale) -> str:
    """Draw the same form again, with the error at its field."""
    decision = typed(locale)
    answers = {"partner": None, "children": [{"birth_date": TYPED[2][1], "regime": "general"}]}
    return form_page(
        form_of(decision.dossier, locale, given=answers, decision=decision), locale, decision, QUESTIONS[:1]
    )


def of_wrong_day(locale: Locale) -> str:
    """Say what it shows."""
    said = " ".join(finding.text(locale) for finding in typed(locale).findings)
    return f"{say('Le formulaire, avec une date refusée', 'The form, with a date that is refused', locale)}{COLON[locale]} {said}"


# -- mails -----------------------------------------------------------------------------------------


def message(locale: Locale) -> mails.Message:
    """Put the invitation into words."""
    dossier = dossier_after()
    return mails.render(dossier.invitation, dossier.contract, locale, link="https://portail.example/parcours")


def invitation(locale: Locale) -> str:
    """Draw it."""
    return message(locale).html


def of_invitation(locale: Locale) -> str:
    """Say what it shows."""
    return f"{say('Le courriel d’invitation', 'The mail of the invitation', locale)}{COLON[locale]} {message(locale).subject}"
