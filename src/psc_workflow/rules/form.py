"""
Every field is filled in as its kind demands (forme des réponses).

What a field refuses before any other rule can read it: a date that is none, a
choice that is not offered, a text that is too long. The field then counts as
missing for the other rules, so that they judge the rest of the form.

Legal source:
    None; these are the bounds of what this library stores.

Not modelled:
    What the content means, which the rule of each field judges; how a screen
    writes a date, which must arrive as ``YYYY-MM-DD``, whatever the language.

>>> from psc_workflow._catalogue import contracts
>>> from psc_workflow._model.commands import read_form
>>> submission = read_form("declare-beneficiaries", {"partner": {"birth_date": "1972-02-30"}, "children": []})
>>> finding = assess(submission, contract=contracts.get("men-2026-pf"), on=dt.date(2026, 4, 7)).findings[0]
>>> finding.code, finding.path, finding.text("en")
('form-no-such-day', 'partner.birth_date', 'There is no such day in the calendar: date of birth (spouse or partner).')
"""

import datetime as dt
from collections.abc import Mapping
from enum import Enum
from typing import Any

from psc_workflow._catalogue.contract_wording import Wording
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.wording import field, finding
from psc_workflow._model.commands import Command, Submission
from psc_workflow._model.people import LONGEST_LIST, LONGEST_TEXT
from psc_workflow._model.text import Text
from psc_workflow._model.verdict import Severity, Verdict
from psc_workflow._model.vocabulary import Formula, Motive, Regime
from psc_workflow._structuring import kind_at
from psc_workflow.rules import motive


def assess(submission: Submission, *, contract: Contract, on: dt.date) -> Verdict:
    """
    Report what is wrong with the fields of *submission*.

    Args:
        contract: Whose choices the sentences name.
        on: Civil day of the request.

    Returns:
        A verdict that holds, or one finding for each fault, with its path. The
        sentences have the labels of fields and choices, never what was typed.

    Raises:
        NoValueInForceError: The choices of a malformed field are a value of
            which the catalogue is silent about that day.
    """
    return Verdict.of(
        finding(
            fault.code,
            fault.path,
            **{name: _fact(name, fault.path, submission, contract, on) for name in FACTS[fault.code]},
        )
        for fault in submission.faults
    )


def assess_others(submission: Submission, verdict: Verdict) -> Verdict:
    """
    Leave out of *verdict*, on the command of *submission*, what only says that a malformed field is missing.

    Returns:
        The findings about all other fields, and every refusal.
    """
    return Verdict.of(
        finding
        for finding in verdict.findings
        if finding.severity is Severity.REFUSED or not submission.lacks(finding.path)
    )


FIELD = ("field", "place")

FACTS: Mapping[str, tuple[str, ...]] = {
    "form-date-malformed": FIELD,
    "form-no-such-day": FIELD,
    "form-not-a-choice": (*FIELD, "choices"),
    "form-yes-or-no-expected": FIELD,
    "form-text-expected": FIELD,
    "form-text-unreadable": FIELD,
    "form-whole-number-expected": FIELD,
    "form-too-long": (*FIELD, "characters"),
    "form-too-many": (*FIELD, "items"),
    "form-list-expected": FIELD,
    "form-object-expected": FIELD,
    "form-ref-unusable": (),
    "form-one-at-a-time": (),
    "form-details-alone": (),
    "form-details-of-another": (),
    "form-draft-too-long": (),
    "form-draft-unreadable": (),
}
"""Every code of a fault of form, with what its sentences name."""


def _fact(name: str, path: str, submission: Submission, contract: Contract, on: dt.date) -> Any:
    match name:
        case "field":
            return field([part for part in path.split(".") if not part.isdecimal()][-1])
        case "place":
            return _place(path, submission.command, contract.wording)
        case "choices":
            return choices(kind_at(type(submission.command), path), contract, on)
        case _:
            return {"characters": LONGEST_TEXT, "items": LONGEST_LIST}[name]


def choices(kind: type[Enum], contract: Contract, on: dt.date) -> tuple[Enum, ...]:
    """List the members of *kind* that can be chosen under *contract*."""
    if kind is Formula:
        return contract.value("formulas", on)
    if kind is Regime:
        return contract.regimes
    if kind is Motive:
        return motive.listed(on)
    return tuple(kind)


def _place(path: str, command: Command, wording: Wording) -> Text:
    """Put into words whose field it is, or which line of an address; nothing where the field's label says it."""
    first, *rest = path.split(".")
    person, number = first.removesuffix("_details"), int(rest[0]) + 1 if rest and rest[0].isdecimal() else None
    if first == "children" and number:
        several = len(getattr(command, first) or ()) > 1
        return wording.term("Place", "numbered_child" if several else "child").fill({"number": number})
    if first == "address" and number:
        return wording.term("Place", "line").fill({"number": number})
    return wording.term("Place", person) if rest and person in ("partner", "child") else NOWHERE


NOWHERE = Text("", "")
