"""
Who reads a SQLite file waits for no writer, and no writer for who reads; what is erased is gone from the log, too.
"""

import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

import attrs
import pytest

from crowds import PROCESSES
from dossiers import open_dossier
from people import NOW
from psc_workflow import Dossier, Role, effects
from psc_workflow import commands as do
from psc_workflow.exceptions import StoreError
from psc_workflow.stores import SQLiteStore
from writers import open_named, read_and_write, read_log


@pytest.mark.usefixtures("ready_to_fork")
@pytest.mark.parametrize("processes", [1, 2])
def test_sixteen_who_read_without_patience_and_two_who_write_never_find_the_file_locked(
    tmp_path: Path, processes: int
) -> None:
    file = tmp_path / "dossiers.db"
    with SQLiteStore(file) as store:
        store.create(open_named("D1"))
    logs = [tmp_path / f"{number}.log" for number in range(processes)]
    running = [
        PROCESSES.Process(target=read_and_write, args=(file, log, 16 // processes, 2 // processes), daemon=True)
        for log in logs
    ]
    for process in running:
        process.start()
    for process in running:
        process.join(120)
    lines = [line for log in logs for line in read_log(log)]
    assert [line for line in lines if line[0] == "failed"] == []
    counts = Counter(line[0] for line in lines)
    assert counts["written"] == 20
    assert counts["read"] >= 16 - 8, "whoever comes last may find that all is written"


def test_a_decision_is_saved_while_somebody_reads_and_goes_on_reading_what_was_there(tmp_path: Path) -> None:
    file = tmp_path / "dossiers.db"
    with SQLiteStore(file, timeout=0) as store, SQLiteStore(file, timeout=0) as other:
        store.create(open_dossier())
        with store._transaction(writes=False) as rows:  # noqa: SLF001 -- no read of a store takes long
            before = rows.document("D1")
            other.decide("D1", do.Resume(), at=NOW, role=Role.AGENT)
            assert rows.document("D1") == before
        assert store.load("D1").revision == 1


def test_somebody_who_writes_is_waited_for_by_writers_alone(tmp_path: Path) -> None:
    file = tmp_path / "dossiers.db"
    with SQLiteStore(file, timeout=0) as store:
        store.create(open_dossier())
        with closing(sqlite3.connect(file, isolation_level=None)) as writer:
            writer.execute("BEGIN EXCLUSIVE")
            assert store.load("D1") == open_dossier()
            with pytest.raises(StoreError, match="locked"):
                store.decide("D1", do.Resume(), at=NOW, role=Role.AGENT)


def everything_beside(file: Path) -> bytes:
    return b"".join(path.read_bytes() for path in file.parent.iterdir())


@pytest.mark.parametrize("how", ["erase", "delete", "erase_useless"])
def test_what_is_erased_is_nowhere_even_while_others_have_the_file_open(tmp_path: Path, how: str) -> None:
    file, secret = tmp_path / "dossiers.db", b"somebody@example.org"
    dossier = open_dossier()
    agent = attrs.evolve(dossier.record.agent, professional_email=secret.decode())
    dossier = Dossier.open(dossier.contract, id="D1", agent=agent, invited_at=NOW)
    with SQLiteStore(file) as store, SQLiteStore(file) as other:
        if how == "erase_useless":
            mail = attrs.evolve(dossier.invitation, useful_until=NOW)
            assert isinstance(mail, effects.SendInvitation)
            store.create(open_dossier(), effects=[attrs.evolve(mail, address=secret.decode())])
        else:
            store.create(dossier, effects=[dossier.invitation])
        assert secret in everything_beside(file)
        assert [stored.id for stored in other.iterate()] == ["D1"]
        if how == "erase":
            store.erase("D1", on=NOW.date())
        elif how == "delete":
            store.delete("D1")
        else:
            assert store.erase_useless(NOW) == 1
        assert secret not in everything_beside(file)


def test_what_somebody_reads_while_it_is_erased_is_gone_once_the_file_is_opened_again(tmp_path: Path) -> None:
    file, secret = tmp_path / "dossiers.db", b"camille.lacroix"
    dossier = open_dossier()
    agent = attrs.evolve(dossier.record.agent, professional_email=f"{secret.decode()}@example.org")
    with SQLiteStore(file, timeout=0) as store, SQLiteStore(file) as other:
        store.create(Dossier.open(dossier.contract, id="D1", agent=agent, invited_at=NOW))
        with other._transaction(writes=False) as rows:  # noqa: SLF001 -- a backup would read for so long
            assert rows.document("D1") is not None
            store.erase("D1", on=NOW.date())
            assert secret in everything_beside(file)
        assert store.tombstones() == [("D1", NOW.date())]
        with SQLiteStore(file):
            assert secret not in everything_beside(file)


def test_a_file_that_is_written_without_a_log_gets_one_when_it_is_opened(tmp_path: Path) -> None:
    file = tmp_path / "dossiers.db"

    def mode() -> str:
        with closing(sqlite3.connect(file)) as connection:
            return str(connection.execute("PRAGMA journal_mode").fetchone()[0])

    with SQLiteStore(file) as store:
        store.create(open_dossier())
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("BEGIN")
        connection.execute("SELECT count(*) FROM dossiers").fetchone()
        with SQLiteStore(file, timeout=0) as store:
            assert mode() == "delete", "somebody has it in use"
            assert store.load("D1") == open_dossier()
    with SQLiteStore(file) as store:
        assert mode() == "wal"
        assert store.load("D1") == open_dossier()
