"""
Contact details while subscribing: what is prefilled stays, what is not is free and needed.
"""

from typing import Any

import attrs

from psc_workflow._model.commands import ConfirmContactDetails
from psc_workflow._model.people import Agent
from psc_workflow.rules import contact_details
from psc_workflow.rules.examples._example import Asking, Example

_LINES = ("12 rue des Tiare", "Tipaerui")
_GIVEN = ConfirmContactDetails(_LINES, "98714", "Papeete", "PF", "benoit.dupond@example.org", "+689 40 00 00 00")
_PREFILLED = Agent(**{name: getattr(_GIVEN, name) for name in contact_details.FIELDS})
_asking = Asking(contact_details.assess, prefilled=_PREFILLED)


def _given(told: str, *codes: str, **facts: Any) -> Example:
    return _asking(told, *codes, given=attrs.evolve(_GIVEN, **facts))


def _free(told: str, *codes: str, **facts: Any) -> Example:
    return _asking(told, *codes, given=attrs.evolve(_GIVEN, **facts), prefilled=Agent())


EXAMPLES = (
    _given("as prefilled"),
    _free("nothing prefilled"),
    _given("other capitals and spaces", city=" PAPEETE", email="Benoit.Dupond@example.org"),
    _given("the number without spaces, the postcode with one", phone="+68940000000", postal_code="98 714"),
    _given("a blank line more in the address", address=["12 rue des Tiare", "", "Tipaerui"]),
    _given("another address", "contact-details-changed", address=["13 rue des Tiare", "Tipaerui"]),
    _given("the lines of the address in another order", "contact-details-changed", address=_LINES[::-1]),
    _given("another city", "contact-details-changed", city="Pirae"),
    _given("another telephone number", "contact-details-changed", phone="+689 40 00 00 01"),
    _given("the telephone number without its country's", "contact-details-changed", phone="40 00 00 00"),
    _given(
        "everything changed, told once", "contact-details-changed", city="Pirae", email="b@example.org", country="FR"
    ),
    _given("what was prefilled left blank", "contact-details-changed", city=" "),
    _asking(
        "a dash was prefilled, and nothing comes back",
        "contact-details-changed",
        given=attrs.evolve(_GIVEN, phone=""),
        prefilled=attrs.evolve(_PREFILLED, phone="-"),
    ),
    _given("address not given", "contact-detail-missing", address=None),
    _given("postcode not given", "contact-detail-missing", postal_code=None),
    _given("city not given", "contact-detail-missing", city=None),
    _given("country not given", "contact-detail-missing", country=None),
    _given("e-mail address not given", "contact-detail-missing", email=None),
    _given("telephone not given", "contact-detail-missing", phone=None),
    _free("left blank where nothing was prefilled", "text-blank", city=" "),
    _free("lines of spaces where no address was prefilled", "text-blank", address=[" ", ""]),
    _asking("a blank was prefilled", given=_GIVEN, prefilled=attrs.evolve(_PREFILLED, city=" ")),
)
