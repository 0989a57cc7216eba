"""
A dossier is erased while others save it, or store it anew: whoever comes second waits, and it stays erased.
"""

import datetime as dt
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest

from databases import Open, close
from dossiers import open_dossier
from people import NOW
from psc_workflow import Outcome, Role
from psc_workflow import commands as do
from psc_workflow.exceptions import DossierExistsError, DossierNotFoundError, HostError
from psc_workflow.stores import Store

PAUSE = 0.2
"""Seconds for which a transaction stays open: ample for another one to come up against it."""


def in_the_middle(
    patch: pytest.MonkeyPatch,
    open_store: Open,
    part: str,
    first: Callable[[Store], Any],
    second: Callable[[Store], Any],
) -> tuple[Future[Any], Future[Any]]:
    """Do *first*, and *second* at once when it has done *part* of its transaction; give both answers."""
    store, reached, whole = open_store(), threading.Event(), threading.local()
    with store._transaction() as rows:  # noqa: SLF001 -- nothing else can be stopped halfway
        kind = type(rows)
    close(store)
    original = getattr(kind, part)

    def paused(*arguments: Any) -> Any:
        answer = original(*arguments)
        if getattr(whole, "is_first", False):
            reached.set()
            time.sleep(PAUSE)
        return answer

    def act(work: Callable[[Store], Any], *, is_first: bool) -> Any:
        whole.is_first = is_first
        mine = open_store()
        try:
            return work(mine)
        finally:
            close(mine)
            if "django.db" in sys.modules:
                sys.modules["django.db"].connections.close_all()

    patch.setattr(kind, part, paused)
    with ThreadPoolExecutor(2) as threads:
        begun = threads.submit(act, first, is_first=True)
        assert reached.wait(60)
        answers = begun, threads.submit(act, second, is_first=False)
    patch.undo()
    return answers


def erase(store: Store) -> None:
    store.erase("D1", on=NOW.date())


def start(store: Store) -> Outcome:
    return store.decide("D1", do.StartAffiliation(), at=NOW, role=Role.AGENT).outcome


def create(store: Store) -> None:
    store.create(open_dossier(), effects=[open_dossier().invitation])


def assert_erased(open_store: Open) -> None:
    store = open_store()
    assert store.tombstones() == [("D1", NOW.date())]
    assert store.pending(NOW) == list(store.iterate()) == []
    assert store.verify() == ()
    close(store)


def test_who_erases_waits_for_who_is_saving(store: Store, open_store: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    close(store)
    saved, erased = in_the_middle(monkeypatch, open_store, "add_steps", start, erase)
    assert (saved.result(), erased.result()) == (Outcome.ACCEPTED, None)
    assert_erased(open_store)


def test_nobody_saves_what_is_being_erased(store: Store, open_store: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    close(store)
    erased, saved = in_the_middle(monkeypatch, open_store, "bury", erase, start)
    assert erased.result() is None
    with pytest.raises(DossierNotFoundError):
        saved.result()
    assert_erased(open_store)


def test_nobody_stores_anew_what_is_being_erased(
    store: Store, open_store: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    close(store)
    erased, created = in_the_middle(monkeypatch, open_store, "bury", erase, create)
    assert erased.result() is None
    with pytest.raises(DossierExistsError, match="erased"):
        created.result()
    assert_erased(open_store)


@pytest.mark.parametrize("on", [NOW, NOW.replace(tzinfo=None), "2026-04-07", None])
def test_a_tombstone_has_a_civil_day(store: Store, on: Any) -> None:
    with pytest.raises(HostError, match="`on`"):
        store.erase("D1", on=on)
    with pytest.raises(HostError, match="`effective_on`"):
        store.find(effective_on=on or 0)
    assert store.load("D1")
    store.erase("D1", on=NOW.date())
    assert store.tombstones() == [("D1", dt.date(2026, 4, 7))]


@pytest.mark.parametrize("id_", [1, None, b"D1", "D\0", "\ud800"])
def test_what_can_be_no_id_is_that_of_no_dossier_and_of_no_effect(store: Store, id_: Any) -> None:
    for ask in (store.load, store.steps, store.delete, lambda each: store.erase(each, on=NOW.date())):
        with pytest.raises(DossierNotFoundError):
            ask(id_)
    assert store.retry(id_, at=NOW) is False
