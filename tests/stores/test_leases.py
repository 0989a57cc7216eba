"""
Several workers deliver what is in the outbox: each effect is one worker's until it is marked, or the lease runs out.
"""

import datetime as dt
import itertools
from types import SimpleNamespace
from typing import Any

import attrs
import pytest

from databases import Open, close, written
from people import NOW, ONE_DAY
from psc_workflow import Outcome, Role, effects
from psc_workflow import commands as do
from psc_workflow._model.vocabulary import DocumentKind
from psc_workflow.exceptions import HostError, InvalidDocumentError, StoreError
from psc_workflow.stores import Store
from psc_workflow.stores._leases import MOST_ATTEMPTS, lease_page
from psc_workflow.stores._rows import EffectRow


def ask_for_documents(store: Store, count: int) -> list[effects.AnyEffect]:
    """Have the dossier D1 owe so many documents; give them as they wait."""
    asked = do.RequestDocument(DocumentKind.NOTICE_INFORMATION)
    for _ in range(count):
        assert store.decide("D1", asked, at=NOW, role=Role.AGENT).outcome is Outcome.ACCEPTED
    return store.pending(NOW, limit=count)


def test_an_effect_whose_sending_raises_is_tried_again_later_and_keeps_no_other_waiting(store: Store) -> None:
    first, poison, last = ask_for_documents(store, 3)
    sent, errors = list[effects.Effect](), list[tuple[effects.Effect, str]]()

    def send(effect: effects.Effect) -> None:
        if effect == poison:
            raise ConnectionError("teva@example.org is refused")
        sent.append(effect)

    def note(effect: effects.Effect, error: Exception) -> None:
        errors.append((effect, type(error).__name__))

    assert store.deliver(send, at=NOW, on_error=note) == 2
    assert (sent, errors) == ([first, last], [(poison, "ConnectionError")])
    assert store.pending(NOW) == [poison]
    assert store.deliver(sent.append, at=NOW + dt.timedelta(seconds=59)) == 0
    assert store.deliver(sent.append, at=NOW + dt.timedelta(seconds=60)) == 1
    assert (sent[-1], store.pending(NOW)) == (poison, [])


def test_what_raises_each_time_ends_as_a_dead_letter_without_personal_data_and_can_be_tried_again(store: Store) -> None:
    (poison,), at, attempts = ask_for_documents(store, 1), NOW, list[dt.datetime]()

    def send(_: effects.Effect) -> None:
        attempts.append(at)
        raise ConnectionError("teva@example.org is refused")

    for minutes in (0, 1, 4, 16, 64, 256, 1024, 1440):
        almost, at = at + dt.timedelta(minutes=minutes, microseconds=-1), at + dt.timedelta(minutes=minutes)
        assert store.dead_letters() == store.claim(almost) == []
        assert store.deliver(send, at=at) == 0
    assert len(attempts) == 8
    (letter,) = store.dead_letters()
    assert (letter.id, letter.dossier, letter.effect, letter.attempts) == (poison.id, "D1", poison, 8)
    assert (letter.error, letter.since) == ("ConnectionError", at.astimezone(dt.UTC))
    assert store.pending(at) == store.claim(at + 400 * ONE_DAY) == []
    assert not store.retry("another", at=at)
    assert store.retry(poison.id, at=at + ONE_DAY)
    assert store.dead_letters() == store.claim(at) == []
    assert store.deliver(lambda _: None, at=at + ONE_DAY) == 1


def test_dead_letters_are_listed_page_by_page_in_the_order_of_their_ids(store: Store) -> None:
    asked = {effect.id for effect in ask_for_documents(store, 5)}
    for claim in store.claim(NOW):
        assert store.mark_failed(claim, ValueError(), at=NOW, retry_at=None)
    first = store.dead_letters(limit=3)
    rest = store.dead_letters(limit=3, after=first[-1].id)
    assert [letter.id for letter in itertools.chain(first, rest)] == sorted(asked)


def test_what_one_worker_has_claimed_is_nobody_else_s_until_the_lease_runs_out(store: Store, open_store: Open) -> None:
    asked, other = {effect.id for effect in ask_for_documents(store, 3)}, open_store()
    sent, unsent = store.claim(NOW, limit=2, lease=ONE_DAY)
    (theirs,) = other.claim(NOW, lease=ONE_DAY)
    assert {claim.effect.id for claim in (sent, unsent, theirs)} == asked
    assert store.mark_delivered(sent, at=NOW)
    assert not other.mark_delivered(sent, at=NOW)
    late = NOW + ONE_DAY
    assert other.claim(late - dt.timedelta(microseconds=1)) == []
    again = {claim.effect.id: claim for claim in other.claim(late)}
    assert again.keys() == asked - {sent.effect.id}
    assert {claim.attempt for claim in again.values()} == {2}
    assert not store.mark_failed(unsent, ValueError(), at=late, retry_at=late), "by now the lease is another's"
    assert other.mark_failed(again[unsent.effect.id], ValueError(), at=late, retry_at=late)
    close(other)


def test_an_effect_with_which_every_worker_dies_ends_as_a_dead_letter(store: Store) -> None:
    (poison,), at = ask_for_documents(store, 1), NOW
    for attempt in range(1, 9):
        (claim,) = store.claim(at, lease=ONE_DAY)
        assert (claim.effect, claim.attempt) == (poison, attempt)
        at += ONE_DAY
    assert store.claim(at) == []
    (letter,) = store.dead_letters()
    assert (letter.id, letter.error) == (poison.id, "LeaseExpired")


@pytest.mark.parametrize("lease", [dt.timedelta(0), dt.timedelta(seconds=-1), 60])
def test_a_lease_is_more_than_nothing(store: Store, lease: Any) -> None:
    for ask in (store.claim, store.claim_due, store.tick):
        with pytest.raises(HostError, match="lease"):
            ask(NOW, lease=lease)


def test_a_worker_that_is_interrupted_gives_back_what_it_has_not_tried(store: Store) -> None:
    ask_for_documents(store, 3)

    def send(_: effects.Effect) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.deliver(send, at=NOW)
    assert [claim.attempt for claim in store.claim(NOW)] == [1, 1, 1]


def test_a_call_that_takes_longer_than_its_lease_sends_nothing_that_another_may_have(
    store: Store, open_store: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each sending takes forty seconds of a lease of a minute: of the page of three, the second is the last in time."""
    asked, seconds, sent = ask_for_documents(store, 3), [0.0], list[effects.Effect]()
    monkeypatch.setattr("time.monotonic", lambda: seconds[0])
    other = open_store()

    def send(effect: effects.Effect) -> None:
        sent.append(effect)
        seconds[0] += 40
        if len(sent) == 2:  # by now the lease has run out, and another claims what is left
            assert [claim.effect for claim in other.claim(NOW + dt.timedelta(seconds=80))] == [asked[1], asked[2]]

    assert store.deliver(send, at=NOW, lease=dt.timedelta(minutes=1)) == 2
    assert sent == asked[:2]
    close(other)


def test_what_cannot_be_sent_for_now_is_tried_by_the_next_call_and_once_by_each(store: Store) -> None:
    asked, tried = ask_for_documents(store, 3), list[effects.Effect]()

    def send(effect: effects.Effect) -> bool:
        tried.append(effect)
        return False

    for call in (1, 2, 20):
        assert store.deliver(send, at=NOW) == 0
        assert len(tried) == 3 * min(call, 3)
    assert store.pending(NOW) == asked
    assert store.dead_letters() == []


def test_a_lease_that_runs_out_before_anything_is_sent_ends_the_call_and_nothing_is_lost(store: Store) -> None:
    asked, sent = ask_for_documents(store, 2), list[effects.Effect]()
    with pytest.raises(StoreError, match="the lease ran out before anything that was claimed could be sent"):
        store.deliver(sent.append, at=NOW, lease=dt.timedelta(microseconds=1))
    assert sent == []
    assert store.deliver(sent.append, at=NOW) == 2
    assert sent == asked


def test_a_dead_letter_that_on_error_has_tried_again_waits_for_the_next_call(store: Store) -> None:
    (poison, other), at, tried = ask_for_documents(store, 2), NOW, list[effects.Effect]()

    def send(effect: effects.Effect) -> None:
        tried.append(effect)
        if effect == poison:
            raise ConnectionError

    def revive(effect: effects.Effect, _: Exception) -> None:
        store.retry(effect.id, at=at)

    for minutes in (0, 1, 4, 16, 64, 256, 1024, 1440):
        at += dt.timedelta(minutes=minutes)
        assert store.deliver(send, at=at, on_error=revive) == (at == NOW)
    assert tried == [poison, other, *[poison] * 7]
    assert store.dead_letters() == []
    (claim,) = store.claim(at)
    assert (claim.effect, claim.attempt) == (poison, 1)


# -- an index that is damaged ---------------------------------------------------------------------------------


def test_no_effect_is_handed_out_whose_lease_is_not_taken(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """The index by which it is found has another id than that by which it is leased."""
    ask_for_documents(store, 2)
    with store._transaction() as rows:  # noqa: SLF001 -- to learn its class
        kind = type(rows)
    whole, sent = kind.claimable, list[effects.AnyEffect]()

    def misled(rows: Any, at: dt.datetime, limit: int) -> list[EffectRow]:
        first, *others = whole(rows, at, limit)
        return [attrs.evolve(first, id="another"), *others]

    monkeypatch.setattr(kind, "claimable", misled)
    for ask in (lambda: store.claim(NOW), lambda: store.deliver(sent.append, at=NOW)):
        with pytest.raises(StoreError, match="an index of the table of effects is damaged"):
            ask()
    monkeypatch.undo()
    assert sent == []
    assert [claim.attempt for claim in store.claim(NOW)] == [1, 1]


def test_an_effect_under_the_id_of_another_is_not_sent_and_the_others_are(store: Store) -> None:
    moved, other = ask_for_documents(store, 2)
    written(store, "outbox", moved.id, id="another")
    sent = list[effects.AnyEffect]()
    with pytest.raises(InvalidDocumentError, match="another: is not that of its row"):
        store.deliver(sent.append, at=NOW)
    assert store.deliver(sent.append, at=NOW) == 0
    assert sent == [other]
    assert [each.subject for each in store.verify()] == ["another: is not that of its row"]


def test_no_call_sends_an_effect_twice(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    ask_for_documents(store, 1)
    claims, sent = store.claim(NOW), list[effects.AnyEffect]()
    pages = iter([([*claims], []), ([*claims], [])])
    monkeypatch.setattr(store, "_claim", lambda *_: next(pages))
    with pytest.raises(StoreError, match="is damaged"):
        store.deliver(sent.append, at=NOW)
    assert sent == [claims[0].effect]


@pytest.mark.parametrize("is_given_back", [True, False])
def test_however_many_leases_have_failed_a_page_is_leased_or_an_error_says_why_not(is_given_back: bool) -> None:
    expired, fresh = (EffectRow(str(n), "D1", NOW, None, b"", None, n) for n in (MOST_ATTEMPTS, 0))
    pages = iter([*[[expired]] * 2000, [fresh]])
    rows: Any = SimpleNamespace(
        begin_writing=lambda: None,
        claimable=lambda *_: next(pages),
        claim_effects=lambda *_: None,
        give_back=lambda *_: is_given_back,
    )
    if is_given_back:
        assert lease_page(rows, NOW, NOW + ONE_DAY, 1) == [fresh]
    else:
        with pytest.raises(StoreError, match="is damaged"):
            lease_page(rows, NOW, NOW + ONE_DAY, 1)
