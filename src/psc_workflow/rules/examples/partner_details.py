"""
A partner's details: they agree with what was declared, and with nothing if nothing was.
"""

import datetime as dt
from typing import Any

import attrs

from psc_workflow._model.people import Partner
from psc_workflow._model.vocabulary import Regime
from psc_workflow.rules import partner_details
from psc_workflow.rules.examples._example import Asking, Example
from psc_workflow.rules.examples._people import CLAUDIA, CLAUDIA_DETAILS, PF, TODAY

_asking = Asking(partner_details.assess, given=CLAUDIA_DETAILS, declared=CLAUDIA, contract=PF, on=TODAY)


def _given(told: str, *codes: str, **facts: Any) -> Example:
    return _asking(told, *codes, given=attrs.evolve(CLAUDIA_DETAILS, **facts))


EXAMPLES = (
    _given("as declared"),
    _given("the office's own code", code_organisme="01 987 0000"),
    _given("born a day later than declared", "partner-birth-date-differs", birth_date=dt.date(1972, 10, 10)),
    _given("another regime than declared", "partner-regime-differs", regime=Regime.MSA),
    _given("regime not known", "partner-regime-missing", regime=None),
    _given("birth date not known", "identity-fact-missing", birth_date=None),
    _given("first name not known", "identity-fact-missing", first_name=None),
    _given("number not known", "nir-missing", nir=None),
    _given("wrong key", "nir-key-wrong", nir="272107511204527"),
    _given("a code of eight digits", "code-organisme-form-wrong", code_organisme="91 919 000"),
    _given("birth name left blank", "text-blank", birth_name=" "),
    _asking("neither birth date nor regime declared: nothing to differ from", declared=Partner()),
    _given(
        "everything differs",
        "partner-birth-date-differs",
        "partner-regime-differs",
        "nir-birth-year-differs",
        birth_date=dt.date(1973, 10, 9),
        regime=Regime.MSA,
    ),
)
