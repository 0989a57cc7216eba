"""
A child's details: found by the reference, and compared with that child alone.
"""

import datetime as dt
from typing import Any

import attrs

from psc_workflow.rules import child_details
from psc_workflow.rules.examples._example import Asking, Example
from psc_workflow.rules.examples._people import CARLA, CARLA_DETAILS, PF, TEVA, TODAY

_asking = Asking(child_details.assess, given=CARLA_DETAILS, declared=(TEVA, CARLA), contract=PF, on=TODAY)


def _given(told: str, *codes: str, **facts: Any) -> Example:
    return _asking(told, *codes, given=attrs.evolve(CARLA_DETAILS, **facts))


EXAMPLES = (
    _given("as declared"),
    _given("no number yet", "child-nir-pending", nir=None),
    _given("which child is not said", "child-ref-missing", ref=None),
    _given("a reference that no child has", "child-unknown", ref="moana"),
    _given("neither which child nor a number", "child-ref-missing", ref=None, nir=None),
    _given("born a day later than declared", "child-birth-date-differs", birth_date=dt.date(2019, 9, 10)),
    _given(
        "the birth date of the other child",
        "child-birth-date-differs",
        "nir-birth-year-differs",
        "nir-birth-month-differs",
        birth_date=TEVA.birth_date,
    ),
    _given("birth date not known", "identity-fact-missing", birth_date=None),
    _given("last name not known", "identity-fact-missing", last_name=None),
    _given("first name left blank", "text-blank", first_name="\N{NO-BREAK SPACE}"),
    _given("wrong key", "nir-key-wrong", nir="219097511206764"),
    _given("a code of eight digits", "code-organisme-form-wrong", code_organisme="91 919 000"),
    _asking(
        "no birth date declared: nothing to differ from",
        declared=(attrs.evolve(CARLA, birth_date=None),),
    ),
    _asking("a child declared without a reference", "child-unknown", declared=(attrs.evolve(CARLA, ref=None),)),
    _asking("no child declared", "child-unknown", declared=()),
)
