"""
The first record of a dossier: an agent who has just been invited.
"""

import datetime as dt

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.people import Agent
from psc_workflow._model.record import Record
from psc_workflow._structuring import is_text
from psc_workflow.exceptions import HostError
from psc_workflow.states._instants import aware

LONGEST_ID = 255
"""Characters of the id of a dossier: what any database can look for."""


def open_record(contract: Contract, *, id: str, agent: Agent, invited_at: dt.datetime) -> Record:  # noqa: A002 -- as Dossier.open
    """Make the record of an agent who is invited at *invited_at*; arguments and errors as for ``Dossier.open``."""
    if not isinstance(contract, Contract):
        raise HostError("`contract` must be a Contract, such as contracts.get(...) returns")
    if not isinstance(agent, Agent):
        raise HostError("`agent` must be an Agent")
    if not isinstance(id, str) or not id.strip() or not is_text(id) or "\0" in id or len(id) > LONGEST_ID:
        raise HostError(f"`id` must be a non-blank string of 1 to {LONGEST_ID} characters")
    instant = aware(invited_at)
    contract.value("effect", contract.civil_day(instant))  # silent about that day: an error
    return Record(id, contract.id, contract.version, instant, instant, instant, agent)
