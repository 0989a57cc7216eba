"""
Synthetic people, days and answers: those of the rules' examples, and what tests need besides.

Nobody here exists. Numbers have the right form and key and belong to nobody.
"""

import datetime as dt
from zoneinfo import ZoneInfo

import attrs
from schwifty import BBAN, IBAN

from psc_workflow import Agent, Child, Civility, Regime, Situation, contracts
from psc_workflow import commands as do
from psc_workflow._model.vocabulary import DocumentKind, Motive
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

__all__ = ["ARRIVAL", "AT_START", "CLAUDIA_DETAILS", "HIRED", "NOT_HIRED", "NOT_RECORDED", "PF", "START"]

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

SUSPENDING_LEAVE = "disponibilite_convenances_personnelles"
"""A leave that is not in the list of the decree: it suspends the membership."""

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

BENOIT = Agent(
    civility=Civility.MONSIEUR,
    first_name="Benoît",
    usage_name="Dupond",
    birth_name="Dupond",
    birth_date=dt.date(1970, 3, 12),
    professional_email="benoit.dupond@ac-polynesie.example",
    email="benoit.dupond@example.org",
    phone="+689 40 00 00 00",
    address=["12 rue des Tiare"],
    postal_code="98714",
    city="Papeete",
    country="PF",
    hired_on=HIRED,
)
LATE_ARRIVAL = attrs.evolve(BENOIT, hired_on=HIRED_LATE)

ANAPA = Child(dt.date(2014, 2, 3), Regime.GENERAL, Situation.NONE, disabled=False, ref="anapa")
MOANA = Child(dt.date(2011, 10, 5), Regime.GENERAL, Situation.NONE, disabled=False, ref="moana")
"""Like Anapa, a child of whom only the compulsory questions are answered."""

ALONE = do.DeclareBeneficiaries(partner=None, children=[])
COUPLE = do.DeclareBeneficiaries(partner=CLAUDIA, children=[])
FAMILY = do.DeclareBeneficiaries(partner=CLAUDIA, children=[CARLA])
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

PASSWORD = "Mahana2026!"  # noqa: S105 -- nobody's
ACCOUNT = do.CreateAccount(BENOIT.email, PASSWORD, PASSWORD)
IDENTITY = do.ConfirmIdentity(Civility.MONSIEUR, "Dupond", "Dupond", "Benoît", BENOIT.birth_date, "PF", "Papeete")
SOCIAL_SECURITY = do.DeclareSocialSecurity(NIR_BENOIT, None, teletransmission=True)
CONTACT = do.ConfirmContactDetails(
    **{name: getattr(BENOIT, name) for name in ("address", "postal_code", "city", "country", "email", "phone")}
)
BANK = do.GiveBankDetails("M. ou Mme Dupond", IBAN_SOCREDO)
DOCUMENTS_READ = (DocumentKind.BULLETIN_ADHESION, DocumentKind.NOTICE_INFORMATION)
SIGN_WITH_MANDATE = do.Sign(
    (*DOCUMENTS_READ, DocumentKind.MANDAT_SEPA), certified=True, accepted=True, evidence="proof-1"
)
SIGN_WITHOUT_MANDATE = attrs.evolve(SIGN_WITH_MANDATE, documents_read=DOCUMENTS_READ)
REQUEST_NOTICE = do.RequestDocument(DocumentKind.NOTICE_INFORMATION)
"""A command that changes the dossier, adds a step and owes an effect."""
REPORT_CPS = do.ReportNotConcerned("CPS")

MOTIVE = do.ChooseMotive(Motive.PARTNER_COLLECTIVE)
MOTIVE_SINCE_TODAY = attrs.evolve(MOTIVE, facts=do.MotiveFacts(opened_on=TODAY))
"""A motive that an event of today opened: a member can have it, too."""
ATTESTATION = do.Attest(
    "Benoît Dupond",
    ["12 rue des Tiare", "98714 Papeete"],
    Motive.PARTNER_COLLECTIVE,
    dt.date(2026, 12, 31),
    TODAY,
    "Papeete",
    signed=True,
)
DISPENSATION_REQUEST = (do.StartDispensation(), MOTIVE, ATTESTATION, do.RequestDispensation(warning_read=True))


def details_of(child: Child) -> do.DeclareChild:
    """Return the details of *child*, without a number of their own."""
    return do.DeclareChild(child.ref, Civility.MADAME, "Carla", "Dupond", child.birth_date, "FR", "Paris", None, None)
