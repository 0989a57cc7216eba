"""
What readers of the sources found wrong once: each stays mended.
"""

import datetime as dt

import attrs
import pytest

from dossiers import EVERY_STATE, accept, at_state, dossier_in, journey, now_of, open_dossier, tick
from people import (
    ACCOUNT,
    AFTER_DEADLINE,
    ALONE,
    BANK,
    BENOIT,
    CARLA,
    CLAUDIA,
    DISPENSATION_REQUEST,
    FAMILY,
    IN_FORCE,
    NOW,
    REPORT_CPS,
    SIGN_WITHOUT_MANDATE,
    SUSPENDING_LEAVE,
    french_iban,
    instant,
)
from pool import ANYWHERE, RIGHT, STUDENT, of_the_day
from psc_workflow import Dossier, Outcome, Role
from psc_workflow import commands as do
from psc_workflow._model.commands import parse
from psc_workflow._model.effects import SendChildAgeNotice
from psc_workflow._model.people import LONGEST_LIST, LONGEST_TEXT
from psc_workflow._model.vocabulary import Consent, EndReason, Motive
from psc_workflow.exceptions import HostError, InvalidCommandError
from verdicts import codes


def test_two_children_announced_at_one_instant_by_two_decisions_are_two_effects() -> None:
    dossier, at = dossier_in("membership.in_force"), instant(2034, 12, 1)
    ids = []
    for ref in ("teva", "hina"):
        one = attrs.evolve(STUDENT, birth_date=dt.date(2014, 1, 15), ref=ref)
        decision = dossier.decide(do.AddBeneficiary(child=one), at=at)
        dossier = decision.dossier
        ids += [effect.id for effect in decision.effects if isinstance(effect, SendChildAgeNotice)]
    assert len(ids) == len(set(ids)) == 2


@pytest.mark.parametrize("reason", [EndReason.DEATH, EndReason.DEPARTURE])
@pytest.mark.parametrize("name", [name for name in EVERY_STATE if name != "membership.ended"])
def test_after_the_end_nothing_asked_by_anybody_has_an_effect(name: str, reason: EndReason) -> None:
    """Whatever was going on; only who has left, and not died, may still ask for a new password."""
    dossier = dossier_in(name)
    at = now_of(dossier)
    over = accept(dossier, do.EndMembership(reason, dossier.contract.civil_day(at)), at=at)
    for command in (*RIGHT, *ANYWHERE, *of_the_day(at.date())):
        decision = over.decide(command, at=at)
        mails = [type(one).__name__ for one in decision.effects]
        assert mails == [] or (reason is EndReason.DEPARTURE and mails == ["SendPasswordReset"]), command
        assert decision.outcome is not Outcome.ACCEPTED or command.event in (
            "open_invitation", "create_account", "continue_to_login", "report_login", "reset_password", "sign_out",
            "forget_password", "go_back", "withdraw_consent", "tick",
        )  # fmt: skip


def test_a_mandate_does_not_serve_for_another_account_given_while_completing() -> None:
    automatic = tick(open_dossier(), AFTER_DEADLINE)
    member = accept(
        automatic,
        do.UpdateBankDetails("M. Dupond", BANK.iban),
        do.AddBeneficiary(partner=CLAUDIA),
        do.SignMandate("m1"),
        do.CompleteAffiliation(),
        at=AFTER_DEADLINE,
    )
    other = do.GiveBankDetails("M. Dupond", french_iban("12149"))
    for command in list(journey(ALONE))[1:-2]:
        member = accept(member, other if command is BANK else command, at=AFTER_DEADLINE)
    assert member.record.membership.mandate is None
    assert "mandate-to-sign" in codes(member.view(at=AFTER_DEADLINE).warnings.warnings)
    signed = accept(member, SIGN_WITHOUT_MANDATE, at=AFTER_DEADLINE)
    again = accept(signed, do.AddBeneficiary(partner=CLAUDIA), do.SignMandate("m2"), at=AFTER_DEADLINE)
    assert again.record.membership.mandate == "m2"


def test_a_leave_and_its_planned_return_outlast_a_file_closed_by_mistake() -> None:
    member = tick(open_dossier(), IN_FORCE)
    away = accept(member, do.Suspend(SUSPENDING_LEAVE, IN_FORCE.date()), do.Reinstate(dt.date(2027, 5, 4)), at=IN_FORCE)
    back = accept(away, REPORT_CPS, do.CloseFile(), do.RejectReport(), at=IN_FORCE)
    assert back.states["membership"] == "suspended"
    assert tick(back, instant(2027, 5, 4)).states["membership"] == "in_force"


def test_a_leave_outlasts_a_dispensation() -> None:
    member = tick(at_state("confirmed"), IN_FORCE)
    event = attrs.evolve(DISPENSATION_REQUEST[1], facts=do.MotiveFacts(opened_on=IN_FORCE.date()))
    away = accept(member, do.Suspend(SUSPENDING_LEAVE, IN_FORCE.date()), at=IN_FORCE)
    again = accept(
        away, DISPENSATION_REQUEST[0], event, *DISPENSATION_REQUEST[2:], do.RenounceDispensation(), at=IN_FORCE
    )
    assert tick(again, IN_FORCE + dt.timedelta(days=30)).states["membership"] == "suspended"


@pytest.mark.parametrize("role", [Role.AGENT, Role.MANAGER])
def test_a_password_forgotten_does_not_take_the_way_back_from_a_screen(role: Role) -> None:
    dossier = accept(dossier_in("access.reset"), do.StartAffiliation())
    back = dossier.decide(do.GoBack(), at=NOW, role=role).dossier
    assert (back.states["affiliation"], back.states["access"]) == ("home", "reset")


@pytest.mark.parametrize("hired_on", [dt.date(9998, 1, 1), dt.date(9999, 12, 31)])
def test_a_hiring_at_the_end_of_the_calendar_is_no_crash(hired_on: dt.date) -> None:
    dossier = at_state("beneficiaries", agent=attrs.evolve(BENOIT, hired_on=hired_on))
    assert dossier.decide(FAMILY, at=NOW).outcome in (Outcome.REFUSED, Outcome.INCOMPLETE)


def test_removing_a_child_leaves_the_notices_of_another_whose_reference_ends_alike() -> None:
    nearly = attrs.evolve(STUDENT, birth_date=dt.date(2005, 6, 20), ref="child-1")
    other = attrs.evolve(CARLA, ref="1")
    member = at_state("confirmed", do.DeclareBeneficiaries(None, [nearly, other]))
    announced = tick(member, IN_FORCE)
    removed = accept(announced, do.RemoveBeneficiary("1", "own cover", IN_FORCE.date()), at=IN_FORCE)
    assert removed.record.noticed == announced.record.noticed != ()


def test_a_report_forgotten_for_a_century_can_still_be_stored() -> None:
    reported = dossier_in("affiliation.under_review")
    late = accept(reported, do.RejectReport(), at=NOW.replace(year=2130))
    assert Dossier.load(late.dump()) == late


def test_nobody_returns_from_a_leave_before_it_began() -> None:
    away = dossier_in("membership.suspended")
    decision = away.decide(do.Reinstate(dt.date(2026, 5, 2)), at=IN_FORCE)
    assert decision.codes == ("day-too-early",)
    assert away.decide(do.Reinstate(dt.date(2026, 5, 3)), at=IN_FORCE).outcome is Outcome.ACCEPTED


def test_a_second_end_says_that_it_replaces_the_first() -> None:
    member = tick(at_state("confirmed"), IN_FORCE)
    moving = accept(member, do.Transfer("men-2026", dt.date(2026, 9, 1)), at=IN_FORCE)
    decision = moving.decide(do.EndMembership(EndReason.DEPARTURE, dt.date(2026, 12, 1)), at=IN_FORCE)
    assert decision.warnings == ("end-replaced",)


def test_what_is_longer_than_any_answer_is_the_host_s_mistake() -> None:
    assert do.ReportProcessing("x" * LONGEST_TEXT)
    with pytest.raises(InvalidCommandError, match="outcome: must not be longer"):
        do.ReportProcessing("x" * (LONGEST_TEXT + 1))
    with pytest.raises(InvalidCommandError, match="children: must not hold more"):
        do.DeclareBeneficiaries(None, [CARLA] * (LONGEST_LIST + 1))
    with pytest.raises(HostError, match="256"):
        open_dossier().decide(do.StartAffiliation(), at=NOW, key="k" * 257)


def test_a_renewal_is_prefilled_with_what_the_last_attestation_says() -> None:
    dossier = dossier_in("dispensation.renewal_due")
    asked = [one.fact for one in dossier.next_questions(at=now_of(dossier))]
    assert asked == [f"renew_dispensation.{name}" for name in ("end_date", "signed_on", "signed_at_place", "signed")]


def test_passwords_are_nowhere_in_what_is_stored() -> None:
    assert ACCOUNT.password.encode() not in dossier_in("access.created").dump()


def test_taking_back_a_consent_never_given_answers_no_question() -> None:
    assert accept(open_dossier(), do.WithdrawConsent(Consent.PARTNER_OFFERS)).record.answers.consents is None
    given = accept(at_state("confirmed"), do.WithdrawConsent(Consent.PARTNER_OFFERS))
    assert given.record.answers.consents == do.GiveConsents(partner_offers=False)


def test_the_effective_date_counts_from_the_first_invitation_ever_after() -> None:
    """An agent of unknown hiring, invited in time, keeps the contract's first day when invited again after it."""
    dossier = accept(open_dossier(agent=attrs.evolve(BENOIT, hired_on=None)), *DISPENSATION_REQUEST)
    again = accept(dossier, do.ReportMotiveEnd(dt.date(2026, 4, 20)), at=instant(2026, 5, 10))
    assert again.view(at=instant(2026, 5, 10)).effective_on == dt.date(2026, 5, 1)


def test_nobody_who_has_left_is_quoted_what_they_were_choosing() -> None:
    choosing = at_state("identity")
    assert choosing.quote(at=NOW) is not None
    left = accept(choosing, do.EndMembership(EndReason.DEPARTURE, NOW.date()))
    assert left.quote(at=NOW) is None
    assert left.view(at=NOW).quotes == {}


def test_a_mandate_for_the_same_account_outlasts_a_completion_without_one() -> None:
    member = accept(
        tick(open_dossier(), AFTER_DEADLINE),
        do.UpdateBankDetails("M. Dupond", BANK.iban),
        do.AddBeneficiary(partner=CLAUDIA),
        do.SignMandate("m1"),
        do.CompleteAffiliation(),
        *list(journey(ALONE))[1:-2],
        SIGN_WITHOUT_MANDATE,
        at=AFTER_DEADLINE,
    )
    assert member.record.membership.mandate == "m1"


def test_facts_of_a_motive_that_are_null_are_not_known() -> None:
    assert parse("choose-motive", {"motive": "partner_collective", "facts": None}) == do.ChooseMotive(
        Motive.PARTNER_COLLECTIVE
    )
    assert parse("declare-beneficiaries", {"partner": None, "children": []}) == ALONE
    assert parse("declare-beneficiaries", {"children": []}) != ALONE
