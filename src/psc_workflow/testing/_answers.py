"""
Synthetic agents, and right answers for every screen: what journeys are put together from.

Nobody in them exists: numbers have the right form and key, and are no one's.

>>> BENOIT.city, FAMILY.children[0].ref
('Faʻaʻā', 'carla')
"""

import datetime as dt

import attrs

from psc_workflow._model import commands as do
from psc_workflow._model.people import Agent
from psc_workflow._model.vocabulary import Civility, DocumentKind, Motive
from psc_workflow.testing.people import CARLA, CLAUDIA, HIRED, TODAY

BENOIT = Agent(
    civility=Civility.MONSIEUR,
    first_name="Benoît",
    usage_name="Dupond",
    birth_name="Dupond",
    birth_date=dt.date(1970, 3, 12),
    professional_email="benoit.dupond@ac-polynesie.example",
    email="benoit.dupond@example.org",
    phone="+689 40 00 00 00",
    address=["12 rue de l’Uranie"],
    postal_code="98704",
    city="Faʻaʻā",
    country="PF",
    hired_on=HIRED,
)
"""An agent of whom everything is prefilled, with letters and an apostrophe that careless hosts lose."""

ALONE = do.DeclareBeneficiaries(partner=None, children=[])
COUPLE = do.DeclareBeneficiaries(partner=CLAUDIA, children=[])
FAMILY = do.DeclareBeneficiaries(partner=CLAUDIA, children=[CARLA])
CHILDREN = do.DeclareBeneficiaries(
    partner=None, children=[CARLA, attrs.evolve(CARLA, birth_date=dt.date(2014, 2, 3), ref="anapa")]
)

PASSWORD = "Mahana2026!"  # noqa: S105 -- nobody's
ACCOUNT = do.CreateAccount(BENOIT.email, PASSWORD, PASSWORD)
IDENTITY = do.ConfirmIdentity(Civility.MONSIEUR, "Dupond", "Dupond", "Benoît", BENOIT.birth_date, "PF", "Papeete")
SOCIAL_SECURITY = do.DeclareSocialSecurity("170039873512373", "919190000", teletransmission=True)
CONTACT = do.ConfirmContactDetails(
    **{name: getattr(BENOIT, name) for name in ("address", "postal_code", "city", "country", "email", "phone")}
)
BANK = do.GiveBankDetails("M. ou Mme Dupond", "FR7617469000010012345678937")
DOCUMENTS_READ = (DocumentKind.BULLETIN_ADHESION, DocumentKind.NOTICE_INFORMATION)
SIGNATURE = do.Sign(DOCUMENTS_READ, certified=True, accepted=True, evidence="proof-1")
"""Of an agent from whom nothing is debited."""
WITH_MANDATE = attrs.evolve(SIGNATURE, documents_read=(*DOCUMENTS_READ, DocumentKind.MANDAT_SEPA))
MOTIVE = do.ChooseMotive(Motive.PARTNER_COLLECTIVE)
ATTESTATION = do.Attest(
    "Benoît Dupond",
    ["12 rue de l’Uranie", "98704 Faʻaʻā"],
    Motive.PARTNER_COLLECTIVE,
    dt.date(2026, 12, 31),
    TODAY,
    "Papeete",
    signed=True,
)
SUSPENDING_LEAVE = "disponibilite_convenances_personnelles"
"""A leave that is not in the list of the decree: it suspends the membership."""
