"""
Rules at work on partners and children: the same for both, each child named by its place.
"""

import datetime as dt

import attrs
import pytest

from people import ANAPA, CARLA, CLAUDIA, CLAUDIA_DETAILS, MOANA, NIR_BENOIT, NIR_CARLA, PF, TODAY, details_of
from psc_workflow import commands as do
from psc_workflow.rules import child_details, effective_date, household, partner_details
from verdicts import codes


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"code_organisme": "1"}, ["code-organisme-form-wrong"]),
        ({"nir": NIR_BENOIT}, ["nir-birth-year-differs", "nir-birth-month-differs", "nir-civility-differs"]),
        ({"nir": "1"}, ["nir-form-wrong"]),
        ({"birth_country": "F1"}, ["country-code-wrong"]),
        ({"birth_country": "  "}, ["text-blank"]),
    ],
)
def test_the_same_rules_hold_for_the_partner_and_the_children(change: dict[str, str], expected: list[str]) -> None:
    adult = attrs.evolve(CLAUDIA_DETAILS, **change)
    assert codes(partner_details.assess(adult, declared=CLAUDIA, contract=PF, on=TODAY)) == expected
    young = (
        attrs.evolve(details_of(CARLA), nir=NIR_CARLA, **change)
        if "nir" not in change
        else attrs.evolve(details_of(CARLA), **change)
    )
    assert codes(child_details.assess(young, declared=(CARLA,), contract=PF, on=TODAY)) == expected


def test_a_child_is_called_by_its_place_in_the_declaration() -> None:
    wrong = attrs.evolve(details_of(ANAPA), birth_date=dt.date(2014, 2, 4))
    (finding,) = child_details.assess(wrong, declared=(CARLA, ANAPA), contract=PF, on=TODAY).blocking
    assert "child no.\N{NO-BREAK SPACE}2" in finding.text("en")
    declared = do.DeclareBeneficiaries(None, [CARLA, attrs.evolve(MOANA, covered_by_own_work=True)])
    effective = effective_date.find(hired_on=None, invited_on=TODAY, today=TODAY, contract=PF)
    (finding,) = household.assess(declared, contract=PF, effective=effective, today=TODAY).findings
    assert "child no.\N{NO-BREAK SPACE}2" in finding.text("en")
    assert finding.path == "children.1.covered_by_own_work"
