"""
Whatever changes by accident in a store is found, and what follows from the dossiers is repaired.
"""

import contextlib
import datetime as dt
import itertools
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from random import Random
from typing import Any

import attrs
import pytest
import sqlalchemy as sa

from databases import DATABASES, Open, close, written
from dossiers import dossier_in, journey, open_dossier
from effort import IS_THOROUGH
from people import FAMILY, NOW, ONE_DAY, REQUEST_NOTICE
from psc_workflow import Dossier, Role
from psc_workflow import commands as do
from psc_workflow.cli import main
from psc_workflow.effects import AnyEffect
from psc_workflow.exceptions import PscWorkflowError, StoreError
from psc_workflow.stores import Discrepancy, SQLiteStore, Store
from psc_workflow.stores._cells import affinity
from psc_workflow.stores.sql import SQLAlchemyStore

FLIPS = 400 if IS_THOROUGH else 6
LATER = NOW + 30 * ONE_DAY


def named(dossier: Dossier, name: str) -> Dossier:
    return attrs.evolve(dossier, record=attrs.evolve(dossier.record, id=name))


def fill(store: Store) -> None:
    """Have at least one row of each kind in the store."""
    for name in ("D1", "D2"):
        store.create(named(open_dossier(), name), effects=[named(open_dossier(), name).invitation])
    for command in journey(FAMILY):
        store.decide("D1", command, at=NOW, role=command.roles[0])
    for command in (do.StartAffiliation(), REQUEST_NOTICE, REQUEST_NOTICE):
        store.decide("D2", command, at=NOW, role=command.roles[0])
    store.create(named(dossier_in("membership.ended"), "D3"))
    store.create(named(open_dossier(), "D4"))
    store.erase("D4", on=NOW.date())
    store.mark_delivered(store.pending(NOW)[0], at=NOW)
    dead, failed, *_ = store.claim(NOW, limit=3)
    store.mark_failed(dead, TimeoutError(), at=NOW, retry_at=None)
    store.mark_failed(failed, TimeoutError(), at=NOW, retry_at=NOW + ONE_DAY)
    store.tick(NOW)
    store.claim_due(NOW + 10 * ONE_DAY, limit=1)


@pytest.fixture
def full(store: Store) -> Store:
    store.delete("D1")
    fill(store)
    return store


def kinds(discrepancies: tuple[Discrepancy, ...]) -> list[tuple[str, str | None]]:
    return [(each.kind, each.dossier) for each in discrepancies]


def test_a_store_in_which_all_is_well_has_nothing_to_list(full: Store) -> None:
    assert full.verify() == full.verify(repair=True) == ()


def change(store: Store, statement: str) -> None:
    """Change rows behind the store's back; the index of SQLite is changed with them."""
    with store._transaction() as rows:  # noqa: SLF001 -- no store has a way to do harm
        if isinstance(store, SQLiteStore):
            rows.connection.execute(statement)
        else:
            for verb in ("UPDATE ", "FROM ", "INTO "):
                statement = statement.replace(verb, f"{verb}psc_")
            rows.connection.execute(sa.text(statement))


HARM: dict[str, tuple[Callable[[Store], Any], tuple[str, str | None], bool]] = {
    "due later": (lambda store: written(store, "dossiers", "D2", due_at=LATER), ("due", "D2"), True),
    "ticked never": (lambda store: written(store, "dossiers", "D2", tick_at=None), ("due", "D2"), True),
    "ticked in centuries": (
        lambda store: written(store, "dossiers", "D2", tick_at=NOW + 3 * 365 * ONE_DAY),
        ("due", "D2"),
        True,
    ),
    "found by another state": (
        lambda store: change(store, "UPDATE found_by SET affiliation = 'home' WHERE dossier = 'D1'"),
        ("index", "D1"),
        True,
    ),
    "not found": (lambda store: change(store, "DELETE FROM found_by WHERE dossier = 'D1'"), ("index", "D1"), True),
    "another document": (
        lambda store: written(
            store, "dossiers", "D2", document=store.load("D2").dump().replace(b'"mixed"', b'"fixed"', 1) + b" "
        ),
        ("document", "D2"),
        False,
    ),
    "another revision": (lambda store: written(store, "dossiers", "D2", revision=77), ("document", "D2"), False),
    "a step lost": (
        lambda store: change(store, "DELETE FROM steps WHERE dossier = 'D1' AND revision = 3"),
        ("history", "D1"),
        False,
    ),
    "the last step lost": (
        lambda store: change(store, "DELETE FROM steps WHERE dossier = 'D2' AND revision = 3"),
        ("history", "D2"),
        False,
    ),
    "a step without a dossier": (
        lambda store: change(store, "DELETE FROM tombstones") or bury(store),
        ("rows", "D1"),
        False,
    ),
}


def bury(store: Store) -> None:
    change(store, "INSERT INTO tombstones (dossier, erased_on) VALUES ('D1', '2026-05-01')")


def on_databases(cases: Iterable[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Give each case on each database if much is to be tried, or on one after the other."""
    if IS_THOROUGH:
        return [(database, *case) for case in cases for database in DATABASES]
    return [(database, *case) for database, case in zip(itertools.cycle(DATABASES), cases, strict=False)]


@pytest.mark.parametrize(
    ("open_store", "harm", "expected", "is_repaired"), on_databases(HARM.values()), indirect=["open_store"]
)
def test_what_does_not_agree_is_listed_and_repaired_if_it_follows_from_the_dossier(
    full: Store, harm: Callable[[Store], Any], expected: tuple[str, str], is_repaired: bool
) -> None:
    harm(full)
    assert kinds(full.verify()) == [expected]
    (discrepancy,) = full.verify(repair=True)
    assert discrepancy.is_repaired is is_repaired
    assert kinds(full.verify()) == ([] if is_repaired else [expected])


@pytest.mark.parametrize(
    ("open_store", "column", "value", "says"),
    on_databases(
        [
            ("due_at", NOW + ONE_DAY, "is not that of its row"),
            ("useful_until", NOW + ONE_DAY, "is not that of its row"),
            ("effect", b'{"a": 1}', "is not what was written"),
            ("delivered_at", NOW, "is delivered"),
            ("next_at", None, "is not waiting"),
        ]
    ),
    indirect=["open_store"],
)
def test_an_effect_that_is_not_what_was_owed_is_listed_and_never_sent(
    full: Store, column: str, value: object, says: str
) -> None:
    effect = full.pending(NOW)[-1]
    assert effect.dossier is not None
    written(full, "outbox", effect.id, **{column: value})
    (discrepancy,) = full.verify(repair=True)
    assert (discrepancy.kind, discrepancy.dossier) == ("effect", effect.dossier)
    assert discrepancy.subject == f"{effect.id}: {says}" or says in discrepancy.subject
    assert not discrepancy.is_repaired


def test_a_document_that_has_changed_is_not_decided_on_nor_is_its_digest_made_anew(full: Store) -> None:
    changed = full.load("D2").dump().replace(b'"revision":3', b'"revision":3 ')
    written(full, "dossiers", "D2", document=changed)
    for ask in (
        lambda: full.load("D2"),
        lambda: full.decide("D2", do.Resume(), at=NOW, role=Role.AGENT),
        lambda: [*full.iterate()],
    ):
        with pytest.raises(PscWorkflowError, match="is not what was written"):
            ask()
    assert full.reindex() == ("D2",)
    assert kinds(full.verify()) == [("document", "D2")]
    written(full, "dossiers", "D2", digest=None)
    assert full.load("D2").revision == 3, "a host that writes a document by itself takes the digest away"


def test_what_others_write_meanwhile_is_no_discrepancy(
    full: Store, open_store: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = kind_of(full)
    whole, other = kind.steps, open_store()

    def overtaken(rows: Any, id: str) -> Any:  # noqa: A002 -- as Dossier.open
        monkeypatch.undo()
        if not isinstance(full, SQLiteStore):
            other.decide("D1", do.Resume(), at=NOW, role=Role.AGENT)
        return whole(rows, id)

    monkeypatch.setattr(kind, "steps", overtaken)
    assert full.verify() == ()
    close(other)


# -- an index that leads astray -------------------------------------------------------------------------------


def test_an_index_that_leads_round_in_a_circle_is_an_error_and_verify_lists_it_and_ends(
    full: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind, pages = kind_of(full), itertools.count()

    def circle(whole: Callable[..., Any]) -> Callable[..., Any]:
        def go_round(rows: Any, after: str, _: int) -> Any:
            if next(pages) > 10:
                pytest.fail("goes round and round")
            return whole(rows, "D1" if after == "D1" else "", 1)

        return go_round

    for name in ("documents", "ids"):
        monkeypatch.setattr(kind, name, circle(getattr(kind, name)))
    for ask in (full.iterate, full.documents, full.heads, full.reindex):
        pages = itertools.count()
        with pytest.raises(StoreError, match="an index of the table of dossiers is damaged"):
            list(ask())
    pages = itertools.count()
    assert kinds(full.verify()) == [("database", None)]


def test_no_page_leads_back_to_where_it_begins(full: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Or whoever reads on from the last id of each page would never come to an end."""
    kind, page = kind_of(full), full.find()
    asked: dict[str, tuple[Callable[..., object], str]] = {
        "find": (full.find, page[0].dossier),
        "retained_before": (lambda after: full.past_retention(NOW, after=after), page[0].dossier),
        "dead": (full.dead_letters, full.dead_letters()[0].id),
        "tombstones": (full.tombstones, "D4"),
    }
    pages = {"find": kind.find, "dead": kind.dead, "tombstones": kind.tombstones}
    for name, read in pages.items():
        monkeypatch.setattr(kind, name, lambda rows, *asked, read=read: read(rows, *asked[:-2], "", asked[-1]))
    monkeypatch.setattr(kind, "retained_before", lambda rows, _, after, limit: rows.find({}, after, limit))
    for ask, last in asked.values():
        with pytest.raises(StoreError, match=r"an index of the table of .* is damaged"):
            ask(after=last)


def kind_of(store: Store) -> Any:
    """Return the class of what a transaction of *store* does."""
    with store._transaction() as rows:  # noqa: SLF001 -- to learn it
        return type(rows)


# -- bits -----------------------------------------------------------------------------------------------------


@contextmanager
def sqlite_store(file: Path) -> Iterator[Store]:
    with SQLiteStore(file) as store:
        yield store


@contextmanager
def alchemy_store(file: Path) -> Iterator[Store]:
    engine = sa.create_engine(f"sqlite:///{file}", poolclass=sa.NullPool)
    store = SQLAlchemyStore(engine)
    store.create_tables()
    yield store
    engine.dispose()


def questions(store: Store) -> Iterator[Callable[[], object]]:
    """Everything that can be asked of a store, and what a scheduler and a worker do with it."""
    for name in ("D1", "D2", "D3"):
        yield lambda name=name: (store.load(name).dump(), store.steps(name))  # type: ignore[misc]
    for state in ("home", "regime", "confirmed"):
        yield lambda state=state: store.find(affiliation=state)  # type: ignore[misc]
    for field in ("status", "contract", "effective_on"):
        yield lambda field=field: store.count_by(field)  # type: ignore[misc]
    yield from (store.find, store.tombstones, store.last_tick, store.dead_letters)
    yield lambda: list(store.documents())
    yield lambda: store.due(LATER + 300 * ONE_DAY)
    yield lambda: [(type(effect), effect) for effect in store.pending(NOW + 2 * ONE_DAY)]
    yield lambda: [claim.effect for claim in store.claim(NOW)]
    yield lambda: list(store.claim(NOW + 2 * ONE_DAY))
    yield lambda: store.tick(LATER, max_jump=None)
    yield lambda: store.decide("D1", do.Resume(), at=LATER, role=Role.AGENT).outcome


def answers(opener: Any, file: Path) -> list[object]:
    """Give the answers, or the types of the library's errors."""
    try:
        with opener(file) as store:
            return [answer_or_error(ask) for ask in questions(store)]
    except PscWorkflowError as error:
        return [type(error)]


def answer_or_error(ask: Callable[[], object]) -> object:
    try:
        return ask()
    except PscWorkflowError as error:
        return type(error)


def is_found(opener: Any, file: Path) -> bool:
    try:
        with opener(file) as store:
            return bool(store.verify())
    except PscWorkflowError:
        return True


@pytest.mark.parametrize("opener", [sqlite_store, alchemy_store])
def test_every_bit_that_changes_an_answer_is_found(tmp_path: Path, opener: Any, report: Callable[[str], None]) -> None:
    """Or the file cannot be read, which the error says; bits are drawn from all bytes that are not zero."""
    whole = tmp_path / "whole.db"
    with opener(whole) as store:
        fill(store)
    with closing(sqlite3.connect(whole)) as connection:
        connection.execute("VACUUM")
    content, random = whole.read_bytes(), Random(20260407)  # noqa: S311 -- to be drawn again
    places = [place for place, byte in enumerate(content) if byte]
    copy = tmp_path / "copy.db"
    copy.write_bytes(content)
    right = answers(opener, copy)
    assert not any(isinstance(answer, type) for answer in right)
    copy.write_bytes(content)
    assert not is_found(opener, copy)
    raised, changed, missed = 0, 0, []
    for _ in range(FLIPS):
        place, bit = random.choice(places), random.randrange(8)
        flipped = bytearray(content)
        flipped[place] ^= 1 << bit
        copy.write_bytes(flipped)
        actual = answers(opener, copy)
        raised += any(isinstance(answer, type) for answer in actual)
        wrong = [number for number, answer in enumerate(actual) if answer != right[number] and type(answer) is not type]
        if wrong:
            copy.write_bytes(flipped)
            if is_found(opener, copy):
                changed += 1
            else:
                missed.append((place, bit, wrong))
    assert missed == []
    report(f"{FLIPS} bits: {raised} make reading fail, {changed} change an answer and are found, none is missed")


@pytest.mark.parametrize("opener", [sqlite_store, alchemy_store])
def test_an_id_in_which_a_bit_has_changed_is_neither_sent_again_and_again_nor_ticked_so(
    tmp_path: Path, opener: Any
) -> None:
    """In its row, or in any index; each mail is sent once at most by each call, and ticks come to an end."""
    file = tmp_path / "dossiers.db"
    with opener(file) as store:
        store.create(open_dossier(), effects=[open_dossier().invitation])
        (effect,) = store.pending(NOW)
    content = file.read_bytes()
    places = [place.start() for id_ in (effect.id, "D1") for place in re.finditer(id_.encode(), content)]
    assert len(places) > 10
    for place in places:
        file.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        sent = list[str]()

        def send(effect: AnyEffect, sent: list[str] = sent, place: int = place) -> None:
            if effect.id in sent:
                pytest.fail(f"sent twice after a bit of byte {place} has changed")
            sent.append(effect.id)

        with contextlib.suppress(PscWorkflowError), opener(file) as store:
            store.deliver(send, at=NOW)
        with contextlib.suppress(PscWorkflowError), opener(file) as store:
            assert any(store.tick(LATER, max_jump=None).is_idle for _ in range(5)), place


@pytest.mark.parametrize("opener", [sqlite_store, alchemy_store])
def test_tables_whose_description_is_no_text_are_an_error_of_the_store(
    tmp_path: Path, opener: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "dossiers.db"
    with opener(file) as store:
        store.create(open_dossier())
    content = file.read_bytes()
    places = [place.start() + 9 for place in re.finditer(rb"CREATE (TABLE|INDEX) \w+", content)]
    assert len(places) > 10
    for place in places:
        file.write_bytes(content[:place] + bytes([content[place] ^ 0x80]) + content[place + 1 :])
        with pytest.raises(StoreError):
            opener(file).__enter__()
        assert main(["check", str(file)]) == 2
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize("opener", [sqlite_store, alchemy_store])
def test_a_column_that_has_lost_its_default_is_found_before_a_row_cannot_be_written(
    tmp_path: Path, opener: Any
) -> None:
    """SQLite takes a word that it does not know for a part of the type."""
    file = tmp_path / "dossiers.db"
    with opener(file) as store:
        fill(store)
    content = file.read_bytes()
    places = [place.start() + letter for place in re.finditer(b"DEFAULT", content) for letter in range(7)]
    assert len(places) >= 14, "of both tables that have one"
    for place in places:
        file.write_bytes(content[:place] + bytes([content[place] ^ 2]) + content[place + 1 :])
        assert is_found(opener, file), content[place - 40 : place + 40]


def test_columns_that_a_host_has_added_are_no_discrepancy(tmp_path: Path) -> None:
    file = tmp_path / "dossiers.db"
    with alchemy_store(file) as store:
        fill(store)
        change(store, "ALTER TABLE psc_dossiers ADD COLUMN note VARCHAR")
        assert store.verify() == ()


KINDS = {
    "INTEGER": ["integer", "integer", "real", "blob"],
    "TEXT": ["text", "text", "text", "blob"],
    "BLOB": ["text", "integer", "text", "blob"],
    "REAL": ["real", "real", "real", "blob"],
    "NUMERIC": ["integer", "integer", "real", "blob"],
}
"""By affinity: what becomes of "12", 12, "1.5" and b"12"."""


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        *((declared, "INTEGER") for declared in ("INTEGER", "bigint", "CHARINT", "FLOATING POINT")),
        *((declared, "TEXT") for declared in ("VARCHAR(64)", "text", "NATIVE CHARACTER(70)", "CLOB")),
        *((declared, "BLOB") for declared in ("BLOB", "LONGBLOB")),
        *((declared, "REAL") for declared in ("DOUBLE PRECISION", "float", "REAL")),
        *((declared, "NUMERIC") for declared in ("DATETIME", "DATE", "STRING", "BOOLEAN", "VARBHAR")),
    ],
)
def test_a_column_has_the_affinity_that_sqlite_gives_it(declared: str, expected: str) -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(f"CREATE TABLE cells (cell {declared})")
        connection.executemany("INSERT INTO cells VALUES (?)", [("12",), (12,), ("1.5",), (b"12",)])
        kinds = [kind for (kind,) in connection.execute("SELECT typeof(cell) FROM cells")]
    assert kinds == KINDS[expected]
    assert affinity(declared) == expected


# -- the command line -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("opener", [sqlite_store, alchemy_store])
def test_the_command_line_lists_what_does_not_agree_and_repairs_it(
    tmp_path: Path, opener: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "dossiers.db"
    with opener(file) as store:
        fill(store)
    assert main(["check", str(file)]) == 0
    assert capsys.readouterr().out == ""
    with opener(file) as store:
        written(store, "dossiers", "D2", due_at=(LATER + ONE_DAY).astimezone(dt.UTC))
    assert main(["check", str(file)]) == 1
    assert capsys.readouterr().out == "due\tD2\tdue_at\n"
    assert main(["check", str(file), "--repair"]) == 0
    assert capsys.readouterr().out == "due\tD2\tdue_at\trepaired\n"
    assert main(["check", str(file)]) == 0
