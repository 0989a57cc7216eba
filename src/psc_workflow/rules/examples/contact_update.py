"""
Contact details of somebody covered: everything may change, nothing may be left out.
"""

from typing import Any

import attrs

from psc_workflow._model.commands import UpdateContactDetails
from psc_workflow.rules import contact_update
from psc_workflow.rules.examples._example import Asking, Example

_GIVEN = UpdateContactDetails(
    ("12 rue des Tiare",), "98714", "Papeete", "PF", "benoit.dupond@example.org", "+689 40 00 00 00"
)
_asking = Asking(contact_update.assess)


def _given(told: str, *codes: str, **facts: Any) -> Example:
    return _asking(told, *codes, given=attrs.evolve(_GIVEN, **facts))


EXAMPLES = (
    _given("all six given"),
    _given("a city with a glottal stop and a macron", city="Fāʻaʻā"),
    _given("address not given", "contact-detail-missing", address=None),
    _given("postcode not given", "contact-detail-missing", postal_code=None),
    _given("city not given", "contact-detail-missing", city=None),
    _given("country not given", "contact-detail-missing", country=None),
    _given("e-mail address not given", "contact-detail-missing", email=None),
    _given("telephone not given", "contact-detail-missing", phone=None),
    _given("country in full", "contact-country-wrong", country="Polynésie"),
    _given("country in small letters", "contact-country-wrong", country="pf"),
    _given("country in letters of another script", "contact-country-wrong", country="РФ"),
    _given("country left blank", "text-blank", country=" "),
    _given("no line in the address", "text-blank", address=[]),
    _given("city left blank", "text-blank", city="\N{ZERO WIDTH SPACE}"),
    _given("e-mail address left blank", "text-blank", email=""),
    _given("e-mail address without a domain", "email-form-wrong", email="benoit"),
    _given("telephone number of four digits", "phone-form-wrong", phone="40 00"),
    _given(
        "nothing right",
        "text-blank",
        "contact-detail-missing",
        "contact-country-wrong",
        "email-form-wrong",
        "phone-form-wrong",
        address=[""],
        postal_code=None,
        country="France",
        email="@",
        phone="0",
    ),
)
