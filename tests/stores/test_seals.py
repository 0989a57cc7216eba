"""
Seals: whoever writes to the database without the key is found out; without keys nothing changes.
"""

import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import attrs
import pytest
import sqlalchemy as sa

from databases import DATABASES, Open, close, written
from dossiers import journey, open_dossier
from effort import IS_THOROUGH
from people import FAMILY, NOW, ONE_DAY, REQUEST_NOTICE
from psc_workflow import Dossier, Outcome, Role, effects
from psc_workflow import commands as do
from psc_workflow._model.steps import MOST_CARRIED
from psc_workflow._model.vocabulary import DocumentKind
from psc_workflow._structuring import canonical
from psc_workflow._structuring.arguments import in_utc
from psc_workflow.cli import main
from psc_workflow.exceptions import HostError, InvalidDocumentError, PscWorkflowError
from psc_workflow.stores import Discrepancy, SealKeys, SQLiteStore, Store
from psc_workflow.stores._encoding import digest, effect_rows
from psc_workflow.stores._rows import EffectRow, StepRow
from psc_workflow.stores._seals import (
    check_document,
    check_effect,
    check_step,
    seal_document,
    seal_effect,
    seal_step,
    without_seal,
)

FIRST = SealKeys({"2026": bytes(range(32))})
BOTH = SealKeys({**FIRST.keys, "2027": bytes(range(32, 64))})
OTHER = SealKeys({"2026": bytes(32)})
NAMES = ("D1", "D2")
DJANGO = ["Django, SQLite", "Django, PostgreSQL"] if IS_THOROUGH else []


def on(*databases: str) -> Callable[[Any], Any]:
    """Choose the databases of a quick run; at length, every test runs on each."""
    if IS_THOROUGH:
        return lambda test: test
    return pytest.mark.parametrize("open_store", databases, indirect=True)


def fill(store: Store) -> None:
    """Have one dossier with a long history, and one with a short one."""
    for name in NAMES:
        dossier = named(name)
        store.create(dossier, effects=[dossier.invitation])
    for command in islice(journey(FAMILY), None if IS_THOROUGH else 4):
        store.decide("D1", command, at=NOW, role=command.roles[0], by="employee-7")
    store.decide("D2", do.StartAffiliation(), at=NOW, role=Role.AGENT)
    store.tick(NOW + 8 * ONE_DAY)


def named(name: str) -> Dossier:
    return attrs.evolve(open_dossier(), record=attrs.evolve(open_dossier().record, id=name))


def with_keys(store: Store, keys: SealKeys | None) -> Store:
    """Give a store keys, as one that is opened with them has."""
    store._seal_keys = keys  # noqa: SLF001 -- every class takes it as an argument: tested below
    return store


@pytest.fixture
def sealed(open_store: Open) -> Iterator[Store]:
    store = with_keys(open_store(), FIRST)
    fill(store)
    yield store
    close(store)


def rows_of(store: Store, name: str) -> list[StepRow]:
    return store._ask(lambda rows: rows.steps(name))  # noqa: SLF001 -- as they are stored


def steps_of(store: Store, name: str) -> list[bytes]:
    return [row.step for row in rows_of(store, name)]


def put_step(store: Store, name: str, revision: int, cell: bytes) -> None:
    """Write a step behind the store's back."""
    stored = store._ask(lambda rows: rows.document(name))  # noqa: SLF001 -- no store has a way to do harm
    assert stored is not None
    digest_of = stored.digest or b""
    store._retry(lambda rows: rows.put_seals(name, digest_of, [(revision, cell)]))  # type: ignore[attr-defined]  # noqa: SLF001


def put_back(store: Store, name: str, document: Any, steps: dict[int, bytes]) -> None:
    """Store a dossier anew, with the digest that it had, and steps by the revisions of their rows."""
    forger = with_keys(store, None)
    forger.delete(name)
    forger.create(Dossier.load(document.document))
    forger._retry(lambda rows: rows.add_steps((name, *row) for row in steps.items()))  # noqa: SLF001 -- no store has a way to do harm
    written(forger, "dossiers", name, digest=document.digest)
    with_keys(store, FIRST)


def seals(discrepancies: tuple[Discrepancy, ...]) -> dict[str | None, str]:
    return {each.dossier: each.subject for each in discrepancies if each.kind == "seal"}


@on(*DATABASES)
def test_what_a_store_with_keys_writes_is_sealed_and_read_with_and_without_them(sealed: Store) -> None:
    assert sealed.verify() == ()
    assert [step.revision for step in sealed.steps("D1")] == [*range(1, sealed.load("D1").revision + 1)]
    answers = sealed.load("D1"), sealed.steps("D1")
    assert seals(with_keys(sealed, OTHER).verify()).keys() == {"D1", "D2"}
    assert seals(with_keys(sealed, SealKeys({"2030": bytes(32)})).verify())["D2"].endswith("a key that is not known")
    with_keys(sealed, None)
    assert (sealed.load("D1"), sealed.steps("D1")) == answers
    assert sealed.verify() == ()


@on("SQLite")
def test_without_keys_a_store_writes_what_it_wrote_before(open_store: Open) -> None:
    store = open_store()
    fill(store)
    cells = steps_of(store, "D1")
    assert cells == [canonical(json.loads(cell)) for cell in cells]
    assert not any(b"seal" in cell for cell in cells)
    stored = store._ask(lambda rows: rows.document("D1"))  # noqa: SLF001 -- as it is stored
    assert stored is not None
    assert stored.digest == digest(stored.document)
    with pytest.raises(HostError, match="no keys"):
        store.seal()
    close(store)


# -- harm -------------------------------------------------------------------------------------------------------


def swap(store: Store) -> None:
    first, second = steps_of(store, "D1")[:2]
    put_step(store, "D1", 1, second)
    put_step(store, "D1", 2, first)


def remove(store: Store) -> None:
    """Take the second step away, and move up those after it."""
    cells = steps_of(store, "D1")
    for revision, cell in enumerate(cells[2:], 2):
        put_step(store, "D1", revision, cell)
    forger = with_keys(store, None)
    if isinstance(store, SQLiteStore):
        delete = "DELETE FROM steps WHERE dossier = 'D1' AND revision = ?"
        forger._retry(lambda rows: rows.connection.execute(delete, (len(cells),)))  # noqa: SLF001 -- as above
    with_keys(store, FIRST)


def displace(store: Store) -> None:
    """Put the last step under the revision of one that is still to come."""
    document = store._ask(lambda rows: rows.document("D1"))  # noqa: SLF001 -- as it is stored
    *first, last = rows_of(store, "D1")
    put_back(store, "D1", document, {row.revision: row.step for row in first} | {last.revision + 2: last.step})


def replay(store: Store) -> None:
    """Put the first step of another dossier, as that was sealed, in place of this one's."""
    put_step(store, "D1", 1, steps_of(store, "D2")[0])


def forge(store: Store) -> None:
    """Chain a whole history anew, document and all, as only somebody can who knows the library: without the key."""
    forger = with_keys(store, None)
    forger.delete("D2")
    forger.create(named("D2"))
    forger.decide("D2", do.StartDispensation(), at=NOW, role=Role.AGENT)
    with_keys(store, FIRST)


def strip(store: Store) -> None:
    """Take a seal away."""
    cell = without_seal(steps_of(store, "D1")[1])
    put_step(store, "D1", 2, cell if isinstance(cell, bytes) else canonical(cell))


def forget(store: Store) -> None:
    """Erase who acted, as may have to be."""
    plain = json.loads(steps_of(store, "D1")[1])
    put_step(store, "D1", 2, canonical({name: value for name, value in plain.items() if name != "by"}))


def slander(store: Store) -> None:
    """Have somebody else have acted, which the chain does not bind."""
    put_step(store, "D1", 2, steps_of(store, "D1")[1].replace(b"employee-7", b"employee-8"))


def change_document(store: Store) -> None:
    document = store.load("D2").dump().replace(b"Benoit", b"Benoir").replace(b"Beno\xc3\xaet", b"Beno\xc3\xaex")
    assert document != store.load("D2").dump()
    written(store, "dossiers", "D2", document=document, digest=digest(document))


HARM: dict[str, tuple[Callable[[Store], None], str, str]] = {
    "a step of another dossier": (replay, "D1", "steps.0: is not what was sealed"),
    "a history forged": (forge, "D2", "document, steps.0: is not sealed"),
    "a seal taken away": (strip, "D1", "steps.1: is not sealed"),
    "who acted erased": (forget, "D1", "steps.1: `by` is no longer there"),
    "who acted changed": (slander, "D1", "steps.1: is not what was sealed"),
    "a document changed": (change_document, "D2", "document: is not sealed"),
}
CASES = [
    (database, *case)
    for place, case in enumerate(HARM.values())
    for number, database in enumerate([*DATABASES, *DJANGO])
    if IS_THOROUGH or number == place % len(DATABASES)
]
"""Each on each database if much is to be tried, or on one after the other."""


@pytest.mark.parametrize(("open_store", "harm", "dossier", "subject"), CASES, indirect=["open_store"])
def test_whoever_writes_without_the_key_is_found_out(
    sealed: Store, harm: Callable[[Store], None], dossier: str, subject: str
) -> None:
    harm(sealed)
    assert seals(sealed.verify()) == {dossier: subject}
    assert seals(sealed.verify(repair=True)) == {dossier: subject}
    sealed.reindex()
    assert seals(sealed.verify()) == {dossier: subject}, "neither seals what it has not written"


@on("SQLite")
@pytest.mark.parametrize("harm", [forge, change_document])
def test_a_document_that_was_not_sealed_is_not_decided_on(sealed: Store, harm: Callable[[Store], None]) -> None:
    harm(sealed)
    for ask in (
        lambda: sealed.load("D2"),
        lambda: sealed.decide("D2", do.Resume(), at=NOW, role=Role.AGENT),
        lambda: [*sealed.iterate()],
    ):
        with pytest.raises(InvalidDocumentError, match="is not sealed"):
            ask()
    (failed,) = sealed.tick(NOW + 16 * ONE_DAY, max_jump=None).failed
    assert (failed.dossier, failed.error) == ("D2", "InvalidDocumentError")


@on("SQLAlchemy, SQLite")
@pytest.mark.parametrize("harm", [swap, remove, displace])
def test_steps_swapped_or_moved_or_removed_from_the_middle_are_found_though_each_is_sealed(
    sealed: Store, harm: Callable[[Store], None]
) -> None:
    harm(sealed)
    assert {(each.kind, each.dossier) for each in sealed.verify()} == {("history", "D1")}


def test_any_byte_of_a_step_or_a_document_that_changes_is_found() -> None:
    with SQLiteStore(":memory:", seal_keys=FIRST) as store:
        fill(store)
        cells, stored = steps_of(store, "D1"), store._ask(lambda rows: rows.document("D1"))  # noqa: SLF001 -- as stored
    random = Random(20260407)  # noqa: S311 -- to be drawn again
    assert stored is not None
    assert stored.digest is not None
    for cell in cells[:: 1 if IS_THOROUGH else 4]:
        assert check_step(FIRST, "D1", cell) is None
        for place in range(len(cell)):
            other = bytes([*cell[:place], cell[place] ^ 1 << random.randrange(8), *cell[place + 1 :]])
            assert check_step(FIRST, "D1", other) is not None, (place, other)
            shorter, longer = cell[:place] + cell[place + 1 :], cell[:place] + b" " + cell[place:]
            assert check_step(FIRST, "D1", shorter) is not None
            assert check_step(FIRST, "D1", longer) is not None
    for content, is_document in ((stored.document, True), (stored.digest, False)):
        for place in range(0, len(content), 1 if IS_THOROUGH else 7):
            other = bytes([*content[:place], content[place] ^ 1 << random.randrange(8), *content[place + 1 :]])
            pair = (other, stored.digest) if is_document else (stored.document, other)
            assert check_document(FIRST, "D1", stored.revision, *pair) is not None, place


@pytest.mark.parametrize(
    "cell",
    [
        b"",
        b"{}",
        b"[]",
        b"1",
        b'{"seal":{}}',
        b'{"seal":1}',
        b'{"seal":{"key":"2026","mac":1}}',
        b'{"seal":{"key":[]}}',
    ],
)
def test_a_cell_that_holds_anything_else_is_not_sealed(cell: bytes) -> None:
    assert check_step(FIRST, "D1", cell) is not None


def test_a_seal_does_for_its_dossier_its_revision_and_its_kind_alone() -> None:
    document = b'{"revision":1}'
    seal = seal_document(FIRST, "D1", 1, document)
    assert check_document(FIRST, "D1", 1, document, seal) is None
    for others in (("D2", 1, document), ("D1", 2, document), ("D1", 1, document + b" ")):
        assert check_document(FIRST, *others, seal) == "is not what was sealed"
    assert check_document(OTHER, "D1", 1, document, seal) == "is not what was sealed"
    assert check_document(FIRST, "D1", 1, document, digest(document)) == "is not sealed"
    assert check_document(FIRST, "D1", 1, document, None) == "is not sealed"
    owed = seal_effect(FIRST, "D1", "e1", document)
    assert check_effect(FIRST, "D1", "e1", document, owed) is None
    for wrong in (("D2", "e1", document, owed), ("D1", "e2", document, owed), ("D1", "e1", document, seal)):
        assert check_effect(FIRST, *wrong) == "is not what was sealed"
    assert check_step(FIRST, "D2", seal_step(FIRST, "D1", document)) == "is not what was sealed"


def test_what_was_sealed_once_is_known_for_ever() -> None:
    """Seals are kept as long as dossiers: how they are made must never change."""
    plain = {"at": "2026-04-07T18:00:00+00:00", "by": "employee-7", "command": "resume", "revision": 1}
    seal = {
        "by": "18693a769a38d596ebdf8c1670ef8ee3c6fee7783e8b850f420494e2e21988e6",
        "key": "2026",
        "mac": "8053ea5992f8d512907861dacc61c8cc30765b46849ea4f0b13da91ae5e9f708",
    }
    assert check_step(FIRST, "D1", canonical(plain | {"seal": seal})) is None
    written_then = (
        "dbbe74b3bda956490c6642ab7a360406ef1118741b5408cf825266f73239627d0cc8a396e414a9c32d180f7cd4ea547532303236"
    )
    assert check_document(FIRST, "D1", 1, b'{"revision":1}', bytes.fromhex(written_then)) is None
    owed_then = (
        "a446d3d1d582e42f3029146e6ce7ad7089985aa79a792ecd67171e58bedfc38fcc7cf9aa5ead27d1d194c77e9e43e1a932303236"
    )
    assert check_effect(FIRST, "D1", "e1", b'{"id":"e1"}', bytes.fromhex(owed_then)) is None


# -- heads ------------------------------------------------------------------------------------------------------


@on("SQLAlchemy, PostgreSQL")
def test_what_no_seal_shows_is_found_by_heads_that_are_kept_elsewhere(sealed: Store) -> None:
    before = attrs.evolve(next(iter(sealed.heads())))
    earlier = sealed._ask(lambda rows: rows.document("D1"))  # noqa: SLF001 -- as an attacker keeps it
    assert earlier is not None
    sealed.decide("D1", REQUEST_NOTICE, at=NOW + 9 * ONE_DAY, role=Role.AGENT)
    heads = list(sealed.heads())
    assert before.revision < heads[0].revision
    assert sealed.verify(heads=[*heads, before]) == ()
    change(sealed, "D1", earlier)
    assert seals(sealed.verify()) == {}, "the tail is cut off, and every seal that is left is right"
    listed = [each for each in sealed.verify(heads=heads) if each.kind == "head"]
    assert [(each.dossier, each.subject) for each in listed] == [
        ("D1", f"revision {heads[0].revision}: is not on this history")
    ]
    assert [each for each in sealed.verify(heads=[before]) if each.kind == "head"] == []
    sealed.delete("D1")
    sealed.erase("D2", on=NOW.date())
    assert [each.subject.split(": ")[1] for each in sealed.verify(heads=heads)] == [
        "is missing",
        f"was erased on {NOW.date()}",
    ]


@on("SQLAlchemy, SQLite")
def test_the_steps_since_a_head_prove_it_and_must_be_there_whatever_came_before_it(open_store: Open) -> None:
    """Also of a dossier that came without its history, and when the dossier itself carries the steps no more."""
    store = open_store()
    dossier = named("D1").decide(do.StartAffiliation(), at=NOW, role=Role.AGENT).dossier
    store.create(dossier)
    heads = list(store.heads())
    for _ in range(MOST_CARRIED + 1):
        assert store.decide("D1", do.Resume(), at=NOW, role=Role.AGENT).outcome is Outcome.ACCEPTED
        heads += store.heads()
        assert store.verify(heads=heads) == ()
    wrong = [attrs.evolve(head, chain=f"{head.chain[1:]}0") for head in heads]
    assert [each.subject for each in store.verify(heads=wrong)] == [
        f"revision {head.revision}: is not on this history" for head in heads
    ]
    assert kinds_of(store.verify(heads=[attrs.evolve(heads[0], revision=99)])) == {"head"}
    document, rows = store._ask(lambda rows: rows.document("D1")), rows_of(store, "D1")  # noqa: SLF001 -- as it is stored
    for lost in (2, len(rows)):
        put_back(store, "D1", document, {row.revision: row.step for row in rows[lost:]})
        assert kinds_of(with_keys(store, None).verify()) == set(), (
            "of a dossier from elsewhere, they may never have been"
        )
        assert [each.subject for each in store.verify(heads=heads)] == [
            f"revision {head.revision}: the step after it is missing" for head in heads[:lost]
        ]
    close(store)


def kinds_of(discrepancies: tuple[Discrepancy, ...]) -> set[str]:
    return {each.kind for each in discrepancies}


def change(store: Store, name: str, earlier: Any) -> None:
    """Put back an earlier document, and cut off the steps since."""
    put_back(
        store,
        name,
        earlier,
        {row.revision: row.step for row in rows_of(store, name) if row.revision <= earlier.revision},
    )


# -- effects ----------------------------------------------------------------------------------------------------


def waiting(store: Store) -> list[EffectRow]:
    return list(store._ask(lambda rows: rows.pending(in_utc(NOW, "at"), 99)))  # noqa: SLF001 -- as stored


def owed_by(store: Store, name: str) -> tuple[str, bytes, bytes]:
    """Read the first effect of a dossier that waits: its id, its content, its digest."""
    row = next(row for row in waiting(store) if row.dossier == name)
    assert row.digest is not None
    return row.id, row.effect, row.digest


def readdress(store: Store) -> str:
    """Have the invitation sent to somebody else, under the seal that it had."""
    id_, effect, seal = owed_by(store, "D2")
    mail = json.loads(effect)
    content = canonical(mail | {"address": "somebody-else@example.org"})
    written(store, "outbox", id_, effect=content, digest=digest(content) + seal[16:])
    return f"effects.{id_}: is not what was sealed"


def strip_effect(store: Store) -> str:
    id_, _, seal = owed_by(store, "D2")
    written(store, "outbox", id_, digest=seal[:16])
    return f"effects.{id_}: is not sealed"


def lend_seal(store: Store) -> str:
    """Put the invitation of one dossier, as it was sealed, in place of the other's."""
    _, effect, seal = owed_by(store, "D1")
    id_, _, _ = owed_by(store, "D2")
    written(store, "outbox", id_, effect=effect, digest=seal)
    return f"effects.{id_}: is not what was sealed"


def put_in(store: Store) -> str:
    """Have a dossier owe what it does not."""
    forger, dossier = with_keys(store, None), store.load("D2")
    document = effects.ProduceDocument("e1", NOW, None, DocumentKind.NOTICE_INFORMATION)
    forger._retry(lambda rows: rows.add_effects(effect_rows(dossier, [document], None)))  # noqa: SLF001 -- as above
    with_keys(store, FIRST)
    return "effects.e1: is not sealed"


@on("SQLite", "SQLAlchemy, SQLite")
@pytest.mark.parametrize("harm", [readdress, strip_effect, lend_seal, put_in])
def test_an_effect_that_was_not_sealed_is_found_and_never_delivered(
    sealed: Store, harm: Callable[[Store], str]
) -> None:
    ids = {row.id for row in waiting(sealed)}
    subject, sent = harm(sealed), list[str]()
    assert seals(sealed.verify()) == {"D2": subject}
    forged = subject.removeprefix("effects.").split(":")[0]
    with pytest.raises(InvalidDocumentError, match="sealed"):
        sealed.pending(NOW)
    with pytest.raises(InvalidDocumentError, match=forged):
        sealed.deliver(lambda effect: sent.append(effect.id), at=NOW)
    assert set(sent) == ids - {forged}
    for attempt in range(1, 9):
        assert forged not in {claim.effect.id for claim in sealed.claim(NOW + attempt * ONE_DAY)}
    assert [(letter.id, letter.effect) for letter in sealed.dead_letters()] == [(forged, None)]
    has_no_seal = subject.endswith("is not sealed")  # by whoever seals later, as everything without a seal is
    assert {each.dossier for each in sealed.seal()} == (set() if has_no_seal else {"D2"})


@on("SQLite", "SQLAlchemy, SQLite", "SQLAlchemy, PostgreSQL")
def test_effects_that_wait_are_sealed_later_and_anew(open_store: Open) -> None:
    store = open_store()
    fill(store)
    owed = store.pending(NOW)
    with_keys(store, FIRST)
    with pytest.raises(InvalidDocumentError, match="is not sealed"):
        store.pending(NOW)
    with_keys(store, attrs.evolve(FIRST, accepts_unsealed=True))
    assert store.pending(NOW) == owed
    assert store.seal() == ()
    assert with_keys(store, FIRST).pending(NOW) == owed
    assert with_keys(store, BOTH).seal() == ()
    assert with_keys(store, SealKeys({"2027": BOTH.keys["2027"]})).pending(NOW) == owed
    store.deliver(lambda _: None, at=NOW)
    assert store.verify() == store.seal() == ()
    close(store)


# -- later, and other keys --------------------------------------------------------------------------------------


@on("SQLite")
def test_a_store_is_sealed_later_while_others_go_on_working(open_store: Open) -> None:
    store = open_store()
    fill(store)
    answers = dict(store.documents()), store.steps("D1")
    with_keys(store, FIRST)
    with pytest.raises(InvalidDocumentError, match="is not sealed"):
        store.load("D1")
    with_keys(store, attrs.evolve(FIRST, accepts_unsealed=True))
    assert store.decide("D2", do.Resume(), at=NOW + 9 * ONE_DAY, role=Role.AGENT).outcome is Outcome.ACCEPTED
    assert seals(store.verify())["D1"].startswith("document, steps.0")
    assert store.seal() == ()
    with_keys(store, FIRST)
    assert store.verify() == ()
    assert (store.load("D1").dump(), store.steps("D1")) == (answers[0]["D1"], answers[1])
    close(store)


@on("SQLAlchemy, PostgreSQL")
def test_a_new_key_seals_and_the_retired_one_is_needed_until_all_is_sealed_anew(sealed: Store) -> None:
    with_keys(sealed, BOTH)
    sealed.decide("D1", REQUEST_NOTICE, at=NOW + 9 * ONE_DAY, role=Role.AGENT)
    assert {json.loads(cell)["seal"]["key"] for cell in steps_of(sealed, "D1")} == {"2026", "2027"}
    assert sealed.verify() == ()
    alone = SealKeys({"2027": BOTH.keys["2027"]})
    assert seals(with_keys(sealed, alone).verify()).keys() == {"D1", "D2"}
    assert with_keys(sealed, BOTH).seal() == ()
    assert with_keys(sealed, alone).verify() == ()
    assert sealed.seal() == ()


@on("SQLite")
@pytest.mark.parametrize("harm", [swap, slander, displace, change_document])
def test_what_is_not_right_is_not_sealed_anew(sealed: Store, harm: Callable[[Store], None]) -> None:
    harm(sealed)
    if harm is change_document:  # it has no seal: whoever seals later takes it to be right
        assert sealed.seal() == ()
        return
    assert {each.dossier for each in with_keys(sealed, BOTH).seal()} == {"D1"}
    assert {each.dossier for each in sealed.verify()} == {"D1"}


# -- keys -------------------------------------------------------------------------------------------------------


@on("SQLite")
def test_a_new_key_seals_steps_whose_by_is_gone_and_does_not_forget_that_it_is(sealed: Store) -> None:
    """Whether the dossier still carries the step, as here, or carries it no more."""
    forget(sealed)
    assert with_keys(sealed, BOTH).seal() == ()
    alone = SealKeys({"2027": BOTH.keys["2027"]})
    assert with_keys(sealed, alone).load("D1").id == "D1"
    assert [(each.kind, each.subject) for each in sealed.verify()] == [
        ("history", "by"),
        ("seal", "steps.1: `by` is no longer there"),
    ]
    put_step(sealed, "D1", 1, steps_of(sealed, "D1")[0].replace(b"employee-7", b"employee-8"))
    assert {each.dossier for each in sealed.seal()} == {"D1"}


def test_keys_are_read_from_lines_and_show_nothing() -> None:
    text = f"# retired\n2026:{bytes(range(32)).hex()}\n\n 2027 : {bytes(range(32, 64)).hex()}\n"
    assert SealKeys.parse(text) == BOTH
    assert BOTH.current == "2027"
    assert repr(BOTH) == "SealKeys(accepts_unsealed=False)"


@pytest.mark.parametrize(
    "text", ["", "2026", "2026:zz", "2026:00", f"é:{'00' * 32}", f"a:{'00' * 32}\na:{'11' * 32}", "a" * 99]
)
def test_what_are_no_keys_is_refused_and_not_shown(text: str) -> None:
    with pytest.raises(HostError) as caught:
        SealKeys.parse(text)
    assert not re.search("zz|é|1111|aaaa", str(caught.value))


@pytest.mark.parametrize("is_alchemy", [False, True])
def test_the_command_line_takes_keys_from_a_file_or_the_environment(
    tmp_path: Path, is_alchemy: bool, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from psc_workflow.stores.sql import SQLAlchemyStore  # noqa: PLC0415 -- of an extra

    file, keys, wrong = tmp_path / "x.db", tmp_path / "keys", tmp_path / "wrong"
    keys.write_text(f"2026:{FIRST.keys['2026'].hex()}")
    wrong.write_text(f"2026:{OTHER.keys['2026'].hex()}")
    if is_alchemy:
        engine = sa.create_engine(f"sqlite:///{file}", poolclass=sa.NullPool)
        store: Store = SQLAlchemyStore(engine, seal_keys=FIRST)
        store.create_tables()  # type: ignore[attr-defined]
    else:
        store = SQLiteStore(file, seal_keys=FIRST)
    with store:
        fill(store)
    assert main(["check", str(file)]) == 0
    assert main(["check", str(file), "--seal-keys", str(keys)]) == 0
    assert capsys.readouterr().out == ""
    assert main(["check", str(file), "--seal-keys", str(wrong)]) == 1
    assert capsys.readouterr().out.count("is not what was sealed") == 2
    monkeypatch.setenv("PSC_SEAL_KEYS", wrong.read_text())
    assert main(["check", str(file)]) == 1
    assert main(["check", str(file), "--seal-keys", str(keys)]) == 0
    wrong.write_text("nonsense")
    assert main(["check", str(file), "--seal-keys", str(wrong)]) == 2
    assert main(["check", str(file), "--seal-keys", str(tmp_path / "none")]) == 2
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_errors_of_seals_show_no_key() -> None:
    with SQLiteStore(":memory:", seal_keys=FIRST) as store, pytest.raises(PscWorkflowError) as caught:
        store.load("D9")
    assert FIRST.keys["2026"].hex() not in str(caught.value)
