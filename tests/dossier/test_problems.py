"""
Decisions as problems of RFC 9457, and the rule book.
"""

import datetime as dt
import json
import subprocess
import sys
from typing import Any

import attrs
import pytest

from dossiers import accept, at_state, open_dossier
from people import CLAUDIA, NOW, PF
from psc_workflow import Regime, Role, to_problem
from psc_workflow import commands as do
from psc_workflow._catalogue.wording import finding_texts
from psc_workflow.exceptions import HostError, UnknownCodeError
from psc_workflow.problems import pointer
from psc_workflow.rulebook import claim, entries, entry

REGIME = at_state("regime")
STANDARD = {"type", "title", "status", "detail"}
OURS = {"outcome", "errors", "warnings", "missing", "available"}


def problem(command: do.Command, locale: Any = "en", **how: Any) -> dict[str, Any]:
    body = to_problem(REGIME.decide(command, at=NOW, **({"role": Role.AGENT} | how)), locale)
    assert body is not None
    assert set(body) == STANDARD | OURS
    assert json.loads(json.dumps(body)) == body
    return body


def test_a_refusal_says_which_rule_which_article_and_what_would_help() -> None:
    body = problem(do.DeclareRegime(Regime.CPS))
    assert (body["type"], body["status"], body["title"]) == (
        "urn:psc-workflow:problem:refused",
        422,
        "Request refused",
    )
    (error,) = body["errors"]
    assert (error["code"], error["rule"], error["pointer"]) == ("regime-not-covered", "regime", "#/regime")
    assert "2025-1170" in error["remedy"]
    assert any("2022-633" in source["title"] for source in error["sources"])
    assert error["certainty"] == "derived"
    assert body["detail"] == error["detail"]


@pytest.mark.parametrize(
    ("state", "do_name", "answers", "title"),
    [
        ("regime", "declare-regime", {"regime": "martian"}, "To correct before you go on"),
        ("regime", "declare-regime", {"regime": "cps"}, "Request refused"),
        ("social_security", "declare-social-security", {"nir": "1 70"}, "To correct before you go on"),
        ("bank_details", "give-bank-details", {"holder": "A", "iban": "FR76"}, "To correct before you go on"),
        ("bank_details", "give-bank-details", {"holder": "", "iban": "FR76"}, "To correct before you go on"),
        ("bank_details", "give-bank-details", {}, "Request incomplete"),
        (
            "beneficiaries",
            "declare-beneficiaries",
            {"partner": {"birth_date": "31/02/1980"}},
            "To correct before you go on",
        ),
        (
            "beneficiaries",
            "declare-beneficiaries",
            {"partner": {"birth_date": "31/02/1980", "regime": "cps"}},
            "Request refused",
        ),
    ],
)
def test_what_is_mistyped_is_to_be_corrected_and_what_a_rule_denies_is_refused(
    state: str, do_name: str, answers: dict[str, Any], title: str
) -> None:
    decision = at_state(state).decide(do.read_form(do_name, answers), at=NOW, role=Role.AGENT)
    body = to_problem(decision, "en")
    assert body is not None
    assert body["title"] == title, decision.codes


def test_the_sentences_are_in_the_language_asked_for() -> None:
    assert problem(do.DeclareRegime(Regime.CPS), "fr")["title"] == "Demande refusée"
    assert problem(do.DeclareRegime(Regime.CPS), "fr")["detail"] != problem(do.DeclareRegime(Regime.CPS))["detail"]


def test_what_is_missing_is_pointed_at_inside_the_command() -> None:
    spouse = attrs.evolve(CLAUDIA, birth_date=None, regime=Regime.CPS)
    dossier = at_state("beneficiaries")
    body = to_problem(dossier.decide(do.DeclareBeneficiaries(spouse, []), at=NOW, role=Role.AGENT), "en")
    assert body is not None
    assert body["missing"] == ["#/partner/birth_date"]
    assert {error["pointer"] for error in body["errors"]} == {"#/partner/birth_date", "#/partner/regime"}
    alone = to_problem(dossier.decide(do.DeclareBeneficiaries(spouse), at=NOW, role=Role.AGENT), "en")
    assert alone is not None
    assert "#/children" in alone["missing"]


def test_incomplete_is_unprocessable_too() -> None:
    body = problem(do.DeclareRegime())
    assert (body["status"], body["outcome"], body["missing"]) == (422, "incomplete", ["#/regime"])


def test_what_is_not_offered_is_a_conflict_that_says_what_is() -> None:
    body = problem(do.ConfirmSolo())
    assert (body["status"], body["outcome"]) == (409, "not_available")
    assert "declare-regime" in body["available"]
    assert body["detail"] == body["errors"][0]["detail"]


def test_a_role_that_may_not_is_forbidden() -> None:
    body = problem(do.RecordEffectiveDate(dt.date(2026, 9, 1)), role=Role.AGENT)
    assert (body["status"], body["errors"][0]["code"]) == (403, "role-not-allowed")


def test_a_stale_dossier_is_a_conflict_in_words() -> None:
    body = problem(do.DeclareRegime(Regime.GENERAL), expected_revision=99)
    assert (body["status"], body["type"], body["errors"]) == (409, "urn:psc-workflow:problem:stale", [])
    assert "reload it" in body["detail"]


def test_what_was_accepted_is_no_problem_nor_is_its_repetition() -> None:
    first = REGIME.decide(do.DeclareRegime(Regime.GENERAL), at=NOW, key="k", role=Role.AGENT)
    assert to_problem(first) is None
    again = first.dossier.decide(do.DeclareRegime(Regime.GENERAL), at=NOW, key="k", role=Role.AGENT)
    assert (again.outcome.value, to_problem(again)) == ("duplicate", None)


def test_the_host_can_name_the_occurrence() -> None:
    body = to_problem(REGIME.decide(do.DeclareRegime(), at=NOW, role=Role.AGENT), instance="/dossiers/D1/decisions/7")
    assert body is not None
    assert body["instance"] == "/dossiers/D1/decisions/7"


def test_a_warning_beside_a_refusal_is_listed_apart() -> None:
    dossier = at_state("beneficiaries")
    spouse = attrs.evolve(CLAUDIA, regime=Regime.MSA, state_civil_servant=True)
    body = to_problem(dossier.decide(do.DeclareBeneficiaries(spouse, []), at=NOW, role=Role.AGENT), "en")
    assert body is not None
    assert [error["code"] for error in body["errors"]] == ["partner-state-civil-servant"]
    assert [warning["code"] for warning in body["warnings"]] == ["partner-regime-to-confirm"]


@pytest.mark.parametrize(
    ("path", "expected"), [("", "#"), ("regime", "#/regime"), ("children.0.ref", "#/children/0/ref")]
)
def test_a_dotted_path_becomes_a_json_pointer(path: str, expected: str) -> None:
    assert pointer(path) == expected


def test_another_language_is_the_host_s_mistake() -> None:
    with pytest.raises(HostError, match="`locale` must be one of: fr, en"):
        problem(do.DeclareRegime(), "de")


def test_no_web_framework_is_imported() -> None:
    code = "import psc_workflow, sys; print([m for m in ('flask', 'django', 'fastapi', 'starlette', 'http.server') if m in sys.modules])"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
    )


# -- the rule book ------------------------------------------------------------------------


def test_the_book_has_every_finding_once_with_examples_that_give_it() -> None:
    assert [book_entry.code for book_entry in entries()] == [
        book_entry.code for book_entry in sorted(entries(), key=lambda book_entry: (book_entry.rule, book_entry.code))
    ]
    assert {book_entry.code for book_entry in entries()} == set(finding_texts())
    for book_entry in entries():
        assert book_entry.sources
        assert book_entry.examples
        for example in book_entry.examples:
            findings = [finding for finding in example.verdict().findings if finding.code == book_entry.code]
            assert findings
            assert all(finding.rule == book_entry.rule for finding in findings)
        assert not [source for source in book_entry.sources if "imaginé" in source.title or source.title.strip() == "x"]
        assert claim(book_entry.rule)


def test_a_finding_cites_the_values_it_applies_before_what_it_always_cites() -> None:
    titles = [source.title for source in entry("regime-not-covered").sources]
    assert any("2025-1170" in title for title in titles)


def test_an_unknown_code_is_the_caller_s_mistake() -> None:
    with pytest.raises(UnknownCodeError, match="nir-key-wrong") as caught:
        entry("nir-key-wrng")
    assert isinstance(caught.value, HostError)
    assert "did you mean" not in str(UnknownCodeError("x", []))


def test_accepting_goes_on_from_a_problem() -> None:
    refused = REGIME.decide(do.DeclareRegime(Regime.CPS), at=NOW, role=Role.AGENT)
    assert accept(refused.dossier, do.DeclareRegime(Regime.GENERAL)).record.states.affiliation == "beneficiaries"
    assert open_dossier(PF).record.states.affiliation == "home"
