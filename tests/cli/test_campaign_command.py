"""
``psc-workflow campaign status``.
"""

import contextlib
import datetime as dt
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from campaigners import SINCE, office
from psc_workflow.cli import main


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('campaign') / 'x.db'}"
    office(url, 24).work(SINCE + dt.timedelta(hours=4))
    return url


def other_tables(file: Path) -> None:
    with contextlib.closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("CREATE TABLE customers (name TEXT)")


def test_it_shows_the_waves_the_dossiers_and_the_dead_letters(
    database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for lang, words in (("en", ("Wave", "Opens", "Dead letters: 0")), ("fr", ("Vague", "Ouverture", "Lettres mortes"))):
        assert main(["--lang", lang, "campaign", "status", database]) == 0
        shown = capsys.readouterr().out
        for text in ("spring", "wave-0", "2026-04-06 06:00 UTC", "affiliation.to_start", *words):
            assert text in shown


def test_as_json_it_is_for_programs(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["campaign", "status", database, "--name", "spring", "--json"]) == 0
    (answer,) = json.loads(capsys.readouterr().out)
    assert answer["statuses"] == {"affiliation.to_start": 8}
    assert [wave["invited"] for wave in answer["waves"]] == [8, 0, 0]
    assert (answer["is_paused"], answer["dead_letters"]) == (False, 0)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["DATABASE", "--name", "autumn"], "no campaign of this name"),
        (["sqlite:////no/folder/x.db"], "/no/folder/x.db: is no file"),
        (["sqlite:///file:nosuch.db?uri=true"], "cannot be read"),
        (["sqlite://"], "cannot be read"),
        (["DATABASE?timeout=soon"], "DATABASE: must be an address"),
        (["postgresql+psycopg://127.0.0.1:abc/x"], "DATABASE: must be an address"),
        (["postgresql+psycopg://u:secret@[::1/x"], "DATABASE: must be an address"),
        (["http://u:secret@127.0.0.1/x"], "DATABASE: must be an address"),
        (["postgresql+psycopg://u:secret@127.0.0.1:1/x"], "cannot be read"),
        (["no address"], "DATABASE: must be an address"),
        (["oracle+cx_oracle://u:secret@127.0.0.1/x"], "cx_Oracle is missing"),
    ],
)
def test_what_cannot_be_read_is_one_line_without_the_address(
    arguments: list[str], message: str, database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = [argument.replace("DATABASE", database) for argument in arguments]
    assert main(["campaign", "status", *asked]) == 2
    error = capsys.readouterr().err
    assert message in error
    assert "secret" not in error
    assert error.count("\n") == 1


@pytest.mark.parametrize("make", [None, Path.touch, other_tables], ids=["no file", "no byte", "somebody's tables"])
@pytest.mark.parametrize("address", ["sqlite:///x.db", "sqlite:///file:x.db?uri=true"])
def test_a_file_is_neither_made_nor_changed(
    address: str,
    make: Callable[[Path], object] | None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    if make:
        make(Path("x.db"))
    before = {file.name: file.read_bytes() for file in Path().iterdir()}
    assert main(["campaign", "status", address]) == 2
    assert {file.name: file.read_bytes() for file in Path().iterdir()} == before
    assert capsys.readouterr().err.count("\n") == 1


def test_what_is_missing_is_looked_up_where_it_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["campaign", "status"]) == 2
    message = "campaign status: missing: DATABASE; see psc-workflow campaign status --help"
    assert capsys.readouterr().err == f"psc-workflow: {message}\n"
