"""
Retries and concurrent writers: duplicates, reused keys, stale requests.
"""

import datetime as dt
import hashlib
import json

import attrs
import pytest

from dossiers import accept, at_state, open_dossier
from people import NOW
from psc_workflow import Dossier, Outcome, Regime, Role, to_problem
from psc_workflow import commands as do
from psc_workflow._model.steps import fingerprint
from psc_workflow.exceptions import KeyReusedError


def test_the_same_key_and_command_again_is_a_duplicate_even_on_an_old_revision() -> None:
    dossier = open_dossier().decide(do.StartAffiliation(), at=NOW, key="k", role=Role.AGENT).dossier
    again = dossier.decide(do.StartAffiliation(), at=NOW, key="k", expected_revision=0, role=Role.AGENT)
    assert (again.outcome, again.effects) == (Outcome.DUPLICATE, ())
    assert again.dossier is dossier


def test_the_same_key_for_another_command_is_the_host_s_mistake() -> None:
    dossier = open_dossier().decide(do.StartAffiliation(), at=NOW, key="k", role=Role.AGENT).dossier
    with pytest.raises(KeyReusedError):
        dossier.decide(do.DeclareRegime(Regime.GENERAL), at=NOW, key="k", role=Role.AGENT)


def _accepted_page() -> tuple[Dossier, do.Submission, int]:
    """Give a dossier on which a page was accepted, the page as it was edited then, and the revision it was made on."""
    dossier = at_state("regime")
    page = do.read_form("declare-regime", {"regime": "general"})
    accepted = dossier.decide(page, at=NOW, key="page", role=Role.AGENT, expected_revision=dossier.revision)
    edited = do.read_form("declare-regime", {"regime": "cps"})
    return accepted.dossier, edited, dossier.revision


@pytest.mark.parametrize("names_revision", [True, False])
@pytest.mark.parametrize("goes_back", [True, False])
@pytest.mark.parametrize("fields", [{"regime": "cps"}, {"regime": "mars"}, {}], ids=["edited", "malformed", "emptied"])
def test_a_page_accepted_gone_back_to_edited_and_sent_again_is_stale_and_says_so(
    fields: dict[str, str], goes_back: bool, names_revision: bool
) -> None:
    dossier, _, revision = _accepted_page()
    dossier = accept(dossier, do.GoBack()) if goes_back else dossier
    page = do.read_form("declare-regime", fields)
    expected = revision if names_revision else None
    again = dossier.decide(page, at=NOW, key="page", role=Role.AGENT, expected_revision=expected)
    assert (again.outcome, again.codes) == (Outcome.STALE, ("form-already-accepted",))
    assert again.dossier is dossier
    problem = to_problem(again, "en")
    assert problem is not None
    assert (problem["status"], problem["type"]) == (409, "urn:psc-workflow:problem:stale")
    assert "open the page again" in problem["errors"][0]["remedy"]


def test_a_command_made_on_an_older_revision_with_its_key_is_stale_without_a_form() -> None:
    dossier, _, revision = _accepted_page()
    edited = do.DeclareRegime(Regime.CPS)
    again = dossier.decide(edited, at=NOW, key="page", role=Role.AGENT, expected_revision=revision)
    assert (again.outcome, again.codes) == (Outcome.STALE, ("form-already-accepted",))
    with pytest.raises(KeyReusedError):
        dossier.decide(edited, at=NOW, key="page", role=Role.AGENT)


def test_a_page_of_another_command_with_the_same_key_is_the_host_s_mistake() -> None:
    dossier, _, revision = _accepted_page()
    other = do.read_form("declare-beneficiaries", {"partner": None, "children": []})
    for expected in (None, revision, dossier.revision):
        with pytest.raises(KeyReusedError):
            dossier.decide(other, at=NOW, key="page", role=Role.AGENT, expected_revision=expected)


def test_the_last_sixteen_keys_are_remembered() -> None:
    dossier = open_dossier()
    for number in range(17):
        dossier = dossier.decide(do.Resume(), at=NOW, key=f"k{number}", role=Role.AGENT).dossier
    assert dossier.decide(do.Resume(), at=NOW, key="k1", role=Role.AGENT).outcome is Outcome.DUPLICATE
    assert dossier.decide(do.Resume(), at=NOW, key="k0", role=Role.AGENT).outcome is Outcome.ACCEPTED


def test_a_request_made_on_an_older_revision_is_stale() -> None:
    dossier = accept(open_dossier(), do.StartAffiliation())
    decision = dossier.decide(do.DeclareRegime(Regime.GENERAL), at=NOW, expected_revision=0, role=Role.AGENT)
    assert decision.outcome is Outcome.STALE
    assert decision.dossier is dossier


def test_a_field_that_a_release_adds_leaves_the_keys_stored_before_as_they_were() -> None:
    leave = do.Suspend("congé parental", dt.date(2026, 6, 1))
    stored_before = json.dumps(
        ["suspend", {"on": "2026-06-01", "reason": "congé parental"}],
        ensure_ascii=False,
        separators=(",", ":"),
        sort_keys=True,
    )
    assert fingerprint(leave) == hashlib.sha256(stored_before.encode()).hexdigest()
    assert fingerprint(attrs.evolve(leave, confirmed=True)) != fingerprint(leave)
