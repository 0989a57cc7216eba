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

from collections.abc import Collection
from typing import Any

from psc_workflow._forms.form import (
    Button,
    ButtonKind,
    Choice,
    Condition,
    Error,
    Field,
    FieldKind,
    Form,
    Step,
    StepStatus,
)
from psc_workflow._forms.pairs import Pairs, fields_of, pairs_of
from psc_workflow._model import commands

__all__ = [
    "Button",
    "ButtonKind",
    "Choice",
    "Condition",
    "Error",
    "Field",
    "FieldKind",
    "Form",
    "Pairs",
    "Step",
    "StepStatus",
    "fields_of",
    "pairs_of",
    "read",
]


def read(do: Any, pairs: Pairs, *, ignore: Collection[str] = ()) -> commands.Form:
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
