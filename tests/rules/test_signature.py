"""
Signatures compared with sets of documents and a table of answers; debits with the lines themselves.
"""

import datetime as dt
from typing import Any

import attrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from people import CARLA, CLAUDIA, GUIDE, PF, SIGN_WITH_MANDATE, START, TODAY
from psc_workflow import Formula, Household, Partner, Regime
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.values import Parameter
from psc_workflow._catalogue.wording import word
from psc_workflow._model.commands import Sign
from psc_workflow._model.quote import KeptQuote, Quote
from psc_workflow._model.text import Text
from psc_workflow._model.verdict import Judgement
from psc_workflow._model.vocabulary import Certainty, DocumentKind
from psc_workflow.exceptions import InvalidCommandError, NoValueInForceError
from psc_workflow.pricing import price
from psc_workflow.rules import signature
from strategies import (
    ANSWERS,
    BLANK,
    CONTRACTS,
    DAYS,
    PRINTED,
    QUOTES,
    changing_at_start,
    in_force,
    is_debited,
    maybe,
    nothing_to_see,
)
from verdicts import codes, codes_and_paths

MANDATE = DocumentKind.MANDAT_SEPA
PAPERS = [kind for kind in DocumentKind if kind is not MANDATE]
LISTED = changing_at_start("document", st.lists(st.sampled_from(PAPERS), max_size=3, unique=True).map(tuple))

SIGNED = st.builds(
    Sign,
    documents_read=maybe(st.lists(st.sampled_from(DocumentKind), max_size=8)) | st.just(list(DocumentKind)),
    certified=ANSWERS,
    accepted=ANSWERS,
    evidence=maybe(PRINTED) | BLANK,
)

FIELDS = {
    "documents_read": "documents read",
    "certified": "certification that the declaration is accurate",
    "accepted": "acceptance of the conditions",
    "evidence": "evidence of the signature",
}

FREE = Quote("men-2026-pf", START, Formula.BASE, Certainty.PUBLISHED)


def totals(quote: Quote) -> tuple[Any, ...]:
    """Sum *quote* anew: what each of the three pays, ``None`` if anything in it is not known."""
    sums = []
    for channel in ("employer", "payroll", "debited"):
        amounts = [line.cents for line in quote.lines if line.channel == channel]
        sums.append(None if quote.gaps or None in amounts else sum(amounts))
    return (quote.formula, *sums, is_debited(quote))


@st.composite
def kept_quotes(draw: st.DrawFn) -> tuple[Quote, KeptQuote | None, bool]:
    """Draw a quote, what was kept earlier, and whether that asks for something else."""
    quote = draw(QUOTES)
    if draw(st.booleans()):
        earlier = draw(st.just(quote) | QUOTES)
        return quote, KeptQuote.of(attrs.evolve(earlier, on=draw(DAYS)), draw(DAYS)), totals(earlier) != totals(quote)
    kept_quote = KeptQuote.of(quote, draw(DAYS))
    moved = draw(st.sampled_from(["formula", "employer", "payroll", "debited", None]))
    if moved is None:
        return quote, None, False
    other = next(formula for formula in Formula if formula is not quote.formula) if moved == "formula" else 123
    return quote, attrs.evolve(kept_quote, **{moved: other}), True


def unknown_lines(quote: Quote) -> tuple[Text, ...]:
    """List what the agent pays, from pay or from the account, without a known amount."""
    paid = [line for line in quote.lines if line.channel in ("payroll", "debited")]
    return tuple(dict.fromkeys(line.label for line in paid if line.cents is None))


def expected(
    given_by: Sign, quote: Quote, listed: tuple[DocumentKind, ...], outdated: bool
) -> set[tuple[str, str, DocumentKind | None]]:
    """Say what is wrong, as (code, path, document)."""
    table: dict[tuple[str, str, DocumentKind | None], bool] = {
        ("signature-answer-missing", name, None): getattr(given_by, name) is None for name in FIELDS
    }
    read, debited = given_by.documents_read, is_debited(quote)
    table |= {
        ("document-not-read", "documents_read", kind): read is not None
        and (kind in listed or (kind is MANDATE and debited is True))
        and not {kind} & {*read}
        for kind in DocumentKind
    }
    table |= {
        ("declaration-not-certified", "certified", None): given_by.certified is False,
        ("conditions-not-accepted", "accepted", None): given_by.accepted is False,
        ("text-blank", "evidence", None): given_by.evidence is not None and nothing_to_see(given_by.evidence),
        ("mandate-not-needed", "documents_read", None): debited is False and {MANDATE} <= {*(read or [])},
        ("debit-unknown", "quote.debits", None): debited is None,
        ("quote-outdated", "", None): outdated,
        ("premium-unknown", "", None): bool(unknown_lines(quote)),
    }
    return {place for place, is_wrong in table.items() if is_wrong}


@given(SIGNED, kept_quotes(), LISTED, CONTRACTS)
def test_one_subscribes_if_and_only_if_all_is_read_certified_and_accepted(
    given_by: Sign, quotes: tuple[Quote, KeptQuote | None, bool], listed: Parameter, contract: Contract
) -> None:
    quote, kept_quote, outdated = quotes
    dated = in_force(listed, quote.on)
    verdict = signature.assess(
        given_by, quote=quote, kept_quote=kept_quote, contract=attrs.evolve(contract, documents_to_sign=listed)
    )
    words = {word(kind): kind for kind in DocumentKind}
    findings = [(finding.code, finding.path, words.get(finding.facts.get("document"))) for finding in verdict.findings]
    assert set(findings) == expected(given_by, quote, dated.value, outdated)
    assert len(findings) == len(set(findings))
    assert verdict.holds == (not {code for code, _, _ in findings} - {"quote-outdated", "premium-unknown"})
    for finding in verdict.findings:
        match finding.code:
            case "signature-answer-missing":
                assert (finding.facts["field"].en, {*finding.facts}) == (FIELDS[finding.path], {"field"})
            case "document-not-read":
                assert (finding.sources[0], finding.certainty, {*finding.facts}) == (
                    dated.sources[0],
                    dated.certainty,
                    {"document"},
                )
            case "quote-outdated":
                assert finding.facts == {"made_on": kept_quote.made_on}
            case "premium-unknown":
                assert finding.facts == {"lines": unknown_lines(quote)}
            case "debit-unknown":
                assert finding.facts == {"gaps": tuple(gap.text for gap in quote.gaps)}
            case "text-blank":
                assert finding.facts["field"].en == FIELDS["evidence"]
            case _:
                assert finding.facts == {}


@given(QUOTES, LISTED, CONTRACTS)
def test_the_mandate_is_read_last_if_and_only_if_a_line_is_debited(
    quote: Quote, listed: Parameter, contract: Contract
) -> None:
    """A free line is no debit; an amount that is not known is one."""
    to_read = signature.documents_to_read(quote, contract=attrs.evolve(contract, documents_to_sign=listed))
    papers = [*in_force(listed, quote.on).value]
    assert [*to_read] == papers + [MANDATE] * (is_debited(quote) is True)


@given(QUOTES, st.sampled_from(["kind", "quote.debits", "documents_read"]))
def test_a_mandate_is_for_what_is_debited(quote: Quote, path: str) -> None:
    """Not knowing is neither: the answer is missing, whoever asks."""
    verdict = signature.assess_mandate(quote, path)
    outcome, places = {
        True: (Judgement.HOLDS, []),
        False: (Judgement.REFUSED, [("mandate-not-needed", path)]),
        None: (Judgement.INCOMPLETE, [("debit-unknown", "quote.debits")]),
    }[is_debited(quote)]
    assert (verdict.outcome, codes_and_paths(verdict)) == (outcome, places)


@given(st.lists(st.sampled_from(PAPERS)), ANSWERS, ANSWERS, maybe(PRINTED), CONTRACTS)
@example([], True, True, "proof", PF)
@example([DocumentKind.BULLETIN_ADHESION], True, True, "proof", PF)
@example([DocumentKind.NOTICE_INFORMATION, DocumentKind.BULLETIN_ADHESION], True, True, "proof", PF)
def test_every_built_in_contract_asks_for_the_membership_form_and_the_notice(
    read: list[DocumentKind], certified: bool | None, accepted: bool | None, evidence: str | None, contract: Contract
) -> None:
    """One signs the base alone with these two, a yes to both boxes, and a proof that says something."""
    verdict = signature.assess(
        Sign(read, certified, accepted, evidence), quote=FREE, kept_quote=None, contract=contract
    )
    signed = (certified, accepted) == (True, True) and evidence is not None and not nothing_to_see(evidence)
    assert verdict.holds == (signed and {"bulletin_adhesion", "notice_information"} <= {str(kind) for kind in read})


def test_a_quote_kept_on_another_day_is_still_the_same_quote() -> None:
    later = attrs.evolve(FREE, on=START + dt.timedelta(days=30))
    whole = Sign(PAPERS, certified=True, accepted=True, evidence="proof")
    assert signature.assess(whole, quote=later, kept_quote=KeptQuote.of(FREE, TODAY), contract=PF).findings == ()


def test_before_the_first_list_of_documents_nothing_is_guessed() -> None:
    early = attrs.evolve(FREE, on=dt.date(2024, 12, 31))
    with pytest.raises(NoValueInForceError, match="documents_to_sign"):
        signature.assess(Sign([]), quote=early, kept_quote=None, contract=PF)


@pytest.mark.parametrize("wrong", [{"evidence": "\ud800"}, {"evidence": "x" * 4097}, {"documents_read": ["devis "]}])
def test_what_is_no_signature_does_not_reach_the_rule(wrong: dict[str, Any]) -> None:
    with pytest.raises(InvalidCommandError, match=next(iter(wrong))):
        Sign(**wrong)


def test_a_very_long_proof_is_a_proof() -> None:
    whole = Sign(PAPERS, certified=True, accepted=True, evidence="١" * 1000)
    assert signature.assess(whole, quote=FREE, kept_quote=None, contract=PF).findings == ()


def test_the_contract_says_which_documents_are_signed() -> None:
    listing = attrs.evolve(GUIDE.documents_to_sign.values[0], value=(DocumentKind.CONDITIONS_ACHAT,))
    documents = attrs.evolve(GUIDE.documents_to_sign, values=(listing,))
    quote = price(Household(regime=Regime.GENERAL), contract=GUIDE, formula=Formula.BASE, on=START)
    assert (
        signature.documents_to_read(quote, contract=attrs.evolve(GUIDE, documents_to_sign=documents)) == listing.value
    )


# -- at the boundaries -----------------------------------------------------------------------------------


def quote_for(household: Household, formula: Formula = Formula.BASE) -> object:
    return price(attrs.evolve(household, regime=Regime.GENERAL), contract=PF, formula=formula, on=START)


@pytest.mark.parametrize(
    ("household", "formula", "mandate"),
    [
        pytest.param(Household(), Formula.BASE, False, id="alone, base"),
        pytest.param(Household(), Formula.OPTION_1, True, id="alone, option"),
        pytest.param(Household(partner=Partner(CLAUDIA.birth_date)), Formula.BASE, True, id="partner"),
        pytest.param(Household(children=[CARLA]), Formula.BASE, True, id="child"),
    ],
)
def test_the_mandate_is_read_if_and_only_if_a_line_is_debited(
    household: Household, formula: Formula, mandate: bool
) -> None:
    quote = quote_for(household, formula)
    assert (DocumentKind.MANDAT_SEPA in signature.documents_to_read(quote, contract=PF)) == mandate


def test_a_quote_that_has_moved_is_a_warning() -> None:
    kept_quote = KeptQuote.of(quote_for(Household()), TODAY)
    moved = quote_for(Household(children=[CARLA]))
    verdict = signature.assess(SIGN_WITH_MANDATE, quote=moved, kept_quote=kept_quote, contract=PF)
    assert (verdict.holds, codes(verdict)) == (True, ["quote-outdated", "premium-unknown"])
