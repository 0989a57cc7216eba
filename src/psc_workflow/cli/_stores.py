"""
The commands that work on the SQLite file of a store.
"""

from pathlib import Path

from psc_workflow._catalogue import contracts
from psc_workflow._structuring import parse_instant, unstructure
from psc_workflow.cli._arguments import ArgumentError, AsJson, FileError, print_json
from psc_workflow.cli._output import visible, write, write_line
from psc_workflow.stores import IndexRow, SQLiteStore

_PAGE = 100


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
    with _open(file, contract) as store:
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
    rows, after = list[IndexRow](), ""
    with _open(file, contract) as store:
        while page := store.past_retention(now, after=after, limit=_PAGE):
            for row in page:
                if erase:
                    store.erase(row.dossier, on=now.date())
            rows += page
            after = page[-1].dossier
    if json:
        print_json([unstructure(row) | {"erased": erase} for row in rows])
        return
    for row in rows:
        write(f"{visible(row.dossier)}\t{row.retention_until}\n")


def _open(file: Path, paths: tuple[Path, ...]) -> SQLiteStore:
    if not file.is_file():
        raise FileError(file, "is no file")
    own = [contracts.load(path) for path in paths]
    return SQLiteStore(file, contracts=contracts.builtin.including(*own))
