"""
Texts as people write them, and characters that nobody writes.
"""

import attrs

from psc_workflow._model.commands import (
    AddBeneficiary,
    Attest,
    GiveBankDetails,
    ReportNotConcerned,
    ResetPassword,
    UpdateContactDetails,
)
from psc_workflow.rules import plain_text
from psc_workflow.rules._examples._example import ExampleMaker
from psc_workflow.rules._examples._people import CARLA, CARLA_DETAILS

_answer = ExampleMaker(plain_text.assess)

EXAMPLES = (
    _answer("a holder", answer=GiveBankDetails("M. ou Mme Teʻaitu-O’Neil")),
    _answer("nothing", answer=GiveBankDetails()),
    _answer("a holder on two lines", "control-character", answer=GiveBankDetails("M. Dupond\r\nMme Dupond")),
    _answer("a tab", "control-character", answer=GiveBankDetails("M.\tDupond")),
    _answer("a NUL", "control-character", answer=GiveBankDetails("Dupond\0")),
    _answer("a NUL in an account", "control-character", answer=GiveBankDetails("Dupond", "FR76\0")),
    _answer("Unicode's own line end", "control-character", answer=Attest(signed_at_place="Papeete\u2028")),
    _answer(
        "the header of a mail behind an address",
        "control-character",
        answer=UpdateContactDetails(email="benoit@example.org\nBcc: claudia@example.org"),
    ),
    _answer(
        "one line of an address of three",
        "control-character",
        answer=UpdateContactDetails(["M. Dupond", "12 rue\ndes Tiare", "Tipaerui"]),
    ),
    _answer(
        "inside the details of a child",
        "control-character",
        answer=AddBeneficiary(child=CARLA, child_details=attrs.evolve(CARLA_DETAILS, first_name="\x1b[31mCarla")),
    ),
    _answer("a zero-width space in a name", "invisible-character", answer=Attest(full_name="Benoît\u200b Dupond")),
    _answer(
        "marks of direction around a city", "invisible-character", answer=UpdateContactDetails(city="\u2067Pirae\u2069")
    ),
    _answer("a letter of a font of one's own", "unreadable-character", answer=Attest(full_name="Beno\ue000t Dupond")),
    _answer("a letter that an export lost", "unreadable-character", answer=GiveBankDetails("Beno\ufffdt Dupond")),
    _answer(
        "no character yet, in a postcode", "unreadable-character", answer=UpdateContactDetails(postal_code="98\u0378")
    ),
    _answer(
        "a tag that belongs to nothing", "invisible-character", answer=UpdateContactDetails(city="Pirae\U000e0041")
    ),
    _answer("a lone variation selector", "invisible-character", answer=UpdateContactDetails(city="Pirae\ufe0f")),
    _answer("a letter of one's own in a reason", answer=ReportNotConcerned("CPS\ue000")),
    _answer("a name in Persian, with its joiner", answer=Attest(full_name="نامه\u200cای")),
    _answer("a name in Japanese, in the form of the family register", answer=Attest(full_name="葛\U000e0100城")),
    _answer("a reason on several lines", answer=ReportNotConcerned("CPS\n\n\tdepuis 2012")),
    _answer("an escape character in a reason", "control-character", answer=ReportNotConcerned("CPS\x1b[2J")),
    _answer("a password of any characters", answer=ResetPassword("a\0\u200b", "a\0\u200b")),
)
