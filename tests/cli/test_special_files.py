"""
No command waits for a pipe, reads a device without end, or shows a traceback for what is no regular file.
"""

import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from documents import write_contract
from paths import REFERENCE_FAMILY
from psc_workflow.stores import SQLiteStore


def make_pipe(path: Path) -> None:
    os.mkfifo(path)


def make_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(os.path.relpath(path))


SPECIAL: dict[str, Callable[[Path], object]] = {
    "pipe": make_pipe,
    "socket": make_socket,
    "folder": lambda path: path.mkdir(),
    "device": lambda path: path.symlink_to("/dev/zero"),
    "broken link": lambda path: path.symlink_to("nowhere"),
    "circle of links": lambda path: path.symlink_to(path.name),
    "pipe behind a link": lambda path: (make_pipe(path.with_name("pipe")), path.symlink_to("pipe")),
}
ON = ("--contract", "men-2026", "--on", "2026-05-01")
COMMANDS: dict[str, tuple[str, tuple[object, ...]]] = {
    "check": ("x.toml", ("check", "{}")),
    "quote": ("x.toml", ("quote", "--contract", "{}", "--on", "2026-05-01", "--formula", "base")),
    "run": ("x.json", ("run", "{}")),
    "run, stored": ("x.db", ("run", REFERENCE_FAMILY, "--store", "{}")),
    "compatibility, contract": ("x.toml", ("compatibility", ".", "--contract", "{}")),
    "compatibility, a document": ("folder/x.json", ("compatibility", "folder", "--contract", "men-2026")),
    "check, keys": ("keys", ("check", "s.db", "--seal-keys", "{}")),
    "replay": ("x.json", ("replay", "{}")),
    "judge, journeys": ("x.json", ("judge", "http://127.0.0.1:1", "--journeys", "{}")),
    "judge, adapter": ("x.toml", ("judge", "http://127.0.0.1:1", "--adapter", "{}")),
    "explore, a scenario": ("x.json", ("explore", "{}", "-o", "out.csv")),
    "explore, a store": ("x.db", ("explore", "{}", "--id", "D1", "-o", "out.csv")),
    "explore, a contract": ("x.toml", ("explore", "{}", "-o", "out.csv")),
    "reindex": ("x.db", ("reindex", "{}")),
    "campaign": ("x.db", ("campaign", "status", "sqlite:///{}")),
    "price, CSV": ("x.csv", ("price", "{}", *ON, "-o", "out.csv")),
    "price, Parquet": ("x.parquet", ("price", "{}", *ON, "-o", "out.csv")),
    "price, contract": ("x.toml", ("price", "in.csv", "--contract", "{}", "--on", "2026-05-01", "-o", "out.csv")),
}


@pytest.mark.parametrize("kind", SPECIAL)
@pytest.mark.parametrize("command", COMMANDS)
def test_what_is_no_regular_file_is_refused_at_once(
    command: str, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: Callable[..., Any]
) -> None:
    monkeypatch.chdir(tmp_path)
    name, arguments = COMMANDS[command]
    Path("folder").mkdir()
    if name == "keys":
        SQLiteStore("s.db").close()
    SPECIAL[kind](Path(name))
    result = call(*(str(argument).format(name) for argument in arguments))
    if command == "run, stored" and kind == "broken link":
        assert result.status == 0  # the file that the link leads to is created
        return
    assert result.status == 2
    assert result.err.startswith("psc-workflow: ")
    assert "Traceback" not in result.err
    assert not Path("out.csv").exists()


def test_a_scenario_s_own_contract_may_not_be_a_pipe(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: Callable[..., Any]
) -> None:
    monkeypatch.chdir(tmp_path)
    os.mkfifo("own.toml")
    Path("x.json").write_text(
        REFERENCE_FAMILY.read_text(encoding="utf-8").replace('"guide-illustration"', '"own.toml"')
    )
    result = call("run", "x.json")
    assert result.status == 2
    assert "contract: cannot be read: is a pipe, not a regular file (in own.toml)" in result.err


def test_links_to_files_are_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: Callable[..., Any]) -> None:
    monkeypatch.chdir(tmp_path)
    write_contract(tmp_path)
    Path("x.toml").symlink_to("own.toml")
    Path("x.json").symlink_to(REFERENCE_FAMILY)
    assert call("check", "x.toml").status == 0
    assert call("run", "x.json").status == 0


def test_a_dossier_is_not_stored_under_a_contract_that_hides_a_built_in_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: Callable[..., Any]
) -> None:
    monkeypatch.chdir(tmp_path)
    own = write_contract(tmp_path)
    own.write_text(own.read_text(encoding="utf-8").replace('"own"', '"guide-illustration"'), encoding="utf-8")
    Path("x.json").write_text(
        REFERENCE_FAMILY.read_text(encoding="utf-8").replace('"guide-illustration"', '"own.toml"')
    )
    result = call("run", "x.json", "--store", "x.db")
    assert result.status == 2
    assert "choose an id of your own" in result.err
    assert "guide-illustration" in call("check", "own.toml", "--lang", "en").out.splitlines()[1]
