"""
The right answers of the membership, and of every screen.
"""

import datetime as dt

from hypothesis import strategies as st

from psc_workflow._model import commands as do
from psc_workflow._model.commands import Command
from psc_workflow._model.people import Child
from psc_workflow._model.vocabulary import (
    Capacity,
    Civility,
    DocumentKind,
    EndReason,
    PositionKind,
)
from psc_workflow.testing.people import CARLA
from psc_workflow.testing.strategies import _first_answers as first
from psc_workflow.testing.strategies._numbers import nirs
from psc_workflow.testing.strategies._people import children, partners
from psc_workflow.testing.strategies._screen import Screen

_ONE_DAY = dt.timedelta(days=1)
SUSPENDING_LEAVE = "disponibilité pour convenances personnelles"


# -- membership ------------------------------------------------------------------------------------------


def record_effective_date(screen: Screen) -> Command:
    return do.RecordEffectiveDate(screen.place.on)


def record_position(screen: Screen) -> Command:
    kind = screen.draw(st.sampled_from((PositionKind.ACTIVE, PositionKind.PAID_LEAVE, PositionKind.UNPAID_LEAVE)))
    return do.RecordPosition(kind, screen.today, screen.today + screen.draw(st.integers(0, 300)) * _ONE_DAY)


def record_representative(screen: Screen) -> Command:
    return do.RecordRepresentative(screen.draw(st.sampled_from((Capacity.GUARDIAN, Capacity.CURATOR))), screen.today)


def change_formula(screen: Screen) -> Command:
    others = [each for each in screen.place.formulas if screen.cover is None or each is not screen.cover.formula]
    return do.ChangeFormula(screen.draw(st.sampled_from(others or screen.place.formulas)))


def add_beneficiary(screen: Screen) -> Command:
    contract, on = screen.contract, screen.place.on
    if screen.cover is not None and screen.cover.partner is None and screen.draw(st.sampled_from((True, False))):
        partner = screen.draw(partners(contract=contract, on=on))
        details = screen.draw(st.sampled_from((None, first.partner_details(screen, partner))))
        return do.AddBeneficiary(partner=partner, partner_details=details)
    return do.AddBeneficiary(child=screen.draw(children(contract=contract, on=on)))


def _refs(screen: Screen) -> tuple[str, ...]:
    return (screen.cover.refs if screen.cover else ()) or ("carla",)


def remove_beneficiary(screen: Screen) -> Command:
    ref = screen.draw(st.sampled_from(_refs(screen)))
    return do.RemoveBeneficiary(ref, "séparation" if ref == "partner" else "a sa propre couverture", later(screen))


def later(screen: Screen) -> dt.date:
    """Return a day on which the cover of somebody covered can end."""
    return max(screen.first_of_next_month, screen.place.on)


def complete_beneficiary(screen: Screen) -> Command:
    covered = screen.cover.children if screen.cover else (CARLA,)
    child = next((each for each in covered if _lacks_number(screen, each)), None)
    if child is None:
        return do.CompleteBeneficiary("partner", partner_details=first.partner_details(screen, screen.partner))
    details = screen.answers.details_of(child)
    civility = (details.civility if details else None) or Civility.MADAME
    return do.CompleteBeneficiary(
        child.ref or "carla", screen.draw(nirs(birth_date=child.birth_date, civility=civility))
    )


def _lacks_number(screen: Screen, child: Child) -> bool:
    details = screen.answers.details_of(child)
    return details is None or details.nir is None


def end_membership(screen: Screen) -> Command:
    reason = screen.draw(st.sampled_from((EndReason.DEPARTURE, EndReason.RETIREMENT)))
    return do.EndMembership(reason, later(screen))


def request_document(screen: Screen) -> Command:
    return do.RequestDocument(
        screen.draw(st.sampled_from((DocumentKind.TABLEAU_GARANTIES, DocumentKind.NOTICE_INFORMATION)))
    )
