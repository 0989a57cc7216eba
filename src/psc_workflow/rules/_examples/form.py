"""
Faults of form: a field that is filled in with what it cannot hold.
"""

from typing import Any

from psc_workflow._model.commands import ChooseFormula, Submission, read_form
from psc_workflow._model.people import LONGEST_LIST, LONGEST_TEXT
from psc_workflow.exceptions import Fault
from psc_workflow.rules import form
from psc_workflow.rules._examples._example import Example
from psc_workflow.rules._examples._people import PF, TODAY

_USUAL = {"contract": PF, "on": TODAY}
_BORN = {"birth_date": "2019-09-09", "regime": "general", "disabled": False}
_NUMBER = Fault("formula", "must be a whole number", "form-whole-number-expected")


def _example(title: str, *codes: str, do: str = "declare-beneficiaries", **fields: Any) -> Example:
    return Example(title, form.assess, {"submission": read_form(do, fields), **_USUAL}, codes)


EXAMPLES = (
    _example("all fields well formed", partner=None, children=[_BORN]),
    _example("nothing filled in"),
    _example("day before the month", "form-date-malformed", children=[{"birth_date": "09/09/2019"}]),
    _example("year of two digits", "form-date-malformed", partner={"birth_date": "72-10-09"}),
    _example("last day of February", children=[{"birth_date": "2020-02-29"}]),
    _example("29 February of another year", "form-no-such-day", children=[{"birth_date": "2019-02-29"}]),
    _example("regime that does not exist", "form-not-a-choice", children=[_BORN, {"regime": "mars"}]),
    _example("yes as a text", "form-yes-or-no-expected", children=[{"disabled": "yes"}]),
    _example("number where text belongs", "form-text-expected", do="confirm-identity", birth_city=98714),
    _example("number in an address", "form-text-expected", do="update-contact-details", address=["Rue Gauguin", 4]),
    _example("half a character", "form-text-unreadable", do="confirm-identity", first_name="\ud800"),
    Example(
        "text where a number belongs",
        form.assess,
        {"submission": Submission(ChooseFormula(), (_NUMBER,)), **_USUAL},
        (_NUMBER.code,),
    ),
    _example("text of the greatest length", do="report-not-concerned", reason="x" * LONGEST_TEXT),
    _example("text one letter too long", "form-too-long", do="report-not-concerned", reason="x" * (LONGEST_TEXT + 1)),
    _example("children of a whole school", "form-too-many", children=[_BORN] * (LONGEST_LIST + 1)),
    _example("text where children belong", "form-list-expected", children="two"),
    _example("text where a person belongs", "form-object-expected", partner="Claudia"),
    _example("blank reference", "form-ref-unusable", children=[{**_BORN, "ref": " "}]),
    _example("reference of the partner", "form-ref-unusable", children=[{**_BORN, "ref": "partner"}]),
    _example("two children of one reference", "form-ref-unusable", children=[{**_BORN, "ref": "carla"}] * 2),
    _example("partner and child at once", "form-one-at-a-time", do="add-beneficiary", partner={}, child=_BORN),
    _example("details of nobody", "form-details-alone", do="add-beneficiary", child_details={"first_name": "Carla"}),
    _example(
        "details of a child for the partner",
        "form-details-of-another",
        do="complete-beneficiary",
        ref="partner",
        child_details={"first_name": "Carla"},
    ),
    _example("draft too long to be saved", "form-draft-too-long", do="save-and-quit", draft={"reason": "x" * 4096}),
    _example("draft that is no JSON", "form-draft-unreadable", do="save-and-quit", draft={"reason": float("nan")}),
)
