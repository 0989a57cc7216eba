"""
What an employer has prefilled, as a portal on trial reads it.
"""

from typing import Any

from psc_workflow._model.people import Agent
from psc_workflow._structuring import StructureError, structure
from psc_workflow.exceptions import InvalidAgentError


def agent_of(data: Any) -> Agent:
    """
    Read an agent from JSON: from the ``cases`` of a file of journeys, or from a request of ``psc-workflow judge``.

    What is left out or ``null`` is unknown.

    Raises:
        InvalidAgentError: With every fault and its path.

    >>> agent_of({"city": "Papeete", "birth_date": "1970-03-12"}).birth_date
    datetime.date(1970, 3, 12)
    """
    try:
        return structure(data, Agent)
    except StructureError as error:
        raise InvalidAgentError("the agent:", error.faults) from None
