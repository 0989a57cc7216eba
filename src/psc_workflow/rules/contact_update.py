"""
Other contact details are complete and have the right form (mise à jour des coordonnées).

Unlike during subscription, everything may change. Small letters of a country
are the same code. A control character, which the rule ``plain_text`` refuses in
any text, is not a fault of form as well.

Legal source:
    The guide, subscription step 3, for the fields; the rules ``email`` and
    ``phone`` for their form.

Not modelled:
    Whether an address, a postcode or a country exists.

>>> command = UpdateContactDetails(["1 rue"], "98714", "Papeete", "Polynésie", "benoit@example.org")
>>> [finding.code for finding in assess(command).findings]
['contact-country-wrong', 'contact-detail-missing']
"""

import re
from collections.abc import Iterator

from psc_workflow._catalogue.wording import field, finding
from psc_workflow._model.characters import remove_control
from psc_workflow._model.commands import UpdateContactDetails
from psc_workflow._model.verdict import Finding, Verdict
from psc_workflow.rules import compulsory_text, email, phone, postal_code

FIELDS = ("address", "postal_code", "city", "country", "email", "phone")

_COUNTRY = re.compile(r"[A-Za-z]{2}", re.ASCII)
"""A country's two letters (ISO 3166-1), capitals or not."""


def assess(command: UpdateContactDetails) -> Verdict:
    """
    Check the new contact details.

    Returns:
        A verdict that holds, with what the rule ``postal_code`` finds; or
        ``contact-detail-missing``, ``contact-country-wrong``, ``text-blank``,
        and what the rules ``email`` and ``phone`` find.
    """
    verdict = Verdict.of(f for name in FIELDS for f in _findings(name, getattr(command, name)))
    return verdict + assess_postal_code(command.postal_code, command.country)


def assess_postal_code(value: str | None, country: str | None) -> Verdict:
    """Check the form of a postcode, beside the country; where one is missing or blank, nothing follows."""
    if value is None or country is None or compulsory_text.is_blank(value):
        return Verdict()
    return postal_code.assess(remove_control(value), country=country)


def assess_field(name: str, value: object) -> Verdict:
    """
    Check one contact detail, whichever command gives it.

    Args:
        name: One of ``FIELDS``; the findings have it as their path.

    Returns:
        As :func:`assess`, but for the postcode, which needs the country.
    """
    return Verdict.of(_findings(name, value))


def is_country(text: str) -> bool:
    """Return whether *text* has the form of a country's code; a control character in it is another rule's to refuse."""
    return _COUNTRY.fullmatch(remove_control(text)) is not None


def _findings(name: str, value: object) -> Iterator[Finding]:
    if value is None:
        yield finding("contact-detail-missing", name, field=field(name))
    elif compulsory_text.is_blank(value) or not isinstance(value, str):
        yield from compulsory_text.assess(value, path=name).findings
    else:
        yield from _form(name, remove_control(value))


def _form(name: str, value: str) -> Iterator[Finding]:
    if name == "country" and not is_country(value):
        yield finding("contact-country-wrong", name)
    elif name == "email":
        yield from email.assess(value, path=name).findings
    elif name == "phone":
        yield from phone.assess(value, path=name).findings
