"""
What the agents of a simulated history ask for: the way to an affiliation, documents, a dispensation.
"""

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model import commands as do
from psc_workflow._model.commands import Command
from psc_workflow._model.vocabulary import DocumentKind
from psc_workflow._structuring.sharing import shared
from psc_workflow.testing import _answers as right
from psc_workflow.testing._stories import subscription

NOTICE = do.RequestDocument(DocumentKind.NOTICE_INFORMATION)
"""Owes an effect, whenever it is asked for."""


def command_of(contract: Contract, number: int, which: int) -> Command:
    """Choose a command of an agent who has given so many: mostly the next one on the way."""
    if which in (3, 7):
        return do.StartDispensation()
    if which % 3 == 2:  # noqa: PLR2004 -- one of three
        return NOTICE
    way = _way(contract)
    return way[min(number, len(way) - 1)]


@shared
def _way(contract: Contract) -> tuple[Command, ...]:
    return tuple(step for step in subscription(contract, right.ALONE) if isinstance(step, Command))
