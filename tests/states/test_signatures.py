"""
Consents, signatures, attestations and mandates are given for one purpose and never reused.
"""

import datetime as dt
from collections.abc import Callable

import attrs
import pytest

from dossiers import accept, at_state, dossier_in, journey, now_of, open_dossier, tick
from journeys import (
    ENDS_OF_DISPENSATION,
    MEMBER_REQUEST,
    REQUEST,
    RIGHT_ANSWERS,
    START_DISPENSATION,
    UP_TO_ATTESTATION,
    check_refusal,
    completing_dossier,
    end_dispensation,
)
from people import (
    AFTER_DEADLINE,
    ALONE,
    ATTESTATION,
    BANK,
    CLAUDIA,
    CONTACT,
    DISPENSATION_REQUEST,
    IDENTITY,
    MOTIVE,
    NOW,
    REPORT_CPS,
    SIGN_WITH_MANDATE,
    SIGN_WITHOUT_MANDATE,
    SOCIAL_SECURITY,
    french_iban,
)
from psc_workflow import Dossier, Outcome, Regime, Role
from psc_workflow import commands as do
from psc_workflow._model.commands import Command
from psc_workflow._model.vocabulary import Consent, EndReason, Motive
from verdicts import codes


def left(dossier: Dossier, *commands: Command, at: dt.datetime = NOW) -> Dossier:
    """Ask for a dispensation and come back at once."""
    return accept(dossier, *commands, START_DISPENSATION, do.GoBack(), at=at)


CONSENTED: dict[str, Callable[[], Dossier]] = {
    "asked and came back, from the bank details": lambda: left(at_state("bank_details")),
    "asked and came back, from the signature": lambda: left(at_state("signature")),
    "asked and came back, from an earlier screen": lambda: left(at_state("signature"), *[do.GoBack()] * 6),
    "asked and came back, while completing": lambda: left(completing_dossier("signature"), at=AFTER_DEADLINE),
    **{
        f"dispensed, {way}": lambda way=way: end_dispensation(way, accept(at_state("signature"), *DISPENSATION_REQUEST))
        for way in ENDS_OF_DISPENSATION
    },
    **{
        f"signed, dispensed, {way}": lambda way=way: end_dispensation(
            way, accept(at_state("confirmed"), *MEMBER_REQUEST)
        )
        for way in ENDS_OF_DISPENSATION
    },
}
"""Every way by which one comes back to the screens after having given the consents."""


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
        assert (
            state == "signature"
            or dossier.decide(SIGN_WITH_MANDATE, at=at, role=Role.AGENT).outcome is not Outcome.ACCEPTED
        )
        right = do.ValidateAffiliation() if state == "formula" and answers.formula else RIGHT_ANSWERS[state]
        dossier = accept(dossier, right, at=at)
    assert {"consents", "bank_details", "signature"} <= set(passed)
    assert dossier.record.answers.signed_at == at


STATED: dict[str, Callable[[], Dossier]] = {
    "went back to the affiliation": lambda: accept(open_dossier(), *UP_TO_ATTESTATION, do.GoBack(), do.GoBack(), START_DISPENSATION),
    "started the affiliation": lambda: accept(open_dossier(), *UP_TO_ATTESTATION, do.StartAffiliation(), START_DISPENSATION),
    "reported, rejected": lambda: accept(open_dossier(), *UP_TO_ATTESTATION, REPORT_CPS, do.RejectReport(), START_DISPENSATION),
    "the time to answer ran out": lambda: accept(tick(accept(open_dossier(), *UP_TO_ATTESTATION), AFTER_DEADLINE), START_DISPENSATION, at=AFTER_DEADLINE),
    **{
        f"dispensed, {way}": lambda way=way: _asking_again(end_dispensation(way, accept(open_dossier(), *DISPENSATION_REQUEST))) for way in ENDS_OF_DISPENSATION
    },
    "signed, dispensed, renounced": lambda: _asking_again(
        end_dispensation("renounced", accept(at_state("confirmed"), *MEMBER_REQUEST))
    ),
}  # fmt: skip
"""Every way by which one comes to ask for a dispensation after having attested."""


def _asking_again(dossier: Dossier) -> Dossier:
    return accept(dossier, START_DISPENSATION, at=dossier.record.at)


@pytest.mark.parametrize("way", STATED.values(), ids=STATED)
def test_an_attestation_is_given_again_for_each_request(way: Callable[[], Dossier]) -> None:
    dossier = way()
    at = dossier.record.at
    on = dossier.contract.civil_day(at)
    assert (dossier.states["dispensation"], dossier.record.answers.attestation) == ("motive", None)
    dossier = accept(dossier, attrs.evolve(MOTIVE, facts=do.MotiveFacts(opened_on=on)), at=at)
    check_refusal(dossier, REQUEST, at, "attestation-needed")
    renewed = attrs.evolve(ATTESTATION, signed_on=on, end_date=on + dt.timedelta(days=100))
    assert accept(dossier, renewed, REQUEST, at=at).states["dispensation"] == "granted"


def test_an_attestation_does_not_serve_another_motive() -> None:
    dossier = accept(open_dossier(), *UP_TO_ATTESTATION, do.ChooseMotive(Motive.C2S))
    assert dossier.record.answers.attestation is None
    check_refusal(dossier, REQUEST, NOW, "attestation-needed")


def test_the_attestation_of_last_year_renews_nothing() -> None:
    dossier = dossier_in("dispensation.renewal_due")
    fields = {name: getattr(ATTESTATION, name) for name in do.HonourStatement.field_names()}
    decision = dossier.decide(do.RenewDispensation(**fields), at=now_of(dossier), role=Role.AGENT)
    assert (decision.outcome, decision.codes) == (Outcome.REFUSED, ("attestation-end-not-later", "attestation-not-new"))


@pytest.mark.parametrize("way", ENDS_OF_DISPENSATION)
def test_the_mandate_of_an_earlier_membership_debits_nothing(way: str) -> None:
    signed = at_state("confirmed")
    assert signed.record.membership.mandate is not None
    again = end_dispensation(way, accept(signed, *MEMBER_REQUEST))
    at = again.record.at
    assert again.record.membership.mandate is None
    alone = [do.StartAffiliation(), do.DeclareRegime(Regime.GENERAL), ALONE, do.ConfirmSolo(), do.ValidateAffiliation()]
    rest = [IDENTITY, SOCIAL_SECURITY, CONTACT, do.GiveConsents(partner_offers=False), BANK, SIGN_WITHOUT_MANDATE]
    member = accept(again, *alone, *rest, do.AddBeneficiary(partner=CLAUDIA), at=at)
    assert member.record.membership.mandate is None
    assert accept(member, do.SignMandate("proof-3"), at=at).record.membership.mandate == "proof-3"


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
    assert "mandate-to-sign" in codes(member.view(at=AFTER_DEADLINE, role=Role.AGENT).warnings.warnings)
    signed = accept(member, SIGN_WITHOUT_MANDATE, at=AFTER_DEADLINE)
    again = accept(signed, do.AddBeneficiary(partner=CLAUDIA), do.SignMandate("m2"), at=AFTER_DEADLINE)
    assert again.record.membership.mandate == "m2"


def test_taking_back_a_consent_never_given_answers_no_question() -> None:
    assert accept(open_dossier(), do.WithdrawConsent(Consent.PARTNER_OFFERS)).record.answers.consents is None
    withdrawn = accept(at_state("confirmed"), do.WithdrawConsent(Consent.PARTNER_OFFERS))
    assert withdrawn.record.answers.consents == do.GiveConsents(partner_offers=False)


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


@pytest.mark.parametrize("role", list(Role))
def test_who_signs_after_the_end_of_the_membership_reads_that_it_is_over(role: Role) -> None:
    ended = tick(accept(at_state("signature"), do.EndMembership(EndReason.DEPARTURE, NOW.date())), NOW)
    assert ended.record.is_over
    decision = ended.decide(SIGN_WITH_MANDATE, at=NOW, role=Role.AGENT)
    assert (decision.outcome, codes(decision.findings)) == (Outcome.REFUSED, ["membership-over"])
    assert ended.form(at=NOW, role=role, do="sign").do == "sign"
