"""
What the right answer to a question depends on: the dossier as it stands, and the day.
"""

import datetime as dt
from typing import Any

import attrs
from hypothesis import strategies as st

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.answers import Answers
from psc_workflow._model.people import Agent, Child, Partner
from psc_workflow._model.record import Cover, Record
from psc_workflow._model.unanswered import UNANSWERED, Unanswered
from psc_workflow._model.vocabulary import (
    Capacity,
)
from psc_workflow.states import _course
from psc_workflow.states._dates import Days
from psc_workflow.testing.people import CARLA, CLAUDIA
from psc_workflow.testing.strategies._people import agents
from psc_workflow.testing.strategies._setting import Setting


@attrs.frozen
class Screen:
    """
    What the answers depend on.

    Args:
        draw: From Hypothesis.
        place: The contract, and the day on which ages are taken.
        today: Civil day of the request.
        record: ``None`` if nobody has been invited.
        at: Instant of the request.
    """

    draw: st.DrawFn
    place: Setting
    today: dt.date
    agent: Agent
    record: Record | None = None
    at: dt.datetime | None = None

    @classmethod
    def of(cls, draw: st.DrawFn, record: Record, contract: Contract, at: dt.datetime) -> "Screen":
        """Read a dossier as of *at*."""
        context = _course.look(Days(record, contract), at, record.active)
        reference = context.cover_date.day or context.cover_date.reference
        return cls(draw, Setting(contract, reference), context.today, record.agent, record, at)

    @property
    def contract(self) -> Contract:
        """The contract of the dossier."""
        return self.place.contract

    @property
    def answers(self) -> Answers:
        """What was answered before."""
        return self.record.answers if self.record else Answers()

    @property
    def cover(self) -> Cover | None:
        """Who is covered."""
        return self.record.membership.cover if self.record else None

    @property
    def partner(self) -> Partner:
        """The partner whom details are about."""
        covered = self.cover.partner if self.cover else None
        return self.answers.partner or covered or CLAUDIA

    @property
    def children(self) -> tuple[Child, ...]:
        """The children whom details are about, those that still lack them first."""
        answers = self.answers
        return answers.children_pending or answers.children or (self.cover.children if self.cover else ()) or (CARLA,)

    @property
    def first_of_next_month(self) -> dt.date:
        """A day ahead, on which changes usually begin."""
        return (self.today.replace(day=28) + dt.timedelta(days=4)).replace(day=1)

    @property
    def curator_evidence(self) -> str | Unanswered:
        """The curator's signature, if the agent has a curator."""
        representation = self.record.representation if self.record else None
        has_curator = representation is not None and representation.capacity is Capacity.CURATOR
        return "evidence-3" if has_curator else UNANSWERED

    def prefilled(self, name: str, otherwise: Any) -> Any:
        """Return what the employer prefilled, or else an answer."""
        value = getattr(self.agent, name)
        return otherwise if value is None else value


def screen_of_nobody(draw: st.DrawFn, place: Setting) -> Screen:
    """Return the screen of an agent who has just been invited."""
    agent = draw(agents(contract=place.contract, on=place.on))
    return Screen(draw, place, place.on, agent)
