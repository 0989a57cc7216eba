"""
Contact details of a member: anything may change, nothing may be left out.
"""

from typing import Any

import attrs

from psc_workflow._model.commands import UpdateContactDetails
from psc_workflow.rules import contact_update
from psc_workflow.rules._examples._example import Example, ExampleMaker

_COMPLETE = UpdateContactDetails(
    ("12 rue des Tiare",), "98714", "Papeete", "PF", "benoit.dupond@example.org", "+689 40 00 00 00"
)
_example = ExampleMaker(contact_update.assess)


def _update(title: str, *codes: str, **facts: Any) -> Example:
    return _example(title, *codes, command=attrs.evolve(_COMPLETE, **facts))


EXAMPLES = (
    _update("all six given"),
    _update("a city with a glottal stop and a macron", city="Fāʻaʻā"),
    _update("address not given", "contact-detail-missing", address=None),
    _update("postcode not given", "contact-detail-missing", postal_code=None),
    _update("city not given", "contact-detail-missing", city=None),
    _update("country not given", "contact-detail-missing", country=None),
    _update("e-mail address not given", "contact-detail-missing", email=None),
    _update("telephone not given", "contact-detail-missing", phone=None),
    _update("country in full", "contact-country-wrong", country="Polynésie"),
    _update("country in small letters", country="pf"),
    _update("country in letters of another script", "contact-country-wrong", country="РФ"),
    _update("telephone with a NUL, which another rule refuses", phone="+689 40 00\x00 00 00"),
    _update("e-mail address with a NUL, which another rule refuses", email="benoit.dupond@example.org\x00"),
    _update("telephone with a character of no alphabet", "phone-form-wrong", phone="+689\ue00040000000"),
    _update("country left blank", "text-blank", country=" "),
    _update("no line in the address", "text-blank", address=[]),
    _update("city left blank", "text-blank", city="\N{ZERO WIDTH SPACE}"),
    _update("e-mail address left blank", "text-blank", email=""),
    _update("e-mail address without a domain", "email-form-wrong", email="benoit"),
    _update("telephone number of four digits", "phone-form-wrong", phone="40 00"),
    _update(
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
