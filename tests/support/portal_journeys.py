"""
The ways that several scenarios have in common, in front of the reference portal.
"""

import portal_answers as answers
from portal_people import Person


def start(person: Person, dossier: str) -> None:
    """Sign in, and come to the question about the regime."""
    person.agent(dossier)
    person.file()
    person.send()


def to_formulas(person: Person, *, family: bool) -> None:
    """Answer the steps of the affiliation, up to the choice of a formula."""
    person.send(regime="general")
    if family:
        person.send(**answers.PARTNER, **answers.CHILD)
    else:
        person.send(**answers.ALONE)
        person.send()  # the pop-in


def to_signature(person: Person, *, family: bool, formula: str = "option_2") -> None:
    """Answer everything, up to the signature."""
    to_formulas(person, family=family)
    person.send(formula=formula)
    person.press("validate-affiliation")
    person.send(**answers.IDENTITY)
    person.send(**answers.SOCIAL_SECURITY)
    if family:
        person.send(**answers.PARTNER_DETAILS)
        person.send(ref="child-1", **answers.CHILD_DETAILS)
    person.send()
    person.send(partner_offers="false")
    person.send(**answers.BANK)


def sign(person: Person) -> None:
    """Sign, having read what there is to read."""
    boxes = person.page.locator('main [name="documents_read"]')
    for place in range(boxes.count()):
        boxes.nth(place).check()
    person.send(certified="true", accepted="true")


def subscribe(person: Person, dossier: str, *, family: bool) -> None:
    """Go from signing in to the confirmation."""
    start(person, dossier)
    to_signature(person, family=family)
    sign(person)


def dispense(person: Person, dossier: str) -> None:
    """Go from signing in to a dispensation granted."""
    person.agent(dossier)
    person.command("start-dispensation")
    person.file()
    person.send(motive="partner_collective")
    person.send(**answers.ATTESTATION)
    person.send(warning_read="true")
