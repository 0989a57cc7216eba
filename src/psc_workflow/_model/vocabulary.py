"""
The closed lists of the field. Their values stand in JSON, in TOML and on the command line, and never change.

The French terms stand in the catalogue (``data/texts/vocabulary.toml``).
"""

import operator
from collections.abc import Iterable
from enum import StrEnum

from psc_workflow._model.cover_end_terms import NextCover, SurvivorRight  # noqa: F401 -- once pickled as of this module
from psc_workflow._model.open_lists import OpenList
from psc_workflow._model.password_terms import PasswordCondition, Strength  # noqa: F401 -- likewise


class Role(StrEnum):
    """
    Who gives a command.

    ``EMPLOYER`` is who runs the agents' files for the ministry, ``INSURER`` who
    runs them for the mutuelle. ``MANAGER`` is both at once: for a host that does
    not tell them apart.
    """

    AGENT = "agent"
    REPRESENTATIVE = "representative"
    MANAGER = "manager"
    EMPLOYER = "employer"
    INSURER = "insurer"
    CLOCK = "clock"


class Capacity(StrEnum):
    """
    In which capacity a representative acts (qualité du représentant).

    ``GUARDIAN``, of a minor or of an adult, and ``PARENT``, of a minor, act in
    the agent's place. ``CURATOR`` assists: the agent signs, and the curator
    signs beside.
    """

    GUARDIAN = "guardian"
    CURATOR = "curator"
    PARENT = "parent"


class Employment(StrEnum):
    """The status of an agent towards the State that pays them (qualité de l'agent; décret 2022-633, art. 1)."""

    CIVIL_SERVANT = "civil_servant"
    PUBLIC_CONTRACT = "public_contract"
    PRIVATE_CONTRACT = "private_contract"
    OUVRIER_ETAT = "ouvrier_etat"
    APPRENTICE = "apprentice"
    VACATAIRE = "vacataire"
    SERVICE_CIVIQUE = "service_civique"
    CONTRAT_ETUDIANT = "contrat_etudiant"
    MAITRE_CONTRAT_SIMPLE = "maitre_contrat_simple"
    OTHER = "other"


class Regime(OpenList):
    """
    A social-security regime (régime de sécurité sociale). How a contract treats it is in the catalogue.

    A contract may add regimes.
    """

    GENERAL = "general"
    ALSACE_MOSELLE = "alsace_moselle"
    MSA = "msa"
    MILITARY = "military"
    MAYOTTE = "mayotte"
    CPS = "cps"
    CAFAT = "cafat"
    SPM = "spm"
    WALLIS_FUTUNA = "wallis_futuna"
    OTHER_FRENCH = "other_french"
    FOREIGN = "foreign"


class Formula(OpenList):
    """
    The level of cover (formule), the same for the agent and all beneficiaries.

    A contract may have formulas of its own.
    """

    BASE = "base"
    OPTION_1 = "option_1"
    OPTION_2 = "option_2"


class Civility(StrEnum):
    """Title of a person, as the screens offer it (civilité)."""

    MADAME = "madame"
    MONSIEUR = "monsieur"


class Link(StrEnum):
    """What links the agent and the partner (décret 2022-633, art. 5)."""

    MARRIED = "married"
    PACS = "pacs"
    COHABITING = "cohabiting"


class Situation(StrEnum):
    """What a child does; asked for from the age at which it can matter."""

    NONE = "none"
    STUDENT = "student"
    APPRENTICE = "apprentice"
    JOB_SEEKER = "job_seeker"
    WORKING = "working"


class Kinship(StrEnum):
    """
    How a child belongs to the household (décret 2022-633, art. 5).

    ``OTHER`` is a child who lives there without a judgment, such as an enfant
    faʻaʻamu: the décret does not name them, and they are refused.
    """

    CHILD = "child"
    GRANDCHILD = "grandchild"
    ENTRUSTED = "entrusted"
    OTHER = "other"


class Parent(StrEnum):
    """Whose child it is."""

    AGENT = "agent"
    PARTNER = "partner"
    BOTH = "both"


class Rating(StrEnum):
    """The three faces of the confirmation screen."""

    UNHAPPY = "unhappy"
    NEUTRAL = "neutral"
    HAPPY = "happy"


class DocumentKind(StrEnum):
    """A document of the journey; the library says when it is due, the host renders it."""

    TABLEAU_GARANTIES = "tableau_garanties"
    NOTICE_INFORMATION = "notice_information"
    DEVIS = "devis"
    BULLETIN_ADHESION = "bulletin_adhesion"
    MANDAT_SEPA = "mandat_sepa"
    CONDITIONS_ACHAT = "conditions_achat"
    ATTESTATION_VIERGE = "attestation_vierge"
    CERTIFICAT_ADHESION = "certificat_adhesion"


class Channel(StrEnum):
    """Who pays a line of the quote, and how."""

    EMPLOYER = "employer"
    PAYROLL = "payroll"
    DEBITED = "debited"


class Who(StrEnum):
    """The person to whom a component of a tariff applies."""

    AGENT = "agent"
    PARTNER = "partner"
    CHILD = "child"


class Status(StrEnum):
    """Whether the agent works or has retired."""

    ACTIVE = "active"
    RETIRED = "retired"


class PositionKind(StrEnum):
    """
    The position of an agent who has not retired, as far as the cover depends on it (position).

    ``UNPAID_LEAVE``: the obligation to be covered goes on (décret 2022-633,
    art. 2 II). ``NOT_CONCERNED``: it does not (disponibilité pour convenances
    personnelles, détachement sortant).
    """

    ACTIVE = "active"
    PAID_LEAVE = "paid_leave"
    UNPAID_LEAVE = "unpaid_leave"
    NOT_CONCERNED = "not_concerned"


class Certainty(StrEnum):
    """Certainty of a value of the catalogue, best first."""

    PUBLISHED = "published"
    DERIVED = "derived"
    ANNOUNCED = "announced"
    ESTIMATED = "estimated"
    ASSUMED = "assumed"
    ILLUSTRATIVE = "illustrative"
    UNKNOWN = "unknown"

    rank: int
    """Place in the list: 0 is the best, higher is worse."""

    def __init__(self, _: str) -> None:
        self.rank = len(type(self).__members__)


def worst(certainties: Iterable[Certainty]) -> Certainty:
    """Find the worst of *certainties*, which is the certainty of what is computed from them."""
    return max(certainties, key=_RANK)


_RANK = operator.attrgetter("rank")


class Debits(StrEnum):
    """Whether anything is debited from the bank account, even if its amount is unknown."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class PaymentScheme(StrEnum):
    """The scheme through which an account can be debited and credited in euros."""

    SEPA = "sepa"
    SEPA_COM_PACIFIQUE = "sepa_com_pacifique"
    NONE = "none"


class PriorMembership(StrEnum):
    """Whether the agent has an account with the insurer when following the invitation (espace personnel)."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    NONE = "none"


class Motive(StrEnum):
    """
    Why an agent need not join (motif de dispense; décret 2022-633, art. 3).

    The last three are very probably those of 4° b) to d), whose civil text was
    not read: they exempt, with a warning (``probable_motives`` of the catalogue).
    """

    C2S = "c2s"
    INDIVIDUAL_CONTRACT = "individual_contract"
    FIXED_TERM_INDIVIDUAL = "fixed_term_individual"
    COMPULSORY_COLLECTIVE = "compulsory_collective"
    PARTNER_COLLECTIVE = "partner_collective"
    MILITARY_COLLECTIVE = "military_collective"
    COVER_L911_7_1 = "cover_l911_7_1"
    IEG = "ieg"
    PUBLIC_SERVICE_COLLECTIVE = "public_service_collective"


class Consent(StrEnum):
    """What an agent can consent to; every consent can be withdrawn."""

    PARTNER_OFFERS = "partner_offers"


class EndReason(StrEnum):
    """Why a membership ends (fin de l'adhésion)."""

    RETIREMENT = "retirement"
    DEPARTURE = "departure"
    DISPENSED = "dispensed"
    DEATH = "death"
    TRANSFER = "transfer"
    NOT_CONCERNED = "not_concerned"


class RetentionStart(StrEnum):
    """What begins the period for which a dossier is kept (point de départ de la conservation)."""

    MEMBERSHIP_END = "membership_end"
    CLOSED_FILE = "closed_file"
