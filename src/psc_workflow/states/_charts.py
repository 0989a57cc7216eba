"""
All charts, by the name of their journey.

Except for the commands of ``SHARED``, which act on the active journey, and those of
``OF_WHAT_IS_IN_FORCE``, a command belongs to one chart.
"""

from collections.abc import Mapping

from psc_workflow._model.commands import ALL, Tick
from psc_workflow._model.record import Record
from psc_workflow._structuring.sharing import shared
from psc_workflow.exceptions import DefinitionError
from psc_workflow.states._access import AccessChart
from psc_workflow.states._affiliation import AffiliationChart
from psc_workflow.states._dispensation import DispensationChart
from psc_workflow.states._engine import Chart, table
from psc_workflow.states._membership import MembershipChart

JOURNEYS: dict[str, type[Chart]] = {
    "access": AccessChart,
    "affiliation": AffiliationChart,
    "dispensation": DispensationChart,
    "membership": MembershipChart,
}

SHARED = ("go_back", "save_and_quit", "resume", "request_document")


OF_WHAT_IS_IN_FORCE = ("report_not_mine", "report_processing")
"""Commands on the dispensation in force or, without one, on the membership."""


def journey_of(event: str, record: Record) -> str:
    """
    Find the journey that *event* belongs to.

    Going back from the choice of a new password concerns the access, as long
    as nothing else is under way; every other command that several journeys
    share concerns the active one of affiliation and dispensation.
    """
    states = record.states
    is_under_way = states.affiliation != "home" or states.dispensation in ("motive", "attestation")
    if event == "go_back" and states.access == "reset" and not is_under_way:
        return "access"
    if event in OF_WHAT_IS_IN_FORCE:
        return "dispensation" if record.is_dispensed else "membership"
    return record.active if event in SHARED else _owners()[event]


@shared
def _owners() -> Mapping[str, str]:
    owners: dict[str, str] = {}
    shared = {*SHARED, *OF_WHAT_IS_IN_FORCE}
    for journey, chart in JOURNEYS.items():
        for event in {event for events in table(chart).values() for event in events} - shared:
            if event in owners:
                raise DefinitionError(f"{event} stands in the charts {owners[event]} and {journey}")
            owners[event] = journey
    missing = {command.event for command in ALL} - {Tick.event} - shared - set(owners)
    if missing:
        raise DefinitionError(f"commands without a place in any chart: {', '.join(sorted(missing))}")
    return owners
