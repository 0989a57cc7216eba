"""
The closed lists that effects use.
"""

from enum import StrEnum


class Recipient(StrEnum):
    """Which of the three addresses a mail goes to; they are never mixed."""

    PROFESSIONAL = "professional"
    LOGIN = "login"
    CONTACT = "contact"


class Request(StrEnum):
    """A request of the agent that is acknowledged."""

    AFFILIATION = "affiliation"
    DISPENSATION = "dispensation"
    RENEWAL = "renewal"


class ChangeKind(StrEnum):
    """A change of which the agent is informed at the address that the dossier had before it."""

    BANK_DETAILS = "bank_details"
    CONTACT_DETAILS = "contact_details"
    BENEFICIARY_REMOVED = "beneficiary_removed"
    CONSENT = "consent"
    REPRESENTATIVE = "representative"
    EMPLOYMENT = "employment"
    EFFECTIVE_DATE = "effective_date"


class Review(StrEnum):
    """What a manager is asked to look at."""

    NOT_CONCERNED = "not_concerned"
    NOT_MINE = "not_mine"
    EFFECTIVE_DATE = "effective_date"
    POSITION = "position"
