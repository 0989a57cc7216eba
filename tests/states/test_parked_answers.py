"""
Answers on people who are not covered any more wait for them; children are known by their reference.
"""

import datetime as dt

import attrs

from dossiers import accept, at_state, back_to
from journeys import declare
from people import (
    ALONE,
    ANAPA,
    CARLA,
    CLAUDIA,
    CLAUDIA_DETAILS,
    COUPLE,
    FAMILY,
    IDENTITY,
    LARGE_FAMILY,
    MOANA,
    NOW,
    SOCIAL_SECURITY,
    details_of,
)
from psc_workflow import Child, Formula, Partner, Role
from psc_workflow import commands as do
from psc_workflow._model.commands import Command


def test_details_of_a_partner_no_longer_covered_are_parked_and_come_back() -> None:
    dossier = back_to(at_state("signature"), "beneficiaries")
    without = declare(None, CARLA)
    preview = dossier.preview(without, at=NOW, role=without.roles[0])
    assert (preview.parked, preview.premium_difference) == (("partner_details",), -1000)

    dossier = accept(dossier, without)
    assert dossier.view(at=NOW, role=Role.AGENT).parked == ("partner_details",)
    assert dossier.record.answers.partner_details is not None

    back = back_to(dossier, "beneficiaries")
    preview = back.preview(FAMILY, at=NOW, role=Role.AGENT)
    assert (preview.unparked, preview.premium_difference, preview.reopened) == (
        ("partner_details",),
        1000,
        ("partner_details",),
    )
    assert accept(back, FAMILY).view(at=NOW, role=Role.AGENT).parked == ()


def test_children_are_found_by_their_ref_not_by_their_place() -> None:
    dossier = at_state("contact_details", LARGE_FAMILY)
    dossier = back_to(dossier, "beneficiaries")
    reordered = declare(CLAUDIA, MOANA, CARLA)
    dossier = accept(dossier, reordered)
    assert dossier.view(at=NOW, role=Role.AGENT).parked == ("children_details.anapa",)
    assert dossier.record.answers.children_pending == ()


def test_a_child_whose_birth_date_was_corrected_must_be_detailed_again() -> None:
    dossier = back_to(at_state("contact_details"), "beneficiaries")
    corrected = attrs.evolve(CARLA, birth_date=dt.date(2018, 9, 9))
    dossier = accept(dossier, declare(CLAUDIA, corrected))
    assert dossier.record.answers.children_pending == (corrected,)


def nameless(*children: Child) -> Command:
    return declare(None, *(attrs.evolve(child, ref=None) for child in children))


def test_children_declared_again_without_a_ref_keep_theirs_whatever_their_order() -> None:
    dossier = accept(at_state("beneficiaries"), nameless(CARLA, ANAPA, MOANA))
    refs = {child.birth_date: child.ref for child in dossier.record.answers.children}
    again = accept(dossier, do.GoBack(), nameless(MOANA, CARLA))
    assert {child.birth_date: child.ref for child in again.record.answers.children} == {
        born: ref for born, ref in refs.items() if born != ANAPA.birth_date
    }


def test_who_is_left_of_twins_declared_without_a_ref_must_be_detailed_anew() -> None:
    """Nobody can say which of the two was removed: the details of neither may go to the other."""
    twin = attrs.evolve(CARLA, ref=None)
    dossier = accept(at_state("beneficiaries"), nameless(ANAPA, twin, twin))
    first = [child.ref for child in dossier.record.answers.children]
    same = accept(dossier, do.GoBack(), nameless(ANAPA, twin, twin))
    assert [child.ref for child in same.record.answers.children] == first
    both = accept(same, do.GoBack(), nameless(twin, twin))
    assert [child.ref for child in both.record.answers.children] == first[1:]
    alone = accept(both, do.GoBack(), nameless(twin))
    assert alone.record.answers.children[0].ref not in first[1:]


def test_the_details_of_each_partner_ever_declared_come_back_with_them() -> None:
    other = attrs.evolve(CLAUDIA, birth_date=dt.date(1980, 1, 1))
    dossier = back_to(at_state("signature", COUPLE), "beneficiaries")
    preview = dossier.preview(declare(other), at=NOW, role=Role.AGENT)
    assert preview.parked == ("partner_details",)
    dossier = accept(dossier, declare(other), do.ValidateAffiliation(), IDENTITY, SOCIAL_SECURITY)
    assert dossier.view(at=NOW, role=Role.AGENT).parked == ("partner_details",)
    details = attrs.evolve(CLAUDIA_DETAILS, first_name="Dora", birth_date=other.birth_date)
    dossier = back_to(accept(dossier, details), "beneficiaries")
    back = accept(dossier, COUPLE)
    assert back.record.answers.current_partner_details.first_name == "Claudia"


def test_children_without_a_ref_get_the_first_free_one() -> None:
    nameless = attrs.evolve(CARLA, ref=None)
    dossier = accept(at_state("beneficiaries"), declare(None, nameless, attrs.evolve(ANAPA, ref="child-1"), nameless))
    assert [child.ref for child in dossier.record.answers.children] == ["child-2", "child-1", "child-3"]


OTHER = attrs.evolve(CLAUDIA, birth_date=dt.date(1980, 1, 1))

OTHER_DETAILS = attrs.evolve(
    CLAUDIA_DETAILS, first_name="Dora", birth_date=OTHER.birth_date, code_organisme="019870000"
)


def couple(partner: Partner) -> do.DeclareBeneficiaries:
    return do.DeclareBeneficiaries(partner, [])


def test_a_new_ref_is_never_one_whose_details_are_parked() -> None:
    dossier = at_state("beneficiaries")
    nameless = attrs.evolve(CARLA, ref=None)
    dossier = accept(dossier, do.DeclareBeneficiaries(None, [nameless]), do.ChooseFormula(Formula.BASE))
    dossier = accept(dossier, do.ValidateAffiliation(), IDENTITY, SOCIAL_SECURITY)
    dossier = accept(dossier, attrs.evolve(details_of(CARLA), ref="child-1"))
    dossier = accept(back_to(dossier, "beneficiaries"), ALONE)
    other = attrs.evolve(ANAPA, ref=None)
    dossier = accept(back_to(dossier, "beneficiaries"), do.DeclareBeneficiaries(None, [other]))
    assert dossier.record.answers.children[0].ref == "child-2"


def test_a_child_left_out_and_declared_again_without_a_ref_finds_its_details() -> None:
    nameless = [attrs.evolve(child, ref=None) for child in (CARLA, ANAPA)]
    dossier = accept(at_state("beneficiaries"), do.DeclareBeneficiaries(None, nameless))
    dossier = accept(dossier, do.ChooseFormula(Formula.BASE), do.ValidateAffiliation(), IDENTITY, SOCIAL_SECURITY)
    for number, child in enumerate((CARLA, ANAPA), start=1):
        dossier = accept(dossier, attrs.evolve(details_of(child), ref=f"child-{number}"))
    without = accept(back_to(dossier, "beneficiaries"), do.DeclareBeneficiaries(None, nameless[1:]))
    assert without.view(at=NOW, role=Role.AGENT).parked == ("children_details.child-1",)
    again = accept(without, do.GoBack(), do.DeclareBeneficiaries(None, nameless))
    assert [child.ref for child in again.record.answers.children] == ["child-1", "child-2"]
    assert again.view(at=NOW, role=Role.AGENT).parked == ()
    assert again.record.answers.children_pending == ()


def test_a_ref_given_to_one_child_is_not_given_to_another() -> None:
    nameless = attrs.evolve(CARLA, ref=None)
    dossier = accept(at_state("beneficiaries"), do.DeclareBeneficiaries(None, [nameless]))
    numbered = attrs.evolve(ANAPA, ref="child-1")
    dossier = accept(dossier, do.GoBack(), do.DeclareBeneficiaries(None, [nameless, numbered]))
    assert [child.ref for child in dossier.record.answers.children] == ["child-2", "child-1"]


def test_details_given_again_keep_their_place_and_those_of_another_birth_date_theirs() -> None:
    dossier = at_state("contact_details", LARGE_FAMILY)
    again = attrs.evolve(details_of(CARLA), first_name="Carla Marie")
    dossier = accept(dossier, do.GoBack(), again)
    assert [details.ref for details in dossier.record.answers.children_details] == ["carla", "anapa", "moana"]
    assert dossier.record.answers.children_details[0].first_name == "Carla Marie"
    corrected = attrs.evolve(CARLA, birth_date=dt.date(2018, 9, 9))
    dossier = accept(back_to(dossier, "beneficiaries"), do.DeclareBeneficiaries(None, [corrected]))
    assert dossier.view(at=NOW, role=Role.AGENT).parked[-3:] == (
        "children_details.carla", "children_details.anapa", "children_details.moana",
    )  # fmt: skip
    dossier = accept(dossier, do.ValidateAffiliation(), IDENTITY, SOCIAL_SECURITY, details_of(corrected))
    back = accept(back_to(dossier, "beneficiaries"), do.DeclareBeneficiaries(None, [CARLA]))
    assert back.record.answers.details_of(CARLA).first_name == "Carla Marie"


def test_the_mark_of_a_default_belongs_to_the_details_it_was_given_in() -> None:
    dossier = back_to(at_state("contact_details", COUPLE), "beneficiaries")
    assert dossier.view(at=NOW, role=Role.AGENT).defaulted == (
        "social_security.code_organisme",
        "partner_details.code_organisme",
    )
    dossier = accept(dossier, couple(OTHER), do.ValidateAffiliation(), IDENTITY, SOCIAL_SECURITY)
    assert dossier.view(at=NOW, role=Role.AGENT).defaulted == ("social_security.code_organisme",)
    dossier = accept(dossier, OTHER_DETAILS)
    assert dossier.view(at=NOW, role=Role.AGENT).defaulted == ("social_security.code_organisme",)
    dossier = accept(back_to(dossier, "beneficiaries"), COUPLE)
    assert dossier.view(at=NOW, role=Role.AGENT).defaulted == (
        "social_security.code_organisme",
        "partner_details.code_organisme",
    )
    child_defaulted = at_state("contact_details").view(at=NOW, role=Role.AGENT).defaulted
    assert "children_details.carla.code_organisme" in child_defaulted


def test_details_of_whom_only_the_membership_covers_are_not_parked() -> None:
    newborn = attrs.evolve(ANAPA, birth_date=dt.date(2026, 4, 2), ref=None)
    details = attrs.evolve(details_of(newborn), ref=None)
    dossier = at_state("confirmed", FAMILY)
    adding = do.AddBeneficiary(child=newborn, child_details=details)
    assert dossier.preview(adding, at=NOW, role=Role.AGENT).parked == ()

    dossier = accept(dossier, adding)
    assert len(dossier.record.answers.children_details) == len(dossier.record.answers.children) + 1
    assert dossier.view(at=NOW, role=Role.AGENT).parked == ()


def test_details_of_a_partner_whom_only_the_membership_covers_are_not_parked() -> None:
    dossier = at_state("confirmed", ALONE)
    adding = do.AddBeneficiary(partner=CLAUDIA, partner_details=CLAUDIA_DETAILS)
    assert dossier.preview(adding, at=NOW, role=Role.AGENT).parked == ()
    assert accept(dossier, adding).view(at=NOW, role=Role.AGENT).parked == ()
