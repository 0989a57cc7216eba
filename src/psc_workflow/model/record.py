"""
The frozen data of one file: facts, the state of each journey, history.

An answer is the command that gave it, normalised: what was asked and what is
known can then never drift apart. No answer is taken out of ``Answers`` when it
stops being relevant; which answers count is computed from the others
(``states.path``), so they are back as soon as they are relevant again. Only
signatures and consents are, because they are never used for anything else than
what they were given for.
"""

import datetime as dt
import functools
import hashlib
from typing import Any

import attrs

from psc_workflow.model import commands as do
from psc_workflow.model.people import Agent, Child, Partner
from psc_workflow.model.personal import personal
from psc_workflow.model.quote import KeptQuote
from psc_workflow.model.vocabulary import EndReason, Formula, Rating, Role
from psc_workflow.structuring import canonical, unstructure

KEPT = 16
"""How many steps, idempotency keys and removals a dossier carries along."""

LONGEST_SUSPENSION = 366 * 100
"""Days for which the time to answer can stand still; more would leave the calendar."""


@attrs.frozen
class States:
    """Where each journey stands."""

    access: str = "invited"
    affiliation: str = "home"
    dispensation: str = "home"
    membership: str = "none"

    def of(self, journey: str) -> str:
        """Say where *journey* stands."""
        return getattr(self, journey)  # type: ignore[no-any-return]  # every field is a text

    def moved(self, journey: str, state: str) -> "States":
        """Move *journey* to *state*."""
        return attrs.evolve(self, **{journey: state})


@attrs.frozen
class Answers:
    """
    What the agent has answered, screen by screen, named after the screen.

    Args:
        partner_details: One for each partner ever declared; only the one
            that agrees with step 2 counts.
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
    def partner_s_details(self) -> do.DeclarePartner | None:
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


@attrs.frozen
class Draft:
    """A half-filled screen, kept as it was left."""

    state: str
    fields: dict[str, Any] = personal("free", default=attrs.NOTHING)


@attrs.frozen
class Report:
    """
    The agent's word that the contract cannot be meant for them, while a manager looks at it.

    Args:
        on: Civil day from which the time to answer stands still.
        state: Where the affiliation stood.
        cover: What a member had, kept while the file is closed.
    """

    on: dt.date
    state: str
    reason: str | None = personal("free")
    cover: "Cover | None" = None


@attrs.frozen
class Dispensation:
    """
    What holds of the dispensation, beside the answers that led to it.

    Args:
        granted_on: Civil day on which the term began.
        valid_until: Last day of the term, inclusive.
        renewable: Whether the motive can last longer than the term.
        motive_ends_on: Last day of the motive, inclusive, where its end was
            reported beforehand.
        ended_on: Last day of a dispensation that is over, until the agent
            has been invited again.
    """

    granted_on: dt.date | None = None
    valid_until: dt.date | None = None
    renewable: bool = True
    motive_ends_on: dt.date | None = None
    ended_on: dt.date | None = None

    @property
    def last_day(self) -> dt.date | None:
        """Last day on which it holds, inclusive; ``None`` if none is in force."""
        return min((day for day in (self.valid_until, self.motive_ends_on) if day is not None), default=None)


@attrs.frozen
class Cover:
    """
    Who is covered, and how.

    Args:
        chosen: Whether the agent chose it; an automatic affiliation does not.
        since: Civil day on which the formula was taken.
    """

    formula: Formula
    chosen: bool
    since: dt.date
    partner: Partner | None = None
    children: tuple[Child, ...] = ()

    @property
    def refs(self) -> tuple[str, ...]:
        """Name the beneficiaries, as commands name them."""
        partner = ("partner",) if self.partner is not None else ()
        return (*partner, *(child.ref or "" for child in self.children))


@attrs.frozen
class Plan:
    """
    A change decided for a day.

    Args:
        event: The deadline that makes it.
        on: First day of what is new.
        reason: Why, as the manager said.
        contract: Where a transfer leads.
        ref: Who is covered no longer, where that is what is planned.
    """

    event: str
    on: dt.date
    reason: str = personal("health", default="")
    contract: str = ""
    ref: str = ""


@attrs.frozen
class Number:
    """A social-security number that came later than the beneficiary, who is known by reference and birth date."""

    ref: str
    birth_date: dt.date | None = personal("identity")
    nir: str | None = personal("nir")


@attrs.frozen
class Removal:
    """Somebody who is covered no longer."""

    ref: str
    on: dt.date
    reason: str | None = personal("free")


@attrs.frozen
class Membership:
    """
    What holds of the membership.

    Args:
        affiliated_at: Since when the agent is a member; ``None`` if not.
        effective_on: First day of cover, where a manager recorded it or a new
            invitation proposes it; the rule's own otherwise.
        processing: What the insurer made of the file, in its words.
        contested: Whether the agent said that the request is not theirs, and
            nobody has answered yet.
        mandate: Evidence of the mandate to debit the account, if signed.
        plans: Changes decided for a day to come.
        removals: Who was removed last, and when.
        suspended_on: First day of the leave that suspends it.
        ended: Why it is over; ``None`` if it is not.
        ended_on: First day without it.
    """

    affiliated_at: dt.datetime | None = None
    cover: Cover | None = None
    effective_on: dt.date | None = None
    processing: str | None = personal("free")
    contested: bool = False
    mandate: str | None = personal("signature")
    numbers: tuple[Number, ...] = ()
    plans: tuple[Plan, ...] = ()
    removals: tuple[Removal, ...] = ()
    suspended_on: dt.date | None = None
    ended: EndReason | None = None
    ended_on: dt.date | None = None


@attrs.frozen(cache_hash=True)
class Step:
    """
    One accepted command, or one deadline that came, without its values.

    Args:
        command: Its name, kebab-case.
        state: Where the journey stood after it.
    """

    revision: int
    journey: str
    command: str
    state: str
    role: Role
    at: dt.datetime
    outcome: str
    codes: tuple[str, ...]
    contract_version: str
    library_version: str
    chain: str = ""

    def chained_to(self, head: str) -> "Step":
        """Give the step its place in the chain that ends in *head*."""
        return attrs.evolve(self, chain=link(self, head))


@functools.lru_cache(maxsize=1024)
def link(step: Step, head: str) -> str:
    """Hash *step*, whatever chain it says it is in, with the head of the chain before it."""
    return hashlib.sha256(canonical([head, {**unstructure(step), "chain": ""}])).hexdigest()


@attrs.frozen
class Accepted:
    """
    An idempotency key that was used, with what it was used for.

    Args:
        key: The host's own words; kept out of ``repr``, as in a redacted
            document.
        fingerprint: From that of an answer the answer can be guessed; kept
            out of ``repr``, too.
    """

    key: str = attrs.field(repr=False)
    fingerprint: str = attrs.field(repr=False)
    revision: int


@attrs.frozen
class History:
    """The end of the chain of steps: its head, its length, its last links."""

    head: str = ""
    count: int = 0
    steps: tuple[Step, ...] = ()

    def with_step(self, step: Step) -> "History":
        """Add *step* at the end, chained to what was there."""
        linked = step.chained_to(self.head)
        return History(linked.chain, self.count + 1, (*self.steps, linked)[-KEPT:])


@attrs.frozen
class Record:
    """
    All that is known of one agent under one contract.

    Args:
        contract: Id of the contract.
        contract_version: Version of its data when last decided on.
        opened_at: When the agent was first invited; the effective date is
            counted from it.
        invited_at: When the agent was last invited; the time to answer is.
        at: Instant of the last step, or of the first invitation.
        active: Which of affiliation and dispensation the agent is in; the
            other is set aside, with its answers.
        login: The address of the account, where the host left it to us.
        report: That the contract cannot be meant for the agent.
        suspended_days: Days for which the time to answer stood still.
        noticed: Reminders and notices that have come, by their keys.
    """

    id: str
    contract: str
    contract_version: str
    opened_at: dt.datetime
    invited_at: dt.datetime
    at: dt.datetime
    agent: Agent
    revision: int = 0
    states: States = States()
    active: str = "affiliation"
    answers: Answers = Answers()
    login: str | None = personal("contact")
    report: Report | None = None
    suspended_days: int = 0
    noticed: tuple[str, ...] = ()
    dispensation: Dispensation = Dispensation()
    membership: Membership = Membership()
    drafts: tuple[Draft, ...] = ()
    history: History = History()
    accepted: tuple[Accepted, ...] = ()

    @property
    def draft(self) -> Draft | None:
        """The draft of the present screen, if one was saved."""
        return next((draft for draft in self.drafts if draft.state == self.states.of(self.active)), None)

    @property
    def other_drafts(self) -> tuple[Draft, ...]:
        """The drafts of other screens."""
        return tuple(draft for draft in self.drafts if draft.state != self.states.of(self.active))

    @property
    def is_dispensed(self) -> bool:
        """Whether a dispensation is in force."""
        return self.states.dispensation in ("granted", "renewal_due")

    @property
    def is_member(self) -> bool:
        """Whether the agent is affiliated, by choice or by silence."""
        return self.membership.affiliated_at is not None

    @property
    def is_over(self) -> bool:
        """Whether nothing can follow; after a dispensation, or a file closed by mistake, something can."""
        return self.membership.ended not in (None, EndReason.DISPENSED, EndReason.NOT_CONCERNED)


def fingerprint(command: do.Command) -> str:
    """Recognise the same command again: a hash of its name and of the fields that may be kept."""
    return hashlib.sha256(canonical([command.do, unstructure(command.without_secrets())])).hexdigest()
