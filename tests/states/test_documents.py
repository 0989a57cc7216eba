"""
Documents are produced once what they show is known.
"""

import datetime as dt

import pytest

from dossiers import accept, at_state, dossier_in, open_dossier
from people import ALONE, BANK, CARLA, NOW
from psc_workflow import Role
from psc_workflow import commands as do
from psc_workflow._model.effects import ProduceDocument
from psc_workflow._model.vocabulary import DocumentKind, EndReason


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
    decision = at_state(state).decide(do.RequestDocument(kind), at=NOW, role=Role.AGENT)
    assert (decision.outcome.value, decision.codes) == (outcome, codes)
    expected = [kind] if outcome == "accepted" else []
    assert [effect.kind for effect in decision.effects if isinstance(effect, ProduceDocument)] == expected


def test_no_mandate_is_produced_where_nothing_is_debited() -> None:
    decision = at_state("signature", ALONE).decide(
        do.RequestDocument(DocumentKind.MANDAT_SEPA), at=NOW, role=Role.AGENT
    )
    assert decision.codes == ("mandate-not-needed",)


@pytest.mark.parametrize("name", ["dispensation.motive", "dispensation.attestation"])
def test_the_blank_attestation_can_be_asked_for_in_the_dispensation(name: str) -> None:
    decision = dossier_in(name).decide(do.RequestDocument(DocumentKind.ATTESTATION_VIERGE), at=NOW, role=Role.AGENT)
    (document,) = decision.effects
    assert isinstance(document, ProduceDocument)
    assert document.kind is DocumentKind.ATTESTATION_VIERGE
    assert decision.dossier.states == dossier_in(name).states


AFTERWARDS = [
    ("affiliation.confirmed", set()),
    ("affiliation.auto_affiliated", {"bulletin_adhesion", "mandat_sepa"}),
    ("membership.in_force", set()),
    ("membership.suspended", set()),
    ("dispensation.granted", {"bulletin_adhesion", "mandat_sepa", "certificat_adhesion"}),
]


@pytest.mark.parametrize("kind", DocumentKind)
@pytest.mark.parametrize(("name", "unavailable"), AFTERWARDS)
def test_documents_can_be_asked_for_after_the_signature_and_after_silence(
    name: str, unavailable: set[str], kind: DocumentKind
) -> None:
    """Whoever was affiliated by silence signed nothing; whoever is exempt is not affiliated."""
    dossier = dossier_in(name)
    decision = dossier.decide(do.RequestDocument(kind), at=dossier.record.at, role=Role.AGENT)
    assert decision.outcome.value == ("refused" if kind in unavailable else "accepted"), decision.codes
    assert decision.dossier.states == dossier.states


def test_an_account_that_follows_is_enough_for_the_mandate_of_somebody_affiliated_by_silence() -> None:
    dossier = dossier_in("affiliation.auto_affiliated")
    dossier = accept(dossier, do.UpdateBankDetails(BANK.holder, BANK.iban), at=dossier.record.at)
    dossier = accept(dossier, do.AddBeneficiary(child=CARLA), at=dossier.record.at)
    decision = dossier.decide(do.RequestDocument(DocumentKind.MANDAT_SEPA), at=dossier.record.at, role=Role.AGENT)
    assert decision.codes == ()


def test_no_document_is_to_be_had_once_the_membership_is_over_for_good() -> None:
    dossier = dossier_in("membership.in_force")
    over = accept(
        dossier,
        do.EndMembership(EndReason.DEPARTURE, dossier.contract.civil_day(dossier.record.at)),
        at=dossier.record.at,
    )
    decision = over.decide(do.RequestDocument(DocumentKind.CERTIFICAT_ADHESION), at=over.record.at, role=Role.AGENT)
    assert decision.codes == ("membership-over",)


def test_whoever_is_affiliated_by_silence_is_sent_the_notice_without_asking() -> None:
    decision = open_dossier().decide(do.Tick(), at=NOW + dt.timedelta(days=30), role=Role.CLOCK)
    notices = [effect for effect in decision.effects if isinstance(effect, ProduceDocument)]
    assert [(notice.kind, notice.on_request) for notice in notices] == [(DocumentKind.NOTICE_INFORMATION, False)]


def test_two_requests_for_one_document_are_two_effects() -> None:
    request = do.RequestDocument(DocumentKind.NOTICE_INFORMATION)
    first = open_dossier().decide(request, at=NOW, role=Role.AGENT)
    second = first.dossier.decide(request, at=NOW, role=Role.AGENT)
    assert first.effects[0].id != second.effects[0].id
