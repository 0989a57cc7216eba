"""
What this library has just read or decided is not checked once more when it is written; everything else is.

That nothing illegal is ever decided is for the random walks (``tests/dossier/test_walk.py``): they read back whatever
was accepted, and reading checks all of it.
"""

import copy
import gc
from collections.abc import Callable

import attrs
import pytest

from dossiers import at_state, dossier_in
from people import NOW
from psc_workflow import Dossier, Regime, Role
from psc_workflow import commands as do
from psc_workflow.exceptions import InvalidDocumentError
from psc_workflow.states import _legality, _proven


def restored(name: str) -> Dossier:
    return Dossier.load(dossier_in(name).dump())


def test_a_dossier_read_decided_on_and_written_is_checked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    document, checked = at_state("regime").dump(), []
    check = _legality.faults_of
    monkeypatch.setattr(_legality, "faults_of", lambda record: (checked.append(record), check(record))[1])
    decision = Dossier.load(document).decide(do.DeclareRegime(Regime.GENERAL), at=NOW, role=Role.AGENT)
    assert decision.dossier.dump() != document
    assert len(checked) == 1


@pytest.mark.parametrize("alter", [attrs.evolve, copy.deepcopy], ids=["evolved", "copied"])
def test_a_record_that_a_host_makes_of_one_that_was_read_is_checked(alter: Callable[..., object]) -> None:
    dossier = restored("affiliation.regime")
    record = alter(dossier.record)
    object.__setattr__(record, "suspended_days", -1)
    with pytest.raises(InvalidDocumentError, match="suspended_days"):
        Dossier(record, dossier.contract).dump()  # type: ignore[arg-type]  # a record


def test_what_is_decided_from_a_record_that_a_host_made_is_checked() -> None:
    dossier = restored("affiliation.regime")
    built = Dossier(attrs.evolve(dossier.record, suspended_days=-1), dossier.contract)
    decided = built.decide(do.DeclareRegime(Regime.GENERAL), at=NOW, role=Role.AGENT).dossier
    assert decided is not built
    with pytest.raises(InvalidDocumentError, match="suspended_days"):
        decided.dump()


def test_a_draft_that_a_host_alters_in_place_is_checked() -> None:
    saved = at_state("regime").decide(do.SaveAndQuit({"regime": "general"}), at=NOW, role=Role.AGENT).dossier
    dossier = Dossier.load(saved.dump())
    dossier.record.drafts[0].fields["iban"] = "FR76"
    with pytest.raises(InvalidDocumentError, match="drafts"):
        dossier.dump()


def test_records_that_are_gone_are_forgotten() -> None:
    dossier = restored("affiliation.regime")
    key = id(dossier.record)
    assert key in _proven._BY_ID  # noqa: SLF001 -- what must not grow
    del dossier
    gc.collect()
    assert key not in _proven._BY_ID  # noqa: SLF001 -- the same
