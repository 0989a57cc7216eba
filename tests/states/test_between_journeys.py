"""
Between the journeys: one is in one at a time, the other waits with its answers, and nobody is in two covers at once.
"""

import datetime as dt
from collections.abc import Callable

import attrs
import pytest

from dossiers import EVERY_STATE, accept, at_state, dossier_in, journey, now_of, open_dossier, tick
from expectations import AGENT_ALONE, MANAGER_ALONE
from people import (
    ACCOUNT,
    AFTER_DEADLINE,
    ALONE,
    ANAPA,
    ATTESTATION,
    BANK,
    CARLA,
    CLAUDIA,
    CLAUDIA_DETAILS,
    CONTACT,
    COUPLE,
    DISPENSATION_REQUEST,
    FAMILY,
    IBAN_SOCREDO,
    IDENTITY,
    IN_FORCE,
    LARGE_FAMILY,
    MOTIVE,
    MOTIVE_SINCE_TODAY,
    NIR_CARLA,
    NOW,
    PASSWORD,
    REPORT_CPS,
    SIGN_WITH_MANDATE,
    SIGN_WITHOUT_MANDATE,
    SINGLE_PARENT,
    SOCIAL_SECURITY,
    START,
    SUSPENDING_LEAVE,
    TODAY,
    details_of,
    instant,
)
from psc_workflow import Decision, Dossier, Formula, Outcome, Rating, Regime, Role
from psc_workflow import commands as do
from psc_workflow._model.commands import ALL, Command
from psc_workflow._model.effects import ProduceDocument, SendInvitation
from psc_workflow._model.vocabulary import Consent, DocumentKind, EndReason, Motive, PriorMembership
from psc_workflow.states._path import OPEN, path
from verdicts import codes

MEMBER_ASKED = (DISPENSATION_REQUEST[0], MOTIVE_SINCE_TODAY, *DISPENSATION_REQUEST[2:])
START_ASKING, ATTESTED, REQUEST = DISPENSATION_REQUEST[0], DISPENSATION_REQUEST[:3], DISPENSATION_REQUEST[3]
RIGHT_ON = {
    "home": do.StartAffiliation(),
    "regime": do.DeclareRegime(Regime.GENERAL),
    "beneficiaries": FAMILY,
    "solo_warning": do.ConfirmSolo(),
    "formula": do.ChooseFormula(Formula.OPTION_1),
    "identity": IDENTITY,
    "social_security": SOCIAL_SECURITY,
    "partner_details": CLAUDIA_DETAILS,
    "children_details": details_of(CARLA),
    "contact_details": CONTACT,
    "consents": do.GiveConsents(partner_offers=True),
    "bank_details": BANK,
    "signature": SIGN_WITH_MANDATE,
}
"""The answer that each screen of the affiliation asks for."""


def on_screen(state: str) -> Dossier:
    """Walk to a screen of the affiliation."""
    return at_state(state, ALONE if state == "solo_warning" else FAMILY)


def steps(decision: Decision) -> list[tuple[str, str]]:
    """List what a decision did, and where it led."""
    return [(step.command, step.state) for step in decision.steps]


def offers(dossier: Dossier, at: dt.datetime) -> dict[str, tuple[bool, list[str]]]:
    """Say of each command whether it is offered, and why not."""
    shown = dossier.view(at=at).commands
    return {one.do: (one.offered, codes(one.verdict)) for one in shown}


def refused(dossier: Dossier, command: Command, at: dt.datetime, code: str) -> None:
    """Check that *command* is refused for *code*, is not offered for that reason, and changes nothing."""
    before = dossier.dump()
    decision = dossier.decide(command, at=at)
    assert (decision.outcome, decision.codes) == (Outcome.REFUSED, (code,))
    assert decision.dossier is dossier
    assert (decision.effects, decision.steps) == ((), ())
    assert offers(dossier, at)[command.do] == (False, [code])
    assert dossier.dump() == before


def silent(state: str = "formula", at: dt.datetime = AFTER_DEADLINE) -> Dossier:
    """Give somebody affiliated by silence in the middle of the screens."""
    return tick(at_state(state), at)


# -- at most one of affiliated and dispensed -------------------------------------------------------------

CROSSING = (
    do.StartAffiliation(),
    do.CompleteAffiliation(),
    SIGN_WITH_MANDATE,
    START_ASKING,
    MOTIVE_SINCE_TODAY,
    ATTESTATION,
    REQUEST,
    do.RenounceDispensation(),
    do.ReportMotiveEnd(TODAY),
    REPORT_CPS,
    do.CloseFile(),
    do.RejectReport(),
    do.GoBack(),
)
"""Commands that lead from one journey into another."""


@pytest.mark.parametrize("name", EVERY_STATE)
def test_nobody_is_affiliated_and_dispensed_at_once_whatever_two_steps_are_taken(name: str) -> None:
    """From every state there is, and whatever time brings afterwards; what comes of it can be stored and read."""
    start = dossier_in(name)
    at = now_of(start)
    reached = {start.dump(): start}
    for first in CROSSING:
        one = start.decide(first, at=at).dossier
        for second in CROSSING:
            two = one.decide(second, at=at).dossier
            reached[two.dump()] = two
    for data, dossier in reached.items():
        record = dossier.record
        assert not (record.is_member and record.is_dispensed)
        assert record.is_member == (record.states.membership in ("received", "in_force", "suspended"))
        assert (record.active == "dispensation") == (
            record.is_dispensed or record.states.dispensation in ("motive", "attestation")
        )
        assert Dossier.load(data) == dossier
        later = dossier.as_of(at + dt.timedelta(days=400)).record
        assert not (later.is_member and later.is_dispensed)


# -- starting one sets the other aside -------------------------------------------------------------------

ASIDE = [state for state in OPEN if state not in ("bank_details", "signature")]


@pytest.mark.parametrize("steps_taken", [1, 2, 3], ids=["motive", "motive chosen", "attested"])
@pytest.mark.parametrize("state", [*ASIDE, "confirmed"])
def test_asking_for_a_dispensation_sets_the_affiliation_aside_and_going_back_resumes_it(
    state: str, steps_taken: int
) -> None:
    before = on_screen(state)
    asking = accept(before, *MEMBER_ASKED[:steps_taken])
    assert (asking.record.active, asking.states["affiliation"]) == ("dispensation", state)
    assert asking.view(at=NOW).where.journey == "dispensation"
    backs = [do.GoBack()] * (2 if steps_taken > 1 else 1)
    back = accept(asking, *backs)
    assert (back.record.active, back.states) == ("affiliation", before.states)
    kept = attrs.evolve(back.record.answers, motive=None, attestation=None)
    assert kept == before.record.answers
    assert back.view(at=NOW).where == before.view(at=NOW).where


def test_a_late_completion_set_aside_is_resumed_too() -> None:
    before = accept(silent(), do.CompleteAffiliation(), do.DeclareRegime(Regime.GENERAL), at=AFTER_DEADLINE)
    asking = accept(before, START_ASKING, at=AFTER_DEADLINE)
    back = accept(asking, do.GoBack(), at=AFTER_DEADLINE)
    assert (back.states["affiliation"], back.record.answers) == ("beneficiaries", before.record.answers)
    assert back.record.membership == before.record.membership


@pytest.mark.parametrize("steps_taken", [1, 2, 3], ids=["motive", "motive chosen", "attested"])
def test_starting_the_affiliation_sets_the_request_for_a_dispensation_aside_with_its_motive(steps_taken: int) -> None:
    asking = accept(open_dossier(), *DISPENSATION_REQUEST[:steps_taken])
    decision = asking.decide(do.StartAffiliation(), at=NOW)
    assert steps(decision) == [("start-affiliation", "regime"), ("set-aside", "home")]
    aside = decision.dossier
    assert aside.record.active == "affiliation"
    assert aside.record.answers.motive == asking.record.answers.motive
    again = accept(aside, START_ASKING)
    assert (again.states["dispensation"], again.states["affiliation"]) == ("motive", "regime")
    assert again.view(at=NOW).answers["motive"] == asking.view(at=NOW).answers["motive"]


@pytest.mark.parametrize("state", ["motive", "attestation"])
def test_a_report_sets_the_request_for_a_dispensation_aside(state: str) -> None:
    decision = dossier_in(f"dispensation.{state}").decide(REPORT_CPS, at=NOW)
    assert steps(decision) == [("report-not-concerned", "under_review"), ("set-aside", "home")]
    assert decision.dossier.record.active == "affiliation"


@pytest.mark.parametrize("steps_taken", [1, 2, 3], ids=["motive", "motive chosen", "attested"])
def test_completing_an_automatic_affiliation_sets_the_request_for_a_dispensation_aside(steps_taken: int) -> None:
    since = attrs.evolve(MOTIVE, facts=do.MotiveFacts(opened_on=AFTER_DEADLINE.date()))
    asking = accept(silent(), *(START_ASKING, since, ATTESTATION)[:steps_taken], at=AFTER_DEADLINE)
    decision = asking.decide(do.CompleteAffiliation(), at=AFTER_DEADLINE)
    assert steps(decision) == [("complete-affiliation", "regime"), ("set-aside", "home")]


def test_a_request_waits_for_nobody_else_s_answer() -> None:
    """While a report is looked at or a file is closed, no dispensation can be asked for; each says why."""
    refused(dossier_in("affiliation.under_review"), START_ASKING, NOW, "file-under-review")
    refused(dossier_in("affiliation.not_concerned"), START_ASKING, NOW, "file-closed")


# -- consents and signatures are never reused --------------------------------------------------------------


def left(dossier: Dossier, *commands: Command, at: dt.datetime = NOW) -> Dossier:
    """Ask for a dispensation and come back at once."""
    return accept(dossier, *commands, START_ASKING, do.GoBack(), at=at)


def ended_by(way: str, dossier: Dossier) -> Dossier:
    """Let the dispensation of *dossier* end."""
    match way:
        case "renounced":
            return accept(dossier, do.RenounceDispensation())
        case "motive ended":
            return accept(dossier, do.ReportMotiveEnd(TODAY))
        case _:
            return tick(dossier, instant(2027, 1, 2))


ENDS = ["renounced", "motive ended", "expired"]
CONSENTED: dict[str, Callable[[], Dossier]] = {
    "asked and came back, from the bank details": lambda: left(at_state("bank_details")),
    "asked and came back, from the signature": lambda: left(at_state("signature")),
    "asked and came back, from an earlier screen": lambda: left(at_state("signature"), *[do.GoBack()] * 6),
    "asked and came back, while completing": lambda: left(completing("signature"), at=AFTER_DEADLINE),
    **{
        f"dispensed, {way}": lambda way=way: ended_by(way, accept(at_state("signature"), *DISPENSATION_REQUEST))
        for way in ENDS
    },
    **{
        f"signed, dispensed, {way}": lambda way=way: ended_by(way, accept(at_state("confirmed"), *MEMBER_ASKED))
        for way in ENDS
    },
}
"""Every way by which one comes back to the screens after having given the consents."""


def completing(state: str) -> Dossier:
    """Give somebody who completes an automatic affiliation and has come to *state*."""
    dossier = accept(silent(), do.CompleteAffiliation(), at=AFTER_DEADLINE)
    for screen in path(at_state("formula").record.answers)[1:]:
        if screen == state:
            return dossier
        answers = (
            [do.ChooseFormula(Formula.BASE), do.ValidateAffiliation()] if screen == "formula" else [RIGHT_ON[screen]]
        )
        dossier = accept(dossier, *answers, at=AFTER_DEADLINE)
    return dossier


@pytest.mark.parametrize("way", CONSENTED.values(), ids=CONSENTED)
def test_consents_and_signature_are_asked_for_again(way: Callable[[], Dossier]) -> None:
    """The screen of the consents is passed again, whatever was answered after it, and so is the signature."""
    dossier = way()
    at, answers = dossier.record.at, dossier.record.answers
    assert (answers.consents, answers.signature, answers.signed_at) == (None, None, None)
    assert dossier.states["affiliation"] not in ("bank_details", "signature", "confirmed")
    passed = []
    while (state := dossier.states["affiliation"]) != "confirmed":
        passed.append(state)
        assert state == "signature" or dossier.decide(SIGN_WITH_MANDATE, at=at).outcome is not Outcome.ACCEPTED
        right = do.ValidateAffiliation() if state == "formula" and answers.formula else RIGHT_ON[state]
        dossier = accept(dossier, right, at=at)
    assert {"consents", "bank_details", "signature"} <= set(passed)
    assert dossier.record.answers.signed_at == at


STATED: dict[str, Callable[[], Dossier]] = {
    "went back to the affiliation": lambda: accept(open_dossier(), *ATTESTED, do.GoBack(), do.GoBack(), START_ASKING),
    "started the affiliation": lambda: accept(open_dossier(), *ATTESTED, do.StartAffiliation(), START_ASKING),
    "reported, rejected": lambda: accept(open_dossier(), *ATTESTED, REPORT_CPS, do.RejectReport(), START_ASKING),
    "the time to answer ran out": lambda: accept(tick(accept(open_dossier(), *ATTESTED), AFTER_DEADLINE), START_ASKING, at=AFTER_DEADLINE),
    **{
        f"dispensed, {way}": lambda way=way: _asking_again(ended_by(way, accept(open_dossier(), *DISPENSATION_REQUEST))) for way in ENDS
    },
    "signed, dispensed, renounced": lambda: _asking_again(
        ended_by("renounced", accept(at_state("confirmed"), *MEMBER_ASKED))
    ),
}  # fmt: skip
"""Every way by which one comes to ask for a dispensation after having attested."""


def _asking_again(dossier: Dossier) -> Dossier:
    return accept(dossier, START_ASKING, at=dossier.record.at)


@pytest.mark.parametrize("way", STATED.values(), ids=STATED)
def test_an_attestation_is_given_again_for_each_request(way: Callable[[], Dossier]) -> None:
    dossier = way()
    at = dossier.record.at
    on = dossier.contract.civil_day(at)
    assert (dossier.states["dispensation"], dossier.record.answers.attestation) == ("motive", None)
    dossier = accept(dossier, attrs.evolve(MOTIVE, facts=do.MotiveFacts(opened_on=on)), at=at)
    refused(dossier, REQUEST, at, "attestation-needed")
    renewed = attrs.evolve(ATTESTATION, signed_on=on, end_date=on + dt.timedelta(days=100))
    assert accept(dossier, renewed, REQUEST, at=at).states["dispensation"] == "granted"


def test_an_attestation_does_not_serve_another_motive() -> None:
    dossier = accept(open_dossier(), *ATTESTED, do.ChooseMotive(Motive.C2S))
    assert dossier.record.answers.attestation is None
    refused(dossier, REQUEST, NOW, "attestation-needed")


def test_the_attestation_of_last_year_renews_nothing() -> None:
    dossier = dossier_in("dispensation.renewal_due")
    fields = {name: getattr(ATTESTATION, name) for name in do.HonourStatement.field_names()}
    decision = dossier.decide(do.RenewDispensation(**fields), at=now_of(dossier))
    assert (decision.outcome, decision.codes) == (Outcome.REFUSED, ("attestation-end-not-later",))


@pytest.mark.parametrize("way", ENDS)
def test_the_mandate_of_an_earlier_membership_debits_nothing(way: str) -> None:
    signed = at_state("confirmed")
    assert signed.record.membership.mandate is not None
    again = ended_by(way, accept(signed, *MEMBER_ASKED))
    at = again.record.at
    assert again.record.membership.mandate is None
    alone = [do.StartAffiliation(), do.DeclareRegime(Regime.GENERAL), ALONE, do.ConfirmSolo(), do.ValidateAffiliation()]
    rest = [IDENTITY, SOCIAL_SECURITY, CONTACT, do.GiveConsents(partner_offers=False), BANK, SIGN_WITHOUT_MANDATE]
    member = accept(again, *alone, *rest, do.AddBeneficiary(partner=CLAUDIA), at=at)
    assert member.record.membership.mandate is None
    assert accept(member, do.SignMandate("proof-3"), at=at).record.membership.mandate == "proof-3"


# -- while asking, and while dispensed -----------------------------------------------------------------------


@pytest.mark.parametrize("steps_taken", [1, 2, 3], ids=["motive", "motive chosen", "attested"])
@pytest.mark.parametrize("state", [state for state in ASIDE if state != "home"])
def test_while_a_dispensation_is_asked_for_the_affiliation_waits_and_says_so(state: str, steps_taken: int) -> None:
    asking = accept(on_screen(state), *DISPENSATION_REQUEST[:steps_taken])
    refused(asking, RIGHT_ON[state], NOW, "journey-set-aside")
    needs = do.RecordNeedsSimulation(TODAY, Formula.OPTION_1, START)
    refused(asking, needs, NOW, "journey-set-aside")


@pytest.mark.parametrize("state", ASIDE)
def test_while_a_dispensation_is_in_force_the_affiliation_is_refused_and_says_until_when(state: str) -> None:
    dossier = accept(on_screen(state), *DISPENSATION_REQUEST)
    assert dossier.states["affiliation"] == state
    for command in (RIGHT_ON[state], REPORT_CPS):
        refused(dossier, command, NOW, "dispensation-in-force")
    finding = dossier.decide(RIGHT_ON[state], at=NOW).findings[0]
    assert "31/12/2026" in finding.text("fr")


@pytest.mark.parametrize("state", ["granted", "renewal_due"])
def test_an_automatic_affiliation_that_a_dispensation_ended_cannot_be_completed_while_it_lasts(state: str) -> None:
    since = attrs.evolve(MOTIVE, facts=do.MotiveFacts(opened_on=AFTER_DEADLINE.date()))
    dossier = accept(silent(), START_ASKING, since, ATTESTATION, REQUEST, at=AFTER_DEADLINE)
    at = AFTER_DEADLINE if state == "granted" else instant(2026, 12, 20)
    dossier = tick(dossier, at)
    assert (dossier.states["affiliation"], dossier.states["dispensation"]) == ("auto_affiliated", state)
    refused(dossier, do.CompleteAffiliation(), at, "dispensation-in-force")
    refused(dossier, REPORT_CPS, at, "dispensation-in-force")


@pytest.mark.parametrize("name", ["dispensation.granted", "dispensation.renewal_due"])
def test_while_dispensed_no_second_dispensation_and_no_way_back(name: str) -> None:
    dossier = dossier_in(name)
    for command in (START_ASKING, MOTIVE, ATTESTATION, REQUEST, do.GoBack(), do.SaveAndQuit(), do.Resume()):
        decision = dossier.decide(command, at=now_of(dossier))
        assert (decision.outcome, decision.codes) == (Outcome.NOT_AVAILABLE, ("command-not-available",))
        assert decision.dossier is dossier
        assert "renounce-dispensation" in decision.available


# -- a member who is dispensed later -------------------------------------------------------------------------

MEMBERS: dict[str, Callable[[], Dossier]] = {
    "signed": lambda: at_state("confirmed"),
    "affiliated by silence": silent,
    "in force": lambda: dossier_in("membership.in_force"),
    "suspended": lambda: dossier_in("membership.suspended"),
    "completing": lambda: completing("bank_details"),
}


@pytest.mark.parametrize("member", MEMBERS.values(), ids=MEMBERS)
def test_a_member_needs_a_motive_that_an_event_opened_since(member: Callable[[], Dossier]) -> None:
    """Since the signature, or since the invitation for who never chose."""
    dossier = member()
    at = now_of(dossier)
    membership = dossier.record.membership
    chosen = membership.affiliated_at if membership.cover.chosen else dossier.record.invited_at
    since = dossier.contract.civil_day(chosen)
    asking = accept(dossier, START_ASKING, at=at)
    expected = {
        None: (Outcome.INCOMPLETE, ("motive-event-missing",)),
        since - dt.timedelta(days=1): (Outcome.REFUSED, ("motive-opened-earlier",)),
        at.date() + dt.timedelta(days=1): (Outcome.REFUSED, ("motive-event-in-future",)),
        since: (Outcome.ACCEPTED, ()),
        at.date(): (Outcome.ACCEPTED, ()),
    }
    for opened_on, answer in expected.items():
        decision = asking.decide(attrs.evolve(MOTIVE, facts=do.MotiveFacts(opened_on=opened_on)), at=at)
        assert (decision.outcome, decision.codes) == answer
    contract = do.MotiveFacts(contract_end=dt.date(2026, 12, 31), in_force_since=dt.date(2020, 1, 1), opened_on=since)
    assert asking.decide(do.ChooseMotive(Motive.INDIVIDUAL_CONTRACT, contract), at=at).outcome is Outcome.REFUSED


@pytest.mark.parametrize("member", MEMBERS.values(), ids=MEMBERS)
def test_a_member_s_dispensation_ends_the_membership_in_the_same_decision(member: Callable[[], Dossier]) -> None:
    dossier = member()
    at = now_of(dossier)
    event = attrs.evolve(MOTIVE, facts=do.MotiveFacts(opened_on=at.date()))
    asking = accept(dossier, START_ASKING, event, ATTESTATION, at=at)
    assert asking.record.is_member
    decision = asking.decide(REQUEST, at=at)
    assert steps(decision) == [("request-dispensation", "granted"), ("membership-ends", "ended")]
    assert {step.at for step in decision.steps} == {at}
    membership = decision.dossier.record.membership
    assert (membership.ended, membership.affiliated_at, membership.cover) == (EndReason.DISPENSED, None, None)
    view = decision.dossier.view(at=at)
    assert (view.cover, view.dispensed_until) == (None, dt.date(2026, 12, 31))


@pytest.mark.parametrize("way", ENDS)
def test_when_that_dispensation_ends_one_is_invited_again_with_the_answers_kept_and_the_signature_gone(
    way: str,
) -> None:
    signed = accept(at_state("confirmed"), do.RateExperience(Rating.HAPPY))
    after = ended_by(way, accept(signed, *MEMBER_ASKED))
    at = after.record.at
    assert (after.states["affiliation"], after.record.active, after.record.is_member) == ("home", "affiliation", False)
    before, now = signed.view(at=NOW).answers, after.view(at=at).answers
    gone = {"signature", "signed_at", "consents", "rating", "motive"}
    assert {name: now[name] for name in now if name not in gone} == {
        name: before[name] for name in before if name not in gone
    }
    assert now["identity"]["first_name"] == "Benoît"
    assert (now["signature"], now["signed_at"], now["consents"], now["rating"]) == (None, None, None, None)
    assert now["attestation"] is None


def test_who_signs_again_is_a_member_again() -> None:
    after = ended_by("renounced", accept(at_state("confirmed"), *MEMBER_ASKED))
    again = accept(after, *[one for one in journey() if not isinstance(one, do.RateExperience)])
    assert (again.states["affiliation"], again.states["membership"]) == ("confirmed", "received")
    assert (again.record.membership.ended, again.record.is_member) == (None, True)


def test_a_dispensation_that_ends_asks_for_one_invitation_in_the_same_decision() -> None:
    decision = dossier_in("dispensation.granted").decide(do.RenounceDispensation(), at=NOW)
    assert steps(decision) == [("renounce-dispensation", "renounced"), ("invited-again", "home")]
    assert [type(one) for one in decision.effects] == [SendInvitation]


# -- late completion -----------------------------------------------------------------------------------------


def is_base_alone(dossier: Dossier) -> bool:
    """Whether the cover is what silence brought."""
    cover = dossier.record.membership.cover
    return (cover.formula, cover.chosen, cover.partner, cover.children) == (Formula.BASE, False, None, ())


def test_the_automatic_cover_stays_until_the_completion_is_signed_and_is_then_replaced() -> None:
    """The membership stays in force all the time; the quote shown is the one that is being chosen."""
    dossier = silent(at=IN_FORCE)
    since = dossier.record.membership.affiliated_at
    assert dossier.states["membership"] == "in_force"
    assert dossier.view(at=IN_FORCE).quote.debited == 0
    commands = [do.CompleteAffiliation(), *list(journey(FAMILY, Formula.OPTION_2))[1:-1]]
    for command in commands:
        assert dossier.states["membership"] == "in_force"
        assert is_base_alone(dossier)
        dossier = accept(dossier, command, at=IN_FORCE)
        view = dossier.view(at=IN_FORCE)
        chosen = dossier.record.answers.formula
        assert (view.quote and view.quote.debited) == (5500 if chosen else None)
        assert view.cover == dossier.record.membership.cover
    cover = dossier.record.membership.cover
    assert (cover.formula, cover.chosen, cover.partner, cover.children) == (Formula.OPTION_2, True, CLAUDIA, (CARLA,))
    assert (dossier.states["affiliation"], dossier.states["membership"]) == ("confirmed", "in_force")
    assert dossier.record.membership.affiliated_at == since
    assert dossier.view(at=IN_FORCE).quote.debited == 5500


def test_the_answers_given_before_the_silence_are_there_for_the_completion() -> None:
    dossier = accept(silent("identity"), do.CompleteAffiliation(), at=AFTER_DEADLINE)
    view = dossier.view(at=AFTER_DEADLINE)
    assert (view.where.state, view.answers["formula"]) == ("regime", "base")
    assert view.quote.debited == 1600
    assert view.progress.left[0] == "regime"


@pytest.mark.parametrize("answered", range(4))
def test_going_back_from_the_completion_leads_to_the_automatic_affiliation(answered: int) -> None:
    answers = [do.DeclareRegime(Regime.GENERAL), FAMILY, do.ChooseFormula(Formula.OPTION_1)][:answered]
    dossier = accept(silent(), do.CompleteAffiliation(), *answers, at=AFTER_DEADLINE)
    while dossier.states["affiliation"] != "auto_affiliated":
        dossier = accept(dossier, do.GoBack(), at=AFTER_DEADLINE)
        assert is_base_alone(dossier)
    view = dossier.view(at=AFTER_DEADLINE)
    assert view.quote.debited == 0
    assert (view.cover.formula, dossier.states["membership"]) == (Formula.BASE, "received")
    assert offers(dossier, AFTER_DEADLINE)["complete-affiliation"] == (True, [])


def test_who_is_affiliated_by_silence_does_not_start_anew_but_completes() -> None:
    decision = silent().decide(do.StartAffiliation(), at=AFTER_DEADLINE)
    assert (decision.outcome, "complete-affiliation" in decision.available) == (Outcome.NOT_AVAILABLE, True)


def test_the_first_choice_of_a_formula_is_exempt_from_the_minimum_term() -> None:
    automatic = silent(at=IN_FORCE)
    changed = accept(automatic, do.ChangeFormula(Formula.OPTION_1), at=IN_FORCE)
    assert changed.record.membership.cover.chosen
    second = changed.decide(do.ChangeFormula(Formula.OPTION_2), at=IN_FORCE)
    assert (second.outcome, second.codes) == (Outcome.INCOMPLETE, ("formula-term-unknown",))


# -- not concerned after all -----------------------------------------------------------------------------------


@pytest.mark.parametrize("at", [AFTER_DEADLINE, IN_FORCE], ids=["received", "in force"])
@pytest.mark.parametrize("completes", [False, True], ids=["automatic", "completing"])
def test_a_member_by_silence_can_report_and_the_file_can_be_closed_and_opened_again(
    at: dt.datetime, *, completes: bool
) -> None:
    member = silent(at=at)
    member = accept(member, do.CompleteAffiliation(), at=at) if completes else member
    reported = accept(member, REPORT_CPS, at=at)
    assert reported.record.membership == member.record.membership
    closed = reported.decide(do.CloseFile(), at=at)
    assert steps(closed) == [("close-file", "not_concerned"), ("membership-ends", "ended")]
    membership = closed.dossier.record.membership
    assert (membership.ended, membership.cover) == (EndReason.NOT_CONCERNED, None)
    assert closed.dossier.due_at() is None
    for rejected in (reported, closed.dossier):
        again = accept(rejected, do.RejectReport(), at=at)
        assert again.states == member.states
        assert is_base_alone(again)
        assert (again.record.is_member, again.record.membership.ended, again.record.report) == (True, None, None)


@pytest.mark.parametrize("state", ["signed", "in force", "suspended"])
def test_who_has_signed_does_not_report_not_to_be_concerned(state: str) -> None:
    dossier = MEMBERS[state]()
    assert dossier.decide(REPORT_CPS, at=now_of(dossier)).outcome is Outcome.NOT_AVAILABLE


@pytest.mark.parametrize("state", [*OPEN, "auto_affiliated"])
def test_a_report_that_is_rejected_goes_back_to_where_it_was_made(state: str) -> None:
    before = silent() if state == "auto_affiliated" else on_screen(state)
    at = now_of(before)
    for commands in ([do.RejectReport()], [do.CloseFile(), do.RejectReport()]):
        back = accept(before, REPORT_CPS, *commands, at=at)
        assert back.states["affiliation"] == before.states["affiliation"]
        assert back.record.answers == before.record.answers


# -- who may give what --------------------------------------------------------------------------------------------

RENEWAL = do.RenewDispensation(
    **{name: getattr(ATTESTATION, name) for name in do.HonourStatement.field_names()}
    | {"end_date": dt.date(2027, 9, 1)}
)
TAKEN: list[tuple[str, Command]] = [
    ("access.invited", do.OpenInvitation(PriorMembership.NONE)),
    ("access.activation", ACCOUNT),
    ("access.created", do.ContinueToLogin()),
    ("access.login", do.ReportLogin(success=True)),
    ("access.login", do.ForgetPassword()),
    ("access.reset", do.ResetPassword(PASSWORD, PASSWORD)),
    ("access.signed_in", do.SignOut()),
    *[(f"affiliation.{state}", command) for state, command in RIGHT_ON.items()],
    ("a formula chosen", do.ValidateAffiliation()),
    ("affiliation.identity", do.GoBack()),
    ("affiliation.identity", do.SaveAndQuit()),
    ("affiliation.identity", do.Resume()),
    ("affiliation.identity", do.RequestDocument(DocumentKind.DEVIS)),
    ("affiliation.identity", do.RecordNeedsSimulation(TODAY, Formula.OPTION_1, START)),
    ("affiliation.identity", REPORT_CPS),
    ("affiliation.confirmed", do.RateExperience(Rating.HAPPY)),
    ("affiliation.auto_affiliated", do.CompleteAffiliation()),
    ("affiliation.auto_affiliated", do.ChangeFormula(Formula.OPTION_1)),
    ("affiliation.auto_affiliated", do.AddBeneficiary(partner=CLAUDIA)),
    ("affiliation.under_review", do.CloseFile()),
    ("affiliation.under_review", do.RejectReport()),
    ("dispensation.home", START_ASKING),
    ("dispensation.motive", MOTIVE),
    ("dispensation.attestation", ATTESTATION),
    ("dispensation.attestation", REQUEST),
    ("dispensation.granted", do.RenounceDispensation()),
    ("dispensation.granted", do.ReportMotiveEnd(TODAY)),
    ("dispensation.renewal_due", RENEWAL),
    ("membership.received", do.ReportProcessing("validé")),
    ("membership.received", do.RecordEffectiveDate(START)),
    ("membership.received", do.ReportNotMine()),
    ("membership.received", do.RemoveBeneficiary("carla", "own cover", TODAY)),
    ("membership.received", do.CompleteBeneficiary("carla", NIR_CARLA)),
    ("membership.received", do.UpdateBankDetails("M. Dupond", IBAN_SOCREDO)),
    ("membership.received", do.UpdateContactDetails(**{name: getattr(CONTACT, name) for name in CONTACT.field_names()})),
    ("membership.received", do.UpdateTeletransmission(teletransmission=False)),
    ("membership.received", do.WithdrawConsent(Consent.PARTNER_OFFERS)),
    ("membership.received", do.EndMembership(EndReason.DEPARTURE, dt.date(2026, 9, 1))),
    ("membership.received", do.Transfer("men-2026", dt.date(2026, 9, 1))),
    ("membership.in_force", do.Suspend(SUSPENDING_LEAVE, IN_FORCE.date())),
    ("membership.suspended", do.Reinstate(IN_FORCE.date())),
    ("a first debited line", do.SignMandate("proof-2")),
]  # fmt: skip
"""Every command but the clock's, at a place where it is accepted."""


def placed(name: str) -> Dossier:
    """Walk to a place of the table."""
    if name == "a formula chosen":
        return accept(at_state("formula"), do.ChooseFormula(Formula.BASE))
    if name == "a first debited line":
        return accept(at_state("confirmed", ALONE), do.AddBeneficiary(partner=CLAUDIA))
    return dossier_in(name)


def test_the_table_of_roles_has_every_command() -> None:
    assert {type(command) for _, command in TAKEN} | {do.Tick} == set(ALL)


@pytest.mark.parametrize(("name", "command"), TAKEN, ids=[f"{command.do} in {name}" for name, command in TAKEN])
def test_a_command_is_accepted_from_those_who_may_give_it_and_from_nobody_else(name: str, command: Command) -> None:
    dossier = placed(name)
    at = now_of(dossier)
    may = {Role.AGENT, Role.MANAGER}
    may -= {Role.AGENT} if command.do in MANAGER_ALONE else set()
    may -= {Role.MANAGER} if command.do in AGENT_ALONE else set()
    for role in Role:
        decision = dossier.decide(command, at=at, role=role)
        shown = {offer.do for offer in dossier.view(at=at, role=role).commands}
        assert (command.do in shown) == (role in may)
        if role in may:
            assert decision.outcome is Outcome.ACCEPTED, decision.codes
            assert decision.steps[0].role is role
        else:
            assert (decision.outcome, decision.codes) == (Outcome.NOT_AVAILABLE, ("role-not-allowed",))
            assert decision.dossier is dossier
            assert command.do not in decision.available


def test_the_first_that_may_gives_a_command_if_nobody_is_named() -> None:
    closed = dossier_in("affiliation.under_review").decide(do.CloseFile(), at=NOW)
    assert closed.steps[0].role is Role.MANAGER
    assert open_dossier().decide(do.StartAffiliation(), at=NOW).steps[0].role is Role.AGENT


# -- going back from every open screen ---------------------------------------------------------------------------

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
    decision = dossier.decide(do.GoBack(), at=NOW)
    assert steps(decision) == [("go-back", before)]
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
    dossier = accept(open_dossier(), *ATTESTED)
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
    decision = dossier.decide(do.GoBack(), at=now_of(dossier))
    assert (decision.outcome, decision.dossier is dossier) == (Outcome.NOT_AVAILABLE, True)


# -- previews: what a change of mind would do, before it is done ---------------------------------------------------


def back_at_the_beneficiaries() -> Dossier:
    """Give somebody who has chosen, detailed everybody, and comes back to change the household."""
    return accept(at_state("contact_details"), *[do.GoBack()] * 6)


@pytest.mark.parametrize(
    ("declared", "parked", "difference"),
    [
        (COUPLE, ("children_details.carla",), -600),
        (ALONE, ("partner_details", "children_details.carla"), -1600),
        (do.DeclareBeneficiaries(None, [CARLA]), ("partner_details",), -1000),
        (LARGE_FAMILY, (), 600),
        (FAMILY, (), 0),
    ],
    ids=["no child", "nobody", "no partner", "three children", "the same"],
)
def test_preview_of_other_beneficiaries(
    declared: do.DeclareBeneficiaries, parked: tuple[str, ...], difference: int
) -> None:
    dossier = back_at_the_beneficiaries()
    preview = dossier.preview(declared, at=NOW)
    assert (preview.outcome, preview.parked, preview.unparked) == (Outcome.ACCEPTED, parked, ())
    assert (preview.premium_before, preview.premium_difference) == (1600, difference)
    after = accept(dossier, declared)
    assert after.view(at=NOW).parked == parked
    assert accept(back_to_beneficiaries(after), FAMILY).record.answers.children_details == (details_of_kept(dossier),)


def back_to_beneficiaries(dossier: Dossier) -> Dossier:
    """Go back to the declaration of the household."""
    while dossier.states["affiliation"] != "beneficiaries":
        dossier = accept(dossier, do.GoBack())
    return dossier


def details_of_kept(dossier: Dossier) -> do.DeclareChild:
    """Give the details kept of the one child."""
    (details,) = dossier.record.answers.children_details
    return details


@pytest.mark.parametrize(
    ("state", "reopened"),
    [("formula", ()), ("identity", ()), ("consents", ()), ("bank_details", ("consents",)), ("signature", ("consents", "bank_details"))],
)  # fmt: skip
def test_preview_of_asking_for_a_dispensation_says_which_screens_reopen(state: str, reopened: tuple[str, ...]) -> None:
    """Screens answered before that would have to be passed again: from the consents on, which are not reused."""
    dossier = at_state(state)
    preview = dossier.preview(START_ASKING, at=NOW)
    assert (preview.outcome, preview.parked, preview.premium_difference in (0, None)) == (Outcome.ACCEPTED, (), True)
    assert preview.reopened == reopened
    assert dossier.record.active == "affiliation"


def test_preview_of_renouncing_says_that_every_screen_is_passed_again_to_the_signature() -> None:
    dispensed = accept(at_state("confirmed"), *MEMBER_ASKED)
    preview = dispensed.preview(do.RenounceDispensation(), at=NOW)
    screens = path(dispensed.record.answers)
    assert preview.reopened == screens[screens.index("regime") : screens.index("confirmed")]


def test_preview_of_completing_says_that_every_screen_is_passed_again_and_how_the_premium_moves() -> None:
    preview = silent("identity").preview(do.CompleteAffiliation(), at=AFTER_DEADLINE)
    assert (preview.outcome, preview.reopened) == (Outcome.ACCEPTED, ("regime", "beneficiaries", "formula"))
    assert (preview.premium_before, preview.premium_after, preview.premium_difference) == (0, 1600, 1600)
    nothing_chosen = silent("beneficiaries").preview(do.CompleteAffiliation(), at=AFTER_DEADLINE)
    assert (nothing_chosen.premium_before, nothing_chosen.premium_after) == (0, None)
    assert nothing_chosen.premium_difference is None


@pytest.mark.parametrize(
    ("command", "before", "after"),
    [
        (do.ChangeFormula(Formula.OPTION_1), 0, 1200),
        (do.AddBeneficiary(partner=CLAUDIA), 0, 1000),
        (do.AddBeneficiary(child=ANAPA), 0, 600),
    ],
    ids=["another formula", "a partner", "a child"],
)
def test_preview_of_a_change_of_the_cover_says_how_the_premium_moves(command: Command, before: int, after: int) -> None:
    dossier = silent(at=IN_FORCE)
    preview = dossier.preview(command, at=IN_FORCE)
    assert (preview.outcome, preview.premium_before, preview.premium_after) == (Outcome.ACCEPTED, before, after)
    assert accept(dossier, command, at=IN_FORCE).quote(at=IN_FORCE).debited == after
    assert dossier.quote(at=IN_FORCE).debited == before


@pytest.mark.parametrize(
    ("ref", "difference"), [("partner", -1000), ("carla", -600), ("moana", 0)], ids=["partner", "child", "third child"]
)
def test_preview_of_removing_somebody_says_how_the_premium_moves(ref: str, difference: int) -> None:
    """The third child is free, whichever of the three leaves one of the paying places to it."""
    dossier = (
        dossier_in("membership.in_force") if ref != "moana" else tick(at_state("confirmed", LARGE_FAMILY), IN_FORCE)
    )
    preview = dossier.preview(do.RemoveBeneficiary(ref, "as told", IN_FORCE.date()), at=IN_FORCE)
    assert (preview.outcome, preview.premium_difference) == (Outcome.ACCEPTED, difference)


def test_preview_of_a_refused_change_has_its_reasons_and_moves_nothing() -> None:
    dossier = dossier_in("membership.in_force")
    preview = dossier.preview(do.AddBeneficiary(partner=CLAUDIA), at=IN_FORCE)
    assert (preview.outcome, codes(preview.verdict.blocking)) == (
        Outcome.REFUSED,
        ["partner-already-covered"],
    )
    assert preview.premium_difference == 0


# -- drafts and documents act on the journey one is in ---------------------------------------------------------------


def test_a_draft_of_the_dispensation_is_given_back_and_gone_once_its_screen_is_answered() -> None:
    asking = accept(open_dossier(), START_ASKING)
    saved = accept(asking, do.SaveAndQuit({"motive": "partner_collective", "facts": {"opened_on": "2026-"}}))
    resumed = accept(Dossier.load(saved.dump()), do.Resume(), at=NOW + dt.timedelta(days=1))
    at = NOW + dt.timedelta(days=1)
    assert resumed.view(at=at).draft == {"motive": "partner_collective", "facts": {"opened_on": "2026-"}}
    assert accept(resumed, MOTIVE, at=at).view(at=at).draft is None


def test_a_draft_of_the_attestation_never_holds_its_signature() -> None:
    asking = accept(open_dossier(), START_ASKING, MOTIVE)
    decision = asking.decide(do.SaveAndQuit({"full_name": "Benoît Du", "signed": True, "iban": "FR"}), at=NOW)
    assert (decision.outcome, decision.warnings) == (Outcome.ACCEPTED, ("draft-field-left-out",))
    assert decision.dossier.view(at=NOW).draft == {"full_name": "Benoît Du"}
    attested = accept(decision.dossier, ATTESTATION)
    assert attested.view(at=NOW).draft is None


def test_each_journey_keeps_its_own_draft() -> None:
    dossier = accept(at_state("identity"), do.SaveAndQuit({"first_name": "Ben"}), START_ASKING)
    assert dossier.view(at=NOW).draft is None
    dossier = accept(dossier, do.SaveAndQuit({"motive": "c2s"}))
    assert dossier.view(at=NOW).draft == {"motive": "c2s"}
    back = accept(dossier, do.GoBack())
    assert back.view(at=NOW).draft == {"first_name": "Ben"}
    assert accept(back, START_ASKING).view(at=NOW).draft == {"motive": "c2s"}
    answered = accept(dossier, MOTIVE)
    assert answered.view(at=NOW).draft is None
    assert accept(answered, do.GoBack(), do.GoBack()).view(at=NOW).draft == {"first_name": "Ben"}


@pytest.mark.parametrize("command", [do.SaveAndQuit(), do.Resume()], ids=["save and quit", "resume"])
@pytest.mark.parametrize("state", ["motive", "attestation"])
def test_saving_and_resuming_act_on_the_dispensation_while_one_is_in_it(state: str, command: Command) -> None:
    dossier = accept(at_state("identity"), *DISPENSATION_REQUEST[: 1 if state == "motive" else 2])
    decision = dossier.decide(command, at=NOW)
    assert [(step.journey, step.state) for step in decision.steps] == [("dispensation", state)]
    assert decision.dossier.states == dossier.states
    assert [(one.journey, one.state) for one in accept(dossier, *[do.GoBack()] * (1 + (state == "attestation"))).decide(command, at=NOW).steps] == [("affiliation", "identity")]  # fmt: skip


@pytest.mark.parametrize("name", ["dispensation.motive", "dispensation.attestation"])
def test_the_blank_attestation_can_be_asked_for_in_the_dispensation(name: str) -> None:
    decision = dossier_in(name).decide(do.RequestDocument(DocumentKind.ATTESTATION_VIERGE), at=NOW)
    (document,) = decision.effects
    assert isinstance(document, ProduceDocument)
    assert document.kind is DocumentKind.ATTESTATION_VIERGE
    assert decision.dossier.states == dossier_in(name).states


def test_what_to_prepare_is_the_attestation_while_one_asks_for_a_dispensation() -> None:
    asking = accept(open_dossier(), START_ASKING)
    assert len(asking.view(at=NOW).to_prepare) == 1
    assert "attestation" in asking.view(at=NOW).to_prepare[0].lower()
    assert asking.view(at=NOW).to_prepare != open_dossier().view(at=NOW).to_prepare


# -- leaving the cover on a day to come ---------------------------------------------------------


def test_a_beneficiary_leaves_on_the_day_given_and_not_before() -> None:
    member = tick(at_state("confirmed"), IN_FORCE)
    on = IN_FORCE.date() + dt.timedelta(days=20)
    planned = accept(member, do.RemoveBeneficiary("partner", "divorce", on), at=IN_FORCE)
    assert planned.record.membership.cover.refs == ("partner", "carla")
    day_of = IN_FORCE.replace(hour=0) + dt.timedelta(days=20)
    assert planned.as_of(day_of - dt.timedelta(microseconds=1)).record.membership.cover.refs == ("partner", "carla")
    left = planned.as_of(day_of).record.membership
    assert (left.cover.refs, left.plans, left.removals[0].on) == (("carla",), (), on)


def test_two_may_leave_on_one_day_and_a_day_given_again_replaces_the_first() -> None:
    member = tick(at_state("confirmed"), IN_FORCE)
    on = IN_FORCE.date() + dt.timedelta(days=20)
    both = accept(
        member,
        do.RemoveBeneficiary("partner", "divorce", on + dt.timedelta(days=300)),
        do.RemoveBeneficiary("partner", "divorce", on),
        do.RemoveBeneficiary("carla", "own cover", on),
        at=IN_FORCE,
    )
    gone = tick(both, IN_FORCE + dt.timedelta(days=21))
    assert gone.record.membership.cover.refs == ()
    assert [step.command for step in gone.record.history.steps].count("beneficiary-leaves") == 1
    assert Dossier.load(gone.dump()) == gone


def test_who_leaves_earlier_than_planned_does_not_take_a_successor_along() -> None:
    member = tick(at_state("confirmed"), IN_FORCE)
    today, later = IN_FORCE.date(), IN_FORCE.date() + dt.timedelta(days=20)
    changed = accept(
        member,
        do.RemoveBeneficiary("carla", "own cover", later),
        do.RemoveBeneficiary("carla", "own cover", today),
        do.AddBeneficiary(child=attrs.evolve(CARLA, birth_date=dt.date(2020, 1, 1))),
        at=IN_FORCE,
    )
    assert tick(changed, IN_FORCE + dt.timedelta(days=30)).record.membership.cover.refs == ("partner", "carla")
