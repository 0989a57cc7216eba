"""
Bank details: a holder in free text, and an account.
"""

from typing import Any

import attrs

from psc_workflow._model.commands import BankDetails
from psc_workflow.rules import bank_details
from psc_workflow.rules._examples._example import Example, ExampleMaker
from psc_workflow.rules._examples._people import PF, TODAY

_COMPLETE = BankDetails("M. ou Mme Dupond", "FR7617469000010012345678937")
_example = ExampleMaker(bank_details.assess, command=_COMPLETE, contract=PF, on=TODAY)


def _details(title: str, *codes: str, **facts: Any) -> Example:
    return _example(title, *codes, command=attrs.evolve(_COMPLETE, **facts))


EXAMPLES = (
    _example("a joint account in Polynesia"),
    _details("a holder of another script", holder="王"),
    _details("holder not known", "bank-detail-missing", holder=None),
    _details("account not known", "bank-detail-missing", iban=None),
    _details("neither known", "bank-detail-missing", "bank-detail-missing", holder=None, iban=None),
    _details("holder left blank", "text-blank", holder=" "),
    _details("account left blank", "text-blank", iban="\u200b"),
    _details("an account with a wrong RIB key", "rib-key-wrong", iban="FR4917469000010012345678938"),
    _details(
        "an account in Tunisia, holder not known",
        "bank-detail-missing",
        "iban-not-reachable",
        holder=None,
        iban="TN5910006035183598478831",
    ),
)
