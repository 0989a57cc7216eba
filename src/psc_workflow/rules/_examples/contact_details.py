"""
Contact details in the subscription: prefilled ones stay unchanged, the others are judged as afterwards.
"""

from typing import Any

import attrs

from psc_workflow._model.commands import ConfirmContactDetails
from psc_workflow._model.people import Agent
from psc_workflow.rules import contact_details, contact_update
from psc_workflow.rules._examples._example import Example, ExampleMaker

_LINES = ("12 rue des Tiare", "Tipaerui")
_COMPLETE = ConfirmContactDetails(_LINES, "98714", "Papeete", "PF", "benoit.dupond@example.org", "+689 40 00 00 00")
_PREFILLED = Agent(**{name: getattr(_COMPLETE, name) for name in contact_update.FIELDS})
_example = ExampleMaker(contact_details.assess, prefilled=_PREFILLED)


def _details(title: str, *codes: str, **facts: Any) -> Example:
    return _example(title, *codes, command=attrs.evolve(_COMPLETE, **facts))


def _free(title: str, *codes: str, **facts: Any) -> Example:
    return _example(title, *codes, command=attrs.evolve(_COMPLETE, **facts), prefilled=Agent())


EXAMPLES = (
    _details("as prefilled"),
    _free("nothing prefilled"),
    _details("other capitals and spaces", city=" PAPEETE", email="Benoit.Dupond@example.org"),
    _details("the number without spaces, the postcode with one", phone="+68940000000", postal_code="98 714"),
    _details("a blank line more in the address", address=["12 rue des Tiare", "", "Tipaerui"]),
    _details("another address", "contact-details-changed", address=["13 rue des Tiare", "Tipaerui"]),
    _details("the lines of the address in another order", "contact-details-changed", address=_LINES[::-1]),
    _details("another city", "contact-details-changed", city="Pirae"),
    _details("another telephone number", "contact-details-changed", phone="+689 40 00 00 01"),
    _details("the telephone number without its country's", phone="40 00 00 00"),
    _details("a formula before the telephone number", "contact-details-changed", phone="=40000000"),
    _details("a character of no alphabet in it", "contact-details-changed", phone="+689\ue00040000000"),
    _details("the digits of another keyboard in it", "phone-form-wrong", phone="+689 ４０ ００ ００ ００"),
    _details("the country in small letters", country="pf"),
    _details("the telephone number as it is dialled from abroad", phone="00689 40 00 00 00"),
    _example(
        "another apostrophe, a hyphen that does not break, a character that nobody sees",
        command=attrs.evolve(_COMPLETE, city="Puna\N{RIGHT SINGLE QUOTATION MARK}auia", address=["Fare\u2011Ute"]),
        prefilled=attrs.evolve(_PREFILLED, city="Puna'auia\u200b", address=["Fare-Ute"]),
    ),
    _details(
        "everything changed, told once", "contact-details-changed", city="Pirae", email="b@example.org", country="FR"
    ),
    _details("what was prefilled left blank", "contact-details-changed", city=" "),
    _example(
        "a dash was prefilled, and nothing comes back",
        "contact-details-changed",
        command=attrs.evolve(_COMPLETE, phone=""),
        prefilled=attrs.evolve(_PREFILLED, phone="-"),
    ),
    _details("address not given", "contact-detail-missing", address=None),
    _details("postcode not given", "contact-detail-missing", postal_code=None),
    _details("city not given", "contact-detail-missing", city=None),
    _details("country not given", "contact-detail-missing", country=None),
    _details("e-mail address not given", "contact-detail-missing", email=None),
    _details("telephone not given", "contact-detail-missing", phone=None),
    _free("no address where none was prefilled", "email-form-wrong", email="not an address"),
    _free("no telephone number where none was prefilled", "phone-form-wrong", phone="40 00"),
    _free("a country in full where none was prefilled", "contact-country-wrong", country="Polynésie française"),
    _example(
        "what was prefilled is no address, and comes back",
        "prefilled-detail-wrong",
        command=attrs.evolve(_COMPLETE, email="not an address"),
        prefilled=attrs.evolve(_PREFILLED, email="not an address"),
    ),
    _free("left blank where nothing was prefilled", "text-blank", city=" "),
    _free("lines of spaces where no address was prefilled", "text-blank", address=[" ", ""]),
    _example("a blank was prefilled", command=_COMPLETE, prefilled=attrs.evolve(_PREFILLED, city=" ")),
)
