"""
Civil status: names in any script, countries in two letters, fields that the employer prefilled.
"""

import datetime as dt
from typing import Any

import attrs

from psc_workflow._model.commands import ConfirmIdentity
from psc_workflow._model.people import Agent
from psc_workflow._model.vocabulary import Civility
from psc_workflow.rules import identity
from psc_workflow.rules._examples._example import Example, ExampleMaker
from psc_workflow.rules._examples._people import CARLA_DETAILS, CLAUDIA_DETAILS, TODAY, TOMORROW

_BENOIT = ConfirmIdentity(Civility.MONSIEUR, "Dupond", "Dupond", "Benoît", dt.date(1970, 3, 12), "PF", "Papeete")
_PREFILLED = Agent(Civility.MONSIEUR, "Benoît", "Dupond", "Dupond", dt.date(1970, 3, 12))
_example = ExampleMaker(identity.assess, on=TODAY)


def _agent(title: str, *codes: str, prefilled: Agent | None = _PREFILLED, **facts: Any) -> Example:
    return _example(title, *codes, command=attrs.evolve(_BENOIT, **facts), prefilled=prefilled)


EXAMPLES = (
    _agent("as the employer knows them"),
    _agent("the employer knows nothing", prefilled=Agent()),
    _agent("the employer left a field blank", prefilled=attrs.evolve(_PREFILLED, usage_name=" ")),
    _agent("capitals and spaces are no change", usage_name="  DUPOND "),
    _example("a partner", command=CLAUDIA_DETAILS),
    _example("a child, who has one name", command=CARLA_DETAILS),
    _agent("glottal stop, macron, apostrophe, hyphen", usage_name="Teʻaitu-Tāvana d'Été", prefilled=None),
    _agent("another name than the employer's", "prefilled-identity-changed", usage_name="Martin"),
    _agent("another birth date than the employer's", "prefilled-identity-changed", birth_date=dt.date(1970, 3, 13)),
    _agent("civility not known", "identity-fact-missing", civility=None),
    _agent("name used not known", "identity-fact-missing", usage_name=None),
    _agent("birth name not known", "identity-fact-missing", birth_name=None),
    _agent("first name not known", "identity-fact-missing", first_name=None),
    _agent("birth date not known", "identity-fact-missing", birth_date=None),
    _agent("country of birth not known", "identity-fact-missing", birth_country=None),
    _agent("city of birth not known", "identity-fact-missing", birth_city=None),
    _example(
        "last name of a child not known", "identity-fact-missing", command=attrs.evolve(CARLA_DETAILS, last_name=None)
    ),
    _agent("first name left blank", "text-blank", "prefilled-identity-changed", first_name=" "),
    _agent("city of birth left blank", "text-blank", birth_city=""),
    _agent("country left blank", "text-blank", birth_country=" "),
    _agent("a country in full", "country-code-wrong", birth_country="France"),
    _agent("a country in small letters", birth_country="fr"),
    _agent("a country in letters of another script", "country-code-wrong", birth_country="РФ"),
    _agent("born today", birth_date=TODAY, prefilled=None),
    _agent("born the day after", "birth-in-future", birth_date=TOMORROW, prefilled=None),
)
