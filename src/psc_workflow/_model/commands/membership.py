"""
What follows the subscription: processing, changes, the end.

``on`` is always the first day of the new situation. A change that is decided
for a later day is stored as a plan, which takes effect on that day.
"""

import datetime as dt
from typing import ClassVar, TypeAlias

import attrs

from psc_workflow._model.commands.affiliation import BankDetails, ContactDetails
from psc_workflow._model.commands.base import (
    AGENT_OR_REPRESENTATIVE,
    EMPLOYER_ALONE,
    INSURER_ALONE,
    MANAGERS,
    Command,
)
from psc_workflow._model.commands.beneficiaries import AddBeneficiary, CompleteBeneficiary, RemoveBeneficiary
from psc_workflow._model.personal import personal
from psc_workflow._model.text_kinds import text
from psc_workflow._model.unanswered import UNANSWERED, Unanswered
from psc_workflow._model.vocabulary import Capacity, Consent, EndReason, Formula, PositionKind, Role


@attrs.frozen
class ReportProcessing(Command):
    """
    Report what the insurer made of the file.

    Args:
        outcome: In the insurer's words; shown as the status.
    """

    roles: ClassVar[tuple[Role, ...]] = INSURER_ALONE

    outcome: str | None = personal("free", text="prose")


@attrs.frozen
class RecordEffectiveDate(Command):
    """Record the first day of cover of an agent who came after the contract's start."""

    roles: ClassVar[tuple[Role, ...]] = MANAGERS

    on: dt.date | None = None


@attrs.frozen
class RecordPosition(Command):
    """
    Record a position of the agent, which counts before those stated earlier.

    Args:
        last_day: Inclusive; ``None`` while no end is known.
    """

    roles: ClassVar[tuple[Role, ...]] = EMPLOYER_ALONE

    position: PositionKind | None = None
    first_day: dt.date | None = None
    last_day: dt.date | None = None


@attrs.frozen
class ReportNotMine(Command):
    """Report: "Je ne suis pas à l'origine de cette demande"."""

    roles: ClassVar[tuple[Role, ...]] = AGENT_OR_REPRESENTATIVE


@attrs.frozen
class ChangeFormula(Command):
    """Choose another formula, for the agent and all beneficiaries."""

    formula: Formula | None = None


@attrs.frozen
class UpdateBankDetails(BankDetails):
    """Give another account."""


@attrs.frozen
class UpdateContactDetails(ContactDetails):
    """Give other contact details; unlike when subscribing, everything may change."""


@attrs.frozen
class UpdateTeletransmission(Command):
    """Accept or stop the télétransmission."""

    teletransmission: bool | None = None


@attrs.frozen
class SignMandate(Command):
    """
    Sign the SEPA mandate once something is debited. Only the agent or a representative may.

    Args:
        evidence: Reference of the signature provider, kept as it is.
        curator_evidence: The same for the signature of the curator, beside the
            agent's; left out if there is no curator.
    """

    roles: ClassVar[tuple[Role, ...]] = AGENT_OR_REPRESENTATIVE
    never_in_a_draft: ClassVar[frozenset[str]] = frozenset({"evidence", "curator_evidence"})
    host_only: ClassVar[frozenset[str]] = frozenset({"evidence", "curator_evidence"})

    evidence: str | None = personal("signature")
    curator_evidence: str | Unanswered | None = personal("signature", default=UNANSWERED)


@attrs.frozen
class WithdrawConsent(Command):
    """Withdraw a consent, which is always possible, but for the agent, or a representative in their place, alone."""

    roles: ClassVar[tuple[Role, ...]] = AGENT_OR_REPRESENTATIVE

    kind: Consent | None = None


@attrs.frozen
class Rehire(Command):
    """
    Record that the agent is employed again, after the end of the membership or before one that was decided.

    Args:
        on: First day of the new employment.
    """

    roles: ClassVar[tuple[Role, ...]] = EMPLOYER_ALONE

    on: dt.date | None = None


@attrs.frozen
class RecordRepresentative(Command):
    """
    Record that somebody acts for the agent, or assists them; a manager has seen the proof.

    Args:
        capacity: In which capacity; a parent is one of a minor agent.
        on: First day on which the representative acts.
    """

    roles: ClassVar[tuple[Role, ...]] = MANAGERS

    capacity: Capacity | None = None
    on: dt.date | None = None


@attrs.frozen
class EndRepresentation(Command):
    """
    Record that nobody acts for the agent any more.

    Args:
        on: First day without the representative.
    """

    roles: ClassVar[tuple[Role, ...]] = MANAGERS

    on: dt.date | None = None


@attrs.frozen
class EndMembership(Command):
    """
    End the membership.

    Args:
        on: First day without it; the day itself of a death, which takes effect
            at once.
    """

    roles: ClassVar[tuple[Role, ...]] = MANAGERS

    reason: EndReason | None = None
    on: dt.date | None = None


@attrs.frozen
class Suspend(Command):
    """
    Suspend the membership during a leave in which there is no obligation to join.

    Args:
        reason: Name of the leave; paid ones and those that the décret lists
            are refused.
        on: First day of the leave.
        confirmed: Whether the obligation to be covered does not go on during
            it; asked for if the leave is not recognised by its name.
    """

    roles: ClassVar[tuple[Role, ...]] = EMPLOYER_ALONE
    added_fields: ClassVar[frozenset[str]] = frozenset({"confirmed"})

    reason: str | None = personal("health")
    on: dt.date | None = None
    confirmed: bool | None = None


@attrs.frozen
class Reinstate(Command):
    """
    End the suspension.

    Args:
        on: First day back.
    """

    roles: ClassVar[tuple[Role, ...]] = EMPLOYER_ALONE

    on: dt.date | None = None


@attrs.frozen
class Transfer(Command):
    """
    Transfer to another contract, because the territory changes.

    Args:
        contract: Its id.
        on: First day under it.
    """

    roles: ClassVar[tuple[Role, ...]] = MANAGERS

    contract: str | None = text("code")
    on: dt.date | None = None


MembershipCommand: TypeAlias = (
    ReportProcessing
    | RecordEffectiveDate
    | RecordPosition
    | ReportNotMine
    | ChangeFormula
    | AddBeneficiary
    | RemoveBeneficiary
    | CompleteBeneficiary
    | UpdateBankDetails
    | UpdateContactDetails
    | UpdateTeletransmission
    | SignMandate
    | WithdrawConsent
    | EndMembership
    | Suspend
    | Reinstate
    | Transfer
    | Rehire
    | RecordRepresentative
    | EndRepresentation
)
"""In the order of the screens."""
