"""
One is in one journey at a time: the other is set aside with its answers, or refused while a dispensation lasts.
"""

import attrs
import pytest

from dossiers import accept, dossier_affiliated_by_silence, dossier_in, now_of, open_dossier, tick
from journeys import (
    MEMBER_REQUEST,
    REQUEST,
    RIGHT_ANSWERS,
    SCREENS_BEFORE_CONSENTS,
    START_DISPENSATION,
    check_refusal,
    on_screen,
    steps_of,
)
from people import AFTER_DEADLINE, ATTESTATION, DISPENSATION_REQUEST, MOTIVE, NOW, REPORT_CPS, START, TODAY, instant
from psc_workflow import Formula, Outcome, Regime, Role
from psc_workflow import commands as do

# -- starting one sets the other aside -------------------------------------------------------------------


@pytest.mark.parametrize("steps_taken", [1, 2, 3], ids=["motive", "motive chosen", "attested"])
@pytest.mark.parametrize("state", [*SCREENS_BEFORE_CONSENTS, "confirmed"])
def test_asking_for_a_dispensation_sets_the_affiliation_aside_and_going_back_resumes_it(
    state: str, steps_taken: int
) -> None:
    before = on_screen(state)
    asking = accept(before, *MEMBER_REQUEST[:steps_taken])
    assert (asking.record.active, asking.states["affiliation"]) == ("dispensation", state)
    assert asking.view(at=NOW, role=Role.AGENT).where.journey == "dispensation"
    backs = [do.GoBack()] * (2 if steps_taken > 1 else 1)
    back = accept(asking, *backs)
    assert (back.record.active, back.states) == ("affiliation", before.states)
    answers = attrs.evolve(back.record.answers, motive=None, attestation=None)
    assert answers == before.record.answers
    assert back.view(at=NOW, role=Role.AGENT).where == before.view(at=NOW, role=Role.AGENT).where


def test_a_late_completion_set_aside_is_resumed_too() -> None:
    before = accept(
        dossier_affiliated_by_silence(), do.CompleteAffiliation(), do.DeclareRegime(Regime.GENERAL), at=AFTER_DEADLINE
    )
    asking = accept(before, START_DISPENSATION, at=AFTER_DEADLINE)
    back = accept(asking, do.GoBack(), at=AFTER_DEADLINE)
    assert (back.states["affiliation"], back.record.answers) == ("beneficiaries", before.record.answers)
    assert back.record.membership == before.record.membership


@pytest.mark.parametrize("steps_taken", [1, 2, 3], ids=["motive", "motive chosen", "attested"])
def test_starting_the_affiliation_sets_the_request_for_a_dispensation_aside_with_its_motive(steps_taken: int) -> None:
    asking = accept(open_dossier(), *DISPENSATION_REQUEST[:steps_taken])
    decision = asking.decide(do.StartAffiliation(), at=NOW, role=Role.AGENT)
    assert steps_of(decision) == [("start-affiliation", "regime"), ("set-aside", "home")]
    aside = decision.dossier
    assert aside.record.active == "affiliation"
    assert aside.record.answers.motive == asking.record.answers.motive
    again = accept(aside, START_DISPENSATION)
    assert (again.states["dispensation"], again.states["affiliation"]) == ("motive", "regime")
    assert (
        again.view(at=NOW, role=Role.AGENT).answers["motive"] == asking.view(at=NOW, role=Role.AGENT).answers["motive"]
    )


@pytest.mark.parametrize("state", ["motive", "attestation"])
def test_a_report_sets_the_request_for_a_dispensation_aside(state: str) -> None:
    decision = dossier_in(f"dispensation.{state}").decide(REPORT_CPS, at=NOW, role=Role.AGENT)
    assert steps_of(decision) == [("report-not-concerned", "under_review"), ("set-aside", "home")]
    assert decision.dossier.record.active == "affiliation"


@pytest.mark.parametrize("steps_taken", [1, 2, 3], ids=["motive", "motive chosen", "attested"])
def test_completing_an_automatic_affiliation_sets_the_request_for_a_dispensation_aside(steps_taken: int) -> None:
    since = attrs.evolve(MOTIVE, facts=do.MotiveFacts(opened_on=AFTER_DEADLINE.date()))
    asking = accept(
        dossier_affiliated_by_silence(), *(START_DISPENSATION, since, ATTESTATION)[:steps_taken], at=AFTER_DEADLINE
    )
    decision = asking.decide(do.CompleteAffiliation(), at=AFTER_DEADLINE, role=Role.AGENT)
    assert steps_of(decision) == [("complete-affiliation", "regime"), ("set-aside", "home")]


def test_a_request_waits_for_nobody_else_s_answer() -> None:
    """While a report is looked at or a file is closed, no dispensation can be asked for; each says why."""
    check_refusal(dossier_in("affiliation.under_review"), START_DISPENSATION, NOW, "file-under-review")
    check_refusal(dossier_in("affiliation.not_concerned"), START_DISPENSATION, NOW, "file-closed")


# -- while asking, and while dispensed -------------------------------------------------------------------


@pytest.mark.parametrize("steps_taken", [1, 2, 3], ids=["motive", "motive chosen", "attested"])
@pytest.mark.parametrize("state", [state for state in SCREENS_BEFORE_CONSENTS if state != "home"])
def test_while_a_dispensation_is_asked_for_the_affiliation_waits_and_says_so(state: str, steps_taken: int) -> None:
    asking = accept(on_screen(state), *DISPENSATION_REQUEST[:steps_taken])
    check_refusal(asking, RIGHT_ANSWERS[state], NOW, "journey-set-aside")
    needs = do.RecordNeedsSimulation(TODAY, Formula.OPTION_1, START)
    check_refusal(asking, needs, NOW, "journey-set-aside")


@pytest.mark.parametrize("state", SCREENS_BEFORE_CONSENTS)
def test_while_a_dispensation_is_in_force_the_affiliation_is_refused_and_says_until_when(state: str) -> None:
    dossier = accept(on_screen(state), *DISPENSATION_REQUEST)
    assert dossier.states["affiliation"] == state
    for command in (RIGHT_ANSWERS[state], REPORT_CPS):
        check_refusal(dossier, command, NOW, "dispensation-in-force")
    finding = dossier.decide(RIGHT_ANSWERS[state], at=NOW, role=Role.AGENT).findings[0]
    assert "31 décembre 2026" in finding.text("fr")


@pytest.mark.parametrize("state", ["granted", "renewal_due"])
def test_an_automatic_affiliation_that_a_dispensation_ended_cannot_be_completed_while_it_lasts(state: str) -> None:
    since = attrs.evolve(MOTIVE, facts=do.MotiveFacts(opened_on=AFTER_DEADLINE.date()))
    dossier = accept(
        dossier_affiliated_by_silence(), START_DISPENSATION, since, ATTESTATION, REQUEST, at=AFTER_DEADLINE
    )
    at = AFTER_DEADLINE if state == "granted" else instant(2026, 12, 20)
    dossier = tick(dossier, at)
    assert (dossier.states["affiliation"], dossier.states["dispensation"]) == ("auto_affiliated", state)
    check_refusal(dossier, do.CompleteAffiliation(), at, "dispensation-in-force")
    check_refusal(dossier, REPORT_CPS, at, "dispensation-in-force")


@pytest.mark.parametrize("name", ["dispensation.granted", "dispensation.renewal_due"])
def test_while_dispensed_no_second_dispensation_and_no_way_back(name: str) -> None:
    dossier = dossier_in(name)
    for command in (START_DISPENSATION, MOTIVE, ATTESTATION, REQUEST, do.GoBack(), do.SaveAndQuit(), do.Resume()):
        decision = dossier.decide(command, at=now_of(dossier), role=command.roles[0])
        assert (decision.outcome, decision.codes) == (Outcome.NOT_AVAILABLE, ("command-not-available",))
        assert decision.dossier is dossier
        assert "renounce-dispensation" in decision.available
