"""
The commands that have a place in the present states, and why some of them are not offered.
"""

import datetime as dt
from collections.abc import Iterator

import attrs

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.commands import EVENTS, Command, for_event
from psc_workflow._model.record import Record
from psc_workflow._model.verdict import Verdict
from psc_workflow._model.vocabulary import Role
from psc_workflow.states._charts import JOURNEYS, journey_of
from psc_workflow.states._course import look
from psc_workflow.states._engine import table
from psc_workflow.states._step import may


@attrs.frozen
class Offer:
    """
    A command that has a place in the present states.

    Args:
        journey: Journey of the chart it belongs to.
        do: Its name, kebab-case.
        offered: Whether everything that can be judged beforehand holds.
        verdict: The reasons, if it is not offered.
    """

    journey: str
    do: str
    command: type[Command]
    label: str
    offered: bool
    verdict: Verdict


def offers(record: Record, contract: Contract, at: dt.datetime, role: Role | None) -> Iterator[Offer]:
    """List the commands that have a place in the present states, those of the active journey first, without labels."""
    for journey in sorted(JOURNEYS, key=lambda journey: journey != record.active):
        context = look(record, contract, at, journey)
        for event, row in table(JOURNEYS[journey])[context.state].items():
            if event not in EVENTS or journey_of(event, record) != journey:
                continue
            command = for_event(event)
            if role is None or role in command.roles:
                verdict = may(row, context)
                yield Offer(journey, command.do, command, "", verdict.holds, verdict)
