"""
Documents compared with a table of the screens that each waits for, written down from the guide.
"""

import itertools

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from people import START
from psc_workflow import commands as do
from psc_workflow._catalogue.wording import word
from psc_workflow._model.quote import Quote
from psc_workflow._model.verdict import Judgement, Verdict
from psc_workflow._model.vocabulary import Certainty, DocumentKind, Formula
from psc_workflow.exceptions import InvalidCommandError
from psc_workflow.rules import document_request
from psc_workflow.states._screens import OPEN
from strategies import QUOTES, is_debited, maybe
from verdicts import codes_and_paths

WAITS_FOR = {
    "tableau_garanties": [],
    "notice_information": [],
    "conditions_achat": [],
    "attestation_vierge": [],
    "devis": ["formula"],
    "bulletin_adhesion": ["bank_details", "formula"],
    "mandat_sepa": ["bank_details", "formula"],
    "certificat_adhesion": [],
}
"""The last screen first: once it is filled in, those before it are."""

LABELS = {"formula": "Choix de la formule", "bank_details": "Coordonnées bancaires"}
QUOTE = Quote("men-2026-pf", START, Formula.BASE, Certainty.PUBLISHED)


def expected(
    kind: DocumentKind | None, quote: Quote | None, completed: set[str], *, affiliated: bool, account: bool
) -> list[tuple[str, str]]:
    """Say what keeps the document from being produced, as (code, path)."""
    if kind is None:
        return [("document-kind-missing", "kind")]
    if kind.value == "certificat_adhesion":
        return [] if affiliated else [("certificate-not-affiliated", "kind")]
    if kind.value == "mandat_sepa" and account:
        completed = completed | {"bank_details"}
    if waiting(kind, quote, completed):
        return [("document-not-ready", "kind")]
    if kind.value != "mandat_sepa":
        return []
    return {True: [], False: [("mandate-not-needed", "kind")], None: [("debit-unknown", "quote.debits")]}[
        is_debited(quote)
    ]


def waiting(kind: DocumentKind, quote: Quote | None, completed: set[str]) -> list[str]:
    """List the screens that are still waited for; the formula's is filled in if there is a quote."""
    filled_in = (completed - {"formula"}) | ({"formula"} if quote is not None else set())
    return [screen for screen in WAITS_FOR[kind.value] if screen not in filled_in]


@given(
    maybe(st.sampled_from(DocumentKind)) | st.sampled_from([DocumentKind.MANDAT_SEPA, DocumentKind.BULLETIN_ADHESION]),
    maybe(QUOTES) | QUOTES,
    st.integers(0, len(OPEN)).map(lambda count: OPEN[:count]) | st.lists(st.sampled_from(OPEN), unique=True),
    st.booleans(),
    st.booleans(),
)
@example(DocumentKind.MANDAT_SEPA, QUOTE, OPEN, True, False)
@example(DocumentKind.MANDAT_SEPA, QUOTE, (), True, True)
@example(DocumentKind.MANDAT_SEPA, None, OPEN, False, False)
def test_a_document_is_produced_once_what_it_shows_is_known(
    kind: DocumentKind | None, quote: Quote | None, completed: tuple[str, ...], affiliated: bool, account: bool
) -> None:
    """Whatever else is answered, nothing stands in for the account or for the quote."""
    verdict = document_request.assess(
        kind, quote=quote, completed_screens=completed, affiliated=affiliated, account=account
    )
    assert codes_and_paths(verdict) == expected(kind, quote, set(completed), affiliated=affiliated, account=account)
    completed = (*completed, "bank_details") if account and kind is DocumentKind.MANDAT_SEPA else completed
    for finding in verdict.findings:
        if finding.code == "document-not-ready":
            needed = waiting(kind, quote, set(completed))[0]
            assert finding.facts["document"] == word(kind)
            assert finding.facts["needed"].fr == LABELS[needed]
            assert f"«\N{NO-BREAK SPACE}{LABELS[needed]}\N{NO-BREAK SPACE}»" in finding.remedy("fr")
            assert verdict.outcome is Judgement.REFUSED


@pytest.mark.parametrize(
    ("kind", "completed", "quote"),
    [*itertools.product(DocumentKind, [(), ("formula",), ("bank_details",)], [None, QUOTE])],
)
def test_every_document_at_every_stage(kind: DocumentKind, completed: tuple[str, ...], quote: Quote | None) -> None:
    verdict = document_request.assess(kind, quote=quote, completed_screens=completed)
    assert codes_and_paths(verdict) == expected(kind, quote, set(completed), affiliated=False, account=False)


@pytest.mark.parametrize("kind", [kind for kind in DocumentKind if not WAITS_FOR[kind.value]])
def test_what_shows_no_answer_can_be_had_at_once(kind: DocumentKind) -> None:
    assert document_request.assess(kind, quote=None, completed_screens=(), affiliated=True) == Verdict()


@pytest.mark.parametrize("kind", ["", " ", "MANDAT_SEPA", "mandat", "devis\n", "د" * 1000])
def test_what_is_no_document_does_not_reach_the_rule(kind: str) -> None:
    with pytest.raises(InvalidCommandError, match="kind"):
        do.RequestDocument(kind)
