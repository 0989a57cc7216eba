"""
The commands that work on the SQLite file of a store.
"""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from psc_workflow._catalogue import contracts
from psc_workflow._catalogue.contracts import Registry
from psc_workflow._structuring import parse_instant, unstructure
from psc_workflow.cli._arguments import (
    ArgumentError,
    AsJson,
    FileError,
    print_json,
    report_errors_of,
    report_os_errors,
)
from psc_workflow.cli._corpus import SQLITE, check_sqlite_store, tables_of_dossiers
from psc_workflow.cli._output import visible, write, write_line
from psc_workflow.cli._seal_keys import seal_keys
from psc_workflow.stores import Discrepancy, IndexRow, SealKeys, SQLiteStore

_PAGE = 100
_MAGIC = b"SQLite format 3\0"


def reindex(file: Path, /, *, contract: tuple[Path, ...] = ()) -> int:
    """
    Write the index of a store anew: after an upgrade, or once contracts have changed.

    Parameters
    ----------
    file
        SQLite file of a store; others may go on using it.
    contract
        TOML file of a contract of your own that its dossiers are under; may be given several times.
    """
    with _open(file, _including(contract)) as store:
        unreadable = store.reindex()
    for id_ in unreadable:
        write_line(id_)
    return 1 if unreadable else 0


def retention(
    file: Path, /, *, at: str, contract: tuple[Path, ...] = (), erase: bool = False, json: AsJson = False
) -> None:
    """
    List the dossiers that their contract says to keep no longer, or erase them.

    Parameters
    ----------
    file
        SQLite file of a store.
    at
        Instant with its offset, such as 2031-05-01T08:00:00+02:00.
    contract
        TOML file of a contract of your own that its dossiers are under; may be given several times.
    erase
        Erase them, with their history and all that is owed; a tombstone with id and day stays.
    json
        Print a list of JSON objects, one a dossier.
    """
    try:
        now = parse_instant(at)
    except ValueError as error:
        raise ArgumentError(f"--at: {error}") from None
    own, rows, after = _including(contract), list[IndexRow](), ""
    with _open(file, own) as store:
        while page := store.past_retention(now, after=after, limit=_PAGE):
            for row in page:
                if erase:
                    store.erase(row.dossier, on=own[row.contract].civil_day(now))
            rows += page
            after = page[-1].dossier
    if json:
        print_json([unstructure(row) | {"erased": erase} for row in rows])
        return
    for row in rows:
        write(f"{visible(row.dossier)}\t{row.retention_until}\n")


def is_store(file: Path) -> bool:
    """Whether *file* is a SQLite file."""
    if not file.is_file():
        return False
    with report_os_errors(file, "cannot be read"), file.open("rb") as stream:
        return stream.read(len(_MAGIC)) == _MAGIC


def check_store(file: Path, paths: tuple[Path, ...], *, repair: bool, keys: Path | None, json: bool) -> int:
    """List what does not agree in a store; 1 if something is not repaired."""
    tables = tables_of_dossiers(file)
    own, seals = _including(paths), seal_keys(keys)
    with report_errors_of(file):
        discrepancies = [
            each
            for table in tables
            for each in (_verify if table == SQLITE else _verify_alchemy)(file, own, repair, seals)
        ]
    if json:
        print_json([unstructure(each) for each in discrepancies])
    for each in () if json else discrepancies:
        fields = (each.kind, each.dossier or "", each.subject, "repaired" if each.is_repaired else "")
        write("\t".join(visible(field) for field in fields if field) + "\n")
    return int(not all(each.is_repaired for each in discrepancies))


def _verify(file: Path, own: Registry, repair: bool, seals: SealKeys | None) -> tuple[Discrepancy, ...]:
    with SQLiteStore(file, contracts=own, seal_keys=seals) as store:
        return store.verify(repair=repair)


def _verify_alchemy(file: Path, own: Registry, repair: bool, seals: SealKeys | None) -> tuple[Discrepancy, ...]:
    """Verify the file of a ``SQLAlchemyStore``, which only somebody can have made who has SQLAlchemy."""
    try:
        import sqlalchemy as sa  # noqa: PLC0415 -- an extra

        from psc_workflow.stores.sql import SQLAlchemyStore  # noqa: PLC0415 -- likewise
    except ImportError:
        raise FileError(file, "has the tables of an SQLAlchemyStore: install psc_workflow[sqlalchemy]") from None
    engine = sa.create_engine(sa.URL.create("sqlite", database=str(file)), poolclass=sa.NullPool, hide_parameters=True)
    return SQLAlchemyStore(engine, contracts=own, seal_keys=seals).verify(repair=repair)


@contextlib.contextmanager
def _open(file: Path, own: Registry) -> Iterator[SQLiteStore]:
    check_sqlite_store(file)
    seals = seal_keys()
    with report_errors_of(file), SQLiteStore(file, contracts=own, seal_keys=seals) as store:
        yield store


def _including(paths: tuple[Path, ...]) -> Registry:
    return contracts.builtin.including(*map(contracts.load, paths))
