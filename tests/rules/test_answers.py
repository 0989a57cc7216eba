"""
What is an answer and what is none, for the rules that ask for one thing.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people import FIRST_OF_JUNE, SOCIAL_SECURITY
from psc_workflow import commands as do
from psc_workflow._model.verdict import Judgement, Verdict
from psc_workflow._model.vocabulary import Consent
from psc_workflow.rules import (
    consent_withdrawal,
    email,
    login,
    mandate_signature,
    phone,
    prior_membership,
    processing,
    report,
    teletransmission,
)
from verdicts import codes, codes_and_paths


@given(st.text())
def test_no_text_makes_the_rules_on_addresses_and_numbers_fail(value: str) -> None:
    assert email.assess(value).outcome in (Judgement.HOLDS, Judgement.REFUSED)
    assert phone.assess(value).outcome in (Judgement.HOLDS, Judgement.REFUSED)


@pytest.mark.parametrize(
    ("verdict", "code", "path"),
    [
        (email.assess(None), "email-missing", "email"),
        (email.assess(None, path="login"), "email-missing", "login"),
        (phone.assess(None), "phone-missing", "phone"),
        (prior_membership.assess(None), "membership-missing", "membership"),
        (login.assess(None), "login-outcome-missing", "success"),
    ],
)
def test_a_fact_that_is_not_known_is_named(verdict: Verdict, code: str, path: str) -> None:
    assert (verdict.outcome, codes(verdict), verdict.missing) == (Judgement.INCOMPLETE, [code], (path,))


@pytest.mark.parametrize(
    ("verdict", "expected"),
    [
        (processing.assess("accepté"), []),
        (processing.assess(None), [("outcome-missing", "outcome")]),
        (processing.assess("\t"), [("text-blank", "outcome")]),
        (report.assess("je relève de la CPS", employment=None, on=FIRST_OF_JUNE), []),
        (report.assess(None, employment=None, on=FIRST_OF_JUNE), [("report-reason-missing", "reason")]),
        (report.assess("", employment=None, on=FIRST_OF_JUNE), [("text-blank", "reason")]),
        (mandate_signature.assess(do.SignMandate("proof")), []),
        (mandate_signature.assess(do.SignMandate()), [("mandate-evidence-missing", "evidence")]),
        (mandate_signature.assess(do.SignMandate(" ")), [("text-blank", "evidence")]),
        (consent_withdrawal.assess(Consent.PARTNER_OFFERS), []),
        (consent_withdrawal.assess(None), [("consent-kind-missing", "kind")]),
        (teletransmission.assess(teletransmission=True), []),
        (teletransmission.assess(teletransmission=False), []),
        (teletransmission.assess(teletransmission=None), [("teletransmission-unanswered", "teletransmission")]),
        (teletransmission.assess_declaration(SOCIAL_SECURITY), []),
        (teletransmission.assess_declaration(None), [("social-security-not-declared", "")]),
    ],
    ids=lambda value: str(value) if isinstance(value, list) else "",
)
def test_an_answer_says_something(verdict: Verdict, expected: list[tuple[str, str]]) -> None:
    assert codes_and_paths(verdict) == expected
    missing = {"text-blank": Judgement.REFUSED, "social-security-not-declared": Judgement.REFUSED}
    assert verdict.outcome is (missing.get(expected[0][0], Judgement.INCOMPLETE) if expected else Judgement.HOLDS)
