"""
Synthetic people and the answers they give: nouns shared by the tests.

Nobody here exists. Numbers are valid in form and key, made for these tests.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from zoneinfo import ZoneInfo

import attrs
from schwifty import BBAN, IBAN

from psc_workflow import Agent, Child, Civility, Dossier, Formula, Link, Partner, Rating, Regime, Situation, contracts
from psc_workflow import commands as do
from psc_workflow._model.commands import Command
from psc_workflow._model.vocabulary import DocumentKind, EndReason, Motive, PriorMembership
from psc_workflow.rules import nir
from psc_workflow.states import JOURNEYS

TAHITI = ZoneInfo("Pacific/Tahiti")
INVITED = dt.datetime(2026, 4, 6, 8, 0, tzinfo=TAHITI)
NOW = dt.datetime(2026, 4, 7, 18, 0, tzinfo=TAHITI)
TODAY = NOW.date()
START = dt.date(2026, 5, 1)

PF = contracts.get("men-2026-pf")
MEN = contracts.get("men-2026")
GUIDE = contracts.get("guide-illustration")


def with_key(number: str) -> str:
    """Complete the 13 characters of a social-security number."""
    return number + nir.key(number)


def french_iban(bank: str, account: str = "00123456789") -> str:
    """Make an account of *bank* with a right RIB key and right check digits."""
    return str(
        IBAN.from_bban("FR", BBAN.from_components("FR", bank_code=bank, branch_code="00001", account_code=account))
    )


def with_wrong_rib_key(iban: str) -> str:
    """Make the RIB key of *iban* wrong and its check digits right."""
    rib = iban[4:-2] + f"{(int(iban[-2:]) + 1) % 100:02}"
    return str(IBAN.from_bban("FR", rib, validate_bban=False))


NIR_BENOIT = with_key("1700398735123")
NIR_CLAUDIA = with_key("2721075112045")
NIR_CARLA = with_key("2190975112067")
IBAN_SOCREDO = french_iban("17469")

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
    hired_on=dt.date(2010, 9, 1),
)

CLAUDIA = Partner(
    dt.date(1972, 10, 9), Regime.GENERAL, Link.MARRIED, state_civil_servant=False, judicially_separated=False
)
CARLA = Child(dt.date(2019, 9, 9), Regime.GENERAL, Situation.NONE, disabled=False, ref="carla")
ANAPA = attrs.evolve(CARLA, birth_date=dt.date(2014, 2, 3), ref="anapa")
MOANA = attrs.evolve(CARLA, birth_date=dt.date(2011, 10, 5), ref="moana")

ALONE = do.DeclareBeneficiaries(partner=None, children=[])
COUPLE = do.DeclareBeneficiaries(partner=CLAUDIA, children=[])
FAMILY = do.DeclareBeneficiaries(partner=CLAUDIA, children=[CARLA])
SINGLE_PARENT = do.DeclareBeneficiaries(partner=None, children=[CARLA, ANAPA])
LARGE_FAMILY = do.DeclareBeneficiaries(partner=CLAUDIA, children=[CARLA, ANAPA, MOANA])

IDENTITY = do.ConfirmIdentity(Civility.MONSIEUR, "Dupond", "Dupond", "Benoît", dt.date(1970, 3, 12), "PF", "Papeete")
SOCIAL_SECURITY = do.DeclareSocialSecurity(NIR_BENOIT, None, teletransmission=True)
CLAUDIA_DETAILS = do.DeclarePartner(
    Civility.MADAME, "Dupond", "Duzu", "Claudia", CLAUDIA.birth_date, "FR", "Paris", Regime.GENERAL, NIR_CLAUDIA, None
)
CONTACT = do.ConfirmContactDetails(
    ["12 rue des Tiare"], "98714", "Papeete", "PF", "benoit.dupond@example.org", "+689 40 00 00 00"
)
BANK = do.GiveBankDetails("M. ou Mme Dupond", IBAN_SOCREDO)
READ = (DocumentKind.BULLETIN_ADHESION, DocumentKind.NOTICE_INFORMATION)
SIGN_WITH_MANDATE = do.Sign((*READ, DocumentKind.MANDAT_SEPA), certified=True, accepted=True, evidence="proof-1")
SIGN_WITHOUT_MANDATE = attrs.evolve(SIGN_WITH_MANDATE, documents_read=READ)


def details_of(child: Child) -> do.DeclareChild:
    """Give the details of *child*, without a number of their own."""
    return do.DeclareChild(child.ref, Civility.MADAME, "Carla", "Dupond", child.birth_date, "FR", "Paris", None, None)


def opened(contract: contracts.Contract = GUIDE, agent: Agent = BENOIT) -> Dossier:
    """Open the dossier of somebody invited."""
    return Dossier.open(contract, id="D1", agent=agent, invited_at=INVITED)


def journey(declared: do.DeclareBeneficiaries = FAMILY, formula: Formula = Formula.BASE) -> Iterator[Command]:
    """Give every command from the invitation to the confirmation, for a household."""
    alone = declared.partner is None and not declared.children
    yield do.StartAffiliation()
    yield do.DeclareRegime(Regime.GENERAL)
    yield declared
    if alone:
        yield do.ConfirmSolo()
    yield do.ChooseFormula(formula)
    yield do.ValidateAffiliation()
    yield IDENTITY
    yield SOCIAL_SECURITY
    if declared.partner is not None:
        yield CLAUDIA_DETAILS
    for child in declared.children or ():
        yield details_of(child)
    yield CONTACT
    yield do.GiveConsents(partner_offers=False)
    yield BANK
    debited = not alone or formula is not Formula.BASE
    yield SIGN_WITH_MANDATE if debited else SIGN_WITHOUT_MANDATE
    yield do.RateExperience(Rating.HAPPY)


def accepted(dossier: Dossier, *commands: Command, at: dt.datetime = NOW) -> Dossier:
    """Give *commands* one after the other; each must be accepted."""
    for command in commands:
        decision = dossier.decide(command, at=at)
        assert decision.outcome.value == "accepted", (command, decision.codes, decision.missing)
        dossier = decision.dossier
    return dossier


MOTIVE = do.ChooseMotive(Motive.PARTNER_COLLECTIVE)
ATTESTATION = do.Attest(
    "Benoît Dupond",
    ["12 rue des Tiare", "98714 Papeete"],
    Motive.PARTNER_COLLECTIVE,
    dt.date(2026, 12, 31),
    TODAY,
    "Papeete",
    signed=True,
)
ASKED = (do.StartDispensation(), MOTIVE, ATTESTATION, do.RequestDispensation(warning_read=True))
PASSWORD = "Mahana2026!"  # noqa: S105 -- nobody's
ACCOUNT = do.CreateAccount("benoit.dupond@example.org", PASSWORD, PASSWORD)


def ticked(dossier: Dossier, at: dt.datetime) -> Dossier:
    """Let time pass until *at*."""
    decision = dossier.decide(do.Tick(), at=at)
    assert decision.outcome.value == "accepted"
    return decision.dossier


def day(year: int, month: int, number: int, hour: int = 12) -> dt.datetime:
    """Give an instant in Papeete."""
    return dt.datetime(year, month, number, hour, tzinfo=TAHITI)


AFTER = day(2026, 4, 28, 9)
"""In the morning after the last day to answer."""
IN_FORCE = day(2026, 5, 4)
"""After the contract's first day."""


def reported() -> Dossier:
    """Give the dossier of somebody who reported not to be concerned."""
    return accepted(at_state("beneficiaries"), do.ReportNotConcerned("CPS"))


def ended() -> Dossier:
    """Give the dossier of somebody who left."""
    leaving = do.EndMembership(EndReason.DEPARTURE, dt.date(2026, 5, 3))
    return accepted(ticked(at_state("confirmed"), IN_FORCE), leaving, at=IN_FORCE)


def suspended() -> Dossier:
    """Give the dossier of somebody on a leave that suspends the membership."""
    leave = do.Suspend("disponibilite_convenances_personnelles", dt.date(2026, 5, 3))
    return accepted(ticked(at_state("confirmed"), IN_FORCE), leave, at=IN_FORCE)


PLACES: dict[str, Callable[[], Dossier]] = {
    "access.invited": opened,
    "access.activation": lambda: accepted(opened(), do.OpenInvitation(PriorMembership.NONE)),
    "access.created": lambda: accepted(place("access.activation"), ACCOUNT),
    "access.login": lambda: accepted(place("access.created"), do.ContinueToLogin()),
    "access.reset": lambda: accepted(place("access.login"), do.ForgetPassword()),
    "access.signed_in": lambda: accepted(place("access.login"), do.ReportLogin(success=True)),
    "affiliation.under_review": reported,
    "affiliation.not_concerned": lambda: accepted(reported(), do.CloseFile()),
    "affiliation.auto_affiliated": lambda: ticked(at_state("formula"), AFTER),
    "dispensation.home": opened,
    "dispensation.motive": lambda: accepted(opened(), do.StartDispensation()),
    "dispensation.attestation": lambda: accepted(opened(), *ASKED[:3]),
    "dispensation.granted": lambda: accepted(at_state("identity"), *ASKED),
    "dispensation.renewal_due": lambda: ticked(accepted(opened(), *ASKED), day(2026, 12, 20)),
    "dispensation.expired": lambda: ticked(accepted(opened(), *ASKED), day(2027, 1, 1)),
    "dispensation.renounced": lambda: accepted(opened(), *ASKED, do.RenounceDispensation()),
    "dispensation.closed": lambda: ticked(opened(), AFTER),
    "membership.none": opened,
    "membership.received": lambda: at_state("confirmed"),
    "membership.in_force": lambda: ticked(at_state("confirmed"), IN_FORCE),
    "membership.suspended": suspended,
    "membership.ended": ended,
}
"""A dossier for every state that is no screen of the affiliation."""


def place(name: str) -> Dossier:
    """Walk to the state called *name*, such as ``dispensation.granted``, by accepted commands."""
    journey_name, _, state = name.partition(".")
    if name not in PLACES:
        return at_state(state, ALONE if state == "solo_warning" else FAMILY)
    dossier = PLACES[name]()
    assert dossier.states[journey_name] == state, (name, dossier.states)
    return dossier


def then(dossier: Dossier) -> dt.datetime:
    """Give an instant at which *dossier* can be asked something: this afternoon, or its last one."""
    return max(NOW, dossier.record.at)


EVERYWHERE = [f"{journey}.{state.value}" for journey, chart in JOURNEYS.items() for state in chart.states]
"""Every state of every chart, by the names that ``place`` takes."""


def at_state(
    state: str,
    declared: do.DeclareBeneficiaries = FAMILY,
    *,
    contract: contracts.Contract = GUIDE,
    agent: Agent = BENOIT,
    formula: Formula = Formula.BASE,
) -> Dossier:
    """Walk to *state* by accepted commands; the household must pass there."""
    dossier = opened(contract, agent)
    for command in journey(declared, formula):
        if dossier.states["affiliation"] == state:
            return dossier
        dossier = accepted(dossier, command)
    assert dossier.states["affiliation"] == state
    return dossier
