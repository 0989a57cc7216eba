"""
The first record of a dossier: an agent who has just been invited.
"""

import datetime as dt

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.characters import control
from psc_workflow._model.people import Agent
from psc_workflow._model.record import Record
from psc_workflow._structuring import is_text
from psc_workflow._structuring.arguments import instant_in_range
from psc_workflow.exceptions import Fault, HostError, InvalidAgentError
from psc_workflow.rules import prefilled

LONGEST_ID = 255
"""Characters of the id of a dossier: what any database can look for."""


def can_be_id(text: object) -> bool:
    """Whether a dossier can have this id."""
    return (
        isinstance(text, str)
        and bool(text.strip())
        and is_text(text)
        and not any(control(text))
        and len(text) <= LONGEST_ID
    )


def open_record(contract: Contract, *, id: str, agent: Agent, invited_at: dt.datetime) -> Record:  # noqa: A002 -- as Dossier.open
    """Make the record of an agent who is invited at *invited_at*; arguments and errors as for ``Dossier.open``."""
    if not isinstance(contract, Contract):
        raise HostError("`contract` must be a Contract, such as contracts.get(...) returns")
    if not isinstance(agent, Agent):
        raise HostError("`agent` must be an Agent")
    if not can_be_id(id):
        raise HostError(
            f"`id` must be a non-blank string of 1 to {LONGEST_ID} characters, none of them a control character"
        )
    at = instant_in_range(invited_at, "invited_at")
    contract.value("effect", contract.civil_day(at))  # silent about that day: an error
    _refuse_harm(agent, contract.civil_day(at))
    return Record(id, contract.id, contract.version, at, at, at, agent)


def _refuse_harm(agent: Agent, on: dt.date) -> None:
    """Raise an error for what no dossier may be opened with; what is merely wrong stops nobody."""
    faults = [Fault(finding.path, finding.text("en")) for finding in prefilled.harm(prefilled.assess(agent, on=on))]
    if faults:
        raise InvalidAgentError("the agent as prefilled would do harm:", faults)
