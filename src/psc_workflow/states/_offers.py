"""
Which commands have a place in the present states, which of them are offered, and why the others are not.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import attrs

from psc_workflow._model import commands as do
from psc_workflow._model.commands import EVENTS, AnyCommand, Command, for_event
from psc_workflow._model.money import Locale
from psc_workflow._model.record import Record
from psc_workflow._model.verdict import Verdict
from psc_workflow._model.vocabulary import EndReason, Role
from psc_workflow._structuring import plain
from psc_workflow._structuring.sharing import shared
from psc_workflow.rules import availability
from psc_workflow.states import _acting
from psc_workflow.states._charts import JOURNEYS, journey_of
from psc_workflow.states._course import look
from psc_workflow.states._dates import Days
from psc_workflow.states._engine import Row, table
from psc_workflow.states._step import may
from psc_workflow.states._withholding import verdict_for


@attrs.frozen
class Offer:
    """
    A command that has a place in the present states.

    Args:
        journey: The chart it belongs to.
        do: Its name, kebab-case.
        label: What it is called, in the reader's language.
        offered: Whether everything that can be judged beforehand holds.
        verdict: Why, if not; else warnings that are new since the answers were
            given.
    """

    journey: str
    do: str
    command: type[Command]
    label: str
    offered: bool
    verdict: Verdict

    def __repr__(self) -> str:
        return f"<offer {self.do} of {self.journey}: {'offered' if self.offered else 'not offered'}>"

    def __str__(self) -> str:
        return self.label

    def as_json(self) -> dict[str, Any]:
        """Write the offer as plain data, with who may give the command and the findings of the verdict."""
        return {
            "journey": self.journey,
            "do": self.do,
            "label": self.label,
            "roles": plain(self.command.roles),
            "offered": self.offered,
            "findings": plain(self.verdict.findings),
        }


_VAIN = frozenset(
    {
        *("membership-over", "rehire-without-end", "rehire-after-death", "representative-not-recorded"),
        *("mandate-already-signed", "mandate-not-needed"),
    }
)
"""Reasons that nothing can mend where the dossier stands: a command that has one makes no sense there."""

_OF_SOMEBODY = (do.RemoveBeneficiary, do.CompleteBeneficiary)
"""Commands about somebody covered beside the agent: without anybody, each answer would be refused."""

_ENTRIES = (do.StartAffiliation, do.CompleteAffiliation, do.StartDispensation)
"""Commands by which a journey that is not the active one is entered: why that cannot be now is worth knowing."""

_MANAGERS = (Role.MANAGER, Role.EMPLOYER, Role.INSURER)


def offers(days: Days, at: dt.datetime, role: Role | None, locale: Locale | None = None) -> Iterator[Offer]:
    """
    List the commands that make sense in the present states, those of the active journey first.

    A manager also sees what the agent could do and nobody else: it is not
    offered, for that reason.

    Args:
        days: Those of the record as of *at*.
        role: Only the commands that this role may give; all if ``None``.
        locale: Language of the labels; without one they are empty.
    """
    listed = [offer for offer in _offers(days, at, role, locale) if _makes_sense(offer, days.record)]
    mine = [offer for offer in listed if role is None or role in offer.command.roles]
    for offer in listed:
        yield offer if role is None or role in offer.command.roles else _not_for(role, offer, mine, days)


def _makes_sense(offer: Offer, record: Record) -> bool:
    """
    Whether to list *offer*: whatever can be accepted is, but for two kinds.

    To an agent who died nothing is suggested, although their page may still be
    open. Whoever has rated the experience is not asked again; a page that is
    still open can change the rating.
    """
    if record.membership.ended is EndReason.DEATH and record.is_over and Role.AGENT in offer.command.roles:
        return False
    if offer.command is do.RateExperience and record.answers.rating is not None:
        return False
    if offer.command in _OF_SOMEBODY and (record.membership.cover is None or not record.membership.cover.refs):
        return False
    is_of_screens = offer.journey in ("affiliation", "dispensation") and offer.command not in _ENTRIES
    if is_of_screens and offer.journey != record.active and not offer.offered:
        return False
    return offer.offered or not any(finding.blocks and finding.code in _VAIN for finding in offer.verdict.findings)


def _not_for(role: Role, offer: Offer, mine: list[Offer], days: Days) -> Offer:
    """Say why *offer*, of a command that only the agent may give, is not offered to *role*."""
    wording = days.contract.wording.read_by(role)
    available = [wording.command_label(other.command.event, other.journey) for other in mine if other.offered]
    label = wording.command_label(offer.command.event, offer.journey)
    verdict = availability.not_for_role(offer.command, label=label, role=role, available=available)
    return attrs.evolve(offer, offered=False, verdict=wording.reword(verdict))


def _offers(days: Days, at: dt.datetime, role: Role | None, locale: Locale | None) -> Iterator[Offer]:
    """List the commands that have a place: those that *role* may give, and to a manager those of the agent alone."""
    record = days.record
    for journey in sorted(JOURNEYS, key=lambda name: name != record.active):
        context, labels = look(days, at, journey, role), days.contract.wording.read_by(role).journey(journey).commands
        for row, command in _askable(journey, context.state, role):
            if journey_of(row.event, record) == journey:
                asked = may(row, context) + _acting.assess_standing(context, command)
                verdict = verdict_for(role, asked, record=record, contract=days.contract, on=context.today)
                label = labels[row.event].in_(locale) if locale else ""
                yield Offer(journey, command.do, command, label, verdict.holds, verdict)


@shared
def _askable(journey: str, state: str, role: Role | None) -> tuple[tuple[Row, type[AnyCommand]], ...]:
    """List the commands that have a place in *state* and concern *role*, each with its row of the chart."""
    rows = [(row, for_event(event)) for event, row in table(JOURNEYS[journey])[state].items() if event in EVENTS]
    return tuple((row, command) for row, command in rows if _concerns(command, role, journey))


def _concerns(command: type[AnyCommand], role: Role | None, journey: str) -> bool:
    """Whether *role* may give *command*, or is to see why not: as managers do of what the agent alone may give."""
    is_shown = role in _MANAGERS and Role.AGENT in command.roles and journey != "access"
    return role is None or role in command.roles or is_shown


def offered(days: Days, at: dt.datetime, role: Role) -> tuple[Offer, ...]:
    """List the commands that are offered to *role*, in all journeys; arguments as for :func:`offers`."""
    return tuple(offer for offer in offers(days, at, role) if offer.offered)
