"""
The frozen data of one dossier: facts, the state of each journey, history.
"""

import datetime as dt
from typing import Any

import attrs

from psc_workflow._model.answers import Answers
from psc_workflow._model.people import Agent, Child, Partner, Position
from psc_workflow._model.personal import masked_repr, personal, personal_metadata
from psc_workflow._model.states import States
from psc_workflow._model.steps import Accepted, History
from psc_workflow._model.vocabulary import Capacity, EndReason, Formula
from psc_workflow._structuring import ADDED

LONGEST_SUSPENSION = 366 * 100
"""Most days for which the time to answer can stand still; more would leave the calendar."""


@attrs.frozen
class Draft:
    """A half-filled screen, kept as the agent left it."""

    state: str
    fields: dict[str, Any] = attrs.field(hash=False, repr=masked_repr("free"), metadata=personal_metadata("free"))


@attrs.frozen
class Report:
    """
    The agent's report that the contract cannot be meant for them, while a manager reviews it.

    Args:
        on: Civil day from which the time to answer stands still.
        state: State of the affiliation at the time.
        reason: In the agent's own words.
        cover: Cover that a member had, kept while the file is closed.
    """

    on: dt.date
    state: str
    reason: str | None = personal("free")
    cover: "Cover | None" = None


@attrs.frozen
class Dispensation:
    """
    The dispensation, without the answers that led to it.

    Args:
        granted_on: Civil day on which the term began.
        valid_until: Last day of the term, inclusive.
        renewable: Whether the motive can last longer than the term.
        motive_ends_on: Last day of the motive, inclusive, if its end was
            reported in advance.
        ended_on: Last day of a dispensation that is over, until the agent
            is invited again.
    """

    granted_on: dt.date | None = None
    valid_until: dt.date | None = None
    renewable: bool = True
    motive_ends_on: dt.date | None = None
    ended_on: dt.date | None = None

    @property
    def last_day(self) -> dt.date | None:
        """Last day on which it is in force, inclusive; ``None`` if none is."""
        return min((day for day in (self.valid_until, self.motive_ends_on) if day is not None), default=None)


@attrs.frozen
class Cover:
    """
    Who is covered, and how.

    Args:
        chosen: Whether the agent chose it; ``False`` after an automatic
            affiliation.
        since: Civil day on which the formula was taken.
    """

    formula: Formula
    chosen: bool
    since: dt.date
    partner: Partner | None = None
    children: tuple[Child, ...] = ()

    @property
    def refs(self) -> tuple[str, ...]:
        """References of the beneficiaries, as commands use them."""
        partner = ("partner",) if self.partner is not None else ()
        return (*partner, *(child.ref or "" for child in self.children))


@attrs.frozen
class Plan:
    """
    A change decided for a later day.

    Args:
        event: The deadline that makes the change.
        on: First day on which it applies.
        reason: Why, as the manager put it.
        contract: Id of the contract to which a transfer leads.
        ref: Beneficiary whose cover ends, if that is the change.
    """

    event: str
    on: dt.date
    reason: str = personal("health", default="")
    contract: str = ""
    ref: str = ""


@attrs.frozen
class Number:
    """A social-security number given after its beneficiary, who is identified by reference and birth date."""

    ref: str
    birth_date: dt.date | None = personal("identity")
    nir: str | None = personal("nir")


@attrs.frozen
class Removal:
    """Somebody who is no longer covered."""

    ref: str
    on: dt.date
    reason: str | None = personal("free")


@attrs.frozen
class FormerMembership:
    """
    A membership that has ended, as it was, in case the employment begins again.

    Args:
        affiliated_at: When the agent had become a member.
        plans: Removals that had been decided for a later day.
    """

    affiliated_at: dt.datetime
    cover: Cover
    plans: tuple[Plan, ...] = attrs.field(default=(), metadata={ADDED: True})


@attrs.frozen
class Membership:
    """
    The membership.

    Args:
        affiliated_at: When the agent became a member; ``None`` if the agent
            is not.
        effective_on: First day of cover, if a manager recorded it or a new
            invitation proposes it; otherwise the rule computes it.
        processing: What the insurer made of the file, in its words.
        contested: Whether the agent said that the request is not theirs, and
            nobody has answered yet.
        mandate: Evidence of the mandate to debit the account, if signed.
        former: What it was before it ended; ``None`` if there was none.
        rehired_on: First day of a new employment, until the agent is invited
            again.
        curator_mandate: The same of the curator's signature beside it.
        numbers: Social-security numbers given after their beneficiaries.
        plans: Changes decided for a later day.
        removals: The last beneficiaries removed, and when.
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
    former: FormerMembership | None = attrs.field(default=None, metadata={ADDED: True})
    rehired_on: dt.date | None = attrs.field(default=None, metadata={ADDED: True})
    curator_mandate: str | None = attrs.field(
        default=None,
        repr=masked_repr("signature"),
        metadata=personal_metadata("signature") | {ADDED: True},
    )


@attrs.frozen
class Representation:
    """
    Who acts for the agent, or assists them, by capacity alone; the host knows the person.

    Args:
        since: First day, inclusive.
        ends_on: First day without the representative; ``None`` while no end
            is decided.
    """

    capacity: Capacity
    since: dt.date
    ends_on: dt.date | None = None


@attrs.frozen
class Record:
    """
    Everything known of one agent under one contract.

    Args:
        contract: Id of the contract.
        contract_version: Version of its data at the last decision.
        opened_at: When the agent was first invited; the effective date is
            counted from it.
        invited_at: When the agent was last invited; the time to answer is
            counted from it.
        at: Instant of the last step, or of the first invitation.
        active: The journey that the agent is in, affiliation or dispensation;
            the other is set aside, with its answers.
        login: Address of the account, if the host passed it on.
        report: Report that the contract cannot be meant for the agent.
        suspended_days: Days for which the time to answer stood still.
        noticed: Keys of the reminders and notices that have come.
        positions: Positions that a manager recorded, the last one at the end;
            each counts before those stated earlier.
        representation: Who acts for the agent or assists them; ``None`` if
            nobody was ever recorded.
        former_representation: Who does until the first day of that one, if it
            was recorded ahead.
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
    positions: tuple[Position, ...] = attrs.field(default=(), metadata={ADDED: True})
    dispensation: Dispensation = Dispensation()
    membership: Membership = Membership()
    drafts: tuple[Draft, ...] = ()
    history: History = History()
    accepted: tuple[Accepted, ...] = ()
    representation: Representation | None = attrs.field(default=None, metadata={ADDED: True})
    former_representation: Representation | None = attrs.field(default=None, metadata={ADDED: True})

    def representation_on(self, day: dt.date) -> Representation | None:
        """Return the representation that counts on *day*: the last one recorded, or the one that it relieves later."""
        last, former = self.representation, self.former_representation
        return former if last is not None and former is not None and day < last.since else last

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
        """Whether nothing can follow; something can after a dispensation or a file that was closed by mistake."""
        return self.membership.ended not in (None, EndReason.DISPENSED, EndReason.NOT_CONCERNED)
