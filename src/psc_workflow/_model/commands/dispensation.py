"""
Requesting a dispensation, attesting to its motive, and ending it.
"""

import datetime as dt
from typing import ClassVar, TypeAlias

import attrs

from psc_workflow._model.commands.base import AGENT_OR_REPRESENTATIVE, Command
from psc_workflow._model.days import past_day
from psc_workflow._model.people import Checked, as_lines
from psc_workflow._model.personal import masked_repr, personal, personal_metadata
from psc_workflow._model.unanswered import UNANSWERED, Unanswered
from psc_workflow._model.vocabulary import Motive, Role


@attrs.frozen
class MotiveFacts(Checked):
    """
    The facts behind a motive; each motive uses only its own.

    Args:
        entitled_until: Last day of the complémentaire santé solidaire.
        contract_end: Last day of the individual contract, its échéance.
        in_force_since: First day of the individual contract.
        fixed_term: Whether the agent is employed for a fixed term.
        individual_cover: Whether the agent has an individual cover.
        opened_on: Day of the event that opens the right, such as the first
            day of the other cover; required of an agent whose cover has begun.
        fixed_term_end: Last day of the fixed-term employment; may be left out,
            with a warning.
    """

    entitled_until: dt.date | None = personal("social_aid")
    contract_end: dt.date | None = personal("social_aid")
    in_force_since: dt.date | None = personal("social_aid")
    fixed_term: bool | None = personal("social_aid")
    individual_cover: bool | None = personal("social_aid")
    opened_on: dt.date | None = personal("social_aid")
    fixed_term_end: dt.date | Unanswered | None = personal("social_aid", default=UNANSWERED)


@attrs.frozen
class StartDispensation(Command):
    """Leave the home page of the dispensation for the choice of a motive."""


@attrs.frozen
class ChooseMotive(Command):
    """Choose the reason for not having to join."""

    motive: Motive | None = personal("social_aid")
    facts: MotiveFacts = MotiveFacts()


@attrs.frozen
class HonourStatement(Command):
    """
    The attestation sur l'honneur; every field is required.

    Args:
        address: Its lines, down to the country.
        end_date: Last day of the dispensation, inclusive.
        signed_at_place: Fait à.
        signed: Whether it bears the signature. Only the agent or a
            representative signs.
        curator_signed: Whether it bears the curator's signature beside the
            agent's; left out if there is no curator.
    """

    roles: ClassVar[tuple[Role, ...]] = AGENT_OR_REPRESENTATIVE
    never_in_a_draft: ClassVar[frozenset[str]] = frozenset({"signed", "curator_signed"})

    full_name: str | None = personal("identity")
    address: tuple[str, ...] | None = attrs.field(
        default=None, converter=as_lines, repr=masked_repr("contact"), metadata=personal_metadata("contact")
    )
    motive: Motive | None = personal("social_aid")
    end_date: dt.date | None = None
    signed_on: dt.date | None = past_day()
    signed_at_place: str | None = personal("signature")
    signed: bool | None = None
    curator_signed: bool | Unanswered | None = UNANSWERED


@attrs.frozen
class Attest(HonourStatement):
    """Give the attestation sur l'honneur, the only document accepted."""


@attrs.frozen
class RequestDispensation(Command):
    """Validate the request: "Vous renoncez donc au bénéfice de la couverture"."""

    roles: ClassVar[tuple[Role, ...]] = AGENT_OR_REPRESENTATIVE

    warning_read: bool | None = None


@attrs.frozen
class RenewDispensation(HonourStatement):
    """Give a new attestation before the one in force ends."""


@attrs.frozen
class RenounceDispensation(Command):
    """Give up the dispensation and be invited to join."""


@attrs.frozen
class ReportMotiveEnd(Command):
    """
    Report that the motive has ended, or will end.

    Args:
        ended_on: Last day of the motive, inclusive.
    """

    ended_on: dt.date | None = None


DispensationCommand: TypeAlias = (
    StartDispensation
    | ChooseMotive
    | Attest
    | RequestDispensation
    | RenewDispensation
    | RenounceDispensation
    | ReportMotiveEnd
)
"""In the order of the screens."""
