"""
People who are two, and people who may be one.
"""

import datetime as dt

import attrs

from psc_workflow.rules import distinct_people
from psc_workflow.rules._examples._example import ExampleMaker
from psc_workflow.rules._examples._people import CARLA_DETAILS, CLAUDIA_DETAILS
from psc_workflow.rules._persons import Person

_OTHER_DAY = dt.date(2014, 2, 3)
_AGENT = Person("agent", ref="agent", birth_date=dt.date(1970, 3, 12), first_name="Benoît", nir="170039873512341")
_PARTNER = Person(
    "partner", "partner", birth_date=CLAUDIA_DETAILS.birth_date, first_name="Claudia", nir=CLAUDIA_DETAILS.nir
)
_CARLA = Person(
    "child", "carla", 1, True, birth_date=CARLA_DETAILS.birth_date, first_name="Carla", nir=CARLA_DETAILS.nir
)
_NEW = Person("child", "moana", 2, True, birth_date=_CARLA.birth_date, birth_path="birth_date")
_NAMED = attrs.evolve(_NEW, first_name="Moana", name_path="first_name")

_UNNAMED = attrs.evolve(_CARLA, first_name=None, birth_path="children.0.birth_date")
_SHOUTED = attrs.evolve(_NAMED, first_name="CARLA")

_people = ExampleMaker(distinct_people.assess)


def _with_number(number: str | None) -> tuple[Person, ...]:
    return (_AGENT, _PARTNER, _CARLA, attrs.evolve(_NEW, birth_date=_OTHER_DAY, nir=number, nir_path="nir"))


EXAMPLES = (
    _people("four people", people=(_AGENT, _PARTNER, _CARLA, attrs.evolve(_NAMED, birth_date=_OTHER_DAY))),
    _people("a child added on the birthday of another", "perhaps-same-person", people=(_CARLA, _NEW)),
    _people("both declared in one answer, as twins are", people=(_UNNAMED, _NEW)),
    _people("twins with their names", people=(_CARLA, _NAMED)),
    _people("the same name, in capitals", "same-person-twice", people=(_CARLA, _SHOUTED)),
    _people("a name that cannot be seen", "perhaps-same-person", people=(_CARLA, attrs.evolve(_NAMED, first_name=" "))),
    _people(
        "a partner born on the agent's day",
        "perhaps-same-person",
        people=(_AGENT, Person("partner", birth_date=_AGENT.birth_date, birth_path="partner.birth_date")),
    ),
    _people("a partner and a child born on one day", people=(attrs.evolve(_PARTNER, birth_date=_NEW.birth_date), _NEW)),
    _people(
        "the agent's number for the partner",
        "number-of-another-person",
        people=(_AGENT, attrs.evolve(_PARTNER, nir=_AGENT.nir, nir_path="nir")),
    ),
    _people(
        "the partner's number for the agent",
        "number-of-another-person",
        people=(attrs.evolve(_AGENT, nir=_PARTNER.nir, nir_path="nir"), _PARTNER),
    ),
    _people("another child's own number", "number-of-another-person", people=_with_number(_CARLA.nir)),
    _people("a parent's number", people=_with_number(_PARTNER.nir)),
    _people(
        "the number of a parent elsewhere, for two",
        people=[
            attrs.evolve(child, birth_date=_OTHER_DAY, first_name=name, nir="272107511204526", nir_path="nir")
            for child, name in ((_CARLA, "Carla"), (_NAMED, "Moana"))
        ],
    ),
    _people(
        "a provisional number for two",
        people=[attrs.evolve(child, nir="719097511206763", nir_path="nir") for child in (_CARLA, _NAMED)],
    ),
)
