"""
Commands on the SQLite file of a store: no other file is written to, and every error names its file.
"""

import contextlib
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from paths import REFERENCE_FAMILY
from psc_workflow.stores import SQLiteStore
from psc_workflow.stores.sql import SQLAlchemyStore
from psc_workflow.testing import scenarios

ALCHEMY = "has the tables of an SQLAlchemyStore alone"
NO_STORE = "is not a SQLite file of a store"


def tables(*statements: str) -> Callable[[Path], object]:
    def make(file: Path) -> None:
        with contextlib.closing(sqlite3.connect(file)) as connection, connection:
            for statement in statements:
                connection.execute(statement)

    return make


def alchemy(file: Path) -> None:
    engine = sa.create_engine(sa.URL.create("sqlite", database=str(file)), poolclass=sa.NullPool)
    SQLAlchemyStore(engine).create_tables()


OTHERS: dict[str, tuple[Callable[[Path], object], str]] = {
    "somebody's tables": (tables("CREATE TABLE customers (name TEXT)"), NO_STORE),
    "no table": (tables("CREATE TABLE x (y)", "DROP TABLE x"), NO_STORE),
    "no byte": (Path.touch, NO_STORE),
    "other dossiers": (tables("CREATE TABLE dossiers (x INTEGER)", "PRAGMA user_version = 3"), NO_STORE),
    "a later release": (
        tables("CREATE TABLE dossiers (id, revision, document)", "PRAGMA user_version = 4"),
        "has tables of version 4",
    ),
    "the other store": (alchemy, ALCHEMY),
    "a letter": (lambda file: file.write_text("Dear friend, " * 90), "cannot be read as a SQLite file"),
}
STORED = "reference-family"
COMMANDS: dict[str, tuple[str, ...]] = {
    "check": ("check", "x.db"),
    "repair": ("check", "x.db", "--repair"),
    "reindex": ("reindex", "x.db"),
    "retention": ("retention", "x.db", "--at", "2031-05-01T08:00:00+02:00", "--erase"),
    "run": ("run", str(REFERENCE_FAMILY), "--store", "x.db"),
    "compatibility": ("compatibility", "x.db", "--contract", "men-2026"),
    "explore": ("explore", "x.db", "--id", STORED, "-o", "page.html"),
}
NOT_REFUSED = {
    *((command, "the other store") for command in ("check", "repair", "compatibility")),  # which read both
    *(("run", kind) for kind in ("no table", "no byte")),  # which is then a new one
}
OF_A_CONTRACT = {(command, kind) for command in ("check", "repair") for kind in ("no byte", "a letter")}
"""Nothing shows that a store was meant: the file is refused as a contract."""


@pytest.mark.parametrize("kind", OTHERS)
@pytest.mark.parametrize("command", COMMANDS)
def test_a_file_that_is_no_store_s_stays_as_it_is(
    command: str, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: Callable[..., Any]
) -> None:
    monkeypatch.chdir(tmp_path)
    make, message = OTHERS[kind]
    make(Path("x.db"))
    before = Path("x.db").read_bytes()
    result = call(*COMMANDS[command], "--lang", "en")
    if (command, kind) in NOT_REFUSED:
        assert result.status == 0
        return
    if (command, kind) == ("explore", "the other store"):
        message = "has no dossier"
    assert (result.status, result.out) == (2, "")
    assert result.err.startswith("psc-workflow: x.db:")
    assert (command, kind) in OF_A_CONTRACT or message in result.err
    assert Path("x.db").read_bytes() == before
    assert [file.name for file in Path().iterdir()] == ["x.db"]


def test_what_is_asked_of_a_store_that_there_is_not_makes_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: Callable[..., Any]
) -> None:
    monkeypatch.chdir(tmp_path)
    for command in COMMANDS.values():
        if command[0] != "run":
            result = call(*command)
            assert (result.status, result.err.startswith("psc-workflow: x.db:")) == (2, True)
    assert list(Path().iterdir()) == []


def stored(file: Path) -> None:
    with SQLiteStore(file) as store:
        store.create(scenarios.read(REFERENCE_FAMILY).dossier)


FAULTS: dict[str, tuple[tuple[str, ...], str]] = {
    "no folder": (("run", str(REFERENCE_FAMILY), "--store", "none/x.db"), "none/x.db: the SQLite store cannot be used"),
    "stored already": (("run", str(REFERENCE_FAMILY), "--store", "x.db"), "x.db: a dossier of this id is already"),
    "no keys": (("check", "x.db", "--seal-keys", "keys"), "keys: a key must be"),
    "a damaged document": (("explore", "x.db", "--id", STORED), "x.db: the stored dossier cannot be read"),
}


@pytest.mark.parametrize(("command", "message"), FAULTS.values(), ids=FAULTS)
def test_an_error_of_a_store_names_its_file(
    command: tuple[str, ...], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: Callable[..., Any]
) -> None:
    monkeypatch.chdir(tmp_path)
    stored(Path("x.db"))
    Path("keys").write_text("k1")
    if command[0] == "explore":
        tables("UPDATE dossiers SET document = '{'")(Path("x.db"))
    result = call(*command, "--lang", "en")
    assert (result.status, result.out) == (2, "")
    assert result.err.startswith(f"psc-workflow: {message}")


def test_keys_of_the_environment_that_are_none_are_named_by_their_variable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: Callable[..., Any]
) -> None:
    stored(tmp_path / "x.db")
    monkeypatch.setenv("PSC_SEAL_KEYS", "k1")
    for command in (("check",), ("reindex",), ("run", REFERENCE_FAMILY, "--store")):
        result = call(*command, tmp_path / "x.db")
        assert (result.status, result.err.startswith("psc-workflow: PSC_SEAL_KEYS: a key must be")) == (2, True)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_store_may_have_a_name_that_is_not_utf_8(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: Callable[..., Any]
) -> None:
    monkeypatch.chdir(tmp_path)
    name = "th\udce9.db"
    for command in ("run", "check", "reindex", "retention", "compatibility", "explore"):
        result = call(*(text.replace("x.db", name) for text in COMMANDS[command]))
        assert (result.status, result.err) == (0, "")
    files = {file.name for file in Path().iterdir() if not file.name.endswith(("-shm", "-wal"))}
    assert files == {name, "page.html"}
