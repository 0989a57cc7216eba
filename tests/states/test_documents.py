"""
Documents are produced once what they show is known.
"""

import pytest

from dossiers import at_state, dossier_in, open_dossier
from people import ALONE, NOW
from psc_workflow import commands as do
from psc_workflow._model.effects import ProduceDocument
from psc_workflow._model.vocabulary import DocumentKind


@pytest.mark.parametrize(
    ("state", "kind", "outcome", "codes"),
    [
        ("home", DocumentKind.NOTICE_INFORMATION, "accepted", ()),
        ("regime", DocumentKind.TABLEAU_GARANTIES, "accepted", ()),
        ("formula", DocumentKind.DEVIS, "refused", ("document-not-ready",)),
        ("identity", DocumentKind.DEVIS, "accepted", ()),
        ("bank_details", DocumentKind.BULLETIN_ADHESION, "refused", ("document-not-ready",)),
        ("signature", DocumentKind.BULLETIN_ADHESION, "accepted", ()),
        ("signature", DocumentKind.MANDAT_SEPA, "accepted", ()),
        ("signature", None, "incomplete", ("document-kind-missing",)),
    ],
)
def test_a_document_is_produced_once_what_it_shows_is_known(
    state: str, kind: DocumentKind | None, outcome: str, codes: tuple[str, ...]
) -> None:
    decision = at_state(state).decide(do.RequestDocument(kind), at=NOW)
    assert (decision.outcome.value, decision.codes) == (outcome, codes)
    expected = [kind] if outcome == "accepted" else []
    assert [effect.kind for effect in decision.effects if isinstance(effect, ProduceDocument)] == expected


def test_no_mandate_is_produced_where_nothing_is_debited() -> None:
    decision = at_state("signature", ALONE).decide(do.RequestDocument(DocumentKind.MANDAT_SEPA), at=NOW)
    assert decision.codes == ("mandate-not-needed",)


@pytest.mark.parametrize("name", ["dispensation.motive", "dispensation.attestation"])
def test_the_blank_attestation_can_be_asked_for_in_the_dispensation(name: str) -> None:
    decision = dossier_in(name).decide(do.RequestDocument(DocumentKind.ATTESTATION_VIERGE), at=NOW)
    (document,) = decision.effects
    assert isinstance(document, ProduceDocument)
    assert document.kind is DocumentKind.ATTESTATION_VIERGE
    assert decision.dossier.states == dossier_in(name).states


def test_two_requests_for_one_document_are_two_effects() -> None:
    request = do.RequestDocument(DocumentKind.NOTICE_INFORMATION)
    first = open_dossier().decide(request, at=NOW)
    second = first.dossier.decide(request, at=NOW)
    assert first.effects[0].id != second.effects[0].id
