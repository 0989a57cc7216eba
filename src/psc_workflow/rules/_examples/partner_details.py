"""
A partner's details: they must agree with what was declared, if anything was.
"""

import datetime as dt
from typing import Any

import attrs

from psc_workflow._model.people import Partner
from psc_workflow._model.vocabulary import Regime
from psc_workflow.rules import partner_details
from psc_workflow.rules._examples._example import Example, ExampleMaker
from psc_workflow.rules._examples._people import CLAUDIA, CLAUDIA_DETAILS, PF, TODAY

_example = ExampleMaker(partner_details.assess, command=CLAUDIA_DETAILS, declared=CLAUDIA, contract=PF, on=TODAY)


def _details(title: str, *codes: str, **facts: Any) -> Example:
    return _example(title, *codes, command=attrs.evolve(CLAUDIA_DETAILS, **facts))


EXAMPLES = (
    _details("as declared"),
    _details("the office's own code", code_organisme="01 987 0000"),
    _details("born a day later than declared", "partner-birth-date-differs", birth_date=dt.date(1972, 10, 10)),
    _details("another regime than declared", "partner-regime-differs", regime=Regime.MSA),
    _details("regime not known", "partner-regime-missing", regime=None),
    _details("birth date not known", "identity-fact-missing", birth_date=None),
    _details("first name not known", "identity-fact-missing", first_name=None),
    _details("number not known", "nir-missing", nir=None),
    _details("wrong key", "nir-key-wrong", nir="272107511204527"),
    _details("a code of eight digits", "code-organisme-form-wrong", code_organisme="91 919 000"),
    _details("birth name left blank", "text-blank", birth_name=" "),
    _example("neither birth date nor regime declared: nothing to differ from", declared=Partner()),
    _details(
        "everything differs",
        "partner-birth-date-differs",
        "partner-regime-differs",
        "nir-birth-year-differs",
        birth_date=dt.date(1973, 10, 9),
        regime=Regime.MSA,
    ),
)
