"""
Social security: number, office and télétransmission, each with its own answer.
"""

import datetime as dt
from typing import Any

import attrs

from psc_workflow._model.commands import ConfirmIdentity, DeclareSocialSecurity
from psc_workflow._model.vocabulary import Civility
from psc_workflow.rules import social_security
from psc_workflow.rules._examples._example import Example, ExampleMaker
from psc_workflow.rules._examples._people import PF, TODAY

_BENOIT = ConfirmIdentity(birth_date=dt.date(1970, 3, 12), civility=Civility.MONSIEUR)
_COMPLETE = DeclareSocialSecurity("170039873512373", "91 919 0000", teletransmission=True)
_example = ExampleMaker(social_security.assess, command=_COMPLETE, contract=PF, on=TODAY, identity=_BENOIT)


def _details(title: str, *codes: str, **facts: Any) -> Example:
    return _example(title, *codes, command=attrs.evolve(_COMPLETE, **facts))


EXAMPLES = (
    _example("number, office and télétransmission"),
    _details("télétransmission declined", teletransmission=False),
    _details("office left out: the contract has a default", code_organisme=None),
    _example("civil status not known: nothing to compare", identity=None),
    _example(
        "born another year",
        "nir-birth-year-differs",
        identity=attrs.evolve(_BENOIT, birth_date=dt.date(1971, 3, 12)),
    ),
    _example("another civility", "nir-civility-differs", identity=attrs.evolve(_BENOIT, civility=Civility.MADAME)),
    _details("télétransmission not answered", "teletransmission-unanswered", teletransmission=None),
    _details("number not known", "nir-missing", nir=None),
    _details("number without its key", "nir-key-missing", nir="1700398735123"),
    _details("wrong code of the office", "code-organisme-form-wrong", code_organisme="91"),
    _example(
        "nothing answered, and no default",
        "nir-missing",
        "code-organisme-missing",
        "teletransmission-unanswered",
        command=DeclareSocialSecurity(),
        contract=attrs.evolve(PF, default_code_organisme=None),
    ),
)
