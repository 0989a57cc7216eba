"""
Retries and concurrent writers: duplicates, reused keys, stale requests.
"""

import datetime as dt
import hashlib
import json

import attrs
import pytest

from dossiers import accept, open_dossier
from people import NOW
from psc_workflow import Outcome, Regime
from psc_workflow import commands as do
from psc_workflow._model.steps import fingerprint
from psc_workflow.exceptions import KeyReusedError


def test_the_same_key_and_command_again_is_a_duplicate_even_on_an_old_revision() -> None:
    dossier = open_dossier().decide(do.StartAffiliation(), at=NOW, key="k").dossier
    again = dossier.decide(do.StartAffiliation(), at=NOW, key="k", expected_revision=0)
    assert (again.outcome, again.effects) == (Outcome.DUPLICATE, ())
    assert again.dossier is dossier


def test_the_same_key_for_another_command_is_the_host_s_mistake() -> None:
    dossier = open_dossier().decide(do.StartAffiliation(), at=NOW, key="k").dossier
    with pytest.raises(KeyReusedError):
        dossier.decide(do.DeclareRegime(Regime.GENERAL), at=NOW, key="k")


def test_the_last_sixteen_keys_are_remembered() -> None:
    dossier = open_dossier()
    for number in range(17):
        dossier = dossier.decide(do.Resume(), at=NOW, key=f"k{number}").dossier
    assert dossier.decide(do.Resume(), at=NOW, key="k1").outcome is Outcome.DUPLICATE
    assert dossier.decide(do.Resume(), at=NOW, key="k0").outcome is Outcome.ACCEPTED


def test_a_request_made_on_an_older_revision_is_stale() -> None:
    dossier = accept(open_dossier(), do.StartAffiliation())
    decision = dossier.decide(do.DeclareRegime(Regime.GENERAL), at=NOW, expected_revision=0)
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
