"""
What the agent has answered, screen by screen.

An answer is the command that gave it, normalised, so that the question and the
answer can never drift apart. An answer is not removed when it stops being
relevant: which answers count is computed from the others (``states.path``), so
it is back as soon as it is relevant again. Only two kinds are removed:
signatures and consents, which are never used for anything but what they were
given for; and the details of somebody who left, once sixteen others have left
since.
"""

import datetime as dt

import attrs

from psc_workflow._model import commands as do
from psc_workflow._model.people import Child, Partner
from psc_workflow._model.quote import KeptQuote
from psc_workflow._model.vocabulary import Formula, Rating


@attrs.frozen
class Answers:
    """
    What the agent has answered; each field has the name of its screen.

    Args:
        partner_details: One for each partner declared or covered, and the
            last sixteen of earlier partners; only those of the partner
            declared in step 2 count.
        children_details: Likewise, by reference and birth date.
        defaulted: Dotted paths, by place, of answers that the contract's
            default filled in.
        quote: The quote as shown when the formula was last chosen, the
            affiliation validated or the subscription signed.
        motive: Why a dispensation is requested.
        attestation: The attestation sur l'honneur given for it.
    """

    regime: do.DeclareRegime | None = None
    beneficiaries: do.DeclareBeneficiaries | None = None
    formula: Formula | None = None
    quote: KeptQuote | None = None
    identity: do.ConfirmIdentity | None = None
    social_security: do.DeclareSocialSecurity | None = None
    partner_details: tuple[do.DeclarePartner, ...] = ()
    children_details: tuple[do.DeclareChild, ...] = ()
    contact_details: do.ConfirmContactDetails | None = None
    consents: do.GiveConsents | None = None
    bank_details: do.GiveBankDetails | None = None
    signature: do.Sign | None = None
    signed_at: dt.datetime | None = None
    rating: Rating | None = None
    needs_simulation: do.RecordNeedsSimulation | None = None
    motive: do.ChooseMotive | None = None
    attestation: do.HonourStatement | None = None
    defaulted: tuple[str, ...] = ()

    @property
    def partner(self) -> Partner | None:
        """The partner to cover, if one is declared."""
        declared = self.beneficiaries.partner if self.beneficiaries else None
        return declared if isinstance(declared, Partner) else None

    @property
    def children(self) -> tuple[Child, ...]:
        """The children to cover, as declared in step 2."""
        return (self.beneficiaries and self.beneficiaries.children) or ()

    @property
    def current_partner_details(self) -> do.DeclarePartner | None:
        """The details given for the partner to cover."""
        partner = self.partner
        if partner is None:
            return None
        return next((details for details in self.partner_details if same_partner(details, partner)), None)

    def details_of(self, child: Child) -> do.DeclareChild | None:
        """Find the details given for *child*, as declared in step 2."""
        return next((details for details in self.children_details if same_child(details, child)), None)

    @property
    def children_pending(self) -> tuple[Child, ...]:
        """The children whose details are still to be given, or were given for another birth date."""
        return tuple(child for child in self.children if self.details_of(child) is None)


def same_partner(left: do.DeclarePartner | Partner, right: do.DeclarePartner | Partner) -> bool:
    """Whether both describe the same partner: what is asked twice must agree."""
    return (left.birth_date, left.regime) == (right.birth_date, right.regime)


def same_child(left: do.DeclareChild | Child, right: do.DeclareChild | Child) -> bool:
    """Whether both describe the same child."""
    return (left.ref, left.birth_date) == (right.ref, right.birth_date)
