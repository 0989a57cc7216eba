"""
Two writers strike at the same time, many times over: one wins, the other is told, revisions have no gap.
"""

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from databases import DATABASES, Open, close
from dossiers import open_dossier
from effort import IS_THOROUGH
from people import NOW
from psc_workflow import Dossier, Outcome, Role
from psc_workflow import commands as do
from psc_workflow._model.vocabulary import DocumentKind
from psc_workflow._snapshot.history import verify_history
from psc_workflow.exceptions import DossierExistsError
from psc_workflow.stores import Store

ROUNDS = settings().max_examples if IS_THOROUGH else 10
PAIR = 2
OTHER = {Outcome.STALE: "two requests", Outcome.DUPLICATE: "one request, twice"}


def at_once(open_store: Open, rounds: int, asked: Callable[[Store, int, int], Any]) -> list[list[Any]]:
    """Let two threads, each with its own store, ask the same at the same time; give the answers round by round."""
    start = threading.Barrier(PAIR, timeout=60)

    def ask(writer: int) -> list[Any]:
        store = open_store()
        answers = []
        try:
            for number in range(rounds):
                start.wait()
                answers.append(asked(store, writer, number))
        except BaseException:
            start.abort()
            raise
        finally:
            close(store)
        return answers

    with ThreadPoolExecutor(PAIR) as threads:
        return [list(pair) for pair in zip(*threads.map(ask, range(PAIR)), strict=True)]


@pytest.mark.parametrize("meets", [False, True], ids=["when it may", "in every round"])
@pytest.mark.parametrize("loser", OTHER, ids=OTHER.values())
def test_of_two_writers_one_wins_and_the_other_is_told(
    open_store: Open,
    loser: Outcome,
    meets: bool,
    monkeypatch: pytest.MonkeyPatch,
    report: Callable[[str], None],
) -> None:
    store = open_store()
    store.create(open_dossier())
    save, saves = type(store).save, Counter[str]()
    reading = threading.Barrier(PAIR, timeout=60)

    def counted(self: Store, *args: Any, **kwargs: Any) -> None:
        if meets:
            reading.wait()
        saves["tried"] += 1
        save(self, *args, **kwargs)
        saves["made"] += 1

    monkeypatch.setattr(type(store), "save", counted)

    def ask(writing: Store, writer: int, number: int) -> tuple[Outcome, int, tuple[str, ...]]:
        command = (
            do.Resume() if loser is Outcome.DUPLICATE or writer else do.RequestDocument(DocumentKind.NOTICE_INFORMATION)
        )
        key = f"{number}" if loser is Outcome.DUPLICATE else None
        decision = writing.decide("D1", command, at=NOW, key=key, expected_revision=number, role=command.roles[0])
        return decision.outcome, decision.dossier.revision, tuple(effect.id for effect in decision.effects)

    rounds = at_once(open_store, ROUNDS, ask)
    for number, answers in enumerate(rounds):
        assert sorted(outcome.value for outcome, _, _ in answers) == sorted([Outcome.ACCEPTED.value, loser.value]), (
            number
        )
        assert {revision for _, revision, _ in answers} == {number + 1}
    dossier, steps = store.load("D1"), store.steps("D1")
    verify_history(steps, head=dossier.record.history.head)
    assert [step.revision for step in steps] == list(range(1, ROUNDS + 1))
    assert saves["made"] == ROUNDS
    assert not meets or saves["tried"] == PAIR * ROUNDS
    owed = {
        effect_id
        for answers in rounds
        for outcome, _, ids in answers
        if outcome is Outcome.ACCEPTED
        for effect_id in ids
    }
    assert {effect.id for effect in store.pending(NOW, limit=PAIR * ROUNDS)} == owed
    close(store)
    report(f"{ROUNDS} rounds, {saves['tried'] - ROUNDS} lost between reading and saving")


def test_of_two_that_create_the_same_dossier_one_does(open_store: Open) -> None:
    close(open_store())  # which makes the tables

    def create(store: Store, _: int, number: int) -> bool:
        dossier = Dossier.open(
            open_dossier().contract, id=f"D{number}", agent=open_dossier().record.agent, invited_at=NOW
        )
        try:
            store.create(dossier, effects=[dossier.invitation])
        except DossierExistsError:
            return False
        return True

    rounds = at_once(open_store, ROUNDS, create)
    assert [sorted(answers) for answers in rounds] == [[False, True]] * ROUNDS
    store = open_store()
    assert len(list(store.iterate())) == len(store.pending(NOW, limit=PAIR * ROUNDS)) == ROUNDS
    close(store)


def test_of_two_that_deliver_the_same_effect_one_is_told_that_it_was_waiting(open_store: Open) -> None:
    store = open_store()
    store.create(open_dossier())
    for _ in range(ROUNDS):
        store.decide("D1", do.RequestDocument(DocumentKind.NOTICE_INFORMATION), at=NOW, role=Role.AGENT)
    effects = store.pending(NOW, limit=ROUNDS)
    rounds = at_once(open_store, ROUNDS, lambda mine, _, number: mine.mark_delivered(effects[number], at=NOW))
    assert [sorted(answers) for answers in rounds] == [[False, True]] * ROUNDS
    close(store)


@pytest.mark.parametrize("database", DATABASES.values(), ids=DATABASES)
def test_tables_that_several_make_at_once_are_there_for_all(database: Callable[[Path], Open], tmp_path: Path) -> None:
    """A host starts its workers together, on an empty database."""
    for number in range(max(4, ROUNDS // 20)):
        folder = tmp_path / f"{number}"
        folder.mkdir()
        open_store, start = database(folder), threading.Barrier(4, timeout=60)

        def begin(_: int, open_store: Open = open_store, start: threading.Barrier = start) -> list[Dossier]:
            start.wait()
            store = open_store()
            try:
                return list(store.iterate())
            finally:
                close(store)

        with ThreadPoolExecutor(4) as threads:
            assert list(threads.map(begin, range(4))) == [[]] * 4
