"""
What follows from a dossier alone is worked out once, whatever is asked of it, and is no part of its value.
"""

import copy
import pickle
from collections.abc import Callable
from typing import Any

import pytest

from dossiers import EVERY_STATE, dossier_in, now_of
from psc_workflow import Dossier, Regime, Role
from psc_workflow import commands as do
from psc_workflow.states import _deadlines


def ask_everything(dossier: Dossier) -> list[Any]:
    """Ask for what deadlines decide, several times; nothing of it changes the dossier."""
    at = now_of(dossier)
    questions: list[Callable[[], Any]] = [
        lambda: dossier.view(at=at, role=Role.AGENT),
        dossier.due_at,
        lambda: dossier.as_of(at),
        lambda: dossier.quote(at=at),
        lambda: dossier.next_questions(at=at),
        lambda: dossier.check(do.DeclareRegime(Regime.CPS), at=at, role=Role.AGENT),
    ]
    return [question() for question in questions * 2]


def test_the_deadlines_of_a_dossier_are_worked_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    counted: list[object] = []
    work_out = _deadlines._listed  # noqa: SLF001 -- what is to be called once
    monkeypatch.setattr(_deadlines, "_listed", lambda days: (counted.append(days), work_out(days))[1])
    dossier = dossier_in("affiliation.regime")
    counted.clear()
    ask_everything(dossier)
    assert len(counted) == 1


@pytest.mark.parametrize("name", EVERY_STATE)
def test_a_dossier_that_was_asked_answers_as_one_that_was_not(name: str) -> None:
    asked = dossier_in(name)
    answers = ask_everything(asked)
    for answer, again in zip(answers, ask_everything(Dossier.load(asked.dump())), strict=True):
        assert answer == again


@pytest.mark.parametrize("duplicate", [copy.copy, copy.deepcopy, lambda dossier: pickle.loads(pickle.dumps(dossier))])  # noqa: S301 -- our own
def test_a_copy_of_a_dossier_is_equal_and_carries_nothing_that_was_worked_out(
    duplicate: Callable[[Dossier], Dossier],
) -> None:
    dossier = dossier_in("affiliation.regime")
    untouched = pickle.dumps(dossier)
    ask_everything(dossier)
    assert duplicate(dossier) == dossier
    assert pickle.dumps(dossier) == untouched
    assert "Days(" not in repr(dossier)
