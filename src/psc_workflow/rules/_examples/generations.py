"""
Ages that go together, and ages that hardly can.
"""

import datetime as dt

import attrs

from psc_workflow._model.vocabulary import Kinship, Parent
from psc_workflow.rules import generations
from psc_workflow.rules._examples._example import ExampleMaker
from psc_workflow.rules._examples._people import TODAY
from psc_workflow.rules._persons import Person

_BORN = "birth_date"
_AGENT = Person("agent", ref="agent", birth_date=dt.date(1980, 6, 14))
_PARTNER = Person("partner", ref="partner", birth_date=dt.date(1972, 10, 9))
_CHILD = Person("child", ref="carla", number=1, birth_date=dt.date(2019, 9, 9), birth_path=_BORN)

_household = ExampleMaker(generations.assess, today=TODAY)


def _agent(year: int, month: int = 4, day: int = 7) -> tuple[Person, ...]:
    return (attrs.evolve(_AGENT, birth_date=dt.date(year, month, day), birth_path=_BORN),)


def _partner(year: int, month: int = 4, day: int = 7) -> tuple[Person, ...]:
    return (_AGENT, attrs.evolve(_PARTNER, birth_date=dt.date(year, month, day), birth_path=_BORN))


def _numbered(number: str) -> tuple[Person, ...]:
    return (attrs.evolve(_AGENT, nir=number, nir_path="nir"),)


def _family(born: dt.date, parent: Parent | None = None, kinship: Kinship | None = None) -> tuple[Person, ...]:
    return (_AGENT, _PARTNER, attrs.evolve(_CHILD, birth_date=born, parent=parent, kinship=kinship))


_BEFORE = dt.date(1980, 6, 13)
_OLD = dt.date(1971, 1, 1)
_SAME = dt.date(1980, 6, 14)
_SOON = dt.date(1992, 6, 13)
_TWELVE = dt.date(1992, 6, 14)

EXAMPLES = (
    _household("a child of 6", people=_family(_CHILD.birth_date or TODAY)),
    _household("nobody's birth is known", people=(attrs.evolve(_AGENT, birth_date=None), _CHILD)),
    _household("an agent of 15", people=_agent(2011)),
    _household("an agent of 14", "agent-age-unlikely", people=_agent(2011, 4, 8)),
    _household("an agent of 80", people=_agent(1945, 4, 8)),
    _household("an agent of 81", "agent-age-unlikely", people=_agent(1945)),
    _household("a spouse of 15", people=_partner(2011)),
    _household("a spouse of 14", "partner-very-young", people=_partner(2011, 4, 8)),
    _household("a spouse of 105", people=_partner(1920, 4, 8)),
    _household("a spouse of 106", "partner-very-old", people=_partner(1920)),
    _household("a number of 1980", people=_numbered("280069873512341")),
    _household("a number of 1926, or of 2026", "agent-number-unlikely", people=_numbered("226069873512341")),
    _household("a number of 2011", people=_numbered("211069873512341")),
    _household("a number of 2012", "agent-number-unlikely", people=_numbered("212069873512341")),
    _household("a number of 1945", people=_numbered("245069873512341")),
    _household("a number of 1944", "agent-number-unlikely", people=_numbered("244069873512341")),
    _household("a number that is none", people=_numbered("2")),
    _household("a child born before the agent", "child-older-than-parent", people=_family(_BEFORE)),
    _household("a child born on the same day", "child-born-soon-after-parent", people=_family(_SAME)),
    _household("a child born the day before the agent was 12", "child-born-soon-after-parent", people=_family(_SOON)),
    _household("a child born when the agent was 12", people=_family(_TWELVE)),
    _household("the partner's child", people=_family(_SOON, Parent.PARTNER)),
    _household("the partner's child, older", "child-older-than-parent", people=_family(_OLD, Parent.PARTNER)),
    _household("a child of both", "child-born-soon-after-parent", people=_family(_SOON, Parent.BOTH)),
    _household("a child entrusted by a court", people=_family(_SOON, kinship=Kinship.ENTRUSTED)),
    _household("another child of the household", people=_family(_SOON, kinship=Kinship.OTHER)),
    _household("a birth that cannot be", people=_family(dt.date(26, 1, 1))),
)
