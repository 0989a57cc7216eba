"""
The keys that an ``as_json`` writes, class by class, each with the type of its value.

Where a key is called like a field or a property, that declares the type.
"""

from typing import Any, NewType

import attrs

from psc_workflow._catalogue.questions import Question
from psc_workflow._charts.description import ChartDescription, ChartGuard, ChartRoute, ChartState, ChartTransition
from psc_workflow._forms.form import Button, Choice, Condition, Error, Field, Form
from psc_workflow._forms.form import Step as FormStep
from psc_workflow._forms.summary import SummaryLine
from psc_workflow._model.answers import Answers
from psc_workflow._model.decision import Decision, Milestone
from psc_workflow._model.preview import Preview
from psc_workflow._model.quote import KeptQuote, PayCap, Quote, QuoteLine
from psc_workflow._model.text import Source, Text
from psc_workflow._model.verdict import Finding
from psc_workflow._model.vocabulary import Certainty, Channel, Debits, Role
from psc_workflow._views.retention import Retention
from psc_workflow._views.view import Deadline, PageLink, Progress, RecapLine, Stage, View, Where
from psc_workflow.pricing import Change, Comparison, Move, Premium, Schedule
from psc_workflow.states._offers import Offer

Amount = NewType("Amount", str)
"""Euros with two decimals, as text."""

AS_DECLARED: Any = ...

_AMOUNTS: dict[str, Any] = {channel.value: Amount | None for channel in Channel}


def _as_declared(*names: str) -> dict[str, Any]:
    return dict.fromkeys(names, AS_DECLARED)


def _fields(cls: type, **others: Any) -> dict[str, Any]:
    """Name every field of *cls*, those of *others* with another type than they declare."""
    return _as_declared(*(field.name for field in attrs.fields(cls))) | others


@attrs.frozen
class Differences:
    """What ``Comparison.as_json`` has of each total, under the name of its channel."""

    employer: Amount | None
    payroll: Amount | None
    debited: Amount | None


KEYS: dict[type, dict[str, Any]] = {
    Quote: {
        **_AMOUNTS,
        "debits": AS_DECLARED,
        "certainty": dict[Channel, Certainty],
        **_as_declared("lines", "incomplete"),
    },
    QuoteLine: {
        **_as_declared("who", "component", "label", "channel"),
        "amount": Amount | None,
        **_as_declared("base", "rate", "exact", "of_lines", "at_most", "pay", "cap"),
        **_as_declared("free", "certainty", "sources", "incomplete"),
    },
    PayCap: _fields(PayCap),
    KeptQuote: _fields(KeptQuote, **_AMOUNTS),
    Comparison: {
        **_as_declared("before", "after"),
        "differences": Differences,
        **_as_declared("changes", "ambiguous"),
    },
    Schedule: {"contract": str, **_as_declared("months", "years", "whole", "moves")},
    Premium: {
        **_as_declared("first_day", "last_day"),
        **_AMOUNTS,
        "debits": Debits,
        "certainty": dict[Channel, Certainty],
        "known": dict[Channel, Amount],
        "incomplete": tuple[str, ...],
    },
    Move: _as_declared("on", "cause", "who", "changes", "sources"),
    Differences: _fields(Differences),
    Change: _fields(Change, before=Amount | None, after=Amount | None, difference=Amount | None),
    Decision: _as_declared("outcome", "codes", "warnings", "missing", "findings", "effects", "steps", "available"),
    Preview: {
        "outcome": AS_DECLARED,
        "findings": tuple[Finding, ...],
        **_as_declared("parked", "unparked", "reopened"),
        **dict.fromkeys(("premium_before", "premium_after", "premium_difference"), Amount | None),
        **_as_declared("on"),
    },
    Milestone: _fields(Milestone),
    Finding: {
        **_as_declared("code", "rule", "severity", "path"),
        **dict.fromkeys(("text", "remedy"), Text),
        **_as_declared("suggests", "sources", "certainty"),
    },
    Source: _as_declared("title", "title_en", "address", "url", "identifier", "sentence"),
    Question: _fields(Question),
    Answers: {name: kind for name, kind in _fields(Answers).items() if name != "quote"},
    View: _fields(View, warnings=tuple[Finding, ...], answers=Answers),
    Offer: {
        **_as_declared("journey", "do", "label"),
        "roles": tuple[Role, ...],
        "offered": AS_DECLARED,
        "findings": tuple[Finding, ...],
    },
    Form: _fields(Form),
    SummaryLine: _fields(SummaryLine),
    Field: _fields(Field, value=Any),
    **{cls: _fields(cls) for cls in (Choice, Condition, Error, Button, FormStep)},
    **{cls: _fields(cls) for cls in (ChartDescription, ChartState, ChartTransition, ChartGuard, ChartRoute)},
    **{cls: _fields(cls) for cls in (Where, Progress, Stage, Deadline, RecapLine, PageLink, Retention)},
}
"""What is only handed out; what is read, too, is described from its fields."""

_OTHER_NAMES: dict[type, str] = {FormStep: "FormStep"}


def name_of(cls: type) -> str:
    """Return the name of the definition of *cls*: its own, unless another class has it, too."""
    return _OTHER_NAMES.get(cls, cls.__name__)
