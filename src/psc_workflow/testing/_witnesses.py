"""
Witness paths: journeys that take the transitions of the charts, with every answer of their guards, and meet every code.

Those under ``guide-illustration`` are shipped; those of another contract are
searched for when they are first asked for, which takes about a minute.

>>> journeys = witness_paths("access", goals=["transitions"])
>>> any("transition access invited open-invitation login" in journey.reaches for journey in journeys)
True
"""

import functools
from collections.abc import Collection
from importlib.resources import files

import attrs

from psc_workflow._catalogue import contracts
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._structuring.arguments import check_kind
from psc_workflow._structuring.sharing import shared
from psc_workflow.exceptions import HostError
from psc_workflow.states._charts import JOURNEYS
from psc_workflow.testing._journey_files import JourneyFile, NotReached, load
from psc_workflow.testing._journeys import Journey
from psc_workflow.testing._replaying import DEFAULT_CONTRACT
from psc_workflow.testing._search import _goals
from psc_workflow.testing._search._assembling import journeys
from psc_workflow.testing._search._exploring import Exploration
from psc_workflow.testing._search._openings import openings
from psc_workflow.testing._search._reasons import reason_of
from psc_workflow.testing._search._timing import Shift

SHIPPED = files("psc_workflow.testing").joinpath("_data", f"{DEFAULT_CONTRACT}.json")
"""The file of the default contract, which ``scripts/witness_paths.py`` writes."""


def witness_paths(
    chart: str | None = None, *, contract: Contract | None = None, goals: Collection[str] = _goals.KINDS
) -> tuple[Journey, ...]:
    """
    Return journeys that reach everything that a search has reached, the shortest first.

    Args:
        chart: Only those that are the first to reach a goal of this chart;
            codes of findings belong to none.
        contract: ``guide-illustration`` if ``None``.
        goals: Only those that are the first to reach a goal of these kinds:
            ``transitions``, ``guards``, ``codes``.

    Raises:
        HostError: There is no such chart, or no such kind of goal, or *contract* is none.
    """
    if chart is not None and chart not in JOURNEYS:
        raise HostError(f"`chart` must be one of: {', '.join(JOURNEYS)}")
    if not set(goals) <= set(_goals.KINDS):
        raise HostError(f"`goals` must be some of: {', '.join(_goals.KINDS)}")
    chosen = contracts.get(DEFAULT_CONTRACT) if contract is None else contract
    check_kind(chosen, Contract, "contract")
    file = journey_file(chosen)
    return tuple(
        journey
        for journey in file.journeys
        if any(
            _goals.kind_of(goal) in goals and (chart is None or _goals.chart_of(goal) == chart)
            for goal in journey.reaches
        )
    )


@functools.lru_cache(maxsize=4)
def ready_paths(contract: Contract) -> tuple[Journey, ...]:
    """
    Return journeys under *contract* without a search: those that are shipped, moved to its days.

    Outside ``guide-illustration`` what is expected is not known, and some
    answers may lead elsewhere.
    """
    if contract is contracts.get(DEFAULT_CONTRACT):
        return _shipped().journeys
    moved = load(Shift.to(contract).text(SHIPPED.read_text(encoding="utf-8"))).journeys
    return tuple(
        attrs.evolve(journey, acts=tuple(attrs.evolve(act, expect=None) for act in journey.acts)) for journey in moved
    )


def journey_file(contract: Contract) -> JourneyFile:
    """Return the journeys under *contract*, shipped or searched for."""
    if contract is contracts.get(DEFAULT_CONTRACT):
        return _shipped()
    return search(contract)


@shared
def _shipped() -> JourneyFile:
    return load(SHIPPED.read_bytes())


@functools.lru_cache(maxsize=4)
def search(contract: Contract) -> JourneyFile:
    """Search for journeys under *contract*; the same each time."""
    exploration = Exploration(contract)
    walk = exploration.walk
    exploration.run(openings(walk.shift))
    missing = sorted(walk.missing, key=lambda goal: (_goals.KINDS.index(_goals.kind_of(goal)), goal))
    return JourneyFile(
        contract.id,
        journeys(walk.finds, contract),
        tuple(NotReached(goal, reason_of(goal)) for goal in missing),
    )
