"""
Witness paths: journeys that take the transitions of the charts.

>>> journeys = witness_paths(contract=contracts.get("men-2026-pf"))
>>> journeys[0].acts[0].kind.value, journeys[0].acts[1].expect.outcome
('open', 'accepted')
"""

from psc_workflow._catalogue import contracts
from psc_workflow._catalogue.contracts import Contract
from psc_workflow.testing._journeys import Journey
from psc_workflow.testing._replaying import DEFAULT_CONTRACT, expecting
from psc_workflow.testing._stories import stories


def witness_paths(*, contract: Contract | None = None) -> tuple[Journey, ...]:
    """
    Return journeys with what the library answers to each of their acts.

    Args:
        contract: ``guide-illustration`` if ``None``.
    """
    chosen = contract or contracts.get(DEFAULT_CONTRACT)
    return tuple(expecting(story, chosen) for story in stories(chosen))
