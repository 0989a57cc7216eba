"""
What follows the subscription: handling, changes, the end.

``on`` is always the first day of what is new. What is decided for a day to come
is kept as a plan, which acts on that day.
"""

import datetime as dt
from typing import ClassVar, TypeAlias

import attrs

from psc_workflow._model.commands.affiliation import BankDetails, ContactDetails, DeclareChild, DeclarePartner
from psc_workflow._model.commands.base import AGENT_ALONE, MANAGER_ALONE, Command
from psc_workflow._model.people import Child, Partner
from psc_workflow._model.personal import personal
from psc_workflow._model.vocabulary import Consent, EndReason, Formula, Role
from psc_workflow.exceptions import Fault


@attrs.frozen
class ReportProcessing(Command):
    """
    Say what became of the file at the insurer's.

    Args:
        outcome: In the insurer's words; shown as the status.
    """

    roles: ClassVar[tuple[Role, ...]] = MANAGER_ALONE

    outcome: str | None = personal("free")


@attrs.frozen
class RecordEffectiveDate(Command):
    """Record the first day of cover of somebody who came after the contract's start."""

    roles: ClassVar[tuple[Role, ...]] = MANAGER_ALONE

    on: dt.date | None = None


@attrs.frozen
class ReportNotMine(Command):
    """Say "Je ne suis pas à l'origine de cette demande"."""

    roles: ClassVar[tuple[Role, ...]] = AGENT_ALONE


@attrs.frozen
class ChangeFormula(Command):
    """Choose another formula, for oneself and all beneficiaries."""

    formula: Formula | None = None


@attrs.frozen
class AddBeneficiary(Command):
    """
    Cover somebody more: a partner or a child, one at a time.

    Args:
        partner: As in ``declare-beneficiaries``.
        child: Likewise; a missing ``ref`` is given.
        partner_details: As in ``declare-partner``, if known already.
        child_details: As in ``declare-child``, likewise.
    """

    partner: Partner | None = None
    child: Child | None = None
    partner_details: DeclarePartner | None = None
    child_details: DeclareChild | None = None

    def _faults(self) -> list[Fault]:
        found = []
        if self.partner is not None and self.child is not None:
            found.append(Fault("child", "is one too many: one beneficiary at a time"))
        if self.child is not None and self.child.ref is not None and not self.child.ref.strip():
            found.append(Fault("child.ref", "must not be blank"))
        alone = [
            n for n in ("partner", "child") if getattr(self, f"{n}_details") is not None and getattr(self, n) is None
        ]
        return [*found, *(Fault(name, "is missing: details alone cover nobody") for name in alone)]


@attrs.frozen
class RemoveBeneficiary(Command):
    """
    Cover somebody no longer.

    Args:
        ref: The child's, or ``partner``.
        reason: In one's own words, such as divorce or death.
        on: First day without cover.
    """

    ref: str | None = None
    reason: str | None = personal("free")
    on: dt.date | None = None


@attrs.frozen
class CompleteBeneficiary(Command):
    """
    Give the number, or the details, that were still to come for a beneficiary.

    Args:
        ref: The child's, or ``partner``.
        nir: Needed unless details are given.
        partner_details: As in ``declare-partner``.
        child_details: As in ``declare-child``.
    """

    ref: str | None = None
    nir: str | None = personal("nir")
    partner_details: DeclarePartner | None = None
    child_details: DeclareChild | None = None

    def _faults(self) -> list[Fault]:
        wrong = "child_details" if self.ref == "partner" else "partner_details"
        given = self.ref is not None and getattr(self, wrong) is not None
        return [Fault(wrong, "are not this beneficiary's")] if given else []


@attrs.frozen
class UpdateBankDetails(BankDetails):
    """Give another account."""


@attrs.frozen
class UpdateContactDetails(ContactDetails):
    """Give other contact details; here, unlike while subscribing, everything may change."""


@attrs.frozen
class UpdateTeletransmission(Command):
    """Accept or stop the télétransmission."""

    teletransmission: bool | None = None


@attrs.frozen
class SignMandate(Command):
    """
    Sign the SEPA mandate once something is debited. The agent alone may.

    Args:
        evidence: The signature provider's reference, kept as given.
    """

    roles: ClassVar[tuple[Role, ...]] = AGENT_ALONE
    never_in_a_draft: ClassVar[frozenset[str]] = frozenset({"evidence"})

    evidence: str | None = personal("signature")


@attrs.frozen
class WithdrawConsent(Command):
    """Take a consent back. It is always possible."""

    kind: Consent | None = None


@attrs.frozen
class EndMembership(Command):
    """
    End the membership.

    Args:
        on: First day without it; of a death, its day, which acts at once.
    """

    roles: ClassVar[tuple[Role, ...]] = MANAGER_ALONE

    reason: EndReason | None = None
    on: dt.date | None = None


@attrs.frozen
class Suspend(Command):
    """
    Suspend the membership during a leave in which the obligation does not go on.

    Args:
        reason: Name of the leave; those that the décret lists are refused.
        on: First day of the leave.
    """

    roles: ClassVar[tuple[Role, ...]] = MANAGER_ALONE

    reason: str | None = personal("health")
    on: dt.date | None = None


@attrs.frozen
class Reinstate(Command):
    """
    End the suspension.

    Args:
        on: First day back.
    """

    roles: ClassVar[tuple[Role, ...]] = MANAGER_ALONE

    on: dt.date | None = None


@attrs.frozen
class Transfer(Command):
    """
    Go over to another contract, when the territory changes.

    Args:
        contract: Its id.
        on: First day under it.
    """

    roles: ClassVar[tuple[Role, ...]] = MANAGER_ALONE

    contract: str | None = None
    on: dt.date | None = None


MembershipCommand: TypeAlias = (
    ReportProcessing
    | RecordEffectiveDate
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
)
"""In the order of the screens."""
