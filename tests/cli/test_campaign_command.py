"""
``psc-workflow campaign status``.
"""

import datetime as dt
import json
from pathlib import Path

import pytest

from campaigners import SINCE, office
from psc_workflow.cli import main


@pytest.fixture
def database(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path / 'x.db'}"
    office(url, 24).work(SINCE + dt.timedelta(hours=4))
    return url


def test_it_shows_the_waves_the_dossiers_and_the_dead_letters(
    database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["campaign", "status", database]) == 0
    shown = capsys.readouterr().out
    for text in ("spring", "wave-0", "2026-04-06 06:00 UTC", "affiliation.to_start", "Dead letters: 0"):
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
        (["sqlite:////no/folder/x.db"], "cannot be read"),
        (["postgresql+psycopg://u:secret@127.0.0.1:1/x"], "cannot be read"),
        (["no address"], "cannot be read"),
        (["oracle+cx_oracle://u:secret@127.0.0.1/x"], "cx_Oracle is missing"),
    ],
)
def test_what_cannot_be_read_is_one_line_without_the_address(
    arguments: list[str], message: str, database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = [database if argument == "DATABASE" else argument for argument in arguments]
    assert main(["campaign", "status", *asked]) == 2
    error = capsys.readouterr().err
    assert message in error
    assert "secret" not in error
    assert error.count("\n") == 1
