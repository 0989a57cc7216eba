"""
Which commands have a place in the present states, which of them are offered, and why the others are not.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import attrs

from psc_workflow._model.commands import EVENTS, Command, for_event
from psc_workflow._model.verdict import Verdict
from psc_workflow._model.vocabulary import Role
from psc_workflow._structuring import plain
from psc_workflow.states import _acting
from psc_workflow.states._charts import JOURNEYS, journey_of
from psc_workflow.states._course import look
from psc_workflow.states._dates import Days
from psc_workflow.states._engine import table
from psc_workflow.states._step import may


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


def offers(days: Days, at: dt.datetime, role: Role | None) -> Iterator[Offer]:
    """
    List the commands that have a place in the present states, those of the active journey first, unlabelled.

    Args:
        days: Those of the record as of *at*.
        role: Only the commands that this role may give; all if ``None``.
    """
    record = days.record
    for journey in sorted(JOURNEYS, key=lambda name: name != record.active):
        context = look(days, at, journey, role)
        for event, row in table(JOURNEYS[journey])[context.state].items():
            if event not in EVENTS or journey_of(event, record) != journey:
                continue
            command = for_event(event)
            if role is None or role in command.roles:
                verdict = may(row, context) + _acting.assess_standing(context, command)
                yield Offer(journey, command.do, command, "", verdict.holds, verdict)


def offered(days: Days, at: dt.datetime, role: Role) -> tuple[Offer, ...]:
    """List the commands that are offered to *role*, in all journeys; arguments as for :func:`offers`."""
    return tuple(offer for offer in offers(days, at, role) if offer.offered)
