"""
Numbers and details that follow later: those awaited, and those already recorded.
"""

import datetime as dt
from typing import Any

import attrs

from psc_workflow._model.commands import CompleteBeneficiary, DeclareChild, DeclarePartner
from psc_workflow._model.vocabulary import Civility, Regime
from psc_workflow.rules import beneficiary_number
from psc_workflow.rules._examples._example import Example, ExampleMaker
from psc_workflow.rules._examples._people import CARLA, CLAUDIA, PF, TODAY

_CARLA_NUMBER = "219097511206763"
_example = ExampleMaker(
    beneficiary_number.assess,
    command=CompleteBeneficiary("carla", _CARLA_NUMBER),
    partner=CLAUDIA,
    children=(CARLA,),
    pending=("carla",),
    contract=PF,
    today=TODAY,
)
_CLAUDIA_DETAILS = DeclarePartner(
    Civility.MADAME,
    "Dupond",
    "Duzu",
    "Claudia",
    dt.date(1972, 10, 9),
    "FR",
    "Paris",
    Regime.GENERAL,
    "272107511204526",
    None,
)
_CARLA_DETAILS = DeclareChild(
    None, Civility.MADAME, "Carla", "Dupond", dt.date(2019, 9, 9), "FR", "Paris", _CARLA_NUMBER, None
)


def _number(
    title: str, *codes: str, ref: str | None = "carla", nir: str | None = _CARLA_NUMBER, **facts: Any
) -> Example:
    return _example(title, *codes, command=CompleteBeneficiary(ref, nir), **facts)


def _carla_details(title: str, *codes: str, **facts: Any) -> Example:
    details = CompleteBeneficiary("carla", child_details=attrs.evolve(_CARLA_DETAILS, **facts))
    return _example(title, *codes, command=details, pending=())


def _claudia_details(title: str, *codes: str, **facts: Any) -> Example:
    details = CompleteBeneficiary("partner", partner_details=attrs.evolve(_CLAUDIA_DETAILS, **facts))
    return _example(title, *codes, command=details, pending=())


EXAMPLES = (
    _number("a child's number that was awaited"),
    _number("the partner's number that was awaited", ref="partner", nir="272107511204526", pending=("partner",)),
    _carla_details("a child's details, with the number"),
    _claudia_details("the partner's details, with the number"),
    _example(
        "details and number at once",
        command=CompleteBeneficiary("carla", _CARLA_NUMBER, child_details=_CARLA_DETAILS),
    ),
    _carla_details("a child's details, the number to follow", "child-nir-pending", nir=None),
    _number("a number of another year of birth", "nir-birth-year-differs", nir="218097511206715"),
    _example("a number of a man for a girl", "nir-civility-differs", civility=Civility.MONSIEUR),
    _example("a number of a girl for a girl", civility=Civility.MADAME),
    _number("a number that is known already", "number-not-pending", pending=()),
    _number("the number of another is awaited", "number-not-pending", pending=("partner",)),
    _number("neither number nor details", "nir-missing", nir=None),
    _number(
        "known already, and without its key",
        "number-not-pending",
        "nir-key-missing",
        nir=_CARLA_NUMBER[:13],
        pending=(),
    ),
    _number("nobody named", "beneficiary-ref-missing", ref=None),
    _number("nobody covered is called so", "beneficiary-unknown", ref="moana"),
    _number("no partner is covered", "beneficiary-unknown", ref="partner", partner=None),
    _carla_details("details of a child born another day", "child-birth-date-differs", birth_date=dt.date(2019, 9, 10)),
    _carla_details("a child's first name not known", "identity-fact-missing", first_name=None),
    _claudia_details("the partner's regime not known", "partner-regime-missing", regime=None),
    _claudia_details("another regime than declared", "partner-regime-differs", regime=Regime.MSA),
)
