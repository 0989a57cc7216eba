"""
The host's own id of the person: in the history and nowhere else, and nothing that others could read.
"""

import json
from pathlib import Path

import pytest

from dossiers import accept, at_state, open_dossier
from people import NOW, SIGN_WITH_MANDATE
from psc_workflow import Dossier, Role, history
from psc_workflow import commands as do
from psc_workflow._structuring import unstructure
from psc_workflow.exceptions import HostError
from psc_workflow.stores import SQLiteStore

GOLDEN = Path(__file__).parents[1] / "golden"
WHO = "u-7f3c"


def _with_a_name() -> Dossier:
    return open_dossier().decide(do.StartAffiliation(), at=NOW, role=Role.MANAGER, by=WHO).dossier


def test_the_history_says_who() -> None:
    decision = open_dossier().decide(do.StartAffiliation(), at=NOW, role=Role.MANAGER, by=WHO)
    assert [step.by for step in decision.steps] == [WHO]
    assert [step["by"] for step in history.describe_steps(decision.steps)] == [WHO]
    assert decision.as_json()["steps"][0]["by"] == WHO


def test_what_happens_by_itself_in_the_same_decision_is_nobody_s() -> None:
    signed = at_state("signature").decide(SIGN_WITH_MANDATE, at=NOW, role=Role.AGENT, by=WHO)
    assert {step.command: step.by for step in signed.steps} == {"sign": WHO, "file-received": None}


def test_it_is_read_back_and_leaves_documents_without_it_as_they_were() -> None:
    dossier = _with_a_name()
    assert Dossier.load(dossier.dump()) == dossier
    assert dossier.record.history.steps[-1].by == WHO
    nameless = accept(open_dossier(), do.StartAffiliation())
    assert b'"by"' not in nameless.dump()


def test_what_a_release_wrote_with_it_is_read_and_written_again_as_it_was() -> None:
    """Nothing may ever change in this file."""
    data = (GOLDEN / "v1-by.json").read_bytes()
    dossier = Dossier.load(data)
    assert {step.by for step in dossier.record.history.steps} == {"u-7f3c", None}
    assert json.loads(dossier.dump())["record"] == json.loads(data)["record"]


def test_who_it_was_can_be_erased_without_breaking_the_chain() -> None:
    dossier = _with_a_name()
    document = json.loads(dossier.dump())
    for step in document["record"]["history"]["steps"]:
        step.pop("by", None)
    erased = Dossier.load(json.dumps(document))
    history.verify_history(erased.record.history.steps)
    assert erased.record.history.head == dossier.record.history.head


def test_no_repr_and_no_redacted_document_shows_it() -> None:
    dossier = _with_a_name()
    assert WHO not in repr(dossier)
    assert WHO not in dossier.dump(redacted=True).decode()


def test_a_store_keeps_it_with_the_step() -> None:
    with SQLiteStore(":memory:") as store:
        store.create(open_dossier())
        store.decide("D1", do.StartAffiliation(), at=NOW, role=Role.AGENT, by=WHO)
        assert [unstructure(step).get("by") for step in store.steps("D1")] == [WHO]


@pytest.mark.parametrize(
    "by",
    ["", " ", "x" * 129, "a\x00b", "\ud800", 7, "carla@example.org", "2 85 04 75 116 001 38", "1850475116001",
     "agent 1 85 04 2A 116 001", "185042B11600138"],
)  # fmt: skip
def test_what_no_dossier_can_carry_or_looks_like_personal_data_is_the_host_s_mistake(by: object) -> None:
    with pytest.raises(HostError, match=r"^`by` must"):
        open_dossier().decide(do.StartAffiliation(), at=NOW, role=Role.AGENT, by=by)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "by",
    ["u-1", "x" * 128, "6f1ed002-ab59-5b31-8f9a-1850475116001abc", "n-1850475116001", "123456789012", "91234567890123"],
)
def test_an_id_that_means_nothing_to_others_is_kept(by: str) -> None:
    assert open_dossier().decide(do.StartAffiliation(), at=NOW, role=Role.AGENT, by=by).steps[0].by == by
