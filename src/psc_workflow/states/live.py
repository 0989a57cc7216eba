"""
A real python-statemachine instance, placed where a dossier stands, for hosts that want listeners, asyncio or diagrams.

Our verdicts are its conditions. Events are named as in the chart and take the
command as ``command``; a command without fields may be left out. The instance
lives on its own: it moves, and keeps the answers given to it, but what a host
stores comes from ``Dossier.decide``. It does not know who acts, and so takes
what a representative may not do, or an agent may not sign alone.
"""

import datetime as dt
from typing import Protocol

import attrs

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.commands import EVENTS, Command, for_event
from psc_workflow._model.record import Record
from psc_workflow.exceptions import HostError
from psc_workflow.states._changes import changed
from psc_workflow.states._charts import JOURNEYS
from psc_workflow.states._context import Context
from psc_workflow.states._course import as_of
from psc_workflow.states._dates import Days
from psc_workflow.states._engine import Chart
from psc_workflow.states._instants import instant_of
from psc_workflow.states._step import draft_fields


class HasRecord(Protocol):
    """What a dossier offers: its data and its contract."""

    @property
    def record(self) -> Record:
        """The frozen data."""

    @property
    def contract(self) -> Contract:
        """The contract it is under."""


class _Place:
    """The model of a live machine: the present state, and what guards and routes are computed from."""

    def __init__(self, journey: str, record: Record, contract: Contract, at: dt.datetime) -> None:
        self.state: str = record.states.of(journey)
        self._journey = journey
        self._record = record
        self._contract = contract
        self._at = at

    def __repr__(self) -> str:
        return f"<Place {self.state}>"

    def context(self, event: str, command: Command | None) -> Context:
        """
        Put *command*, or the deadline *event*, to the dossier as it stands now.

        Raises:
            HostError: It is not the command of *event*.
        """
        if command is not None and (event not in EVENTS or type(command) is not for_event(event)):
            name = for_event(event).__name__ if event in EVENTS else "no command"
            raise HostError(f"the event {event} takes {name}")
        record = attrs.evolve(self._record, states=self._record.states.with_state(self._journey, self.state))
        fields = draft_fields(JOURNEYS[self._journey], self.state)
        return Context(record, self._contract, self._at, self._journey, event, command, fields)

    def advance(self, event: str, command: Command | None) -> None:
        """Keep what *command* answers; an event without fields stands for its command."""
        if command is None and event in EVENTS:
            command = for_event(event)()
        self._record = changed(self.context(event, command))


def live(dossier: HasRecord, journey: str, *, at: dt.datetime) -> Chart:
    """
    Place a real machine at the state of *dossier*, as of *at*.

    Args:
        journey: Name of the chart, such as ``affiliation``.
        at: Aware instant at which guards are asked; deadlines that have come
            by then have been taken.

    Raises:
        HostError: No chart is called *journey*.
        NaiveInstantError: *at* has no time zone.
        InstantTooEarlyError: It lies too far before the dossier's last one.
    """
    if journey not in JOURNEYS:
        raise HostError(f"no chart is called {journey!r}; known: {', '.join(JOURNEYS)}")
    instant = instant_of(dossier.record, at)
    record = as_of(Days(dossier.record, dossier.contract), instant).record
    return JOURNEYS[journey](model=_Place(journey, record, dossier.contract, instant))
