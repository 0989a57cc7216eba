"""
What the agent has answered, screen by screen.

An answer is the command that gave it, normalised: what was asked and what is
known can then never drift apart. No answer is taken out when it stops being
relevant; which answers count is computed from the others (``states.path``), so
they are back as soon as they are relevant again. Only signatures and consents
are, because they are never used for anything else than what they were given
for; and the details of somebody who left when sixteen others have left since.
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
    What the agent has answered, screen by screen, named after the screen.

    Args:
        partner_details: One for each partner declared or covered, and of
            those before them the last sixteen; only the one that agrees with
            step 2 counts.
        children_details: Likewise, by reference and birth date.
        defaulted: Dotted paths, by place, of answers that the contract's
            default filled in.
        quote: The quote as shown when the formula was last chosen, the
            affiliation validated or the subscription signed.
        motive: Why a dispensation is asked for.
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
        return next((one for one in self.partner_details if same_partner(one, partner)), None)

    def details_of(self, child: Child) -> do.DeclareChild | None:
        """Find the details given for *child*, as declared in step 2."""
        return next((one for one in self.children_details if same_child(one, child)), None)

    @property
    def children_pending(self) -> tuple[Child, ...]:
        """Children whose details are still to give, or were given for another birth date."""
        return tuple(child for child in self.children if self.details_of(child) is None)


def same_partner(one: do.DeclarePartner, other: do.DeclarePartner | Partner) -> bool:
    """Whether both speak of the same partner: what is asked twice must agree."""
    return (one.birth_date, one.regime) == (other.birth_date, other.regime)


def same_child(one: do.DeclareChild, other: do.DeclareChild | Child) -> bool:
    """Whether both speak of the same child."""
    return (one.ref, one.birth_date) == (other.ref, other.birth_date)
