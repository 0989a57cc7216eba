"""
SQLite keeps anything in any column: whatever stands in a cell, a store raises its own errors alone, and `verify` lists it.
"""

import itertools
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import databases
import django_project
from databases import Open, close
from dossiers import open_dossier
from effort import IS_THOROUGH
from people import NOW, ONE_DAY, REQUEST_NOTICE
from psc_workflow import Role
from psc_workflow.exceptions import PscWorkflowError, StoreError
from psc_workflow.stores import Head, Store
from psc_workflow.stores._ticking import CLAIMED
from psc_workflow.stores.sql import SQLAlchemyStore
from writers import open_named

FILES = {"SQLite": "dossiers.db", "SQLAlchemy, SQLite": "alchemy.db", "Django, SQLite": "django.db"}
WRONG = (None, -5, 1.5, "x", "2026-02-31T08:00:00.000000+00:00", b"\xff")
"""A value of each type that SQLite knows, and a day that no calendar has."""

LATER = NOW + 60 * ONE_DAY


@pytest.fixture(params=FILES)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Open, Path]]:
    """Give what opens a store of one file, and the file, in which each table has a row."""
    file = tmp_path / FILES[request.param]
    opened = (
        django_project.open_stores(request.param, tmp_path)
        if "Django" in request.param
        else iter([databases.DATABASES[request.param](tmp_path)])
    )
    open_store = next(opened)
    store = open_store()
    engine = getattr(store, "_engine", None)  # whose tables are there from now on
    store.create(open_dossier(), effects=[open_dossier().invitation])
    store.decide("D1", REQUEST_NOTICE, at=NOW, role=Role.AGENT)
    (mail, _) = store.claim(NOW)
    store.mark_failed(mail, TimeoutError(), at=NOW, retry_at=None)
    store.create(open_named("D4"))
    store.erase("D4", on=NOW.date())
    store.tick(NOW)
    close(store)
    yield (lambda: SQLAlchemyStore(engine)) if engine is not None else open_store, file
    list(opened)


QUESTIONS: dict[str, Callable[[Store], Any]] = {
    "load": lambda store: store.load("D1"),
    "steps": lambda store: store.steps("D1"),
    "iterate": lambda store: list(store.iterate()),
    "documents": lambda store: list(store.documents()),
    "heads": lambda store: list(store.heads()),
    "find": lambda store: store.find(),
    "count_by": lambda store: [store.count_by(field) for field in ("status", "contract", "effective_on")],
    "past_retention": lambda store: store.past_retention(LATER),
    "due": lambda store: store.due(LATER),
    "pending": lambda store: store.pending(LATER),
    "dead_letters": lambda store: store.dead_letters(),
    "dossier_of": lambda store: store.dossier_of(open_dossier().invitation),
    "tombstones": lambda store: store.tombstones(),
    "last_tick": lambda store: store.last_tick(),
    "verify with heads": lambda store: store.verify(heads=[Head("D1", 1, "x"), Head("D4", 1, "x")]),
    "claim": lambda store: store.claim(LATER),
    "claim_due": lambda store: store.claim_due(LATER),
    "deliver": lambda store: store.deliver(lambda _: None, at=LATER),
    "tick": lambda store: store.tick(LATER, max_jump=None),
    "decide": lambda store: store.decide("D1", REQUEST_NOTICE, at=LATER, role=Role.AGENT),
    "reindex": lambda store: store.reindex(),
}


def cells(file: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(file)) as connection:
        tables = [
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if not name.startswith(("sqlite_", "django_", "psc_schema", "auth_"))
        ]
        return [
            (table, column)
            for table in tables
            for (_, column, *_) in connection.execute(f"PRAGMA table_info({table})").fetchall()
        ]


def put(file: Path, table: str, column: str, value: Any) -> bool:
    """Write *value* into each row of a column; ``False`` if SQLite refuses it, or has made it what belongs there."""
    with closing(sqlite3.connect(file)) as connection:
        before = connection.execute(f"SELECT {column}, typeof({column}) FROM {table}").fetchall()  # noqa: S608 -- ours
        try:
            connection.execute(f"UPDATE {table} SET {column} = ?", (value,))  # noqa: S608 -- likewise
        except sqlite3.IntegrityError:
            return False
        connection.commit()
        after = connection.execute(f"SELECT {column}, typeof({column}) FROM {table}").fetchall()  # noqa: S608 -- likewise
        return before != after


def test_whatever_a_cell_holds_only_errors_of_the_library_are_raised_and_it_is_listed(
    database: tuple[Open, Path],
) -> None:
    open_store, file = database
    whole, others, tried = file.read_bytes(), list[str](), 0
    values = itertools.cycle(WRONG)
    for table, column in cells(file):
        for value in WRONG if IS_THOROUGH else (next(values),):
            file.write_bytes(whole)
            if not put(file, table, column, value):
                continue
            tried += 1
            store, place = open_store(), f"{table}.{column} = {value!r}"
            if not store.verify() and not may_be(f"{table}.{column}", value):
                others.append(f"{place}: is not listed")
            for name, ask in QUESTIONS.items():
                try:
                    ask(store)
                except PscWorkflowError:
                    continue
                except Exception as error:  # noqa: BLE001 -- that is the question
                    others.append(f"{place}: {name} raises {error!r}")
            close(store)
    assert not others, "\n".join(others)
    assert tried > 20


def test_a_table_whose_columns_sqlite_takes_for_others_is_listed(database: tuple[Open, Path]) -> None:
    """What is written to such a table would be turned into something else, or refused."""
    open_store, file = database
    whole, tables = file.read_bytes(), {table for table, _ in cells(file)}
    describe, rewrite = (
        f"{verb} sqlite_master {rest} WHERE type = 'table' AND name = ?"
        for verb, rest in (("SELECT sql FROM", ""), ("UPDATE", "SET sql = ?"))
    )
    for table in tables:
        file.write_bytes(whole)
        django_project.connections.close_all()  # whose memory of the file is of no use any more
        with closing(sqlite3.connect(file)) as connection:
            ((text,),) = connection.execute(describe, (table,))
            other = re.sub(r"(?i)(?<= )(text|varchar)\b", "THING", text, count=1)
            assert other != text
            connection.execute("PRAGMA writable_schema = ON")
            connection.execute(rewrite, (other, table))
            connection.commit()
        store = open_store()
        assert [(each.kind, each.is_repaired) for each in store.verify(repair=True)] == [("database", False)], table
        close(store)
    assert len(tables) >= 5


def test_tables_whose_description_becomes_no_text_are_an_error_of_the_store(database: tuple[Open, Path]) -> None:
    """The text of SQLite's own error then is none either."""
    open_store, file = database
    whole, tried = file.read_bytes(), 0
    for place in re.finditer(rb"CREATE (TABLE|INDEX) .?(psc_)?(dossiers|workflow_storeddossier)\b", whole):
        start = place.start() + 9
        file.write_bytes(whole[:start] + bytes([whole[start] ^ 0x80]) + whole[start + 1 :])
        django_project.connections.close_all()  # whose memory of the file is of no use any more
        for ask in (lambda store: store.load("D1"), lambda store: store.claim(NOW), lambda store: store.tick(NOW)):
            with pytest.raises(StoreError):
                ask(open_store())
            tried += 1
    assert tried > 0


def table_of(file: Path, name: str) -> str:
    return next(table for table, _ in cells(file) if table.rstrip("s").endswith(name))


def test_a_repair_of_something_else_takes_no_lease_away(database: tuple[Open, Path]) -> None:
    open_store, file = database
    store = open_store()
    assert store.claim_due(LATER) == ["D1"]
    assert put(file, table_of(file, "tombstone"), "erased_on", "x")
    assert {each.kind for each in store.verify(repair=True)} == {"database"}
    assert store.claim_due(LATER) == []
    close(store)


def test_a_wrong_cell_that_says_how_a_tick_was_tried_is_repaired(database: tuple[Open, Path]) -> None:
    open_store, file = database
    store = open_store()
    for column, value in (("tick_attempts", "x"), ("tick_attempts", -1), ("tick_error", b"x")):
        is_there = put(file, next(table for table, name in cells(file) if name == column), column, value)
        assert is_there or value == -1, "the tables of a project refuse a number below zero, and nothing else"
        assert {each.kind for each in store.verify(repair=True)} == ({"database"} if is_there else set())
        assert store.verify() == ()
    close(store)


def test_a_claim_does_not_depend_on_when_the_last_one_was_and_writes_that_anew(database: tuple[Open, Path]) -> None:
    open_store, file = database
    store = open_store()
    store.claim_due(NOW)
    assert put(file, table_of(file, "mark"), "at", "x")
    assert store.claim_due(LATER) == ["D1"]
    assert store._ask(lambda rows: rows.mark(CLAIMED)) == (True, LATER)  # noqa: SLF001 -- no store tells it
    close(store)


def may_be(place: str, value: Any) -> bool:
    """Whether nothing in the store says otherwise: a name, and nothing where nothing has happened."""
    if value is None:
        return place.endswith(("_at", "_until", "digest", "error", "effect", ".at"))
    return isinstance(value, str | float | int) and place.endswith(
        ("error", "marks.name", "mark.name", "tombstones.dossier", "tombstone.dossier", "step.id")
    )


# -- what belongs there, but is not what it was ---------------------------------------------------------------------

INDEX = ("contract", "access", "affiliation", "dispensation", "membership", "status", "pending")
NEXT_YEAR = "'2027' || substr({0}, 5)"
CHANGED = "replace(CAST({0} AS TEXT), '\"agent\"', '\"other\"') || ' '"
CONTENT = f"CASE typeof({{0}}) WHEN 'blob' THEN CAST({CHANGED} AS BLOB) ELSE {CHANGED} END"
OTHERWISE: dict[str, tuple[str, set[str]]] = {
    "dossiers.id": ("'D9'", {"document", "rows"}),
    "dossiers.revision": ("77", {"document"}),
    "dossiers.due_at": (NEXT_YEAR, {"due"}),
    "dossiers and found_by.due_at": (NEXT_YEAR, {"due", "index"}),
    "dossiers.document": (CONTENT, {"document"}),
    "dossiers.digest": ("zeroblob(16)", {"document"}),
    "dossiers.tick_at": ("'2035' || substr({0}, 5)", {"due"}),
    "dossiers.tick_attempts": ("3", set()),
    "dossiers.tick_error": ("'x'", set()),
    "steps.id": ("77", set()),
    "steps.dossier": ("'D2'", {"history"}),
    "steps.revision": ("77", {"history"}),
    "steps.step": (CONTENT.replace("other", "manager"), {"history"}),
    "outbox.id": ("'x'", {"effect"}),
    "outbox.dossier": ("'D2'", {"effect"}),
    "outbox.due_at": (NEXT_YEAR, {"effect"}),
    "outbox.useful_until": ("'2027' || substr(due_at, 5)", {"effect"}),
    "outbox.effect": (CONTENT, {"effect"}),
    "outbox.digest": ("zeroblob(16)", {"effect"}),
    "outbox.delivered_at": ("due_at", {"effect"}),
    "outbox.next_at": (NEXT_YEAR, set()),
    "outbox.attempts": ("3", set()),
    "outbox.error": ("'x'", set()),
    "outbox.dead_at": ("due_at", set()),
    "found_by.dossier": ("'D9'", {"index", "rows"}),
    "found_by.effective_on": ("'2027-01-01'", {"index"}),
    "found_by.due_at": (NEXT_YEAR, {"index"}),
    "found_by.retention_until": ("'2027-01-01'", {"index"}),
    **{f"found_by.{name}": ("'x'", {"index"}) for name in INDEX},
    "marks.name": ("'x'", set()),
    "marks.at": (NEXT_YEAR, set()),
    "tombstones.dossier": ("'D9'", set()),
    "tombstones.erased_on": ("'2027-01-01'", set()),
}
"""By column: another value that belongs there, in SQL, and what lists it; the page on verifying says what nothing does."""

OF_DJANGO = {
    "storeddossier": "dossiers",
    "storedstep": "steps",
    "owedeffect": "outbox",
    "storemark": "marks",
    "tombstone": "tombstones",
}


def place_of(table: str, column: str) -> str:
    """Name a column as the stores' own tables do, whose index is a table of its own."""
    table = table.removeprefix("psc_")
    if not table.startswith("workflow_"):
        return f"{table}.{column}"
    table = OF_DJANGO[table.removeprefix("workflow_")]
    if table == "dossiers":
        if column == "due_at":
            return "dossiers and found_by.due_at"
        column = "document" if column == "dossier" else column
        return f"found_by.{column}" if column in (*INDEX, "effective_on", "retention_until") else f"dossiers.{column}"
    return f"{table}.{column.removesuffix('_id')}"


def test_of_each_column_is_known_which_change_is_listed(database: tuple[Open, Path]) -> None:
    open_store, file = database
    store = open_store()
    store.create(open_named("D2"))
    close(store)
    whole, actual = file.read_bytes(), dict[str, set[str]]()
    for table, column in cells(file):
        place = place_of(table, column)
        file.write_bytes(whole)
        with closing(sqlite3.connect(file)) as connection:
            value = OTHERWISE[place][0].format(column)
            before = connection.execute(f"SELECT {column} FROM {table}").fetchall()  # noqa: S608 -- our own names
            first = f"(SELECT MIN(rowid) FROM {table})"  # noqa: S608 -- likewise
            connection.execute(f"UPDATE {table} SET {column} = {value} WHERE rowid = {first}")  # noqa: S608 -- likewise
            connection.commit()
            assert connection.execute(f"SELECT {column} FROM {table}").fetchall() != before, place  # noqa: S608 -- likewise
        django_project.connections.close_all()  # whose memory of the file is of no use any more
        store = open_store()
        actual[place] = {each.kind for each in store.verify()}
        close(store)
    assert actual == {place: OTHERWISE[place][1] for place in actual}
    assert len(actual) > 25
