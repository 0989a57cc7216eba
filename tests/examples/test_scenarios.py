"""
Cases of real life, each a file of ``examples/scenarios``: what ought to come of it is written in ``expected_scenarios``.
"""

import datetime as dt
from pathlib import Path
from typing import Any

import attrs
import pytest

from effort import IS_THOROUGH
from expected_scenarios import EXPECTED, Case
from paths import SCENARIOS
from psc_workflow import Role
from psc_workflow.cli._scenario import run_stored
from psc_workflow.testing import scenarios
from psc_workflow.testing._scenarios.running import as_json


def read(name: str) -> scenarios.Scenario:
    return scenarios.read(SCENARIOS / f"{name}.json")


def test_every_scenario_says_what_it_ought_to_give() -> None:
    assert sorted(EXPECTED) == sorted(file.stem for file in SCENARIOS.glob("*.json"))


@pytest.mark.parametrize("name", EXPECTED)
def test_a_case_of_real_life(name: str) -> None:
    scenario = read(name)
    result = scenarios.run(scenario)
    answer = as_json(scenario, result)
    view = result.dossier.view(at=result.ended_at, role=Role.AGENT)
    case = Case(
        states=" ".join(answer["steps"][-1]["states"].values()),
        covered=None if view.cover is None else view.cover.refs,
        effective_on=None if view.effective_on is None else view.effective_on.isoformat(),
        due_at=answer["due_at"],
        debited=None if view.cover is None else answer["quote"]["debited"],
        outcomes={
            f"{place} {step['do']}": f"{step['outcome']}: {' '.join(step['codes'])}"
            for place, step in enumerate(answer["steps"])
            if step["outcome"] != "accepted"
        },
        effects={
            f"{place} {step['do']}": " ".join(step["effects"])
            for place, step in enumerate(answer["steps"])
            if step["effects"]
        },
    )
    assert attrs.asdict(case) == attrs.asdict(EXPECTED[name])


@pytest.mark.parametrize("name", [*EXPECTED][:: 1 if IS_THOROUGH else 4])
def test_stored_between_every_step_a_scenario_gives_the_same(name: str, tmp_path: Path) -> None:
    scenario = read(name)
    stored = run_stored(scenario, tmp_path / "dossiers.db")
    in_memory = scenarios.run(scenario)
    assert as_json(scenario, stored) == as_json(scenario, in_memory)
    assert stored.dossier.dump() == in_memory.dossier.dump()


@pytest.mark.parametrize("name", EXPECTED)
def test_what_is_said_of_a_scenario_is_at_most_a_few_sentences(name: str) -> None:
    about = read(name).about
    assert about.endswith(".")
    assert len(about) <= 500


# -- what single steps say ----------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "step", "fields"),
    [
        ("bounced-invitation", 0, {"recipient": "professional", "address": None}),
        ("bounced-invitation", 14, {"recipient": "contact", "address": "benoit.dupond@example.org"}),
        ("cps-agent", 2, {"about": "not_concerned"}),
        ("report-rejected", 0, {"last_day": dt.date(2026, 4, 27)}),
        ("report-rejected", 5, {"last_day": dt.date(2026, 5, 17)}),
        ("late-completion", 2, {"effective_on": dt.date(2026, 5, 1), "recipient": "professional"}),
        ("late-completion", 17, {"requested_on": dt.date(2026, 5, 18), "request": "affiliation"}),
        ("signed-after-the-first-of-may", 0, {"last_day": dt.date(2026, 5, 11)}),
        ("individual-contract", 4, {"requested_on": dt.date(2026, 4, 8), "request": "dispensation"}),
        ("individual-contract", 6, {"last_day": dt.date(2027, 5, 22)}),
        ("partner-loses-cover", 4, {"last_day": dt.date(2026, 10, 6), "recipient": "professional"}),
        ("renounced-dispensation", 4, {"last_day": dt.date(2026, 7, 1)}),
        ("renewed-dispensation", 4, {"last_day": dt.date(2027, 4, 30)}),
        ("missed-renewal", 5, {"last_day": dt.date(2027, 5, 22)}),
        ("missed-renewal", 8, {"effective_on": dt.date(2027, 5, 1)}),
        ("child-turns-21-and-25", 13, {"ref": "teva", "age": 21, "birthday": dt.date(2026, 10, 5)}),
        ("child-turns-21-and-25", 17, {"ref": "teva", "age": 25, "birthday": dt.date(2030, 10, 5)}),
        ("transfer-to-the-mainland", 16, {"next_contract": "men-2026", "on": dt.date(2026, 9, 1)}),
        ("retirement", 13, {"opens_on": dt.date(2026, 9, 1), "last_day": None}),
        ("password-forgotten", 6, {"recipient": "login", "address": "benoit.dupond@example.org"}),
    ],
)
def test_what_the_host_is_asked_to_do(name: str, step: int, fields: dict[str, Any]) -> None:
    decision = scenarios.run(read(name)).decisions[step]
    assert {field: getattr(decision.effects[0], field) for field in fields} == fields


@pytest.mark.parametrize(
    ("name", "step", "state"),
    [
        ("cps-agent", 3, "affiliation under_review"),
        ("cps-agent-silent", 4, "affiliation auto_affiliated"),
        ("cps-agent-silent", 5, "membership in_force"),
        ("report-rejected", 3, "affiliation under_review"),
        ("report-rejected", 4, "affiliation regime"),
        ("signed-on-the-last-second", 14, "affiliation confirmed"),
        ("signed-too-late", 14, "affiliation auto_affiliated"),
        ("signed-too-late", 15, "affiliation regime"),
        ("late-completion", 3, "membership in_force"),
        ("late-completion", 16, "membership in_force"),
        ("signed-after-the-first-of-may", 13, "membership none"),
        ("hired-in-september", 12, "membership received"),
        ("dispensation-and-back", 11, "affiliation signature"),
        ("dispensation-and-back", 12, "affiliation consents"),
        ("dispensation-and-back", 16, "dispensation home"),
        ("dispensation-and-back", 17, "affiliation bank_details"),
        ("individual-contract", 5, "dispensation granted"),
        ("renewed-dispensation", 4, "dispensation renewal_due"),
        ("missed-renewal", 5, "affiliation home"),
        ("dispensed-later", 17, "membership in_force"),
        ("unpaid-leave", 14, "membership in_force"),
        ("unpaid-leave", 15, "membership suspended"),
        ("unpaid-leave", 16, "membership suspended"),
        ("transfer-to-the-mainland", 15, "membership in_force"),
        ("retirement", 12, "membership in_force"),
        ("password-forgotten", 5, "access login"),
        ("password-forgotten", 6, "access reset"),
    ],
)  # fmt: skip
def test_where_one_stands_on_the_way(name: str, step: int, state: str) -> None:
    scenario = read(name)
    answer = as_json(scenario, scenarios.run(scenario))
    journey, _, expected = state.partition(" ")
    assert answer["steps"][step]["states"][journey] == expected


@pytest.mark.parametrize(
    ("name", "step", "warnings"),
    [
        ("saved-draft", 14, ["draft-field-left-out"]),
        ("hired-in-september", 12, ["premium-unknown", "effective-date-pending"]),
        ("newborn", 13, ["child-nir-pending"]),
        ("divorce-with-stepchildren", 14, ["child-of-removed-partner", "cover-ends"]),
        ("child-turns-21-and-25", 16, ["beneficiary-details-pending"]),
        ("three-children", 10, ["child-nir-pending"]),
    ],
)
def test_what_one_is_warned_of(name: str, step: int, warnings: list[str]) -> None:
    scenario = read(name)
    assert as_json(scenario, scenarios.run(scenario))["steps"][step]["warnings"] == warnings


@pytest.mark.parametrize(("name", "pending"), [("newborn", ()), ("three-children", ("children_details.moana.nir",))])
def test_what_is_still_to_come(name: str, pending: tuple[str, ...]) -> None:
    result = scenarios.run(read(name))
    assert result.dossier.view(at=result.ended_at, role=Role.AGENT).pending == pending


def test_a_draft_is_given_back_until_the_screen_is_answered() -> None:
    scenario = read("saved-draft")
    decisions = scenarios.run(scenario).decisions
    drafts = [
        decision.dossier.view(at=step.at, role=Role.AGENT).draft
        for step, decision in zip(scenario.steps, decisions, strict=True)
    ]
    assert drafts[5] == drafts[6] == {"first_name": "Benoît", "birth_city": "Pap"}
    assert drafts[7] is None
    assert drafts[14] == drafts[15] == {"documents_read": ["bulletin_adhesion"]}


def test_a_mandate_is_signed_once_something_is_debited() -> None:
    decisions = scenarios.run(read("first-beneficiary-later")).decisions
    mandates = [decision.dossier.record.membership.mandate for decision in decisions]
    assert mandates[11] is mandates[13] is None
    assert mandates[14] == "proof-0002"


def test_the_new_account_takes_the_old_one_s_place() -> None:
    dossier = scenarios.run(read("change-of-bank")).dossier
    assert dossier.record.answers.bank_details.iban == "FR7612149000010012345678960"


def test_twins_keep_their_names_and_take_their_own_details() -> None:
    answers = scenarios.run(read("twins-without-refs")).dossier.record.answers
    assert [child.ref for child in answers.children] == ["child-1", "child-2"]
    assert [answers.details_of(child).first_name for child in answers.children] == ["Vaea", "Hina"]


def test_a_manager_s_entries_are_the_manager_s_and_the_signature_the_agent_s() -> None:
    decisions = scenarios.run(read("bounced-invitation")).decisions
    steps = [step for decision in decisions for step in decision.steps if step.journey == "affiliation"]
    own = {step.command: step.role.value for step in steps if step.role.value != "manager"}
    assert own == {"reminder-falls-due": "clock", "give-consents": "agent", "sign": "agent"}


def test_premiums_follow_who_is_covered() -> None:
    scenario = read("divorce-with-stepchildren")
    decisions = scenarios.run(scenario).decisions
    steps = zip(scenario.steps, decisions, strict=True)
    debited = [decision.dossier.quote(at=step.at).debited for step, decision in [*steps][13:]]
    assert debited == [2200, 2200, 1200, 600]
