"""
Screens as forms, for any front end: fields, choices, buttons and errors, and no markup.

``Dossier.form`` makes one. What a browser sends back is read here, and decided
on like any command; a second form then has the errors, each at its field.

>>> import datetime as dt
>>> from psc_workflow import Agent, Dossier, contracts, commands as do
>>> at = dt.datetime(2026, 4, 7, 18, 0, tzinfo=dt.UTC)
>>> dossier = Dossier.open(contracts.get("men-2026-pf"), id="D1", agent=Agent(), invited_at=at)
>>> dossier = dossier.decide(do.StartAffiliation(), at=at, role="agent").dossier
>>> form = dossier.form(at=at, role="agent", locale="en")
>>> [(field.name, field.kind, field.required) for field in form.fields]
[('regime', 'choice', True)]
>>> refused = [choice.value for choice in form.fields[0].choices if not choice.offered]
>>> "cps" in refused, "general" in refused
(True, False)
>>> decision = dossier.decide(read("declare-regime", [("regime", "general")]), at=at, role="agent")
>>> decision.outcome.value
'accepted'
"""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any, Protocol

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._forms import subjects
from psc_workflow._forms import summary as answers_in_words
from psc_workflow._forms.buttons import button
from psc_workflow._forms.form import (
    Button,
    ButtonKind,
    C,
    Choice,
    Condition,
    Error,
    Field,
    FieldKind,
    Form,
    Group,
    Need,
    Step,
    StepStatus,
)
from psc_workflow._forms.pairs import Pairs, fields_of, pairs_of
from psc_workflow._forms.summary import SummaryLine
from psc_workflow._model import commands
from psc_workflow._model.money import Locale, check_locale
from psc_workflow._model.personal import PersonalKind
from psc_workflow._model.record import Record
from psc_workflow._model.vocabulary import Role
from psc_workflow._structuring.boundary import boundary
from psc_workflow.states._dates import Days
from psc_workflow.states._deciding import acting_role
from psc_workflow.states._instants import instant_of
from psc_workflow.states._offers import offered
from psc_workflow.states._withholding import withheld

__all__ = [
    "Button",
    "ButtonKind",
    "Choice",
    "Condition",
    "Error",
    "Field",
    "FieldKind",
    "Form",
    "Group",
    "Need",
    "Pairs",
    "Step",
    "StepStatus",
    "SummaryLine",
    "by_subject",
    "fields_of",
    "pairs_of",
    "pending",
    "read",
    "summary",
]


@boundary
def read(do: Any, pairs: Pairs, *, ignore: Collection[str] = ()) -> commands.Submission:
    """
    Read what a browser sent as the command called *do*.

    Args:
        do: Its name, kebab-case.
        pairs: Names and values as they were sent, a name as often as it was.
        ignore: Names that are the host's own, such as that of a CSRF token.

    Returns:
        What ``commands.read_form`` returns: a malformed field counts as
        missing, and ``Dossier.decide`` says what is wrong with it.

    Raises:
        InvalidCommandError: What no person can cause: an unknown command, a
            field that it does not have, or one that only the host may fill in.
    """
    return commands.read_form(do, fields_of(do, pairs, ignore=ignore), body=True)


@boundary
def by_subject(commands: Iterable[C], *, locale: Locale = "fr") -> tuple[Group[C], ...]:
    """
    Put *commands*, buttons or the offers of a view, into lists under headings: family, bank, contact and so on.

    Args:
        locale: ``fr`` or ``en``.

    Returns:
        Only subjects that have any of them, always in the same order.

    Raises:
        HostError: No such language.
    """
    check_locale(locale)
    return tuple(subjects.by_subject(commands, locale))


class _Dossier(Protocol):
    """A ``Dossier``, which this module does not import."""

    @property
    def record(self) -> Record: ...

    @property
    def contract(self) -> Contract: ...

    def as_of(self, at: dt.datetime) -> "_Dossier": ...


@boundary
def summary(dossier: _Dossier, *, at: dt.datetime, role: Role, locale: Locale = "fr") -> tuple[SummaryLine, ...]:
    """
    Put the answers of *dossier* into words, in the order of the screens: to check, or to export them.

    Args:
        at: Aware instant.
        role: Who reads; only what this role may change has a command for it,
            and what it has no business with is left out.
        locale: ``fr`` or ``en``.

    Returns:
        Every answer that counts, those that a default filled in as well. Of a
        member, the beneficiaries and the formula are those of now, whoever was
        added or removed since. It is all personal data; no ``repr`` shows it.

    Raises:
        NaiveInstantError: *at* has no time zone.
        HostError: No such language, or no such role.
    """
    now, offers, hidden = _seen_by(dossier, at, role, locale)
    answers = answers_in_words.standing(now.record)
    return tuple(answers_in_words.summary(answers, now.contract.wording, offers, locale, hidden))


@boundary
def pending(dossier: _Dossier, *, at: dt.datetime, role: Role, locale: Locale = "fr") -> tuple[SummaryLine, ...]:
    """
    Put into words what *dossier* still lacks of what may come later: ``View.pending``, each with whom it is about.

    Args:
        at: Aware instant.
        role: Who reads; names and days of birth are left out for whom the
            contract withholds them from.
        locale: ``fr`` or ``en``.

    Returns:
        Lines without an answer: ``section`` is the person, ``change`` the
        command that gives it, if the role may.

    Raises:
        NaiveInstantError: *at* has no time zone.
        HostError: No such language, or no such role.
    """
    now, offers, hidden = _seen_by(dossier, at, role, locale)
    return tuple(answers_in_words.pending(now.record, now.contract, offers, locale, hidden))


def _seen_by(
    dossier: _Dossier, at: dt.datetime, role: Role, locale: Locale
) -> tuple[_Dossier, dict[str, Button], frozenset[PersonalKind]]:
    """Return the dossier as of *at*, the commands offered to *role* by their names, and what it does not see."""
    check_locale(locale)
    now, role = dossier.as_of(at), acting_role(role)
    offers = offered(Days(now.record, now.contract), instant_of(now.record, at), role)
    wording = now.contract.wording.read_by(role)
    buttons = {offer.do: button(offer, wording, locale, is_answer=False) for offer in offers}
    return now, buttons, withheld(now.contract, role, now.contract.civil_day(at))
