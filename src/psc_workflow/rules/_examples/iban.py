"""
Accounts: banks of the Pacific and of the mainland, and countries out of reach of the schemes.
"""

import datetime as dt

from psc_workflow.rules import iban
from psc_workflow.rules._examples._example import ExampleMaker
from psc_workflow.rules._examples._people import PF, TODAY

_example = ExampleMaker(iban.assess, contract=PF, on=TODAY)
_ALBANIA = "AL47212110090000000235698741"
_JOINED = dt.date(2025, 4, 1)
"""First day on which Albania is in the SEPA list."""

EXAMPLES = (
    _example("a bank in Polynesia", iban="FR7617469000010012345678937"),
    _example("in groups of four, small letters", iban="fr76 1746 9000 0100 1234 5678 937"),
    _example("a bank in New Caledonia", iban="FR7617499000010012345678983"),
    _example("a bank of the mainland", iban="FR7630004000010012345678919"),
    _example("a bank nobody lists: the country decides", iban="FR7699999000010012345678995"),
    _example("letters in the account number", iban="FR46300040001010A12B45C7893"),
    _example("Monaco", iban="MC5811222000010012345678916"),
    _example("Germany", iban="DE89370400440532013000"),
    _example("Albania, the day it joined", iban=_ALBANIA, on=_JOINED),
    _example("Albania, the day before", "iban-not-reachable", iban=_ALBANIA, on=_JOINED - dt.timedelta(days=1)),
    _example("Tunisia", "iban-not-reachable", iban="TN5910006035183598478831"),
    _example("check digits wrong, RIB key right", "iban-key-wrong", iban="FR7717469000010012345678937"),
    _example("RIB key wrong, check digits right", "rib-key-wrong", iban="FR4917469000010012345678938"),
    _example("RIB key wrong in Monaco", "rib-key-wrong", iban="MC3111222000010012345678917"),
    _example("one digit wrong in both keys", "iban-key-wrong", "rib-key-wrong", iban="FR7617469000010012345678938"),
    _example("wrong, and not reached", "iban-key-wrong", "iban-not-reachable", iban="TN6010006035183598478831"),
    _example("one character short", "iban-form-wrong", iban="FR761746900001001234567893"),
    _example("one character too many", "iban-form-wrong", iban="FR76174690000100123456789370"),
    _example("letters where the bank code is", "iban-form-wrong", iban="FR76A746900001001234567893"),
    _example("no such country", "iban-form-wrong", iban="XX7617469000010012345678937"),
    _example("nothing written", "iban-form-wrong", iban=""),
    _example("digits of another script", "iban-form-wrong", iban="FR76١٧٤٦٩٠٠٠٠١٠٠١٢٣٤٥٦٧٨٩٣٧"),
)
