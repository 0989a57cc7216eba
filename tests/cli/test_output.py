"""
What the command line does when nobody takes its output, and what it never prints.
"""

import ast
import contextlib
import sqlite3
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

import psc_workflow.cli
from dossiers import dossier_in
from psc_workflow import stores
from psc_workflow._catalogue.forms import visible
from psc_workflow.cli import _output, main
from psc_workflow.cli._arguments import FileError

SOURCES = Path(psc_workflow.cli.__file__).parent

PROGRAM = """
import gc, io, os, sys
from psc_workflow.cli import main

def replaced(number, path):
    if path == "closed":
        os.close(number)
        return None
    if path == "no reader":
        reader, writer = os.pipe()
        os.close(reader)
    else:
        writer = os.open(path, os.O_WRONLY)
    os.dup2(writer, number)
    return io.TextIOWrapper(os.fdopen(number, "wb"), encoding="utf-8", line_buffering=number == 2)

QUOTE = ["quote", "--contract", "men-2026", "--on", "2026-05-01", "--formula", "base"]
for first in (["charts"], ["schema"], ["quote", "--help"], QUOTE, [*QUOTE, "--json"]):  # which imports what the others need
    main(first)
gc.freeze()  # no copy looks through what it was given
sys.stdout.flush()
for line in sys.stdin.read().splitlines():
    out, err, *arguments = line.split("|")
    child = os.fork()
    if not child:
        for name, number, path in (("stdout", 1, out), ("stderr", 2, err)):
            if path:
                setattr(sys, name, replaced(number, path))
        sys.exit(main(arguments))
    print(f"{os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])} {line}", flush=True)
"""
"""Starts Python once, and every command in a copy of the process; `out|err|arguments`."""

QUOTE = "quote|--contract|men-2026|--on|2026-05-01|--formula|base"
COMMANDS = {
    "lines": QUOTE,
    "JSON": f"{QUOTE}|--json",
    "text": "charts",
    "names": "schema",
    "help": "quote|--help",
}
"""One of each way in which commands print; a test below finds that there is no other."""


CASES = {
    **{f"/dev/full||{command}": 2 for command in COMMANDS.values()},
    f"no reader||{QUOTE}": 0,
    "no reader||quote|--help": 0,
    f"closed||{QUOTE}": 0,
    f"/dev/full|/dev/full|{QUOTE}": 2,
    "|/dev/full|no-such-command": 2,
    "closed|closed|no-such-command": 2,
}
"""Standard output, standard error and command, with the exit status."""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_an_output_that_nobody_takes_ends_no_command_with_a_traceback() -> None:
    """A full one is an error; that the reader has gone is none, as for any command of a pipe."""
    lines = "\n".join(CASES)
    ran = subprocess.run([sys.executable, "-c", PROGRAM], input=lines, capture_output=True, text=True, check=True)
    statuses = dict(line.split(" ", 1)[::-1] for line in ran.stdout.splitlines() if line[:1].isdigit() and "|" in line)
    assert statuses == {case: str(expected) for case, expected in CASES.items()}
    assert set(ran.stderr.splitlines()) == {"psc-workflow: the output cannot be used: No space left on device"}


def prints() -> Iterator[str]:
    """List where the command line prints past its one way out."""
    for file in sorted(SOURCES.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text())):
            called = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
            if (
                called == "print"
                or called.startswith(("sys.stdout.w", "sys.stderr.w"))
                or called.endswith("console.print")
            ):
                yield f"{file.name}: {called}"


def test_everything_is_printed_in_one_place() -> None:
    """The demo's styled rows are of a contract's labels, which were checked; the names of a campaign are escaped; help is ours."""
    assert sorted(set(prints())) == [
        "_campaign.py: console.print",
        "_french.py: console.print",
        "_output.py: sys.stderr.write",
        "_output.py: sys.stdout.write",
        "_printing.py: self.console.print",
        "_stage.py: printer.console.print",
        "_story.py: self.printer.console.print",
    ]


HOSTILE = "a\x1b[2J\x07b\u202ec\u2066d\x85e\x9b31mf\ufeffg\U000e0041h\r\ni"
UNSEEN = {letter for letter in HOSTILE if unicodedata.category(letter) in ("Cc", "Cf")}


def is_harmless(printed: str) -> bool:
    return not UNSEEN & set(printed.replace("\n", ""))


@pytest.mark.parametrize("arguments", [[], ["--json"]], ids=["lines", "json"])
def test_an_id_in_a_store_cannot_command_a_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    file = tmp_path / "agents.db"
    with stores.SQLiteStore(file) as store:
        store.create(dossier_in("membership.in_force"))
    with contextlib.closing(sqlite3.connect(file)) as connection, connection:
        for table in ("dossiers", "psc_index"):
            if connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).fetchall():
                column = "id" if table == "dossiers" else "dossier"
                connection.execute(f"UPDATE {table} SET {column} = ?", (HOSTILE,))  # noqa: S608
    main(["compatibility", str(file), "--contract", "men-2026-pf", *arguments])
    main(["retention", str(file), "--at", "2999-01-01T00:00:00+00:00", *arguments])
    main(["reindex", str(file)])
    captured = capsys.readouterr()
    assert is_harmless(captured.out)
    assert is_harmless(captured.err)
    assert "a\\u001b[2J" in captured.out


def test_a_path_cannot_command_a_terminal(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = str(tmp_path / HOSTILE)
    for command in (
        ["check", path],
        ["run", path],
        ["replay", path],
        ["compatibility", path, "--contract", "men-2026"],
    ):
        assert main(command) == 2
    printed = capsys.readouterr().err
    assert is_harmless(printed)
    assert len(printed.splitlines()) == 4 + 2  # two have their fault on a line of its own
    assert is_harmless(str(FileError(Path(HOSTILE), "is wrong")))


def test_what_cannot_be_seen_is_printed_as_json_escapes_it() -> None:
    assert visible("a\U000e0041\n") == "a\\udb40\\udc41\\u000a"
    assert _output.safe("é\n\t\x1b") == "é\n\t\\u001b"
    assert _output.safe("plain\n") == "plain\n"
