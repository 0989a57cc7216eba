"""
Numbers and details that follow: of whom they are awaited, and of whom they are known already.
"""

import datetime as dt
from typing import Any

import attrs

from psc_workflow._model.commands import CompleteBeneficiary, DeclareChild, DeclarePartner
from psc_workflow._model.vocabulary import Civility, Regime
from psc_workflow.rules import beneficiary_number
from psc_workflow.rules.examples._example import Asking, Example
from psc_workflow.rules.examples._people import CARLA, CLAUDIA, PF, TODAY

_HERS = "219097511206763"
_asking = Asking(
    beneficiary_number.assess,
    given=CompleteBeneficiary("carla", _HERS),
    partner=CLAUDIA,
    children=(CARLA,),
    pending=("carla",),
    contract=PF,
    today=TODAY,
)
_OF_CLAUDIA = DeclarePartner(
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
_OF_CARLA = DeclareChild(None, Civility.MADAME, "Carla", "Dupond", dt.date(2019, 9, 9), "FR", "Paris", _HERS, None)


def _number(told: str, *codes: str, ref: str | None = "carla", nir: str | None = _HERS, **facts: Any) -> Example:
    return _asking(told, *codes, given=CompleteBeneficiary(ref, nir), **facts)


def _of_carla(told: str, *codes: str, **facts: Any) -> Example:
    details = CompleteBeneficiary("carla", child_details=attrs.evolve(_OF_CARLA, **facts))
    return _asking(told, *codes, given=details, pending=())


def _of_claudia(told: str, *codes: str, **facts: Any) -> Example:
    details = CompleteBeneficiary("partner", partner_details=attrs.evolve(_OF_CLAUDIA, **facts))
    return _asking(told, *codes, given=details, pending=())


EXAMPLES = (
    _number("a child's number that was awaited"),
    _number("the partner's number that was awaited", ref="partner", nir="272107511204526", pending=("partner",)),
    _of_carla("a child's details, with the number"),
    _of_claudia("the partner's details, with the number"),
    _asking(
        "details and number at once",
        given=CompleteBeneficiary("carla", _HERS, child_details=_OF_CARLA),
    ),
    _of_carla("a child's details, the number to follow", "child-nir-pending", nir=None),
    _number("a number of another year of birth", "nir-birth-year-differs", nir="218097511206715"),
    _number("a number that is known already", "number-not-pending", pending=()),
    _number("the number of another is awaited", "number-not-pending", pending=("partner",)),
    _number("neither number nor details", "nir-missing", nir=None),
    _number("known already, and without its key", "number-not-pending", "nir-key-missing", nir=_HERS[:13], pending=()),
    _number("nobody named", "beneficiary-ref-missing", ref=None),
    _number("nobody covered is called so", "beneficiary-unknown", ref="moana"),
    _number("no partner is covered", "beneficiary-unknown", ref="partner", partner=None),
    _of_carla("details of a child born another day", "child-birth-date-differs", birth_date=dt.date(2019, 9, 10)),
    _of_carla("a child's first name not known", "identity-fact-missing", first_name=None),
    _of_claudia("the partner's regime not known", "partner-regime-missing", regime=None),
    _of_claudia("another regime than declared", "partner-regime-differs", regime=Regime.MSA),
)
