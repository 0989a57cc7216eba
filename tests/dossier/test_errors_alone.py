"""
An error takes no value along: not in its message, its frames, or the errors before it.
"""

import contextlib
import datetime as dt
import json
import sqlite3
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dossiers import at_state
from people import NOW
from psc_workflow import Agent, Dossier, Role, contracts, effects, forms, history, stores
from psc_workflow import commands as do
from psc_workflow.exceptions import DefinitionError, PscWorkflowError
from psc_workflow.states import _deciding

MARK = "Tehaamatai"
"""What stands where people's data stand."""

PF = contracts.get("men-2026-pf")
DOSSIER = at_state("regime")
STORED = json.loads(DOSSIER.dump())


def stored(path: str, value: Any) -> str:
    """Write the dossier with *value* at *path*."""
    document = json.loads(json.dumps(STORED))
    *parents, last = path.split(".")
    place = document
    for part in parents:
        place = place[part]
    place[last] = value
    return json.dumps(document)


def load(path: str, value: Any) -> Callable[[], object]:
    return lambda: Dossier.load(stored(path, value))


def invite(id: str, agent: Agent) -> Dossier:  # noqa: A002
    return Dossier.open(PF, id=id, agent=agent, invited_at=NOW)


def own_contract(text: str, folder: Path) -> object:
    file = folder / "own.toml"
    file.write_text(text)
    return contracts.load(file)


def from_a_store(folder: Path) -> object:
    file = folder / "agents.db"
    with stores.SQLiteStore(file) as store:
        store.create(DOSSIER)
        with contextlib.closing(sqlite3.connect(file)) as connection, connection:
            connection.execute("UPDATE dossiers SET document = ?", (stored("record.at", MARK),))
        return store.load(DOSSIER.id)


ERRORS: dict[str, Callable[[], object]] = {
    "load: no JSON": lambda: Dossier.load(f'{{"a": "{MARK}"'),
    "load: no UTF-8": lambda: Dossier.load(b'{"%s": "\xff"}' % MARK.encode()),
    "load: the same key twice": lambda: Dossier.load(f'{{"a": "{MARK}", "a": 1}}'),
    "load: another type": load("record.agent.birth_date", MARK),
    "load: an unknown field": load(f"record.{MARK}", MARK),
    "load: no instant": load("record.at", MARK),
    "load: impossible": load("record.suspended_days", -1),
    "load: of no contract": load("contract", f"{MARK} 1947"),
    "load: of a later release": load("version", 7),
    "open: an id": lambda: invite(f"{MARK}\0", Agent()),
    "open: a name": lambda: invite("D1", Agent(first_name=f"{MARK}\0")),
    "decide: a key": lambda: DOSSIER.decide(do.Tick(), at=NOW, key=MARK * 100, role=Role.CLOCK),
    "decide: no command": lambda: DOSSIER.decide(MARK, at=NOW, role=Role.AGENT),  # type: ignore[arg-type]
    "decide: too early": lambda: DOSSIER.decide(
        do.ReportNotConcerned(MARK), at=NOW - dt.timedelta(days=1), role=Role.AGENT
    ),
    "check: no command": lambda: DOSSIER.check(MARK, at=NOW, role=Role.AGENT),  # type: ignore[arg-type]
    "form: a field": lambda: DOSSIER.form(at=NOW, role="agent", given={MARK: MARK}),  # type: ignore[arg-type]
    "build a command": lambda: do.ConfirmIdentity(first_name=MARK, birth_date=MARK),  # type: ignore[arg-type]
    "build an agent": lambda: Agent(first_name=MARK, birth_date=MARK),  # type: ignore[arg-type]
    "parse: no value of the list": lambda: do.parse("declare-regime", {"regime": MARK}),
    "parse: an unknown field": lambda: do.parse("declare-regime", {MARK: MARK}),
    "parse: an unknown command": lambda: do.parse(MARK, {"regime": MARK}),
    "parse: a forged field": lambda: do.parse("sign", {"evidence": MARK}, body=True),
    "read_form": lambda: do.read_form("declare-regime", {MARK: MARK}),
    "forms.read": lambda: forms.read("confirm-identity", [("first_name", MARK), (MARK, MARK)]),
    "history.parse": lambda: history.parse(f'{{"role": "{MARK}"}}'),
    "history.parse_all": lambda: history.parse_all([f'{{"role": "{MARK}"}}']),
    "effects.parse": lambda: effects.parse({"type": MARK, "to": MARK}),
}
IN_A_FOLDER: dict[str, Callable[[Path], object]] = {
    "contracts.load: no TOML": lambda folder: own_contract(f"[contract]\nid = {MARK}", folder),
    "contracts.load: unknown fields": lambda folder: own_contract(f'[contract]\nid = "{MARK}"\n', folder),
    "store.load": from_a_store,
}


def error_of(act: Callable[[], object]) -> PscWorkflowError:
    with pytest.raises(PscWorkflowError) as info:
        act()
    return info.value


def recorded(error: BaseException) -> Iterator[str]:
    """List what a service that records errors would keep of *error*, apart from the frames of this file."""
    trace = traceback.TracebackException.from_exception(error, capture_locals=True)
    yield from (str(trace), str(error), repr(error.args), repr(vars(error)))
    for frame in trace.stack:
        if frame.filename != __file__ and "_pytest" not in frame.filename:
            yield f"{frame.name}: {frame.locals}"


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_goes_out_alone(name: str) -> None:
    check_alone(error_of(ERRORS[name]))


@pytest.mark.parametrize("name", IN_A_FOLDER)
def test_an_error_of_a_file_goes_out_alone(name: str, tmp_path: Path) -> None:
    check_alone(error_of(lambda: IN_A_FOLDER[name](tmp_path)), of_file=True)


def check_alone(error: PscWorkflowError, *, of_file: bool = False) -> None:
    assert error.__cause__ is None
    assert error.__context__ is None
    if not of_file:  # a contract is nobody's secret: its faults name its ids
        assert [text for text in recorded(error) if MARK in text] == []
    trace = error.__traceback__
    frames = list(traceback.walk_tb(trace))
    assert len(frames) <= 6
    assert not any(MARK in repr(frame.f_locals) for frame, _ in frames if "psc_workflow/" in frame.f_code.co_filename)


def test_an_error_keeps_the_one_that_its_caller_was_handling() -> None:
    with pytest.raises(PscWorkflowError) as info:  # noqa: PT012 -- the host's own handling is the point
        try:
            {}["of the host"]
        except KeyError:
            do.parse("declare-regime", {"regime": MARK})
    assert isinstance(info.value.__context__, KeyError)


def test_what_is_wrong_with_this_library_keeps_its_frames(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise DefinitionError("a chart is wrong")

    monkeypatch.setattr(_deciding, "decide", fail)
    error = error_of(lambda: DOSSIER.decide(do.Tick(), at=NOW, role=Role.CLOCK))
    assert "fail" in [frame.f_code.co_name for frame, _ in traceback.walk_tb(error.__traceback__)]
