"""
The charges for one person: which components of a tariff apply, or why that cannot be known.
"""

from psc_workflow._catalogue.components import Component
from psc_workflow._model.vocabulary import PositionKind, Who
from psc_workflow.pricing._bands import within
from psc_workflow.pricing._charges import Charge
from psc_workflow.pricing._people import Person
from psc_workflow.pricing._situations import Situation


def find_charges(situation: Situation, person: Person) -> tuple[Charge, ...] | str:
    """
    Find the charges for a person, or return the code of the gap if they cannot be determined.

    A fact is required only where everything else fits.
    """
    if situation.status not in situation.charges.tariff.statuses:
        return "status-not-in-tariff"
    if person.who is Who.CHILD and person.age is None:
        return "child-birth-date-unknown"
    matches = [(charge, _match(charge.component, situation, person)) for charge in situation.charges.all]
    gaps = [match for _, match in matches if isinstance(match, str)]
    if gaps:
        return gaps[0]
    is_concerned = situation.position is not PositionKind.NOT_CONCERNED
    nobody = "person-not-in-tariff" if is_concerned else "position-not-in-tariff"
    return tuple(charge for charge, match in matches if match) or nobody


def _match(component: Component, situation: Situation, person: Person) -> bool | str:
    """Check whether *component* is for a person, or return the code of the missing fact."""
    fits = (
        component.who is person.who
        and situation.fits(component)
        and within(person.rank, component.from_rank, component.to_rank)
        and (not component.by_age or person.age is None or within(person.age, component.from_age, component.to_age))
    )
    if fits and component.regimes and situation.regime is None:
        return "regime-unknown"
    if fits and component.positions and situation.position is None:
        return "position-unknown"
    return "birth-date-unknown" if fits and component.by_age and person.age is None else fits
