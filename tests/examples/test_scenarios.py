"""
Cases of real life, each a file of ``examples/scenarios``: what ought to come of it, by the design, the guide and the law.

Steps are called by their place in the file, from 0, and their command.
"""

import datetime as dt
from pathlib import Path
from typing import Any

import attrs
import pytest

from paths import SCENARIOS
from psc_workflow.cli import _scenario as scenarios

MAY = "2026-05-01"
FIRST_REMINDER = "2026-04-13T00:00:00-10:00"
ENTERS_INTO_FORCE = "2026-05-01T00:00:00-10:00"
CARLA_NEARS_21 = "2040-07-11T00:00:00-10:00"
"""Sixty days before 9 September 2040."""

SIGNED = "SendAcknowledgement"


@attrs.frozen
class Case:
    """
    What ought to come of a scenario.

    Args:
        states: Of access, affiliation, dispensation and membership, at the
            last instant.
        covered: Who is covered besides the agent; ``None`` for who is not a
            member.
        effective_on: First day of cover; ``None`` while unknown.
        due_at: When something will next happen by itself.
        debited: Euros a month, of a member; ``None`` where the tariff does
            not know.
        outcomes: Of the steps that are not simply accepted, with their codes.
        effects: Of the steps that have any.
    """

    states: str
    covered: tuple[str, ...] | None = None
    effective_on: str | None = MAY
    due_at: str | None = None
    debited: str | None = None
    outcomes: dict[str, str] = attrs.field(factory=dict)
    effects: dict[str, str] = attrs.field(factory=dict)


EXPECTED = {
    # -- the guide's journey ---------------------------------------------------------
    "reference-family": Case(
        "invited confirmed home received",
        ("partner", "carla"),
        due_at=ENTERS_INTO_FORCE,
        debited="16.00",
        effects={"14 sign": SIGNED},
    ),
    "reference-family-option-1": Case(
        "invited confirmed home received",
        ("partner", "carla"),
        due_at=ENTERS_INTO_FORCE,
        debited="36.00",
        effects={"12 sign": SIGNED},
    ),
    "reference-family-option-2": Case(
        "invited confirmed home received",
        ("partner", "carla"),
        due_at=ENTERS_INTO_FORCE,
        debited="55.00",
        effects={"12 sign": SIGNED},
    ),
    "strasbourg-family": Case(
        "invited confirmed home received",
        ("partner", "lou", "max", "zoe"),
        due_at="2026-05-01T00:00:00+02:00",
        outcomes={"6 declare-social-security": "incomplete: code-organisme-missing"},
        effects={"0 start-affiliation": "SendReminder", "15 sign": SIGNED},
    ),
    "vacataire": Case(
        "invited not_concerned home none",
        effects={"4 report-not-concerned": "AskForReview", "5 close-file": "SendReviewOutcome"},
    ),
    "reference-family-men-2026-pf": Case(
        "invited confirmed home received",
        ("partner", "carla"),
        due_at=ENTERS_INTO_FORCE,
        effects={"12 sign": SIGNED},
    ),
    "nobody-to-cover": Case(
        "invited confirmed home received",
        (),
        due_at=ENTERS_INTO_FORCE,
        debited="0.00",
        effects={"11 sign": SIGNED},
    ),
    "partner-only": Case(
        "invited confirmed home received",
        ("partner",),
        due_at=ENTERS_INTO_FORCE,
        debited="10.00",
        effects={"11 sign": SIGNED},
    ),
    "three-children": Case(
        "invited confirmed home received",
        ("partner", "carla", "anapa", "moana"),
        due_at=ENTERS_INTO_FORCE,
        debited="22.00",
        effects={"14 sign": SIGNED},
    ),
    "saved-draft": Case(
        "invited confirmed home received",
        ("partner", "carla"),
        due_at=ENTERS_INTO_FORCE,
        debited="16.00",
        effects={"16 sign": SIGNED},
    ),
    "bounced-invitation": Case(
        "invited confirmed home received",
        ("partner", "carla"),
        due_at=ENTERS_INTO_FORCE,
        debited="16.00",
        outcomes={"13 sign": "not_available: role-not-allowed"},
        effects={"0 tick": "SendReminder", "14 sign": SIGNED},
    ),
    # -- access ----------------------------------------------------------------------
    "password-forgotten": Case(
        "signed_in home home none",
        due_at=FIRST_REMINDER,
        effects={"6 forget-password": "SendPasswordReset"},
    ),
    "password-too-weak": Case(
        "created home home none",
        due_at=FIRST_REMINDER,
        outcomes={
            "1 create-account": "refused: password-too-short password-too-weak",
            "2 create-account": "refused: password-too-weak",
            "3 create-account": "refused: password-too-short",
            "4 create-account": "refused: password-confirmation-differs",
        },
    ),
    # -- who the contract is not for -------------------------------------------------
    "cps-agent": Case(
        "invited not_concerned home none",
        outcomes={"1 declare-regime": "refused: regime-not-covered"},
        effects={"2 report-not-concerned": "AskForReview", "4 close-file": "SendReviewOutcome"},
    ),
    "cps-agent-silent": Case(
        "invited not_concerned closed ended",
        outcomes={"1 declare-regime": "refused: regime-not-covered"},
        effects={
            "2 tick": "SendReminder",
            "3 tick": "SendReminder",
            "4 tick": "SendAutomaticAffiliation",
            "6 report-not-concerned": "AskForReview",
            "7 close-file": "SendReviewOutcome",
        },
    ),
    "report-rejected": Case(
        "invited confirmed home in_force",
        (),
        debited="0.00",
        effects={
            "0 tick": "SendReminder",
            "2 report-not-concerned": "AskForReview",
            "4 reject-report": "SendReviewOutcome",
            "5 tick": "SendReminder",
            "16 sign": SIGNED,
        },
    ),
    # -- time ------------------------------------------------------------------------
    "signed-on-the-last-second": Case(
        "invited confirmed home received",
        (),
        due_at=ENTERS_INTO_FORCE,
        debited="0.00",
        effects={"0 tick": "SendReminder", "1 tick": "SendReminder", "13 sign": SIGNED},
    ),
    "signed-too-late": Case(
        "invited confirmed closed received",
        ("partner", "carla"),
        due_at=ENTERS_INTO_FORCE,
        debited="16.00",
        outcomes={"14 sign": "not_available: command-not-available"},
        effects={
            "0 tick": "SendReminder",
            "1 tick": "SendReminder",
            "15 complete-affiliation": "SendAutomaticAffiliation",
            "27 sign": SIGNED,
        },
    ),
    "late-completion": Case(
        "invited confirmed closed in_force",
        ("partner", "teva"),
        due_at="2030-03-13T00:00:00-10:00",
        debited="16.00",
        outcomes={"6 declare-beneficiaries": "refused: child-past-age-limit"},
        effects={
            "0 tick": "SendReminder",
            "1 tick": "SendReminder",
            "2 tick": "SendAutomaticAffiliation",
            "17 sign": SIGNED,
        },
    ),
    "signed-after-the-first-of-may": Case(
        "invited confirmed home in_force",
        ("partner", "carla"),
        due_at=CARLA_NEARS_21,
        debited="16.00",
        effects={"0 tick": "SendReminder", "1 tick": "SendReminder", "14 sign": SIGNED},
    ),
    # -- later arrivals --------------------------------------------------------------
    "hired-in-september": Case(
        "invited confirmed home in_force",
        ("partner", "carla"),
        "2026-09-01",
        due_at=CARLA_NEARS_21,
        debited="16.00",
        effects={"12 sign": f"{SIGNED} AskForReview"},
    ),
    "recorded-before-the-hiring": Case(
        "invited home home none",
        effective_on="2026-09-01",
        due_at="2026-09-10T00:00:00-10:00",
        outcomes={"0 record-effective-date": "refused: recorded-date-too-early"},
    ),
    "born-on-29-february": Case(
        "invited confirmed home received",
        ("teva", "moana"),
        "2029-02-28",
        due_at="2029-02-28T00:00:00-10:00",
        debited="12.00",
        outcomes={"3 declare-beneficiaries": "refused: child-past-age-limit child-past-last-age-limit"},
        effects={"15 sign": f"{SIGNED} SendChildAgeNotice SendChildAgeNotice"},
    ),
    # -- dispensation ----------------------------------------------------------------
    "dispensation-and-back": Case(
        "invited confirmed home received",
        ("partner", "carla"),
        due_at=ENTERS_INTO_FORCE,
        debited="16.00",
        outcomes={"14 give-consents": "refused: journey-set-aside"},
        effects={"19 sign": SIGNED},
    ),
    "partner-loses-cover": Case(
        "invited confirmed expired in_force",
        ("partner",),
        "2026-09-01",
        debited="10.00",
        effects={"3 request-dispensation": SIGNED, "4 report-motive-end": "SendInvitation", "16 sign": SIGNED},
    ),
    "individual-contract": Case(
        "invited home expired none",
        effective_on="2027-05-01",
        due_at="2027-05-08T00:00:00-10:00",
        outcomes={
            "2 attest": "refused: attestation-end-too-late",
            "5 renew-dispensation": "not_available: command-not-available",
        },
        effects={"4 request-dispensation": SIGNED, "6 tick": "SendInvitation"},
    ),
    "individual-contract-taken-late": Case(
        "invited confirmed home in_force",
        (),
        debited="0.00",
        outcomes={"3 choose-motive": "refused: individual-contract-too-late"},
        effects={"0 tick": "SendReminder", "1 tick": "SendReminder", "16 sign": SIGNED},
    ),
    "renounced-dispensation": Case(
        "invited confirmed renounced in_force",
        (),
        "2026-06-11",
        debited="0.00",
        effects={"3 request-dispensation": SIGNED, "4 renounce-dispensation": "SendInvitation", "16 sign": SIGNED},
    ),
    "renewed-dispensation": Case(
        "invited home granted none",
        effective_on=None,
        due_at="2028-03-31T00:00:00-10:00",
        outcomes={"5 renew-dispensation": "refused: attestation-end-not-later"},
        effects={
            "3 request-dispensation": SIGNED,
            "4 tick": "SendRenewalNotice",
            "6 renew-dispensation": SIGNED,
        },
    ),
    "missed-renewal": Case(
        "invited auto_affiliated expired in_force",
        (),
        "2027-05-01",
        debited="0.00",
        effects={
            "3 request-dispensation": SIGNED,
            "4 tick": "SendRenewalNotice",
            "5 tick": "SendInvitation",
            "6 tick": "SendReminder",
            "7 tick": "SendReminder",
            "8 tick": "SendAutomaticAffiliation",
        },
    ),
    "dispensed-later": Case(
        "invited confirmed granted ended",
        effective_on=None,
        due_at="2027-08-01T00:00:00-10:00",
        outcomes={
            "13 choose-motive": "incomplete: motive-event-missing",
            "14 choose-motive": "refused: motive-event-in-future",
            "15 choose-motive": "refused: motive-opened-earlier",
        },
        effects={"11 sign": SIGNED, "18 request-dispensation": SIGNED},
    ),
    # -- who is covered --------------------------------------------------------------
    "first-beneficiary-later": Case(
        "invited confirmed home in_force",
        ("partner",),
        debited="10.00",
        outcomes={"12 sign-mandate": "refused: mandate-not-needed"},
        effects={"11 sign": SIGNED},
    ),
    "newborn": Case(
        "invited confirmed home in_force",
        ("partner", "carla", "hina"),
        due_at=CARLA_NEARS_21,
        debited="22.00",
        effects={"12 sign": SIGNED},
    ),
    "twins": Case(
        "invited confirmed home received",
        ("partner", "hina", "maui"),
        due_at=ENTERS_INTO_FORCE,
        debited="22.00",
        effects={"13 sign": SIGNED},
    ),
    "twins-without-refs": Case(
        "invited confirmed home received",
        ("child-1", "child-2"),
        due_at=ENTERS_INTO_FORCE,
        debited="12.00",
        effects={"14 sign": SIGNED},
    ),
    "shared-custody": Case(
        "invited confirmed home in_force",
        (),
        debited="0.00",
        effects={"11 sign": SIGNED},
    ),
    "divorce-with-stepchildren": Case(
        "invited confirmed home in_force",
        ("carla",),
        due_at=CARLA_NEARS_21,
        debited="6.00",
        effects={"13 sign": SIGNED},
    ),
    "two-state-civil-servants": Case(
        "invited confirmed home received",
        ("carla", "anapa"),
        due_at=ENTERS_INTO_FORCE,
        debited="12.00",
        outcomes={"2 declare-beneficiaries": "refused: partner-state-civil-servant"},
        effects={"13 sign": SIGNED},
    ),
    "child-turns-21-and-25": Case(
        "invited confirmed home in_force",
        ("partner",),
        debited="10.00",
        outcomes={
            "15 add-beneficiary": "refused: child-past-age-limit",
            "19 add-beneficiary": "refused: child-past-last-age-limit",
        },
        effects={"12 sign": SIGNED, "13 tick": "SendChildAgeNotice", "17 tick": "SendChildAgeNotice"},
    ),
    "disabled-child": Case(
        "invited confirmed home in_force",
        ("maui",),
        debited="6.00",
        effects={"11 sign": SIGNED},
    ),
    # -- what follows ----------------------------------------------------------------
    "change-of-bank": Case(
        "invited confirmed home in_force",
        ("partner", "carla"),
        due_at=CARLA_NEARS_21,
        debited="16.00",
        outcomes={"13 update-bank-details": "refused: iban-key-wrong rib-key-wrong"},
        effects={"12 sign": SIGNED},
    ),
    "unpaid-leave": Case(
        "invited confirmed home in_force",
        ("partner", "carla"),
        due_at=CARLA_NEARS_21,
        debited="16.00",
        outcomes={"13 suspend": "refused: leave-keeps-obligation"},
        effects={"12 sign": SIGNED},
    ),
    "transfer-to-the-mainland": Case(
        "invited confirmed home ended",
        outcomes={"13 transfer": "refused: transfer-same-contract", "14 transfer": "refused: day-too-early"},
        effects={"12 sign": SIGNED, "16 tick": "ContinueUnder"},
    ),
    "arrival-from-the-mainland": Case(
        "invited confirmed home in_force",
        (),
        "2026-09-01",
        debited="0.00",
        effects={"12 sign": SIGNED},
    ),
    "retirement": Case(
        "invited confirmed home ended",
        effects={"11 sign": SIGNED, "13 tick": "OpenRetireeWindow"},
    ),
    "death-of-the-agent": Case(
        "invited confirmed home ended",
        effects={"12 sign": SIGNED, "13 end-membership": "InformSurvivors"},
    ),
    "death-before-answering": Case(
        "invited home home ended",
        effects={"0 end-membership": "InformSurvivors"},
    ),
    "death-of-a-dispensed-agent": Case(
        "invited home granted ended",
        effective_on=None,
        effects={"3 request-dispensation": SIGNED, "4 end-membership": "InformSurvivors"},
    ),
    "death-of-a-child": Case(
        "invited confirmed home in_force",
        ("partner",),
        debited="10.00",
        effects={"12 sign": SIGNED},
    ),
}


def read(name: str) -> scenarios.Scenario:
    return scenarios.read(SCENARIOS / f"{name}.json")


def test_every_scenario_says_what_it_ought_to_give() -> None:
    assert sorted(EXPECTED) == sorted(file.stem for file in SCENARIOS.glob("*.json"))


@pytest.mark.parametrize("name", EXPECTED)
def test_a_case_of_real_life(name: str) -> None:
    scenario = read(name)
    result = scenarios.run(scenario)
    answer = scenarios.as_json(scenario, result)
    view = result.dossier.view(at=result.ended_at)
    found = Case(
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
    assert attrs.asdict(found) == attrs.asdict(EXPECTED[name])


@pytest.mark.parametrize("name", EXPECTED)
def test_stored_between_every_step_a_scenario_gives_the_same(name: str, tmp_path: Path) -> None:
    scenario = read(name)
    stored = scenarios.run_stored(scenario, tmp_path / "dossiers.db")
    in_memory = scenarios.run(scenario)
    assert scenarios.as_json(scenario, stored) == scenarios.as_json(scenario, in_memory)
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
        ("transfer-to-the-mainland", 16, {"contract": "men-2026", "on": dt.date(2026, 9, 1)}),
        ("retirement", 13, {"opens_on": dt.date(2026, 9, 1), "last_day": dt.date(2028, 8, 31)}),
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
    answer = scenarios.as_json(scenario, scenarios.run(scenario))
    journey, _, expected = state.partition(" ")
    assert answer["steps"][step]["states"][journey] == expected


@pytest.mark.parametrize(
    ("name", "step", "warnings"),
    [
        ("saved-draft", 14, ["draft-field-left-out"]),
        ("hired-in-september", 12, ["effective-date-pending"]),
        ("newborn", 13, ["child-nir-pending"]),
        ("divorce-with-stepchildren", 14, ["child-of-removed-partner"]),
        ("child-turns-21-and-25", 16, ["beneficiary-details-pending"]),
        ("three-children", 10, ["child-nir-pending"]),
    ],
)
def test_what_one_is_warned_of(name: str, step: int, warnings: list[str]) -> None:
    scenario = read(name)
    assert scenarios.as_json(scenario, scenarios.run(scenario))["steps"][step]["warnings"] == warnings


@pytest.mark.parametrize(("name", "pending"), [("newborn", ()), ("three-children", ("children_details.moana.nir",))])
def test_what_is_still_to_come(name: str, pending: tuple[str, ...]) -> None:
    result = scenarios.run(read(name))
    assert result.dossier.view(at=result.ended_at).pending == pending


def test_a_draft_is_given_back_until_the_screen_is_answered() -> None:
    scenario = read("saved-draft")
    decisions = scenarios.run(scenario).decisions
    drafts = [decision.dossier.view(at=step.at).draft for step, decision in zip(scenario.steps, decisions, strict=True)]
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
    roles = [step.role.value for decision in decisions for step in decision.steps if step.journey == "affiliation"]
    assert set(roles[1:-1]) == {"manager"}
    assert (roles[0], roles[-1]) == ("clock", "agent")


def test_premiums_follow_who_is_covered() -> None:
    scenario = read("divorce-with-stepchildren")
    decisions = scenarios.run(scenario).decisions
    steps = zip(scenario.steps, decisions, strict=True)
    debited = [decision.dossier.quote(at=step.at).debited for step, decision in [*steps][13:]]
    assert debited == [2200, 2200, 1200, 600]
