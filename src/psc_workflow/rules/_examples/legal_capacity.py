"""
Who signs: age, guardianship, curatorship.
"""

import datetime as dt

from psc_workflow._model.vocabulary import Capacity
from psc_workflow.rules import legal_capacity
from psc_workflow.rules._examples._example import ExampleMaker
from psc_workflow.rules._examples._people import TODAY

_sign = ExampleMaker(legal_capacity.assess, birth_date=dt.date(1990, 1, 1), capacity=None, on=TODAY)
_beside = ExampleMaker(legal_capacity.assess_assistance, path="curator_evidence")
_attested = ExampleMaker(legal_capacity.assess_assistance, path="curator_signed")

_OF_AGE = TODAY.replace(year=TODAY.year - 18)
_EVE = _OF_AGE + dt.timedelta(days=1)
_LEAPLING = dt.date(2008, 2, 29)

EXAMPLES = (
    _sign("an adult"),
    _sign("an adult with a curator", capacity=Capacity.CURATOR),
    _sign("an adult under guardianship", "agent-under-guardianship", capacity=Capacity.GUARDIAN),
    _sign("turns 18 that day", birth_date=_OF_AGE),
    _sign("turns 18 the day after", "agent-minor", birth_date=_EVE),
    _sign("an apprentice of 17, whose parent is recorded", "agent-minor", birth_date=_EVE, capacity=Capacity.PARENT),
    _sign("a minor under guardianship", "agent-minor", birth_date=_EVE, capacity=Capacity.GUARDIAN),
    _sign("turned 18 that day, whose parent is still recorded", birth_date=_OF_AGE, capacity=Capacity.PARENT),
    _sign("born on 29 February: the day before 1 March", "agent-minor", birth_date=_LEAPLING, on=dt.date(2026, 2, 28)),
    _sign("born on 29 February: on 1 March", birth_date=_LEAPLING, on=dt.date(2026, 3, 1)),
    _sign("birth not known: neither adult nor minor", birth_date=None),
    _sign(
        "birth not known, under guardianship", "agent-under-guardianship", birth_date=None, capacity=Capacity.GUARDIAN
    ),
    _beside("the curator has signed beside", signature="proof-3"),
    _beside("nothing from the curator", "curator-signature-missing", signature=None),
    _beside("a blank reference", "text-blank", signature=" "),
    _attested("the curator has signed the attestation", signature=True),
    _attested("the curator has not signed the attestation", "curator-not-signed", signature=False),
    _attested("not known whether the curator has", "curator-signature-missing", signature=None),
)
