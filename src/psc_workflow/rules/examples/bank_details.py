"""
Bank details: a holder in free words, and an account.
"""

from typing import Any

import attrs

from psc_workflow._model.commands import BankDetails
from psc_workflow.rules import bank_details
from psc_workflow.rules.examples._example import Asking, Example
from psc_workflow.rules.examples._people import PF, TODAY

_GIVEN = BankDetails("M. ou Mme Dupond", "FR7617469000010012345678937")
_asking = Asking(bank_details.assess, given=_GIVEN, contract=PF, on=TODAY)


def _given(told: str, *codes: str, **facts: Any) -> Example:
    return _asking(told, *codes, given=attrs.evolve(_GIVEN, **facts))


EXAMPLES = (
    _asking("a joint account in Polynesia"),
    _given("a holder of another script", holder="王"),
    _given("holder not known", "bank-detail-missing", holder=None),
    _given("account not known", "bank-detail-missing", iban=None),
    _given("neither known", "bank-detail-missing", "bank-detail-missing", holder=None, iban=None),
    _given("holder left blank", "text-blank", holder=" "),
    _given("account left blank", "text-blank", iban="\u200b"),
    _given("an account with a wrong RIB key", "rib-key-wrong", iban="FR4917469000010012345678938"),
    _given(
        "an account in Tunisia, holder not known",
        "bank-detail-missing",
        "iban-not-reachable",
        holder=None,
        iban="TN5910006035183598478831",
    ),
)
