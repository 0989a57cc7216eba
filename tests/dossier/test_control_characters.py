"""
No control character of a text reaches what is stored: not by a command, a draft, an answer given before, or a live machine.
"""

from typing import Any

import attrs
import pytest

from dossiers import accept, at_state, dossier_in
from people import ATTESTATION, BANK, CONTACT, IDENTITY, NOW, SIGN_WITH_MANDATE
from psc_workflow import Dossier, Outcome, Role, states
from psc_workflow import commands as do
from psc_workflow._model.commands import EVENTS, for_event
from psc_workflow.states._engine import table


def stored_with(dossier: Dossier, **answers: Any) -> Dossier:
    """Return *dossier* with other answers, stored and read again."""
    changed = attrs.evolve(dossier.record, answers=attrs.evolve(dossier.record.answers, **answers))
    return Dossier.load(attrs.evolve(dossier, record=changed).dump())


HOSTILE = ["\0", "\x1b[31m", "\r\n", "\u2028"]


@pytest.mark.parametrize("hostile", HOSTILE, ids=ascii)
def test_a_holder_a_name_or_a_city_with_a_control_character_is_refused_and_nothing_changes(hostile: str) -> None:
    for state, command, name in (
        ("bank_details", BANK, "holder"),
        ("identity", IDENTITY, "first_name"),
        ("contact_details", CONTACT, "city"),
    ):
        dossier = at_state(state)
        decision = dossier.decide(attrs.evolve(command, **{name: f"Hina{hostile}Maire"}), at=NOW, role=command.roles[0])
        assert decision.outcome is Outcome.REFUSED
        assert "control-character" in decision.codes
        assert [finding.path for finding in decision.findings if finding.code == "control-character"] == [name]
        assert decision.dossier is dossier


def test_an_answer_stored_before_there_was_this_rule_is_read_and_refused_at_the_signature() -> None:
    stored = stored_with(at_state("signature"), bank_details=attrs.evolve(BANK, holder="Hina\nMaire"))
    assert stored.record.answers.bank_details.holder == "Hina\nMaire"
    refusal = stored.decide(SIGN_WITH_MANDATE, at=NOW, role=Role.AGENT)
    assert [(finding.code, finding.path) for finding in refusal.findings if finding.blocks] == [
        ("control-character", "answers.bank_details.holder")
    ]
    corrected = accept(stored, do.GoBack(), BANK, SIGN_WITH_MANDATE)
    assert corrected.states["affiliation"] == "confirmed"


def test_an_attestation_stored_before_is_refused_at_the_request() -> None:
    attestation = attrs.evolve(ATTESTATION, full_name="Benoît\nDupond")
    stored = stored_with(dossier_in("dispensation.attestation"), attestation=attestation)
    assert stored.decide(do.RequestDispensation(warning_read=True), at=NOW, role=Role.AGENT).codes == (
        "control-character",
    )
    assert accept(stored, ATTESTATION, do.RequestDispensation(warning_read=True)).record.is_dispensed


def test_a_live_machine_refuses_the_same() -> None:
    machine = states.live(at_state("bank_details"), "affiliation", at=NOW)
    with pytest.raises(Exception, match="Give bank details"):
        machine.send("give_bank_details", command=attrs.evolve(BANK, holder="Hina\0"))
    machine.send("give_bank_details", command=BANK)


DRAFTS: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("identity", {"first_name": "Hi\0na\x1b[31m"}, {"first_name": "Hina[31m"}),
    ("identity", {"first_name": "Hi\n\tna"}, {"first_name": "Hi\n\tna"}),
    ("contact_details", {"address": ["1 rue\0", {"city": "\x07Pirae"}]}, {"address": ["1 rue", {"city": "Pirae"}]}),
    ("beneficiaries", {"children": [{"ref": "a\x85b"}]}, {"children": [{"ref": "ab"}]}),
]


@pytest.mark.parametrize(("state", "draft", "stored"), DRAFTS, ids=lambda value: ascii(value)[:30])
def test_a_draft_is_kept_without_them_and_says_so(state: str, draft: dict[str, Any], stored: dict[str, Any]) -> None:
    decision = at_state(state).decide(do.SaveAndQuit(draft), at=NOW, key="k", role=Role.AGENT)
    assert decision.outcome is Outcome.ACCEPTED
    assert decision.warnings == (("draft-text-cleaned",) if draft != stored else ())
    assert decision.dossier.record.draft.fields == stored
    document = decision.dossier.dump()
    assert "\\u0000" not in document.decode()
    assert Dossier.load(document) == decision.dossier
    assert decision.dossier.decide(do.SaveAndQuit(draft), at=NOW, key="k", role=Role.AGENT).outcome is Outcome.DUPLICATE


def test_every_command_with_texts_is_read_by_one_guard_in_every_state() -> None:
    """The rule stands behind that guard; a second one would say everything twice."""
    for chart in states.JOURNEYS.values():
        for rows in table(chart).values():
            for event, row in rows.items():
                fits = [guard for guard in row.guards if not guard.is_may]
                assert len(fits) <= 1, (row.state, event)
                if event in EVENTS and for_event(event).field_names():
                    assert fits, (row.state, event)


def test_a_detail_prefilled_before_there_was_this_rule_comes_back_without_its_control_characters() -> None:
    dossier = at_state("contact_details")
    agent = attrs.evolve(dossier.record.agent, city="Pape\0ete\n", address=["12 rue\tdes Tiare\x07"])
    old = Dossier.load(attrs.evolve(dossier, record=attrs.evolve(dossier.record, agent=agent)).dump())
    assert old.record.agent.city == "Pape\0ete\n"
    decision = old.decide(attrs.evolve(CONTACT, city="Papeete", address=["12 rue des Tiare"]), at=NOW, role=Role.AGENT)
    assert (decision.outcome, decision.warnings) == (Outcome.ACCEPTED, ())
