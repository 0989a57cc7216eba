"""
Representatives: who is recorded, from when until when, and at which age of the agent.
"""

import datetime as dt

from psc_workflow._model.vocabulary import Capacity
from psc_workflow.rules import representation
from psc_workflow.rules._examples._example import ExampleMaker
from psc_workflow.rules._examples._people import TODAY, TOMORROW

_ADULT = dt.date(1990, 1, 1)
_OF_AGE = TODAY.replace(year=TODAY.year - 18)
_MINOR = _OF_AGE + dt.timedelta(days=1)

_act = ExampleMaker(
    representation.assess, capacity=Capacity.GUARDIAN, since=TODAY, ends_on=None, birth_date=_ADULT, on=TODAY
)
_consent = ExampleMaker(representation.assess_consent)
_record = ExampleMaker(
    representation.assess_record, capacity=Capacity.GUARDIAN, on=TODAY, birth_date=_ADULT, today=TODAY
)
_recorded = ExampleMaker(representation.assess_recorded)
_end = ExampleMaker(representation.assess_end, since=TODAY)

EXAMPLES = (
    _act("a guardian, from that day"),
    _act("a curator, from that day", capacity=Capacity.CURATOR),
    _act("nobody is recorded", "representative-not-recorded", capacity=None, since=None),
    _act("from the day after", "representation-not-begun", since=TOMORROW),
    _act("until the day before", "representation-over", since=dt.date(2026, 1, 1), ends_on=TODAY),
    _act("until that day", ends_on=TOMORROW),
    _act("the parent of a minor", capacity=Capacity.PARENT, birth_date=_MINOR),
    _act(
        "the parent of somebody who comes of age that day",
        "representation-past-majority",
        capacity=Capacity.PARENT,
        birth_date=_OF_AGE,
    ),
    _act("a parent, birth not known: the manager has seen the proof", capacity=Capacity.PARENT, birth_date=None),
    _act("the guardian of a minor", birth_date=_MINOR),
    _consent("a guardian consents in the agent's place", capacity=Capacity.GUARDIAN),
    _consent("a parent consents in the agent's place", capacity=Capacity.PARENT),
    _consent("a curator", "curator-assists", capacity=Capacity.CURATOR),
    _record("a guardian of an adult"),
    _record("a guardian of a minor", birth_date=_MINOR),
    _record("a curator of an adult", capacity=Capacity.CURATOR),
    _record("a curator of a minor", "curator-of-minor", capacity=Capacity.CURATOR, birth_date=_MINOR),
    _record("a curator from the day of age", capacity=Capacity.CURATOR, birth_date=_OF_AGE),
    _record("a parent of a minor", capacity=Capacity.PARENT, birth_date=_MINOR),
    _record("a parent of an adult", "parent-of-adult", capacity=Capacity.PARENT),
    _record("a parent, birth not known", capacity=Capacity.PARENT, birth_date=None),
    _record("a curator, birth not known", capacity=Capacity.CURATOR, birth_date=None),
    _record("capacity not known", "representative-fact-missing", capacity=None),
    _record("first day not known", "representative-fact-missing", on=None),
    _record("neither known", "representative-fact-missing", "representative-fact-missing", capacity=None, on=None),
    _recorded("somebody to end it for", capacity=Capacity.PARENT),
    _recorded("nobody to end it for", "representative-not-recorded", capacity=None),
    _end("ends on its first day", on=TODAY),
    _end("ends before it begins", "day-too-early", on=TODAY - dt.timedelta(days=1)),
    _end("day not known", "day-missing", on=None),
)
