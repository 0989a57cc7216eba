"""
What is asked next, and why.
"""

import datetime as dt

import pytest

from dossiers import EVERY_STATE, accept, at_state, dossier_in, now_of, open_dossier
from people import ALONE, BENOIT, FAMILY, NOW, SINGLE_PARENT, details_of
from psc_workflow import Agent, Dossier, Outcome, Regime
from psc_workflow import commands as do
from psc_workflow._model.commands import parse
from psc_workflow.exceptions import HostError

CHILD = {"birth_date": "2015-01-01", "regime": "general"}
WHOLE_DRAFT = {"birth_date": "2005-09-01", "regime": "general", "situation": "student", "covered_by_own_work": False}
STUDENT_DRAFT = {"birth_date": "2005-09-01", "regime": "general"}


def asked(dossier: Dossier, draft: dict | None = None) -> list[str]:
    """Name the facts asked for, after the name of the command."""
    return [question.fact.partition(".")[2] for question in dossier.next_questions(at=now_of(dossier), draft=draft)]


@pytest.mark.parametrize(
    ("draft", "facts"),
    [
        ({}, ["partner", "children"]),
        ({"partner": None}, ["children"]),
        ({"children": []}, ["partner"]),
        ({"partner": None, "children": []}, []),
        ({"partner": {}, "children": []}, [f"partner.{n}" for n in ("birth_date", "regime", "link", "state_civil_servant")]),
        ({"partner": None, "children": [CHILD]}, []),
        ({"partner": None, "children": [{}]}, ["children.0.birth_date", "children.0.regime"]),
        ({"partner": None, "children": [CHILD, STUDENT_DRAFT]}, ["children.1.situation"]),
        ({"partner": None, "children": [STUDENT_DRAFT | {"situation": "working"}]}, ["children.0.covered_by_own_work"]),
        ({"partner": None, "children": [STUDENT_DRAFT | {"situation": "student"}]}, ["children.0.covered_by_own_work"]),
        ({"partner": None, "children": [WHOLE_DRAFT]}, []),
        ({"partner": "yes", "children": []}, ["partner"]),
        ({"partner": None, "children": [], "shoe_size": 43}, []),
    ],
    ids=str,
)  # fmt: skip
def test_only_what_can_change_the_answer_is_asked(draft: dict, facts: list[str]) -> None:
    assert asked(at_state("beneficiaries"), draft) == facts


def test_what_only_warns_is_asked_without_being_required() -> None:
    """Neither blocks: a separated spouse, a student's own cover, a child's number that may come later."""
    spouse = {"birth_date": "1972-10-09", "regime": "general", "link": "married", "state_civil_servant": False}
    student = STUDENT_DRAFT | {"situation": "student"}
    draft = {"partner": spouse, "children": [student]}
    required = {q.fact: q.required for q in at_state("beneficiaries").next_questions(at=NOW, draft=draft)}
    assert required == {
        "declare_beneficiaries.partner.judicially_separated": False,
        "declare_beneficiaries.children.0.covered_by_own_work": False,
    }
    number = {q.fact: q.required for q in at_state("children_details").next_questions(at=NOW)}
    assert number["declare_child.nir"] is False
    assert number["declare_child.first_name"] is True


def test_a_saved_draft_counts_as_filled_in() -> None:
    dossier = accept(at_state("beneficiaries"), do.SaveAndQuit({"partner": None}))
    assert asked(dossier) == ["children"]
    assert asked(dossier, {}) == ["partner", "children"]


def test_what_the_employer_prefilled_is_not_asked_again() -> None:
    assert asked(at_state("identity")) == ["birth_country", "birth_city"]
    nobody = at_state("identity", agent=Agent(hired_on=BENOIT.hired_on))
    assert asked(nobody) == list(do.ConfirmIdentity.field_names())
    assert asked(at_state("contact_details")) == []


def test_the_next_child_is_asked_about_by_the_facts_that_are_not_known() -> None:
    dossier = at_state("children_details", SINGLE_PARENT)
    assert "birth_date" not in asked(dossier)
    first, second = SINGLE_PARENT.children
    half = accept(dossier, details_of(first))
    assert asked(half, {"ref": second.ref}) == asked(dossier)


def test_the_facts_of_a_motive_are_asked_once_it_is_chosen() -> None:
    dossier = dossier_in("dispensation.motive")
    assert asked(dossier) == ["motive"]
    assert asked(dossier, {"motive": "partner_collective"}) == []
    assert asked(dossier, {"motive": "individual_contract"}) == ["facts.contract_end", "facts.in_force_since"]


@pytest.mark.parametrize("name", EVERY_STATE)
def test_what_is_asked_for_is_what_would_be_missing(name: str) -> None:
    """A question that is required names a fact without which the screen's command is incomplete."""
    dossier = dossier_in(name)
    at = now_of(dossier)
    for question in (question for question in dossier.next_questions(at=at) if question.required):
        event, _, path = question.fact.partition(".")
        assert question.question.fr
        assert question.question.en
        assert question.why.fr
        assert question.sources
        blank = parse(event.replace("_", "-"), {})
        decision = dossier.decide(blank, at=at, role=blank.roles[0])
        assert decision.outcome in (Outcome.INCOMPLETE, Outcome.REFUSED)
        assert path in decision.missing


def test_what_no_screen_asks_for_is_told_by_the_finding_itself() -> None:
    late = Agent(hired_on=None)
    invited = dt.datetime(2026, 9, 2, 18, 0, tzinfo=dt.UTC)
    dossier = Dossier.open(open_dossier().contract, id="D1", agent=late, invited_at=invited)
    dossier = accept(dossier, do.StartAffiliation(), do.DeclareRegime(Regime.GENERAL), at=invited)
    child = {"birth_date": "2005-10-01", "regime": "general", "situation": "none", "disabled": False}
    child["covered_by_own_work"] = False
    (question,) = dossier.next_questions(at=invited, draft={"partner": None, "children": [child]})
    assert question.fact == "agent.hired_on"
    assert "gestionnaire" in question.why.fr


def test_asking_changes_nothing() -> None:
    dossier = at_state("beneficiaries", FAMILY)
    before = dossier.dump()
    dossier.next_questions(at=NOW, draft={"partner": None})
    dossier.why_asked("partner")
    assert dossier.dump() == before


def test_why_a_fact_is_asked_is_told_with_its_sources() -> None:
    dossier = at_state("beneficiaries", ALONE)
    by_screen = dossier.why_asked("children.0.situation")
    assert by_screen == dossier.why_asked("declare-beneficiaries.children.0.situation")
    assert by_screen == dossier.why_asked("declare_beneficiaries.children.carla.situation")
    assert "25" in by_screen.why.fr or "études" in by_screen.why.fr
    assert any("2022-633" in source.title for source in by_screen.sources)


@pytest.mark.parametrize("fact", ["", "nir", "declare-regime.colour", "fly-to-mars.fuel"])
def test_a_fact_nobody_asks_for_is_the_host_s_mistake(fact: str) -> None:
    with pytest.raises(HostError):
        at_state("beneficiaries").why_asked(fact)


def test_a_renewal_is_prefilled_with_what_the_last_attestation_says() -> None:
    dossier = dossier_in("dispensation.renewal_due")
    asked = [question.fact for question in dossier.next_questions(at=now_of(dossier))]
    assert asked == [f"renew_dispensation.{name}" for name in ("end_date", "signed_on", "signed_at_place", "signed")]
