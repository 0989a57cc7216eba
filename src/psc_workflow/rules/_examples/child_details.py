"""
A child's details: matched by reference, and compared with that child only.
"""

import datetime as dt
from typing import Any

import attrs

from psc_workflow.rules import child_details
from psc_workflow.rules._examples._example import Example, ExampleMaker
from psc_workflow.rules._examples._people import CARLA, CARLA_DETAILS, PF, TEVA, TODAY

_example = ExampleMaker(child_details.assess, command=CARLA_DETAILS, declared=(TEVA, CARLA), contract=PF, on=TODAY)


def _details(title: str, *codes: str, **facts: Any) -> Example:
    return _example(title, *codes, command=attrs.evolve(CARLA_DETAILS, **facts))


EXAMPLES = (
    _details("as declared"),
    _details("no number yet", "child-nir-pending", nir=None),
    _details("which child is not said", "child-ref-missing", ref=None),
    _details("a reference that no child has", "child-unknown", ref="moana"),
    _details("neither which child nor a number", "child-ref-missing", ref=None, nir=None),
    _details("born a day later than declared", "child-birth-date-differs", birth_date=dt.date(2019, 9, 10)),
    _details(
        "the birth date of the other child",
        "child-birth-date-differs",
        "nir-birth-year-differs",
        "nir-birth-month-differs",
        birth_date=TEVA.birth_date,
    ),
    _details("birth date not known", "identity-fact-missing", birth_date=None),
    _details("last name not known", "identity-fact-missing", last_name=None),
    _details("first name left blank", "text-blank", first_name="\N{NO-BREAK SPACE}"),
    _details("wrong key", "nir-key-wrong", nir="219097511206764"),
    _details("a code of eight digits", "code-organisme-form-wrong", code_organisme="91 919 000"),
    _example(
        "no birth date declared: nothing to differ from",
        declared=(attrs.evolve(CARLA, birth_date=None),),
    ),
    _example("a child declared without a reference", "child-unknown", declared=(attrs.evolve(CARLA, ref=None),)),
    _example("no child declared", "child-unknown", declared=()),
)
