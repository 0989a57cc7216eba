"""
Synthetic people, days and answers: those of the rules' examples, and what tests need besides.

Nobody here exists. Numbers have the right form and key and belong to nobody.
"""

import datetime as dt
from zoneinfo import ZoneInfo

import attrs
from schwifty import BBAN, IBAN

from psc_workflow import Child, Civility, Regime, Situation, contracts
from psc_workflow import commands as do
from psc_workflow._model.vocabulary import DocumentKind
from psc_workflow.rules import nir
from psc_workflow.rules._examples._people import (
    ARRIVAL,
    AT_START,
    CARLA,
    CLAUDIA,
    CLAUDIA_DETAILS,
    HIRED,
    NOT_HIRED,
    NOT_RECORDED,
    PF,
    START,
    TODAY,
)
from psc_workflow.testing import _answers as right
from psc_workflow.testing._answers import (
    ACCOUNT,
    ALONE,
    BANK,
    COUPLE,
    DOCUMENTS_READ,
    FAMILY,
    IDENTITY,
    MOTIVE,
    PASSWORD,
    SUSPENDING_LEAVE,
)

__all__ = [
    "ACCOUNT",
    "ARRIVAL",
    "AT_START",
    "BANK",
    "CLAUDIA_DETAILS",
    "DOCUMENTS_READ",
    "HIRED",
    "IDENTITY",
    "NOT_HIRED",
    "NOT_RECORDED",
    "PASSWORD",
    "PF",
    "START",
    "SUSPENDING_LEAVE",
]

ONE_DAY = dt.timedelta(days=1)
TAHITI = ZoneInfo("Pacific/Tahiti")


def instant(year: int, month: int, day: int, hour: int = 12) -> dt.datetime:
    """Return an instant in Papeete, at noon unless another *hour* is named."""
    return dt.datetime(year, month, day, hour, tzinfo=TAHITI)


INVITED = instant(2026, 4, 6, 8)
NOW = dt.datetime.combine(TODAY, dt.time(18), TAHITI)
AFTER_DEADLINE = instant(2026, 4, 28, 9)
"""In the morning after the last day to answer."""
LATE_INVITATION = instant(2026, 9, 2, 8)
"""When an agent who comes after the contract began is invited."""
IN_FORCE = instant(2026, 5, 4)
"""After the contract's first day."""
HIRED_LATE = dt.date(2026, 9, 1)
"""After the contract began; the agent is invited on ``ARRIVAL``."""
HORIZON = dt.date(2027, 9, 3)
"""A year after ``ARRIVAL``: the last day on which cover may begin for that agent."""
FIRST_YEAR_END = dt.date(2027, 4, 30)
"""The last day of the first year of cover."""
FIRST_OF_JUNE = dt.date(2026, 6, 1)
"""A day on which cover has begun."""

MEN = contracts.get("men-2026")
GUIDE = contracts.get("guide-illustration")

# -- numbers -----------------------------------------------------------------------------------------------


def with_key(number: str) -> str:
    """Complete the 13 characters of a social-security number."""
    return number + nir.key(number)


def french_iban(bank: str, account: str = "00123456789") -> str:
    """Return an account of *bank* with a right RIB key and right check digits."""
    return str(
        IBAN.from_bban("FR", BBAN.from_components("FR", bank_code=bank, branch_code="00001", account_code=account))
    )


def with_wrong_rib_key(iban: str) -> str:
    """Return *iban* with a wrong RIB key and right check digits."""
    rib = iban[4:-2] + f"{(int(iban[-2:]) + 1) % 100:02}"
    return str(IBAN.from_bban("FR", rib, validate_bban=False))


NIR_BENOIT = with_key("1700398735123")
NIR_CLAUDIA = with_key("2721075112045")
NIR_CARLA = with_key("2190975112067")
IBAN_SOCREDO = french_iban("17469")
IBAN_GERMAN = "DE89370400440532013000"
IBAN_TUNISIAN = "TN5910006035183598478831"

# -- people ------------------------------------------------------------------------------------------------

BENOIT = attrs.evolve(right.BENOIT, address=["12 rue des Tiare"], postal_code="98714", city="Papeete")
"""The same, at an address without letters that are easily lost."""
LATE_ARRIVAL = attrs.evolve(BENOIT, hired_on=HIRED_LATE)

ANAPA = Child(dt.date(2014, 2, 3), Regime.GENERAL, Situation.NONE, disabled=False, ref="anapa")
MOANA = Child(dt.date(2011, 10, 5), Regime.GENERAL, Situation.NONE, disabled=False, ref="moana")
"""Like Anapa, a child of whom only the compulsory questions are answered."""

SINGLE_PARENT = do.DeclareBeneficiaries(partner=None, children=[CARLA, ANAPA])
LARGE_FAMILY = do.DeclareBeneficiaries(partner=CLAUDIA, children=[CARLA, ANAPA, MOANA])
HOUSEHOLDS = {
    "alone": ALONE,
    "couple": COUPLE,
    "family": FAMILY,
    "single parent": SINGLE_PARENT,
    "three children": LARGE_FAMILY,
}

# -- answers -----------------------------------------------------------------------------------------------

SOCIAL_SECURITY = attrs.evolve(right.SOCIAL_SECURITY, code_organisme=None)
"""Without the code, for which the contract has a default."""
CONTACT = do.ConfirmContactDetails(
    **{name: getattr(BENOIT, name) for name in ("address", "postal_code", "city", "country", "email", "phone")}
)
SIGN_WITH_MANDATE, SIGN_WITHOUT_MANDATE = right.WITH_MANDATE, right.SIGNATURE
REQUEST_NOTICE = do.RequestDocument(DocumentKind.NOTICE_INFORMATION)
"""A command that changes the dossier, adds a step and owes an effect."""
REPORT_CPS = do.ReportNotConcerned("CPS")

MOTIVE_SINCE_TODAY = attrs.evolve(MOTIVE, facts=do.MotiveFacts(opened_on=TODAY))
"""A motive that an event of today opened: a member can have it, too."""
ATTESTATION = attrs.evolve(right.ATTESTATION, address=["12 rue des Tiare", "98714 Papeete"])
DISPENSATION_REQUEST = (do.StartDispensation(), MOTIVE, ATTESTATION, do.RequestDispensation(warning_read=True))


def details_of(child: Child) -> do.DeclareChild:
    """Return the details of *child*, without a number of their own."""
    return do.DeclareChild(child.ref, Civility.MADAME, "Carla", "Dupond", child.birth_date, "FR", "Paris", None, None)
