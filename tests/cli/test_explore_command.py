"""
The command that makes the page of the explorer: from a scenario, a store, contracts.
"""

import contextlib
import io
import json
import shutil
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

import pytest
import sqlalchemy as sa

from paths import ROOT
from people import INVITED
from psc_workflow import Agent, Dossier, contracts
from psc_workflow.cli import _explore as command
from psc_workflow.stores import SQLiteStore
from psc_workflow.stores.sql import SQLAlchemyStore
from psc_workflow.testing import scenarios

SCENARIO = ROOT / "examples" / "scenarios" / "password-too-weak.json"
OWN = ROOT / "examples" / "contracts" / "masaf-2025.toml"


def test_a_scenario_becomes_a_file(call: Callable[..., Any], tmp_path: Path) -> None:
    result = call("explore", SCENARIO, "-o", tmp_path / "page.html", "--lang", "en")
    assert (result.status, result.out, result.err) == (0, "", "")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert page.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert "password-too-weak.json" in page
    assert str(ROOT) not in page


def test_a_page_of_more_than_a_megabyte_says_so(
    call: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "page.html"
    assert call("explore", SCENARIO, "-o", page, "--lang", "en").err == ""
    monkeypatch.setattr(command, "_MEGABYTE", page.stat().st_size - 1)
    result = call("explore", SCENARIO, "-o", page, "--lang", "en")
    assert (result.status, f"has {page.stat().st_size // 1000} kilobytes" in result.err) == (0, True)


def test_personal_data_is_asked_for(call: Callable[..., Any], tmp_path: Path) -> None:
    family = ROOT / "examples" / "scenarios" / "reference-family.json"
    for options, is_there in (((), False), (("--with-personal-data",), True)):
        call("explore", family, "-o", tmp_path / "page.html", *options)
        assert ("benoit.dupond@" in (tmp_path / "page.html").read_text(encoding="utf-8")) is is_there


def test_a_dossier_of_a_store_needs_its_id(call: Callable[..., Any], tmp_path: Path) -> None:
    file = tmp_path / "agents.db"
    with SQLiteStore(file) as store:
        store.create(scenarios.read(SCENARIO).dossier)
    result = call("explore", file, "-o", tmp_path / "page.html")
    assert (result.status, "--id" in result.err) == (2, True)
    result = call("explore", file, "--id", "nobody", "-o", tmp_path / "page.html")
    assert (result.status, "nobody" in result.err) == (2, True)
    assert call("explore", file, "--id", "password-too-weak", "-o", tmp_path / "page.html").status == 0
    assert (tmp_path / "page.html").exists()


def kept_in(kind: str, dossier: Dossier) -> tuple[str, ...]:
    """Keep *dossier* in the current folder; return what to explore."""
    if kind == "SQLiteStore":
        with SQLiteStore("kept.db", contracts=contracts.builtin.including(dossier.contract)) as store:
            store.create(dossier)
        return "kept.db", "--id", dossier.id
    if kind == "SQLAlchemyStore":
        engine = sa.create_engine("sqlite:///kept.db", poolclass=sa.NullPool)
        tables = SQLAlchemyStore(engine, contracts=contracts.builtin.including(dossier.contract))
        tables.create_tables()
        tables.create(dossier)
        return "kept.db", "--id", dossier.id
    if kind == "document":
        Path("kept").mkdir()
        Path("kept", f"{dossier.id}.json").write_bytes(dossier.dump())
        return "kept", "--id", dossier.id
    contract = "own.toml" if Path("own.toml").exists() else dossier.contract.id
    if kind == "contract":
        return (contract,)
    scenario = {"contract": contract, "id": dossier.id, "agent": {}, "invited_at": INVITED.isoformat(), "steps": []}
    Path("kept.json").write_text(json.dumps(scenario), encoding="utf-8")
    return ("kept.json",)


def tables_of(file: Path) -> set[str]:
    with contextlib.closing(sqlite3.connect(file)) as connection:
        return {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}


@pytest.mark.parametrize("is_own", [False, True])
@pytest.mark.parametrize("kind", ["SQLiteStore", "SQLAlchemyStore", "document", "scenario", "contract"])
def test_the_python_of_a_page_finds_what_was_explored_and_changes_nothing(
    call: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kind: str, *, is_own: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    if is_own:
        shutil.copy(OWN, "own.toml")
    contract = contracts.load("own.toml") if is_own else contracts.get("guide-illustration")
    names = kept_in(kind, Dossier.open(contract, id="A-1", agent=Agent(), invited_at=INVITED))
    own = ("own.toml",) if is_own and kind not in ("scenario", "contract") else ()
    before = {file: tables_of(file) for file in tmp_path.glob("*.db")}
    for options in ((), ("--with-personal-data",)):
        assert call("explore", *names, *own, "-o", "page.html", *options).err == ""
        page = Path("page.html").read_text(encoding="utf-8")
        shown = json.loads(page.partition('id="data">')[2].partition("</script>")[0])
        evidence = shown["evidence"]
        program = evidence["setup"].replace("[:STEPS]", "[:0]") + "\n" + shown["moments"][0]["check"]
        exec(program, {})  # noqa: S102 -- our own
        assert {file: tables_of(file) for file in tmp_path.glob("*.db")} == before
        assert all(Path(name).is_file() for name in evidence["reads"])
        assert ("own.toml" in evidence["reads"], evidence["contract_file"]) == (is_own, "own.toml" if is_own else "")
        if evidence["scenario"] and options:
            Path("again.json").write_text(json.dumps(evidence["scenario"]), encoding="utf-8")
            assert scenarios.read("again.json").dossier.contract == contract


def test_contracts_are_explored_side_by_side(call: Callable[..., Any], tmp_path: Path) -> None:
    assert call("explore", "men-2026", OWN, "-o", tmp_path / "page.html").status == 0
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert '"men-2026":{"axes"' in page
    assert '"masaf-2025":{"axes"' in page


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (("men-2027",), "men-2027"),
        (("missing.json",), "missing.json"),
        ((SCENARIO, SCENARIO), "alone"),
        ((SCENARIO, "--lang", "de"), "--lang"),
        ((SCENARIO, "-o", "missing/page.html"), "missing/page.html"),
        ((SCENARIO, "--port", "99999999"), "--port"),
        (("missing.db", "--id", "D1"), "missing.db"),
    ],
)
def test_what_cannot_be_explored_is_named(call: Callable[..., Any], arguments: tuple[object, ...], part: str) -> None:
    result = call("explore", *arguments)
    assert (result.status, part in result.err) == (2, True)


class Stopped:
    """A server that is stopped at once."""

    server_address = ("127.0.0.1", 4711)
    served = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def serve_forever(self) -> None:
        self.served = True


def test_without_a_file_the_page_is_served(call: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    server = Stopped()
    monkeypatch.setattr(command, "serve", lambda answers, port: server)  # noqa: ARG005 -- as it is called
    result = call("explore", SCENARIO, "--lang", "en")
    assert result.out == "http://127.0.0.1:4711/ – Ctrl-C to stop\n"
    assert server.served


NOT_UTF_8 = "th\udce9"
"""The name of a file that another system has named in Latin-1."""


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
@pytest.mark.parametrize("is_served", [True, False])
@pytest.mark.parametrize("kind", ["scenario", "store", "contract"])
def test_a_file_whose_name_is_not_utf_8_is_explored(
    call: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kind: str, *, is_served: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    arguments: dict[str, tuple[str, ...]] = {
        "scenario": (f"{NOT_UTF_8}.json",),
        "store": (f"{NOT_UTF_8}.db", "--id", "password-too-weak"),
        "contract": (f"{NOT_UTF_8}.toml",),
    }
    if kind == "store":
        with SQLiteStore("x.db") as store:
            store.create(scenarios.read(SCENARIO).dossier)
        Path("x.db").rename(arguments[kind][0])
    else:
        shutil.copy(SCENARIO if kind == "scenario" else OWN, arguments[kind][0])
    pages = list[str]()
    if is_served:
        monkeypatch.setattr(command, "serve", lambda answers, port: pages.append(answers.page.decode()) or Stopped())  # noqa: ARG005 -- as it is called
    result = call("explore", *arguments[kind], *(() if is_served else ("-o", f"{NOT_UTF_8}.html")))
    assert (result.status, result.err) == (0, "")
    page = pages[0] if is_served else Path(f"{NOT_UTF_8}.html").read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")


def test_what_comes_on_standard_input_has_no_name_of_a_file(
    call: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(SCENARIO.read_bytes())))
    assert call("explore", "-", "-o", tmp_path / "page.html").status == 0
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "scenarios.read('-')" in page
    assert "standard-input" not in page
