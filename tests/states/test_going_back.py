"""
Going back leads to the screen shown before and keeps every answer.
"""

import pytest

from dossiers import accept, at_state, dossier_in, journey, now_of, open_dossier
from journeys import UP_TO_ATTESTATION, steps_of
from people import ALONE, COUPLE, FAMILY, HOUSEHOLDS, MOTIVE, NOW, SINGLE_PARENT
from psc_workflow import Outcome, Role
from psc_workflow import commands as do
from psc_workflow.states._screens import OPEN

BACK = [
    (FAMILY, "regime", "home"),
    (FAMILY, "beneficiaries", "regime"),
    (ALONE, "solo_warning", "beneficiaries"),
    (FAMILY, "formula", "beneficiaries"),
    (ALONE, "formula", "solo_warning"),
    (FAMILY, "identity", "formula"),
    (FAMILY, "social_security", "identity"),
    (COUPLE, "partner_details", "social_security"),
    (FAMILY, "partner_details", "social_security"),
    (FAMILY, "children_details", "partner_details"),
    (SINGLE_PARENT, "children_details", "social_security"),
    (FAMILY, "contact_details", "children_details"),
    (SINGLE_PARENT, "contact_details", "children_details"),
    (COUPLE, "contact_details", "partner_details"),
    (ALONE, "contact_details", "social_security"),
    (FAMILY, "consents", "contact_details"),
    (FAMILY, "bank_details", "consents"),
    (FAMILY, "signature", "bank_details"),
]

NAMES = {id(FAMILY): "family", id(ALONE): "alone", id(COUPLE): "couple", id(SINGLE_PARENT): "single parent"}


@pytest.mark.parametrize(
    ("household", "state", "before"), BACK, ids=[f"{state}, {NAMES[id(declared)]}" for declared, state, _ in BACK]
)
def test_going_back_leads_to_the_screen_shown_before_and_keeps_every_answer(
    household: do.DeclareBeneficiaries, state: str, before: str
) -> None:
    dossier = at_state(state, household)
    decision = dossier.decide(do.GoBack(), at=NOW, role=Role.AGENT)
    assert steps_of(decision) == [("go-back", before)]
    assert decision.dossier.record.answers == dossier.record.answers


def test_going_back_is_tried_from_every_open_screen() -> None:
    assert {state for _, state, _ in BACK} == set(OPEN) - {"home"}


@pytest.mark.parametrize(
    ("name", "states_after"),
    [
        ("access.reset", {"access": "login"}),
        ("dispensation.motive", {"dispensation": "home"}),
        ("dispensation.attestation", {"dispensation": "motive"}),
    ],
)
def test_going_back_in_the_other_journeys(name: str, states_after: dict[str, str]) -> None:
    dossier = dossier_in(name)
    back = accept(dossier, do.GoBack())
    assert back.states == {**dossier.states, **states_after}
    assert back.record.answers == dossier.record.answers


def test_going_back_to_the_motive_and_choosing_the_same_leaves_the_attestation_as_it_was() -> None:
    dossier = accept(open_dossier(), *UP_TO_ATTESTATION)
    assert accept(dossier, do.GoBack(), MOTIVE).record.answers == dossier.record.answers


@pytest.mark.parametrize("state", ["invited", "activation", "created", "login", "signed_in"])
def test_going_back_elsewhere_in_the_access_concerns_the_journey_one_is_in(state: str) -> None:
    dossier = accept(dossier_in(f"access.{state}"), do.StartAffiliation(), do.GoBack())
    assert (dossier.states["access"], dossier.states["affiliation"]) == (state, "home")


@pytest.mark.parametrize(
    "name", ["affiliation.home", "affiliation.confirmed", "affiliation.under_review", "affiliation.auto_affiliated"]
)
def test_where_nothing_was_shown_before_one_cannot_go_back(name: str) -> None:
    dossier = dossier_in(name)
    decision = dossier.decide(do.GoBack(), at=now_of(dossier), role=Role.AGENT)
    assert (decision.outcome, decision.dossier is dossier) == (Outcome.NOT_AVAILABLE, True)


@pytest.mark.parametrize("declared", HOUSEHOLDS.values(), ids=HOUSEHOLDS)
def test_go_back_shows_the_screen_before_and_keeps_every_answer(declared: do.DeclareBeneficiaries) -> None:
    dossier = open_dossier()
    shown = [dossier.states["affiliation"]]
    for command in list(journey(declared))[:-2]:
        dossier = accept(dossier, command)
        if dossier.states["affiliation"] != shown[-1]:
            shown.append(dossier.states["affiliation"])
    answers = dossier.record.answers
    for screen in reversed(shown[:-1]):
        dossier = accept(dossier, do.GoBack())
        assert dossier.states["affiliation"] == screen
        assert dossier.record.answers == answers
    assert dossier.decide(do.GoBack(), at=NOW, role=Role.AGENT).outcome is Outcome.NOT_AVAILABLE


@pytest.mark.parametrize("declared", HOUSEHOLDS.values(), ids=HOUSEHOLDS)
def test_going_back_and_giving_the_same_answer_changes_neither_facts_nor_state(
    declared: do.DeclareBeneficiaries,
) -> None:
    dossier = open_dossier()
    for command in list(journey(declared))[:-2]:
        before, dossier = dossier, accept(dossier, command)
        if before.states["affiliation"] in ("home", dossier.states["affiliation"]):
            continue
        again = accept(dossier, do.GoBack(), command)
        assert (again.record.answers, again.record.states) == (dossier.record.answers, dossier.record.states)


@pytest.mark.parametrize("role", [Role.AGENT, Role.MANAGER])
def test_a_password_forgotten_does_not_take_the_way_back_from_a_screen(role: Role) -> None:
    dossier = accept(dossier_in("access.reset"), do.StartAffiliation())
    back = dossier.decide(do.GoBack(), at=NOW, role=role).dossier
    assert (back.states["affiliation"], back.states["access"]) == ("home", "reset")
