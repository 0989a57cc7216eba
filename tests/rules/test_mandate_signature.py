"""
SEPA mandates compared with a truth table of what is debited, signed and known.
"""

import datetime as dt

import attrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from people import PF, START
from psc_workflow import Formula, Household, Regime
from psc_workflow._model.commands import SignMandate
from psc_workflow._model.quote import Gap, Quote
from psc_workflow._model.text import Text
from psc_workflow._model.verdict import Judgement, Severity, Verdict
from psc_workflow._model.vocabulary import Certainty
from psc_workflow.exceptions import InvalidCommandError
from psc_workflow.pricing import price
from psc_workflow.rules import mandate_signature
from strategies import BLANK, PRINTED, QUOTES, is_debited, maybe, nothing_to_see
from verdicts import codes, codes_and_paths

EMPTY = Quote("men-2026-pf", START, Formula.BASE, Certainty.PUBLISHED)


@given(QUOTES, st.booleans(), st.booleans())
@example(EMPTY, True, False)
@example(EMPTY, False, True)
def test_a_mandate_is_signed_once_for_an_account_that_is_debited(quote: Quote, signed: bool, account: bool) -> None:
    table = {
        ("mandate-not-needed", "quote.debits"): is_debited(quote) is False,
        ("debit-unknown", "quote.debits"): is_debited(quote) is None,
        ("mandate-already-signed", ""): signed,
        ("account-needed", "bank_details"): not account,
    }
    verdict = mandate_signature.assess_need(quote, signed=signed, account=account)
    places = codes_and_paths(verdict)
    assert set(places) == {place for place, is_wrong in table.items() if is_wrong}
    assert len(places) == len(set(places))
    refused = {code for code, _ in places} - {"debit-unknown"}
    assert verdict.outcome is (Judgement.REFUSED if refused else Judgement.INCOMPLETE if places else Judgement.HOLDS)
    gaps = {"gaps": tuple(gap.text for gap in quote.gaps)}
    assert all(finding.facts == (gaps if finding.code == "debit-unknown" else {}) for finding in verdict.findings)


@given(maybe(PRINTED) | BLANK | st.text("٠١٢abc", min_size=1000, max_size=1000))
@example(None)
@example("")
@example("\u200b\u2060")
@example("\u00ad.")
def test_the_evidence_of_a_mandate_says_something(evidence: str | None) -> None:
    """Nothing given is missing; nothing to be seen is refused; what it says is the provider's."""
    verdict = mandate_signature.assess(SignMandate(evidence))
    if evidence is None:
        expected = [("mandate-evidence-missing", "evidence", Severity.MISSING)]
    else:
        expected = [("text-blank", "evidence", Severity.REFUSED)] * nothing_to_see(evidence)
    assert [(finding.code, finding.path, finding.severity) for finding in verdict.findings] == expected
    assert all(evidence not in map(str, finding.facts.values()) for finding in verdict.findings)


@given(QUOTES, st.booleans())
@example(EMPTY, False)
def test_a_cover_is_warned_about_while_it_is_debited_without_a_mandate(quote: Quote, signed: bool) -> None:
    """A debit that is not known is not warned about: one could do nothing about it."""
    verdict = mandate_signature.assess_cover(quote, signed=signed)
    warned = (is_debited(quote), signed) == (True, False)
    assert [(finding.code, finding.path, finding.facts) for finding in verdict.findings] == [
        ("mandate-to-sign", "", {})
    ] * warned
    assert verdict.holds
    assert len(verdict.warnings) == warned


@pytest.mark.parametrize("evidence", ["\udfff", "x" * 4097, 1, b"proof", ["proof"]])
def test_what_is_no_evidence_does_not_reach_the_rule(evidence: object) -> None:
    with pytest.raises(InvalidCommandError, match="evidence"):
        SignMandate(evidence)


# -- at the boundaries -----------------------------------------------------------------------------------


def test_a_cover_that_is_debited_without_a_mandate_is_warned_about() -> None:
    nothing, something = quoted(Formula.BASE), quoted(Formula.OPTION_1)
    assert codes(mandate_signature.assess_cover(something, signed=False)) == ["mandate-to-sign"]
    assert mandate_signature.assess_cover(something, signed=True) == Verdict()
    assert mandate_signature.assess_cover(nothing, signed=False) == Verdict()


NOTHING_DEBITED = Household(regime=Regime.GENERAL, birth_date=dt.date(1970, 3, 12), gross_cents=300_000)


def quoted(formula: Formula) -> Quote:
    return price(NOTHING_DEBITED, formula=formula, contract=PF, on=START)


@pytest.mark.parametrize(
    ("formula", "signed", "account", "expected"),
    [
        (Formula.OPTION_1, False, True, {}),
        (Formula.BASE, False, True, {"mandate-not-needed": "quote.debits"}),
        (Formula.OPTION_1, True, True, {"mandate-already-signed": ""}),
        (Formula.OPTION_1, False, False, {"account-needed": "bank_details"}),
        (
            Formula.BASE,
            True,
            False,
            {"mandate-not-needed": "quote.debits", "mandate-already-signed": "", "account-needed": "bank_details"},
        ),
    ],
)
def test_when_there_is_a_mandate_to_sign(
    formula: Formula, signed: bool, account: bool, expected: dict[str, str]
) -> None:
    verdict = mandate_signature.assess_need(quoted(formula), signed=signed, account=account)
    assert codes_and_paths(verdict) == [*expected.items()]
    assert verdict.outcome is (Judgement.REFUSED if expected else Judgement.HOLDS)


def test_a_mandate_is_not_signed_while_one_cannot_say_whether_anything_is_debited() -> None:
    silent = attrs.evolve(quoted(Formula.BASE), gaps=(Gap("some-gap", Text("rien", "nothing")),))
    verdict = mandate_signature.assess_need(silent, signed=False, account=True)
    assert codes_and_paths(verdict) == [("debit-unknown", "quote.debits")]
    assert verdict.outcome is Judgement.INCOMPLETE
