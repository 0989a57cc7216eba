"""
Every field is filled in as its kind demands (forme des réponses).

What a field refuses before any other rule can read it: a date that is none, a
choice that is not offered, a text that is too long. The field then counts as
missing for the other rules, so that they judge the rest of the form.

Legal source:
    None; these are the bounds of what this library stores.

Not modelled:
    What the content means, which the rule of each field judges; how a screen
    writes a date, which must arrive as ``YYYY-MM-DD``.

>>> from psc_workflow._model.commands import read_form
>>> form = read_form("declare-beneficiaries", {"partner": {"birth_date": "1972-02-30"}, "children": []})
>>> finding = assess(form).findings[0]
>>> finding.code, finding.path, finding.text("en")
('form-no-such-day', 'partner.birth_date', 'There is no such day in the calendar: birth date (spouse or partner).')
"""

from collections.abc import Mapping
from typing import Any

from psc_workflow._catalogue.wording import field, finding, term
from psc_workflow._model.commands import Command, Form
from psc_workflow._model.people import LONGEST_LIST, LONGEST_TEXT
from psc_workflow._model.text import Text
from psc_workflow._model.verdict import Severity, Verdict
from psc_workflow._structuring import kind_at


def assess(form: Form) -> Verdict:
    """
    Report what is wrong with the fields of *form*.

    Returns:
        A verdict that holds, or one finding for each fault, with its path. The
        sentences have the labels of fields and choices, never what was typed.
    """
    return Verdict.of(
        finding(fault.code, fault.path, **{name: _fact(name, fault.path, form) for name in FACTS[fault.code]})
        for fault in form.faults
    )


def assess_others(form: Form, verdict: Verdict) -> Verdict:
    """
    Leave out of *verdict*, on the command of *form*, what only says that a malformed field is missing.

    Returns:
        The findings about all other fields, and every refusal.
    """
    return Verdict.of(
        finding for finding in verdict.findings if finding.severity is Severity.REFUSED or not form.lacks(finding.path)
    )


FACTS: Mapping[str, tuple[str, ...]] = {
    "form-date-malformed": ("field",),
    "form-no-such-day": ("field",),
    "form-not-a-choice": ("field", "choices"),
    "form-yes-or-no-expected": ("field",),
    "form-text-expected": ("field",),
    "form-text-unreadable": ("field",),
    "form-whole-number-expected": ("field",),
    "form-too-long": ("field", "characters"),
    "form-too-many": ("field", "items"),
    "form-list-expected": ("field",),
    "form-object-expected": ("field",),
    "form-ref-unusable": (),
    "form-one-at-a-time": (),
    "form-details-alone": (),
    "form-details-of-another": (),
    "form-draft-too-long": (),
    "form-draft-unreadable": (),
}
"""Every code of a fault of form, with what its sentences name."""


def _fact(name: str, path: str, form: Form) -> Any:
    if name == "choices":
        return tuple(kind_at(type(form.command), path))
    return {"characters": LONGEST_TEXT, "items": LONGEST_LIST}.get(name) or _label(path, form.command)


def _label(path: str, command: Command) -> Text:
    """Put the field at *path* into words: whose it is, and its line in an address."""
    first, *rest = path.split(".")
    numbers = [int(part) + 1 for part in rest if part.isdecimal()]
    names = [first, *(part for part in rest if not part.isdecimal())]
    place = _place(first, names, numbers, command)
    label = field(names[-1])
    return term("Place", place).fill({"field": label, "number": tuple(numbers[:1])}) if place else label


def _place(first: str, names: list[str], numbers: list[int], command: Command) -> str:
    """Name the words for the place of a field; empty where its label says everything."""
    if first == "children" and numbers:
        return "numbered_child" if len(getattr(command, first) or ()) > 1 else "child"
    if first == "address" and numbers:
        return "line"
    person = first.removesuffix("_details")
    return person if person in ("partner", "child") and len(names) > 1 else ""
