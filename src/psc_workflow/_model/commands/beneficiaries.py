"""
How beneficiaries come and go once the agent is a member.
"""

import datetime as dt
from typing import ClassVar

import attrs

from psc_workflow._model.commands.affiliation import DeclareChild, DeclarePartner
from psc_workflow._model.commands.base import Command
from psc_workflow._model.people import Child, Partner
from psc_workflow._model.personal import personal
from psc_workflow.exceptions import Fault


@attrs.frozen
class AddBeneficiary(Command):
    """
    Cover one more person, a partner or a child.

    Args:
        partner: As in ``declare-beneficiaries``.
        child: Likewise; a missing ``ref`` is assigned.
        partner_details: As in ``declare-partner``, if known already.
        child_details: As in ``declare-child``, likewise.
    """

    host_only: ClassVar[frozenset[str]] = frozenset({"child.ref", "child_details.ref"})

    partner: Partner | None = None
    child: Child | None = None
    partner_details: DeclarePartner | None = None
    child_details: DeclareChild | None = None

    def _faults(self) -> list[Fault]:
        faults = []
        if self.partner is not None and self.child is not None:
            too_many = [name for name in ("child", "child_details") if getattr(self, name) is not None]
            faults += [
                Fault(name, "is one too many: one beneficiary at a time", "form-one-at-a-time") for name in too_many
            ]
        if self.child is not None and self.child.ref is not None and not self.child.ref.strip():
            faults.append(Fault("child.ref", "must not be blank", "form-ref-unusable"))
        pairs = {name: (getattr(self, name), getattr(self, f"{name}_details")) for name in ("partner", "child")}
        alone = [name for name, (person, details) in pairs.items() if person is None and details is not None]
        return [
            *faults,
            *(Fault(f"{name}_details", f"cover nobody without {name}", "form-details-alone") for name in alone),
        ]


@attrs.frozen
class RemoveBeneficiary(Command):
    """
    End the cover of a beneficiary.

    Args:
        ref: The child's, or ``partner``.
        reason: In the agent's own words, such as divorce or death.
        on: First day without cover.
    """

    ref: str | None = None
    reason: str | None = personal("free", text="prose")
    on: dt.date | None = None


@attrs.frozen
class CompleteBeneficiary(Command):
    """
    Give the missing number, or the missing details, of a beneficiary.

    Args:
        ref: The child's, or ``partner``.
        nir: Required unless details are given.
        partner_details: As in ``declare-partner``.
        child_details: As in ``declare-child``.
    """

    ref: str | None = None
    nir: str | None = personal("nir", text="code")
    partner_details: DeclarePartner | None = None
    child_details: DeclareChild | None = None

    def _faults(self) -> list[Fault]:
        unrelated = "child_details" if self.ref == "partner" else "partner_details"
        is_wrong = self.ref is not None and getattr(self, unrelated) is not None
        return [Fault(unrelated, "are not this beneficiary's", "form-details-of-another")] if is_wrong else []
