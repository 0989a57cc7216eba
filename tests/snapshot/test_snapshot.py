"""
What is stored can be read again, or one error says everything that is wrong with it.
"""

import datetime as dt
import json
from typing import Any
from zoneinfo import ZoneInfo

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents import with_value
from dossiers import EVERY_STATE, accept, at_state, dossier_in, open_dossier
from people import CARLA, FAMILY, GUIDE, MEN, NOW, PF
from psc_workflow import Dossier, Role, contracts
from psc_workflow import commands as do
from psc_workflow._model.vocabulary import DocumentKind
from psc_workflow._structuring import unstructure
from psc_workflow.exceptions import (
    HostError,
    InvalidDocumentError,
    NewerDocumentError,
    PscWorkflowError,
    UnknownContractError,
)


@pytest.mark.parametrize("name", EVERY_STATE)
def test_every_state_is_dumped_and_loaded_unchanged(name: str) -> None:
    dossier = dossier_in(name)
    data = dossier.dump()
    again = Dossier.load(data)
    assert again == dossier
    assert again.dump() == data
    assert Dossier.load(data.decode()) == dossier


def test_the_document_is_canonical() -> None:
    data = at_state("confirmed").dump()
    assert data == json.dumps(json.loads(data), sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def test_of_the_history_the_last_sixteen_steps_travel_without_values() -> None:
    dossier = accept(at_state("signature"), *[do.Resume()] * 10)
    document = json.loads(dossier.dump())["record"]["history"]
    assert document["count"] == dossier.revision
    assert len(document["steps"]) == 16 < dossier.revision
    assert set(document["steps"][0]) == {
        "revision",
        "journey",
        "command",
        "role",
        "at",
        "state",
        "outcome",
        "codes",
        "contract_version",
        "library_version",
        "chain",
    }


def test_a_host_s_own_contract_is_found_in_its_registry() -> None:
    own = attrs.evolve(GUIDE, contract=attrs.evolve(GUIDE.contract, id="own"))
    dossier = open_dossier(own)
    with pytest.raises(UnknownContractError, match="own"):
        Dossier.load(dossier.dump())
    assert Dossier.load(dossier.dump(), contracts=contracts.builtin.including(own)) == dossier
    assert Dossier.load(dossier.dump(), contracts={"own": own}) == dossier


NO_IDS = [
    "Benoît Dupond",
    "1700398735123",
    "nir-17003",
    "benoit.dupond@example.org",
    "a" * 65,
    "",
    "ours\n",
    "FR76-1746",
]


@pytest.mark.parametrize("contract_id", ["mgen-2026", "ours", "ma_mutuelle-2"])
def test_the_id_of_a_contract_that_is_not_there_is_told(contract_id: str) -> None:
    with pytest.raises(UnknownContractError, match=f"'{contract_id}'") as caught:
        Dossier.load(changed(open_dossier(), "contract", contract_id))
    assert caught.value.contract == contract_id


@pytest.mark.parametrize("hidden", NO_IDS)
def test_what_does_not_look_like_the_id_of_a_contract_is_not_told(hidden: str) -> None:
    with pytest.raises(UnknownContractError, match="no contract is called '<unreadable>'; known: ") as caught:
        Dossier.load(changed(open_dossier(), "contract", hidden))
    assert caught.value.contract == "<unreadable>"
    assert caught.value.args == ("<unreadable>", caught.value.known)
    assert caught.value.__suppress_context__


# -- what cannot be read ------------------------------------------------------------


def changed(dossier: Dossier, path: str, value: Any) -> bytes:
    return json.dumps(with_value(dossier, path, value)).encode()


FAULTS = {
    "unknown field": ("record.colour", "blue", "record.colour"),
    "missing field": ("record.id", KeyError, "record.id"),
    "true for a number": ("revision", True, "revision"),
    "date without dashes": ("record.agent.birth_date", "19700312", "record.agent.birth_date"),
    "day that does not exist": ("record.agent.birth_date", "1970-02-30", "record.agent.birth_date"),
    "instant without offset": ("record.at", "2026-04-07T18:00:00", "record.at"),
    "number for text": ("record.agent.city", 3, "record.agent.city"),
    "regime that does not exist": ("record.answers.regime.regime", "mars", "record.answers.regime.regime"),
    "state that does not exist": ("record.states.affiliation", "mars", "record.states.affiliation"),
    "state of a journey not begun": ("record.states.dispensation", "granted", "record.dispensation.valid_until"),
    "screen the household does not pass": ("record.states.affiliation", "solo_warning", "record.states.affiliation"),
    "state ahead of its answers": ("record.states.affiliation", "confirmed", "record.answers.signature"),
    "answer missing behind": ("record.answers.identity", None, "record.answers.identity"),
    "child not detailed": ("record.answers.children_details", [], "record.answers.children_details"),
    "formula without a quote": ("record.answers.quote", None, "record.answers.quote"),
    "signature out of place": ("record.answers.signed_at", "2026-04-07T18:00:00-10:00", "record.answers.signed_at"),
    "history of another length": ("revision", 99, "record.history"),
    "history altered": ("record.history.steps.2.command", "sign", "record.history.steps.2"),
    "history with another head": ("record.history.head", "0", "record.history.head"),
    "other format": ("format", "tar", "format"),
    "version that is no number": ("version", "1", "version"),
    "version that never was released": ("version", 0, "version"),
    "partner that is no object": ("record.answers.beneficiaries.partner", [], "record.answers.beneficiaries.partner"),
    "unknown field of the envelope": ("colour", "blue", "colour"),
    "field of the envelope in the record": ("record.revision", 3, "record.revision"),
    "contract that is no text": ("contract", 3, "contract"),
    "answer half empty": ("record.answers.identity.first_name", None, "record.answers.identity.first_name"),
    "household question unanswered": (
        "record.answers.beneficiaries.partner",
        KeyError,
        "record.answers.beneficiaries.partner",
    ),
    "partner's details that disagree with step 2": (
        "record.answers.partner_details.0.birth_date",
        "1980-01-01",
        "record.answers.partner_details",
    ),
    "quote of another formula": ("record.answers.quote.formula", "option_2", "record.answers.quote.formula"),
    "rating before the confirmation": ("record.answers.rating", "happy", "record.answers.rating"),
    "draft of no screen": ("record.drafts", [{"state": "zzz", "fields": {}}], "record.drafts.0.state"),
    "draft that holds a signature": (
        "record.drafts",
        [{"state": "signature", "fields": {"evidence": "x"}}],
        "record.drafts.0.fields",
    ),
    "last instant before the invitation": ("record.at", "2026-04-01T08:00:00+00:00", "record.at"),
    "instant at the end of the calendar": ("record.invited_at", "9999-12-31T23:59:59-12:00", "record.invited_at"),
    "invitation before the contract": ("record.opened_at", "2020-04-06T08:00:00-10:00", "record.opened_at"),
    "more children than can be covered": (
        "record.membership.cover",
        {
            "formula": "base",
            "chosen": True,
            "since": "2026-05-01",
            "partner": None,
            "children": [unstructure(attrs.evolve(CARLA, ref=f"child-{number}")) for number in range(65)],
        },
        "record.membership.cover.children",
    ),
    "invitation before the first": ("record.invited_at", "2020-04-06T08:00:00-10:00", "record.invited_at"),
}


@pytest.mark.parametrize(("path", "value", "reported"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_told_with_its_path_and_without_the_value(path: str, value: Any, reported: str) -> None:
    with pytest.raises(InvalidDocumentError) as caught:
        Dossier.load(changed(at_state("signature", FAMILY), path, value))
    assert reported in [fault.path for fault in caught.value.faults]


@pytest.mark.parametrize(
    ("field", "day"), [("valid_until", "1970-03-12"), ("valid_until", "2022-04-21"), ("motive_ends_on", "2016-01-01")]
)
def test_a_dispensation_from_before_the_law_is_refused_and_not_loaded_to_fail_later(field: str, day: str) -> None:
    granted = dossier_in("dispensation.granted")
    with pytest.raises(InvalidDocumentError) as caught:
        Dossier.load(changed(granted, f"record.dispensation.{field}", day))
    assert [fault.path for fault in caught.value.faults] == [f"record.dispensation.{field}"]
    assert day not in str(caught.value)
    eve = Dossier.load(changed(granted, f"record.dispensation.{field}", "2022-04-22"))
    assert eve.view(at=NOW, role=Role.AGENT).status


def test_every_fault_is_told_at_once() -> None:
    document = json.loads(at_state("signature").dump())
    document["record"]["agent"]["birth_date"] = 3
    document["record"]["answers"]["bank_details"]["iban"] = []
    document["record"]["colour"] = "blue"
    with pytest.raises(InvalidDocumentError) as caught:
        Dossier.load(json.dumps(document))
    assert {fault.path for fault in caught.value.faults} == {
        "record.agent.birth_date",
        "record.answers.bank_details.iban",
        "record.colour",
    }


def test_a_document_of_a_later_release_is_told_apart() -> None:
    with pytest.raises(NewerDocumentError, match="reads up to 1"):
        Dossier.load(changed(open_dossier(), "version", 2))


GARBAGE = {
    "nothing": b"",
    "no JSON": b"{",
    "no object": b"[]",
    "null": b"null",
    "no UTF-8": b"\xff\xfe",
    "key twice": b'{"format": 1, "format": 2}',
    "NaN": b'{"format": NaN}',
    "infinity": b'{"format": 1e999}',
    "lone surrogate": b'{"format": "\\ud800"}',
    "deeply nested": b"[" * 100_000,
    "deeply nested, whole": b"[" * 100_000 + b"]" * 100_000,
    "a number of many digits": b"1" * 10_000,
}


@pytest.mark.parametrize("data", GARBAGE.values(), ids=GARBAGE)
def test_garbage_is_told_as_such(data: bytes) -> None:
    with pytest.raises(InvalidDocumentError):
        Dossier.load(data)


WHOLE = at_state("signature", FAMILY).dump()


@given(st.integers(0, len(WHOLE) - 1), st.binary(max_size=3), st.integers(0, 5))
def test_a_damaged_document_gives_the_one_error_or_a_dossier_that_behaves(place: int, noise: bytes, cut: int) -> None:
    damaged = WHOLE[:place] + noise + WHOLE[place + cut :]
    try:
        dossier = Dossier.load(damaged)
    except PscWorkflowError:
        return
    assert Dossier.load(dossier.dump()) == dossier
    try:
        dossier.view(at=dossier.record.at + dt.timedelta(days=1), role=Role.AGENT)
        dossier.decide(do.Resume(), at=dossier.record.at, role=Role.AGENT)
    except PscWorkflowError:
        return


def test_a_restored_dossier_goes_on_from_where_it_was() -> None:
    dossier = Dossier.load(at_state("bank_details").dump())
    assert dossier.decide(do.GoBack(), at=NOW, role=Role.AGENT).dossier.states["affiliation"] == "consents"


def test_an_instant_in_another_zone_is_the_same_dossier_in_bytes_and_in_ids() -> None:
    """The library writes UTC; a database that keeps instants may give them back in its session's zone."""
    data = at_state("formula").dump()
    parsed = json.loads(data)
    for name in ("opened_at", "invited_at", "at"):
        parsed["record"][name] = (
            dt.datetime.fromisoformat(parsed["record"][name]).astimezone(ZoneInfo("Pacific/Tahiti")).isoformat()
        )
    for step in parsed["record"]["history"]["steps"]:
        step["at"] = dt.datetime.fromisoformat(step["at"]).astimezone(ZoneInfo("Asia/Kathmandu")).isoformat()
    elsewhere = Dossier.load(json.dumps(parsed))
    assert elsewhere.dump() == data
    assert elsewhere.invitation.id == Dossier.load(data).invitation.id


class Stamp(dt.datetime):
    """An instant as some library makes it."""


def test_an_instant_of_another_class_is_kept_as_a_plain_one() -> None:
    stamp = Stamp(2026, 4, 7, 18, 0, 0, 7, tzinfo=dt.UTC)
    decision = open_dossier().decide(do.StartAffiliation(), at=stamp, role=Role.AGENT)
    assert type(decision.dossier.record.at) is type(decision.steps[0].at) is dt.datetime
    assert decision.dossier.record.at == stamp
    assert Dossier.load(decision.dossier.dump()) == decision.dossier


LONG = accept(open_dossier(), do.StartAffiliation(), *[do.RequestDocument(DocumentKind.NOTICE_INFORMATION)] * 20)


@pytest.mark.parametrize(
    ("place", "changed", "message"),
    [
        (0, {"revision": -5}, "are not numbered one after the other"),
        (0, {"at": "2027-01-01T00:00:00+00:00"}, "do not come one after the other"),
        (3, {"revision": 1}, "are not numbered one after the other"),
    ],
)
def test_of_a_long_history_the_first_kept_step_fits_the_others(
    place: int, changed: dict[str, Any], message: str
) -> None:
    parsed = json.loads(LONG.dump())
    parsed["record"]["history"]["steps"][place].update(changed)
    with pytest.raises(InvalidDocumentError, match=rf"record\.history\.steps: {message}"):
        Dossier.load(json.dumps(parsed))


def test_more_revisions_than_a_database_counts_are_refused() -> None:
    parsed = json.loads(open_dossier().dump())
    parsed["revision"] = parsed["record"]["history"]["count"] = 2**31
    with pytest.raises(InvalidDocumentError, match="revision: must not be above 2147483647"):
        Dossier.load(json.dumps(parsed))


def test_a_contract_under_another_s_id_is_the_host_s_mistake() -> None:
    with pytest.raises(HostError, match="men-2026 under another id"):
        Dossier.load(open_dossier(PF).dump(), contracts={PF.id: MEN})


@pytest.mark.parametrize("value", [-0.0, 1e16, 1e300, 3.0, 0.5, [2.0, {"regime": 4.0}]])
def test_a_draft_comes_back_the_same_from_a_column_that_writes_whole_numbers_without_a_point(value: Any) -> None:
    dossier = accept(open_dossier(), do.StartAffiliation(), do.SaveAndQuit(draft={"regime": value}))

    def whole(number: Any) -> Any:
        return int(number) if isinstance(number, float) and number.is_integer() else number

    data = json.loads(dossier.dump(), parse_float=lambda text: whole(float(text)))
    assert Dossier.load(json.dumps(data)) == dossier
    assert Dossier.load(json.dumps(data)).dump() == dossier.dump()


def test_a_dossier_with_a_draft_has_a_hash() -> None:
    dossier = accept(open_dossier(), do.StartAffiliation(), do.SaveAndQuit(draft={"regime": "cps"}))
    assert hash(dossier) == hash(Dossier.load(dossier.dump()))
