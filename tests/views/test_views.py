"""
Views: where one is, what is left, what to prepare, what is recommended, and in which words.
"""

import datetime as dt

import attrs
import pytest

from dossiers import EVERY_STATE, accept, at_state, dossier_in, now_of, open_dossier
from journeys import START_DISPENSATION
from people import (
    ALONE,
    BANK,
    CARLA,
    IBAN_SOCREDO,
    LARGE_FAMILY,
    NIR_BENOIT,
    NIR_CARLA,
    NOW,
    SOCIAL_SECURITY,
    details_of,
)
from psc_workflow import EndReason, Formula, Outcome, Role, contracts
from psc_workflow import commands as do
from psc_workflow._catalogue import wording
from verdicts import codes


def test_the_view_says_where_one_is_what_is_done_and_what_is_left() -> None:
    view = at_state("partner_details").view(at=NOW, locale="en", role=Role.AGENT)
    assert (view.where.label, view.where.stage) == ("Spouse’s or partner’s details", "Subscription")
    assert (view.progress.position, view.progress.total) == (2, 6)
    assert view.progress.done == ("home", "regime", "beneficiaries", "formula", "identity", "social_security")
    assert view.progress.left[:2] == ("partner_details", "children_details")
    assert {deadline.last_day for deadline in view.deadlines} == {dt.date(2026, 4, 27)}


def test_the_recap_says_every_choice_in_the_reader_s_language() -> None:
    recap = at_state("identity").view(at=NOW, locale="fr", role=Role.AGENT).recap
    assert [(line.label, line.value) for line in recap] == [
        ("Régime", "Régime social général"),
        ("Conjoint(e) ou partenaire couvert(e)", "oui"),
        ("Enfants couverts", "1"),
        ("Formule", "Base"),
        ("Retenu chaque mois sur la paie", "inconnu (montant non publié)"),
        ("Prélevé chaque mois", "16,00 €"),
    ]
    assert open_dossier().view(at=NOW, role=Role.AGENT).recap == ()


def test_the_recap_says_that_the_share_taken_from_pay_depends_on_the_pay() -> None:
    national = at_state("identity", contract=contracts.get("men-2026")).view(at=NOW, locale="en", role=Role.AGENT).recap
    assert ("Taken from pay every month", "unknown (depends on your gross pay)") in [
        (line.label, line.value) for line in national
    ]


def test_a_cover_that_has_ended_has_no_price() -> None:
    on = dt.date(2026, 5, 31)
    leaving = do.EndMembership(EndReason.DEPARTURE, on)
    at, later = (dt.datetime.combine(on + dt.timedelta(days=days), dt.time(12), dt.UTC) for days in (-20, 2))
    member = accept(at_state("confirmed"), leaving, at=at)
    view = member.view(at=later, locale="en", role=Role.AGENT)
    assert (view.quote, view.quotes) == (None, {})
    assert not {"Taken from pay every month", "Debited every month"} & {line.label for line in view.recap}


def test_the_view_recommends_option_2_with_the_reason_and_preselects_nothing() -> None:
    dossier = at_state("formula")
    view = dossier.view(at=NOW, role=Role.AGENT)
    assert view.recommended == (Formula.OPTION_2,)
    assert "Polynésie" in view.recommendation
    assert dossier.record.answers.formula is None
    assert {formula.value: quote.debited for formula, quote in view.quotes.items()} == {
        "base": 1600,
        "option_1": 3600,
        "option_2": 5500,
    }
    assert view.quote is None


def test_what_to_prepare_follows_the_household() -> None:
    assert len(open_dossier().view(at=NOW, role=Role.AGENT).to_prepare) == 2
    assert len(at_state("formula", LARGE_FAMILY).view(at=NOW, role=Role.AGENT).to_prepare) == 4
    assert at_state("confirmed").view(at=NOW, role=Role.AGENT).to_prepare == ()


def test_an_offer_that_may_not_be_taken_says_why() -> None:
    offers = {offer.do: offer for offer in at_state("formula").view(at=NOW, role=Role.AGENT).commands}
    assert not offers["validate-affiliation"].offered
    assert codes(offers["validate-affiliation"].verdict) == ["formula-not-chosen"]
    assert offers["choose-formula"].offered


def test_a_blank_code_organisme_becomes_the_contract_s_default_and_is_marked_so() -> None:
    dossier = at_state("partner_details")
    assert dossier.record.answers.social_security.code_organisme == "919190000"
    assert dossier.record.answers.defaulted == ("social_security.code_organisme",)
    own = attrs.evolve(SOCIAL_SECURITY, code_organisme="01 987 0000")
    again = accept(dossier, do.GoBack(), own)
    assert again.record.answers.social_security.code_organisme == "019870000"
    assert again.record.answers.defaulted == ()


def test_numbers_are_kept_without_spaces() -> None:
    spaced = attrs.evolve(SOCIAL_SECURITY, nir=" ".join(NIR_BENOIT))
    dossier = accept(at_state("social_security"), spaced)
    assert dossier.record.answers.social_security.nir == NIR_BENOIT
    dossier = accept(at_state("bank_details"), attrs.evolve(BANK, iban=IBAN_SOCREDO.lower()))
    assert dossier.record.answers.bank_details.iban == IBAN_SOCREDO


@pytest.mark.parametrize(
    ("fact", "field"), [("partner_details", "partner_details"), ("children_details.carla", "child_details")]
)
def test_details_that_are_still_due_are_asked_for_as_a_whole(fact: str, field: str) -> None:
    dossier = at_state("signature")
    assert dossier.why_asked(fact) == dossier.why_asked(f"complete-beneficiary.{field}")


def test_a_child_without_a_number_is_accepted_and_the_number_stays_pending() -> None:
    decision = at_state("children_details").decide(details_of(CARLA), at=NOW, role=Role.AGENT)
    assert (decision.outcome, decision.warnings) == (Outcome.ACCEPTED, ("child-nir-pending",))
    (fact,) = decision.dossier.view(at=NOW, role=Role.AGENT).pending
    assert fact == "children_details.carla.nir"
    assert decision.dossier.why_asked(fact) == decision.dossier.why_asked("declare-child.nir")
    numbered = attrs.evolve(details_of(CARLA), nir=NIR_CARLA)
    again = accept(decision.dossier, do.GoBack(), numbered)
    assert again.view(at=NOW, role=Role.AGENT).pending == ()


def test_the_simulation_of_needs_is_kept_for_the_reminder() -> None:
    simulation = do.RecordNeedsSimulation(NOW.date(), Formula.OPTION_1, dt.date(2026, 5, 1))
    dossier = accept(at_state("formula"), simulation)
    assert dossier.record.answers.needs_simulation == simulation
    assert dossier.view(at=NOW, role=Role.AGENT).answers["needs_simulation"]["recommended_formula"] == "option_1"
    assert dossier.states["affiliation"] == "formula"


@pytest.mark.parametrize("name", EVERY_STATE)
@pytest.mark.parametrize("locale", ["fr", "en"])
def test_every_step_of_every_journey_has_its_words_in_the_view(name: str, locale: str) -> None:
    dossier = dossier_in(name)
    for journey_name, stage in dossier.view(at=now_of(dossier), locale=locale, role=Role.AGENT).journeys.items():
        steps = (*stage.progress.done, *stage.progress.left)
        assert list(stage.progress.labels) == list(dict.fromkeys(steps))
        words = wording.journey(journey_name).states
        assert stage.progress.labels == {step: words[step].label.in_(locale) for step in steps}


def test_whoever_resumes_is_reminded_of_their_needs() -> None:
    """The guide's "Rappel de mes besoins": the quote's date, the simulation, the beneficiaries, the status."""
    simulated = do.RecordNeedsSimulation(NOW.date(), Formula.OPTION_2, dt.date(2026, 5, 1))
    dossier = accept(at_state("identity"), simulated)
    needs = {line.label: line.value for line in dossier.view(at=NOW, locale="fr", role=Role.AGENT).needs}
    assert needs == {
        "Date de réalisation du devis": "7 avril 2026",
        "Date de la simulation des besoins": "7 avril 2026",
        "Formule proposée par la simulation": "Option 2",
        "Date de prise d’effet souhaitée": "1er mai 2026",
        "Conjoint(e) ou partenaire couvert(e)": "oui",
        "Enfants couverts": "1",
        "Statut": "Souscription en cours",
    }
    assert at_state("confirmed").view(at=NOW, role=Role.AGENT).needs == ()


STATUSES = {
    "affiliation.home": "Affiliation à commencer",
    "affiliation.identity": "Souscription à finaliser",
    "affiliation.under_review": "Situation en cours d’examen : le délai est suspendu",
    "affiliation.not_concerned": "Dossier clos : non concerné(e)",
    "affiliation.auto_affiliated": "Affiliation automatique (formule Base, sans bénéficiaire), à compléter : couverture à partir du 1er mai 2026",
    "dispensation.motive": "Demande de dispense à finaliser",
    "dispensation.granted": "Dispensé(e) jusqu’au 31 décembre 2026 inclus",
    "dispensation.renewal_due": "Attestation à renouveler au plus tard le 31 décembre 2026",
    "membership.received": "Demande d’adhésion prise en compte : couverture à partir du 1er mai 2026",
    "membership.in_force": "Contrat en vigueur depuis le 1er mai 2026",
    "membership.suspended": "Adhésion suspendue",
    "membership.ended": "Adhésion terminée (départ)",
}


@pytest.mark.parametrize("name", STATUSES)
def test_the_status_of_the_personal_space(name: str) -> None:
    dossier = dossier_in(name)
    assert dossier.view(at=now_of(dossier), locale="fr", role=Role.AGENT).status == STATUSES[name]


@pytest.mark.parametrize("name", ["affiliation.home", "affiliation.auto_affiliated"])
def test_a_review_suspends_the_time_to_answer_of_nobody_who_is_a_member(name: str) -> None:
    dossier = dossier_in(name)
    at = now_of(dossier)
    reported = accept(dossier, do.ReportNotConcerned("CPS"), at=at)
    status = reported.view(at=at, locale="en", role=Role.AGENT).status
    is_member = dossier.states["membership"] != "none"
    assert status == ("Under review" if is_member else "Under review: the time to answer is suspended")


def test_what_to_prepare_is_the_attestation_while_one_asks_for_a_dispensation() -> None:
    asking = accept(open_dossier(), START_DISPENSATION)
    assert len(asking.view(at=NOW, role=Role.AGENT).to_prepare) == 1
    assert "attestation" in asking.view(at=NOW, role=Role.AGENT).to_prepare[0].lower()
    assert asking.view(at=NOW, role=Role.AGENT).to_prepare != open_dossier().view(at=NOW, role=Role.AGENT).to_prepare


def test_the_pop_in_is_ahead_only_of_who_covers_nobody() -> None:
    assert "solo_warning" not in open_dossier().view(at=NOW, role=Role.AGENT).progress.left
    assert "solo_warning" in at_state("solo_warning", ALONE).view(at=NOW, role=Role.AGENT).progress.left
    assert open_dossier().view(at=NOW, role=Role.AGENT).progress.left[:4] == (
        "home",
        "regime",
        "beneficiaries",
        "formula",
    )


def test_the_view_hands_out_a_copy_of_the_draft_and_the_status_of_the_end() -> None:
    dossier = accept(at_state("identity"), do.SaveAndQuit({"first_name": "Ben"}))
    dossier.view(at=NOW, role=Role.AGENT).draft["first_name"] = "changed"
    assert dossier.view(at=NOW, role=Role.AGENT).draft == {"first_name": "Ben"}
    assert (
        at_state("confirmed").view(at=NOW, locale="fr", role=Role.AGENT).status
        == "Demande d’adhésion prise en compte : couverture à partir du 1er mai 2026"
    )
    assert open_dossier().view(at=NOW, locale="en", role=Role.AGENT).status == "Affiliation to start"
