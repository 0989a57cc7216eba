"""
The agents who are invited, and when: what journeys begin with.
"""

import datetime as dt
from collections.abc import Iterator

import attrs

from psc_workflow._model.people import Agent, Position
from psc_workflow._model.vocabulary import Employment, PositionKind
from psc_workflow.rules._examples._people import ARRIVAL
from psc_workflow.testing._answers import BENOIT
from psc_workflow.testing._journeys import Act
from psc_workflow.testing._search._timing import Shift
from psc_workflow.testing._stories import ID
from psc_workflow.testing.people import TODAY

PATIENT = ("benoit", "arrival", "vacataire", "away")
"""Agents who are followed through the years: there from the start, hired later, never affiliated by silence."""


def openings(shift: Shift) -> Iterator[Act]:
    """List the invitations under the contract of *shift*."""
    early, late = shift.day(TODAY), shift.day(ARRIVAL)
    hired_late = late - dt.timedelta(days=2)
    cases = {
        "benoit": (BENOIT, early),
        "arrival": (attrs.evolve(BENOIT, hired_on=hired_late), late),
        "nothing-prefilled": (Agent(), early),
        "vacataire": (attrs.evolve(BENOIT, employment=Employment.VACATAIRE), early),
        "other-work": (attrs.evolve(BENOIT, employment=Employment.OTHER), early),
        "civil-servant": (attrs.evolve(BENOIT, employment=Employment.CIVIL_SERVANT), early),
        "minor": (attrs.evolve(BENOIT, birth_date=dt.date(early.year - 17, 12, 1), hired_on=early), early),
        "away": (attrs.evolve(BENOIT, position=_away(early)), early),
        "wrongly-prefilled": (attrs.evolve(BENOIT, email="no address", phone="1"), early),
        "hiring-unknown": (attrs.evolve(BENOIT, hired_on=None), late),
    }
    for case, (agent, day) in cases.items():
        yield Act.open(ID, agent, at=shift.at(day), case=case)


def _away(today: dt.date) -> Position:
    """Make the position of somebody who is away until some days after *today*."""
    return Position(PositionKind.NOT_CONCERNED, today - dt.timedelta(days=200), today + dt.timedelta(days=40))
