"""
What was answered is judged once more when it counts: nobody signs for what the contract in force refuses.
"""

import datetime as dt
import itertools
from typing import Any

import attrs
import pytest

from dossiers import accept, at_state, back_to, journey, now_of, tick
from people import (
    AFTER_DEADLINE,
    ATTESTATION,
    BANK,
    CONTACT,
    DISPENSATION_REQUEST,
    FAMILY,
    GUIDE,
    HOUSEHOLDS,
    IBAN_SOCREDO,
    NOW,
    REPORT_CPS,
    SIGN_WITH_MANDATE,
    SOCIAL_SECURITY,
    TODAY,
    details_of,
    with_key,
)
from psc_workflow import Decision, Dossier, Formula, Outcome, Regime, Role, contracts
from psc_workflow import commands as do
from psc_workflow._catalogue import wording
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.verdict import Judgement, Verdict
from psc_workflow._model.vocabulary import Consent, DocumentKind, PaymentScheme
from psc_workflow._views.view import Offer
from psc_workflow.problems import to_problem
from psc_workflow.rules import consents
from psc_workflow.states import AffiliationChart
from psc_workflow.states._engine import table
from psc_workflow.states._guards.affiliation import GUARD_OF
from psc_workflow.states._past_answers import past_answers
from psc_workflow.stores._compatibility import check_compatibility
from verdicts import codes


def later(contract: Contract = GUIDE, **values: Any) -> Contract:
    """Give a later version of the contract, in which parameters have other values from the day of the invitation on."""
    changed: dict[str, Any] = {}
    for name, value in values.items():
        parameter = getattr(contract, name)
        dated = attrs.evolve(parameter.values[-1], in_force_from=TODAY - dt.timedelta(days=1), value=value)
        changed[name] = attrs.evolve(parameter, values=(*parameter.values, dated))
    heading = attrs.evolve(contract.contract, version="later")
    return attrs.evolve(contract, contract=heading, **changed)


NO_OPTION_2 = later(
    formulas=(Formula.BASE, Formula.OPTION_1),
    recommended_formula=(),
)


def under(dossier: Dossier, contract: Contract) -> Dossier:
    """Store the dossier, and read it back under another version of its contract."""
    return Dossier.load(dossier.dump(), contracts=contracts.builtin.including(contract, replace=True))


def offer(dossier: Dossier, command: type, at: dt.datetime = NOW) -> Offer:
    (offered,) = [
        candidate for candidate in dossier.view(at=at, role=Role.AGENT).commands if candidate.command is command
    ]
    return offered


def paths(decision: Decision[Dossier]) -> list[tuple[str, str]]:
    return [(finding.path, finding.code) for finding in decision.verdict.blocking]


# -- the formula ------------------------------------------------------------------------


@pytest.mark.parametrize("household", HOUSEHOLDS.values(), ids=lambda household: len(household.children))
def test_nobody_signs_for_a_formula_that_is_not_offered_any_more(household: do.DeclareBeneficiaries) -> None:
    dossier = under(at_state("contact_details", household, formula=Formula.OPTION_2), NO_OPTION_2)
    dossier = accept(dossier, CONTACT, do.GiveConsents(partner_offers=False), BANK)
    decision = dossier.decide(SIGN_WITH_MANDATE, at=NOW, role=Role.AGENT)
    assert (decision.outcome, decision.dossier) == (Outcome.REFUSED, dossier)
    assert paths(decision) == [("answers.formula.formula", "formula-not-offered")]
    (finding,) = decision.findings
    (asked,) = back_to(dossier, "formula").decide(do.ChooseFormula(Formula.OPTION_2), at=NOW, role=Role.AGENT).findings
    assert finding == attrs.evolve(asked, path=finding.path)
    assert finding.rule == "formula"
    assert finding.sources
    assert "Option 1" in finding.remedy("en")
    assert to_problem(decision)["errors"][0]["pointer"] == "#/answers/formula/formula"


def test_the_view_says_beforehand_that_one_cannot_sign_and_why() -> None:
    dossier = under(at_state("signature", formula=Formula.OPTION_2), NO_OPTION_2)
    shown = offer(dossier, do.Sign)
    assert (shown.offered, codes(shown.verdict)) == (False, ["formula-not-offered"])
    assert Formula.OPTION_2 not in dossier.view(at=NOW, role=Role.AGENT).quotes
    assert offer(at_state("signature", formula=Formula.OPTION_2), do.Sign).offered


@pytest.mark.parametrize("household", HOUSEHOLDS.values(), ids=lambda household: len(household.children))
def test_whoever_goes_back_and_takes_one_that_is_offered_can_sign(household: do.DeclareBeneficiaries) -> None:
    dossier = back_to(under(at_state("signature", household, formula=Formula.OPTION_2), NO_OPTION_2), "formula")
    refused = dossier.decide(do.ValidateAffiliation(), at=NOW, role=Role.AGENT)
    assert (refused.outcome, refused.codes) == (Outcome.REFUSED, ("formula-not-offered",))
    assert not offer(dossier, do.ValidateAffiliation).offered
    assert offer(dossier, do.ChooseFormula).offered
    rest = list(journey(household, Formula.OPTION_1))
    for command in rest[rest.index(do.ChooseFormula(Formula.OPTION_1)) :]:
        answered = isinstance(command, do.DeclareChild) and dossier.states["affiliation"] != "children_details"
        dossier = dossier if answered else accept(dossier, command)
    assert dossier.record.membership.cover.formula is Formula.OPTION_1


def test_an_affiliation_that_is_completed_does_not_take_up_a_formula_that_is_gone() -> None:
    automatic = under(tick(at_state("identity", formula=Formula.OPTION_2), AFTER_DEADLINE), NO_OPTION_2)
    cover, at = automatic.record.membership.cover, now_of(automatic)
    assert cover.formula in automatic.view(at=at, role=Role.AGENT).quotes
    steps = (do.CompleteAffiliation(), do.DeclareRegime(Regime.GENERAL), FAMILY)
    completing = accept(automatic, *steps, at=at)
    assert completing.record.answers.formula is Formula.OPTION_2
    refused = completing.decide(do.ValidateAffiliation(), at=at, role=Role.AGENT)
    assert refused.codes == ("formula-not-offered",)
    accept(completing, do.ChooseFormula(Formula.OPTION_1), do.ValidateAffiliation(), at=at)


def test_silence_brings_a_formula_that_is_offered() -> None:
    automatic = tick(under(at_state("signature", formula=Formula.OPTION_2), NO_OPTION_2), AFTER_DEADLINE)
    assert automatic.states["affiliation"] == "auto_affiliated"
    assert automatic.record.membership.cover.formula in NO_OPTION_2.value("formulas", TODAY)


def test_who_has_chosen_since_does_not_come_back_to_an_earlier_choice_without_the_term() -> None:
    """Completing takes up what was answered before: the formula among it is a change of the one chosen since."""
    automatic = tick(at_state("identity", formula=Formula.OPTION_2), AFTER_DEADLINE)
    at = now_of(automatic)
    chosen = accept(automatic, do.ChangeFormula(Formula.OPTION_1), at=at)
    steps = (do.CompleteAffiliation(), do.DeclareRegime(Regime.GENERAL), FAMILY)
    completing = accept(chosen, *steps, at=at)
    asked = completing.decide(do.ChooseFormula(Formula.OPTION_2), at=at, role=Role.AGENT)
    refused = completing.decide(do.ValidateAffiliation(), at=at, role=Role.AGENT)
    assert paths(refused) == paths(asked) == [("contract.formula_minimum_term", "formula-term-unknown")]
    accept(completing, do.ChooseFormula(Formula.OPTION_1), do.ValidateAffiliation(), at=at)


def test_who_chose_while_a_report_was_looked_at_does_not_sign_for_the_earlier_choice_without_the_term() -> None:
    automatic = tick(at_state("identity"), AFTER_DEADLINE)
    at = now_of(automatic)
    rest = list(journey(FAMILY))
    answers = rest[rest.index(do.DeclareRegime(Regime.GENERAL)) : rest.index(SIGN_WITH_MANDATE)]
    reported = accept(automatic, do.CompleteAffiliation(), *answers, REPORT_CPS, at=at)
    dossier = accept(reported, do.ChangeFormula(Formula.OPTION_1), do.RejectReport(), at=at)
    assert dossier.states["affiliation"] == "signature"
    refused = dossier.decide(SIGN_WITH_MANDATE, at=at, role=Role.AGENT)
    assert (refused.outcome, refused.missing) == (Outcome.REFUSED, ("contract.formula_minimum_term",))
    assert refused.codes == ("formula-term-unknown",)


# -- the other answers ------------------------------------------------------------------


CHANGES = {
    "regime": later(accepted_regimes=(Regime.MSA,), local_regimes=(Regime.GENERAL,)),
    "formula": NO_OPTION_2,
    "account": later(payment_schemes=(PaymentScheme.SEPA,)),
    "regime and account": later(
        accepted_regimes=(Regime.MSA,), local_regimes=(Regime.GENERAL,), payment_schemes=(PaymentScheme.SEPA,)
    ),
}


@pytest.mark.parametrize("contract", CHANGES.values(), ids=CHANGES)
def test_what_a_contract_would_refuse_is_refused_at_the_signature_by_the_same_findings(contract: Contract) -> None:
    stored = at_state("signature", FAMILY, formula=Formula.OPTION_2)
    (foreseen,) = check_compatibility([(stored.id, stored.dump())], contract)
    predicted = [
        (f"answers.{fault.path}", fault.message.removeprefix("would be refused: ")) for fault in foreseen.faults
    ]
    decision = under(stored, contract).decide(SIGN_WITH_MANDATE, at=NOW, role=Role.AGENT)
    assert decision.outcome is Outcome.REFUSED
    assert predicted == paths(decision) != []
    for path, _ in predicted:
        back_to(under(stored, contract), path.split(".")[1])


def test_documents_that_are_to_be_read_besides_are_asked_for_by_the_signature_itself() -> None:
    listed = (*GUIDE.value("documents_to_sign", TODAY), DocumentKind.CONDITIONS_ACHAT)
    dossier = under(at_state("signature"), later(documents_to_sign=listed))
    assert dossier.decide(SIGN_WITH_MANDATE, at=NOW, role=Role.AGENT).codes == ("document-not-read",)
    read = (*SIGN_WITH_MANDATE.documents_read, DocumentKind.CONDITIONS_ACHAT)
    accept(dossier, attrs.evolve(SIGN_WITH_MANDATE, documents_read=read))


MSA_ONLY = later(accepted_regimes=(Regime.MSA,))
"""A version of the contract under which the general regime is accepted with a warning."""


def warned(decision: Decision[Dossier]) -> list[tuple[str, str]]:
    """List the warnings of earlier answers; the signature has some of its own."""
    warnings = [(finding.path, finding.code) for finding in decision.verdict.warnings]
    return [(path, code) for path, code in warnings if path.startswith("answers.")]


def test_a_warning_that_a_later_contract_brings_is_told_at_the_signature_and_blocks_nothing() -> None:
    dossier = under(at_state("signature"), MSA_ONLY)
    new = [("answers.regime.regime", "regime-to-confirm")]
    expected = [*new, ("answers.beneficiaries.partner.regime", "partner-regime-to-confirm")]
    expected.append(("answers.beneficiaries.children.0.regime", "child-regime-to-confirm"))
    shown = offer(dossier, do.Sign)
    decision = dossier.decide(SIGN_WITH_MANDATE, at=NOW, role=Role.AGENT)
    assert (shown.offered, decision.outcome) == (True, Outcome.ACCEPTED)
    assert warned(decision) == [(f.path, f.code) for f in shown.verdict.warnings] == expected


def test_what_was_warned_of_when_it_was_answered_is_not_told_again() -> None:
    """Not under the contract of the answer, nor under a later one that says the same."""
    start, *rest = journey()
    dossier = accept(under(accept(at_state("home"), start), MSA_ONLY), *rest[: rest.index(SIGN_WITH_MANDATE)])
    assert warned(dossier.decide(SIGN_WITH_MANDATE, at=NOW, role=Role.AGENT)) == []
    heading = attrs.evolve(MSA_ONLY.contract, version="later still")
    assert (
        warned(
            under(dossier, attrs.evolve(MSA_ONLY, contract=heading)).decide(SIGN_WITH_MANDATE, at=NOW, role=Role.AGENT)
        )
        == []
    )


def test_an_answer_given_again_was_warned_of_by_its_last_step_alone() -> None:
    """The regime that was warned of was another one, before the one that counts."""
    start, first, *rest = journey()
    dossier = accept(at_state("home"), start, do.DeclareRegime(Regime.MSA), do.GoBack(), first)
    dossier = under(accept(dossier, *rest[: rest.index(SIGN_WITH_MANDATE)]), MSA_ONLY)
    assert ("answers.regime.regime", "regime-to-confirm") in warned(
        dossier.decide(SIGN_WITH_MANDATE, at=NOW, role=Role.AGENT)
    )


def test_under_a_later_contract_one_code_does_not_speak_for_two_people() -> None:
    """One child was warned of under the first contract, both are under the second: both are named."""
    child = attrs.evolve(FAMILY.children[0], regime=Regime.MSA)
    two = do.DeclareBeneficiaries(None, [child, attrs.evolve(child, ref="other", regime=Regime.GENERAL)])
    dossier = at_state("signature", two)
    assert warned(dossier.decide(SIGN_WITH_MANDATE, at=NOW, role=Role.AGENT)) == []
    neither = under(dossier, later(accepted_regimes=(Regime.GENERAL,))).decide(
        SIGN_WITH_MANDATE, at=NOW, role=Role.AGENT
    )
    assert warned(neither) == []
    both = under(dossier, later(accepted_regimes=(Regime.MILITARY,))).decide(SIGN_WITH_MANDATE, at=NOW, role=Role.AGENT)
    assert [path for path, code in warned(both) if code == "child-regime-to-confirm"] == [
        "answers.beneficiaries.children.0.regime",
        "answers.beneficiaries.children.1.regime",
    ]


def test_what_no_step_of_the_dossier_says_any_more_is_told_again() -> None:
    """The dossier carries its last sixteen steps: what came with an earlier one is unknown."""
    provisional = attrs.evolve(SOCIAL_SECURITY, nir=with_key("7700398735123"))
    before, after = (list(journey()), list(journey()))
    place = before.index(SOCIAL_SECURITY)
    dossier = accept(at_state("home"), *before[:place], provisional, *after[place + 1 : after.index(SIGN_WITH_MANDATE)])
    assert warned(dossier.decide(SIGN_WITH_MANDATE, at=NOW, role=Role.AGENT)) == []
    returned = accept(dossier, *[do.Resume()] * 16)
    new = warned(returned.decide(SIGN_WITH_MANDATE, at=NOW, role=Role.AGENT))
    assert ("answers.social_security.nir", "nir-provisional") in new


def test_the_warnings_of_children_are_counted_child_by_child() -> None:
    child = FAMILY.children[0]
    two = do.DeclareBeneficiaries(None, [child, attrs.evolve(child, ref="other")])
    numbered = [attrs.evolve(details_of(each), first_name=each.ref) for each in two.children]
    dossier = at_state("children_details", two)
    rest = [CONTACT, do.GiveConsents(partner_offers=False), BANK]
    dossier = accept(dossier, *numbered, *rest)
    assert warned(dossier.decide(SIGN_WITH_MANDATE, at=NOW, role=Role.AGENT)) == []
    steps = dossier.record.history.steps
    last = next(step for step in reversed(steps) if step.command == "declare-child")
    silent = tuple(attrs.evolve(step, codes=()) if step is last else step for step in steps)
    history = attrs.evolve(dossier.record.history, steps=silent)
    forgetful = attrs.evolve(dossier, record=attrs.evolve(dossier.record, history=history))
    assert [code for _, code in warned(forgetful.decide(SIGN_WITH_MANDATE, at=NOW, role=Role.AGENT))] == [
        "child-nir-pending"
    ]


def test_the_warning_of_an_attestation_is_told_when_it_is_given_and_not_at_the_request() -> None:
    before = attrs.evolve(ATTESTATION, signed_on=dt.date(2026, 3, 1))
    start, motive, _, request = DISPENSATION_REQUEST
    asking = accept(at_state("identity"), start, motive)
    decision = asking.decide(before, at=NOW, role=Role.AGENT)
    assert decision.warnings == ("attestation-older-than-request",)
    assert decision.dossier.decide(request, at=NOW, role=request.roles[0]).warnings == ()


def test_a_fact_that_is_newly_asked_for_is_not_taken_as_given(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule of a release to come asks for more than what was answered."""
    dossier = at_state("signature")
    asks_more = Verdict((wording.finding("consent-unanswered", "partner_offers"),))
    monkeypatch.setattr(consents, "assess", lambda *_, **__: asks_more)
    shown = offer(dossier, do.Sign)
    assert (shown.offered, shown.verdict.outcome) == (False, Judgement.INCOMPLETE)
    assert dossier.decide(SIGN_WITH_MANDATE, at=NOW, role=Role.AGENT).missing == ("answers.consents.partner_offers",)


def test_what_a_member_keeps_up_to_date_meanwhile_does_not_stand_against_the_signature() -> None:
    """Details change in the personal space while an affiliation is completed: they are what is judged then."""
    automatic = tick(at_state("identity"), AFTER_DEADLINE)
    at = now_of(automatic)
    rest = list(journey(FAMILY))
    answers = rest[rest.index(do.DeclareRegime(Regime.GENERAL)) : rest.index(SIGN_WITH_MANDATE)]
    completing = accept(automatic, do.CompleteAffiliation(), *answers, at=at)
    fields = {name: getattr(CONTACT, name) for name in CONTACT.field_names()} | {"city": "Faa'a"}
    completing = accept(
        completing,
        do.UpdateContactDetails(**fields),
        do.UpdateBankDetails("M. Dupond", IBAN_SOCREDO),
        do.UpdateTeletransmission(teletransmission=False),
        do.WithdrawConsent(Consent.PARTNER_OFFERS),
        at=at,
    )
    accept(completing, SIGN_WITH_MANDATE, at=at)


# -- asked as the chart asks ---------------------------------------------------------------


def test_each_answer_is_judged_by_what_judges_it_on_its_screen() -> None:
    rows = [row for events in table(AffiliationChart).values() for row in events.values()]
    for command, guard in GUARD_OF.items():
        asked = {
            tuple(condition for condition in row.guards if not condition.is_may)
            for row in rows
            if row.event == command.event
        }
        assert asked == {(guard,)}, command


@pytest.mark.parametrize("household", HOUSEHOLDS.values(), ids=lambda household: len(household.children))
def test_every_answer_of_a_household_comes_up_with_those_before_it(household: do.DeclareBeneficiaries) -> None:
    """Judged are all commands but those that answer nothing."""
    answers = list(past_answers(at_state("signature", household).record.answers))
    silent = (do.StartAffiliation, do.ConfirmSolo, do.ValidateAffiliation, do.Sign, do.RateExperience)
    asked = [type(command) for command in journey(household) if not isinstance(command, silent)]
    assert [type(answer.command) for answer in answers] == asked
    assert set(asked) <= set(GUARD_OF)
    for before, after in itertools.pairwise(answers):
        assert before.before != after.before
