"""
Save, quit, resume: each screen keeps its draft, which never holds a signature.
"""

import datetime as dt

import pytest

from dossiers import accept, at_state, open_dossier
from journeys import START_DISPENSATION
from people import ATTESTATION, DISPENSATION_REQUEST, IBAN_SOCREDO, IDENTITY, MOTIVE, NOW, START, TODAY
from psc_workflow import Dossier, Formula, Outcome, Role
from psc_workflow import commands as do
from psc_workflow._model.commands import Command
from psc_workflow._model.record import Draft
from psc_workflow._model.vocabulary import DocumentKind
from psc_workflow.exceptions import InvalidCommandError


def test_a_draft_is_given_back_as_it_was_and_gone_once_the_screen_is_answered() -> None:
    dossier = at_state("identity")
    draft = {"first_name": "Ben", "birth_date": "12/03/"}
    saved = accept(dossier, do.SaveAndQuit(draft))
    draft["first_name"] = "changed by the host afterwards"
    resumed = Dossier.load(saved.dump()).decide(do.Resume(), at=NOW + dt.timedelta(days=1), role=Role.AGENT).dossier
    view = resumed.view(at=NOW + dt.timedelta(days=1), locale="fr", role=Role.AGENT)
    assert view.draft == {"first_name": "Ben", "birth_date": "12/03/"}
    assert view.status == "Souscription à finaliser"
    assert (view.kept_quote.debited, view.kept_quote.made_on) == (1600, NOW.date())
    answered = accept(resumed, IDENTITY, at=NOW + dt.timedelta(days=1))
    assert answered.record.draft is None


def test_a_draft_never_holds_a_signature_nor_what_the_screen_does_not_ask() -> None:
    dossier = at_state("signature")
    draft = {"documents_read": ["bulletin_adhesion"], "certified": True, "evidence": "proof", "password": "secret!"}
    decision = dossier.decide(do.SaveAndQuit(draft), at=NOW, role=Role.AGENT)
    assert (decision.outcome, decision.warnings) == (Outcome.ACCEPTED, ("draft-field-left-out",))
    assert decision.dossier.view(at=NOW, role=Role.AGENT).draft == {"documents_read": ["bulletin_adhesion"]}
    assert b"proof" not in decision.dossier.dump()
    assert b"secret!" not in decision.dossier.dump()


def test_a_draft_of_another_screen_waits_for_that_screen() -> None:
    dossier = accept(at_state("social_security"), do.SaveAndQuit({"nir": "1 70"}), do.GoBack())
    assert dossier.view(at=NOW, role=Role.AGENT).draft is None
    assert accept(dossier, IDENTITY).view(at=NOW, role=Role.AGENT).draft == {"nir": "1 70"}


def test_each_screen_keeps_its_own_draft() -> None:
    dossier = accept(at_state("social_security"), do.SaveAndQuit({"nir": "1 70"}), do.GoBack())
    dossier = accept(dossier, do.SaveAndQuit({"first_name": "Ben"}))
    assert dossier.view(at=NOW, role=Role.AGENT).draft == {"first_name": "Ben"}
    assert accept(dossier, IDENTITY).view(at=NOW, role=Role.AGENT).draft == {"nir": "1 70"}


def test_nothing_unknown_is_kept_inside_a_draft_either() -> None:
    dossier = at_state("beneficiaries")
    draft = {"partner": {"birth_date": "1972", "password": "secret!"}, "children": [{"ref": "a", "x": [1]}]}
    decision = dossier.decide(do.SaveAndQuit(draft), at=NOW, key="k", role=Role.AGENT)
    assert decision.dossier.view(at=NOW, role=Role.AGENT).draft == {
        "partner": {"birth_date": "1972"},
        "children": [{"ref": "a"}],
    }
    assert decision.warnings == ("draft-field-left-out",)
    assert Dossier.load(decision.dossier.dump()) == decision.dossier


def test_what_a_draft_leaves_out_is_neither_named_by_strangers_nor_fingerprinted() -> None:
    dossier = at_state("bank_details")
    decision = dossier.decide(do.SaveAndQuit({IBAN_SOCREDO: 1, "password": "one"}), at=NOW, key="k", role=Role.AGENT)
    assert IBAN_SOCREDO not in decision.findings[0].text("en")
    again = decision.dossier.decide(
        do.SaveAndQuit({IBAN_SOCREDO: 1, "password": "other"}), at=NOW, key="k", role=Role.AGENT
    )
    assert again.outcome is Outcome.DUPLICATE


def test_a_draft_is_kept_as_json_would_give_it_back() -> None:
    dossier = accept(at_state("beneficiaries"), do.SaveAndQuit({"children": ({"ref": "a"},)}))
    assert Dossier.load(dossier.dump()) == dossier


def deep(levels: int) -> dict[str, object]:
    return {"partner": deep(levels - 1)} if levels else {}


@pytest.mark.parametrize(
    "draft",
    [{"nir": object()}, {"nir": float("nan")}, deep(900), {"nir": "\ud800"}, {"nir": "x" * 5000}, "nir"],
    ids=["object", "NaN", "deep", "surrogate", "long", "text"],
)
def test_a_draft_that_cannot_be_kept_is_the_host_s_mistake(draft: object) -> None:
    with pytest.raises(InvalidCommandError):
        do.SaveAndQuit(draft)


def test_saving_without_a_draft_keeps_the_earlier_one() -> None:
    dossier = accept(at_state("social_security"), do.SaveAndQuit({"nir": "1 70"}), do.SaveAndQuit())
    assert dossier.view(at=NOW, role=Role.AGENT).draft == {"nir": "1 70"}


def test_a_draft_of_the_dispensation_is_given_back_and_gone_once_its_screen_is_answered() -> None:
    asking = accept(open_dossier(), START_DISPENSATION)
    saved = accept(asking, do.SaveAndQuit({"motive": "partner_collective", "facts": {"opened_on": "2026-"}}))
    resumed = accept(Dossier.load(saved.dump()), do.Resume(), at=NOW + dt.timedelta(days=1))
    at = NOW + dt.timedelta(days=1)
    assert resumed.view(at=at, role=Role.AGENT).draft == {
        "motive": "partner_collective",
        "facts": {"opened_on": "2026-"},
    }
    assert accept(resumed, MOTIVE, at=at).view(at=at, role=Role.AGENT).draft is None


def test_a_draft_of_the_attestation_never_holds_its_signature() -> None:
    asking = accept(open_dossier(), START_DISPENSATION, MOTIVE)
    decision = asking.decide(
        do.SaveAndQuit({"full_name": "Benoît Du", "signed": True, "iban": "FR"}), at=NOW, role=Role.AGENT
    )
    assert (decision.outcome, decision.warnings) == (Outcome.ACCEPTED, ("draft-field-left-out",))
    assert decision.dossier.view(at=NOW, role=Role.AGENT).draft == {"full_name": "Benoît Du"}
    attested = accept(decision.dossier, ATTESTATION)
    assert attested.view(at=NOW, role=Role.AGENT).draft is None


def test_each_journey_keeps_its_own_draft() -> None:
    dossier = accept(at_state("identity"), do.SaveAndQuit({"first_name": "Ben"}), START_DISPENSATION)
    assert dossier.view(at=NOW, role=Role.AGENT).draft is None
    dossier = accept(dossier, do.SaveAndQuit({"motive": "c2s"}))
    assert dossier.view(at=NOW, role=Role.AGENT).draft == {"motive": "c2s"}
    back = accept(dossier, do.GoBack())
    assert back.view(at=NOW, role=Role.AGENT).draft == {"first_name": "Ben"}
    assert accept(back, START_DISPENSATION).view(at=NOW, role=Role.AGENT).draft == {"motive": "c2s"}
    answered = accept(dossier, MOTIVE)
    assert answered.view(at=NOW, role=Role.AGENT).draft is None
    assert accept(answered, do.GoBack(), do.GoBack()).view(at=NOW, role=Role.AGENT).draft == {"first_name": "Ben"}


@pytest.mark.parametrize("command", [do.SaveAndQuit(), do.Resume()], ids=["save and quit", "resume"])
@pytest.mark.parametrize("state", ["motive", "attestation"])
def test_saving_and_resuming_act_on_the_dispensation_while_one_is_in_it(state: str, command: Command) -> None:
    dossier = accept(at_state("identity"), *DISPENSATION_REQUEST[: 1 if state == "motive" else 2])
    decision = dossier.decide(command, at=NOW, role=command.roles[0])
    assert [(step.journey, step.state) for step in decision.steps] == [("dispensation", state)]
    assert decision.dossier.states == dossier.states
    assert [(step.journey, step.state) for step in accept(dossier, *[do.GoBack()] * (1 + (state == "attestation"))).decide(command, at=NOW, role=command.roles[0]).steps] == [("affiliation", "identity")]  # fmt: skip


def test_an_answer_drops_the_draft_of_its_own_screen_and_no_other() -> None:
    dossier = accept(at_state("social_security"), do.SaveAndQuit({"nir": "1 70"}), do.GoBack())
    dossier = accept(dossier, do.SaveAndQuit({"first_name": "Ben"}), do.SaveAndQuit({"first_name": "Benoît"}))
    simulation = do.RecordNeedsSimulation(TODAY, Formula.BASE, START)
    dossier = accept(dossier, simulation, do.Resume(), do.RequestDocument(DocumentKind.NOTICE_INFORMATION))
    assert dossier.record.drafts == (
        Draft("social_security", {"nir": "1 70"}),
        Draft("identity", {"first_name": "Benoît"}),
    )
    assert accept(dossier, IDENTITY).record.drafts == (Draft("social_security", {"nir": "1 70"}),)
