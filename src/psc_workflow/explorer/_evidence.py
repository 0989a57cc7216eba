"""
A moment as something to run: Python, a scenario file, a test.

With personal data, the Python stands alone. Without, it reads the file that was
explored, which whoever runs it must have.
"""

import datetime as dt
from collections.abc import Iterator
from enum import Enum
from typing import Any

import attrs

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._structuring import unstructure
from psc_workflow.dossier import Dossier
from psc_workflow.explorer._masking import Mask
from psc_workflow.explorer._subjects import Act, Subject

NEWLINE = "\n"


def evidence(subject: Subject, mask: Mask | None) -> dict[str, Any]:
    """
    Write what every moment has in common.

    Returns:
        ``setup``, the lines that begin; ``acts``, those of each step, of which
        a moment has the first ones; the ``scenario`` with all its steps, or
        ``None`` if it is none; ``reads``, names of the files that the Python
        reads, and ``contract_file``, that of a contract of the host's own.
    """
    is_whole = mask is None and subject.kind != "store"
    setup = _opening(subject) if is_whole else _reading(subject)
    acts = [_act(act) for act in subject.acts] if is_whole else []
    scenario = _scenario(subject, mask) if subject.kind != "store" else None
    return {
        "setup": NEWLINE.join(setup),
        "acts": acts,
        "scenario": scenario,
        "reads": _files(subject, is_whole=is_whole),
        "contract_file": subject.contract_file,
    }


def _files(subject: Subject, *, is_whole: bool) -> list[str]:
    explored = [] if is_whole or subject.kind == "contract" else [subject.name]
    return [*explored, *filter(None, [subject.contract_file])]


def check(act: Act | None, dossier: Dossier, at: dt.datetime, *, is_foreseen: bool) -> str:
    """Write the lines that end the Python of a moment: what came of the step, and where the dossier stands."""
    lines = []
    if is_foreseen:
        lines.append(f"dossier = dossier.as_of({_instant(at)})")
    if act is not None:
        outcome, codes = act.decision.outcome.value, act.decision.codes
        lines += [f'assert decision.outcome.value == "{outcome}"', f"assert decision.codes == {codes!r}"]
    lines.append(f"assert dossier.as_of({_instant(at)}).states == {dossier.as_of(at).states!r}")
    return NEWLINE.join(lines)


def _opening(subject: Subject) -> Iterator[str]:
    dossier, record = subject.dossier, subject.dossier.record
    agent = _python(record.agent)
    names = ["Agent", "Dossier", *(name for name in _OF_AGENTS if f"{name}(" in agent)]
    yield "import datetime as dt"
    yield ""
    yield f"from psc_workflow import {', '.join(sorted(names))}"
    yield "from psc_workflow import commands, contracts"
    yield ""
    yield "dossier = Dossier.open("
    yield f"    {_contract(subject)},"
    yield f"    id={dossier.id!r},"
    yield f"    agent={agent},"
    yield f"    invited_at={_instant(record.invited_at)},"
    yield ")"


_OF_AGENTS = ("Civility", "Employment", "Language", "Position", "PositionKind")
"""Classes of what an employer prefills."""


def _reading(subject: Subject) -> Iterator[str]:
    yield "import datetime as dt"
    yield ""
    if subject.kind == "store":
        yield from (
            _LOADING[subject.store_kind]
            .format(
                own=f"contracts.builtin.including({_contract(subject)})"
                if subject.contract_file
                else "contracts.builtin",
                name=repr(subject.name),
                id=repr(subject.dossier.id),
            )
            .splitlines()
        )
    elif subject.kind == "scenario":
        yield "from psc_workflow.testing import scenarios"
        yield ""
        yield f"scenario = scenarios.read({subject.name!r})"
        yield "dossier = scenario.dossier"
        yield "for step in scenario.steps[:STEPS]:"
        yield "    decision = dossier.decide(step.command, at=step.at, role=step.role)"
        yield "    dossier = decision.dossier"
    else:
        yield from list(_opening(subject))[2:]


_LOADING = {
    "SQLiteStore": """\
from psc_workflow import contracts
from psc_workflow.stores import SQLiteStore

with SQLiteStore({name}, contracts={own}) as store:
    dossier = store.load({id})
""",
    "SQLAlchemyStore": """\
import sqlalchemy as sa

from psc_workflow import contracts
from psc_workflow.stores.sql import SQLAlchemyStore

engine = sa.create_engine(sa.URL.create("sqlite", database={name}), poolclass=sa.NullPool)
dossier = SQLAlchemyStore(engine, contracts={own}).load({id})
""",
    "document": """\
from pathlib import Path

from psc_workflow import Dossier, contracts

dossier = Dossier.load(Path({name}).read_bytes(), contracts={own})
""",
}
"""Python that reads a stored dossier, by what it is in."""


def _contract(subject: Subject) -> str:
    if subject.contract_file:
        return f"contracts.load({subject.contract_file!r})"
    return f"contracts.get({subject.dossier.contract.id!r})"


def _act(act: Act) -> str:
    command, step = act.step.command, act.step
    fields = unstructure(command)  # nulls too: that there is no partner is an answer
    return NEWLINE.join(
        [
            f"command = commands.parse({command.do!r}, {fields!r})",
            f"decision = dossier.decide(command, at={_instant(step.at)}, role={step.role.value!r})",
            "dossier = decision.dossier",
        ]
    )


def _scenario(subject: Subject, mask: Mask | None) -> dict[str, Any]:
    write = unstructure if mask is None else mask.plain
    dossier = subject.dossier
    agent = {name: value for name, value in write(dossier.record.agent).items() if value is not None}
    return {
        "contract": subject.contract_file or dossier.contract.id,
        "id": dossier.id,
        "agent": agent,
        "invited_at": dossier.contract.local(dossier.record.invited_at).isoformat(),
        "steps": [_step(act, write(act.step.command), dossier.contract) for act in subject.acts],
    }


def _step(act: Act, fields: dict[str, Any], contract: Contract) -> dict[str, Any]:
    head = {"at": contract.local(act.step.at).isoformat(), "do": act.step.command.do, "as": act.step.role.value}
    return head | fields


def _python(value: Any) -> str:
    """Write *value* as an expression: what an employer prefills, without what is left out."""
    if isinstance(value, Enum):
        return f"{type(value).__name__}({value.value!r})"
    if isinstance(value, dt.date):
        return f"dt.date.fromisoformat({value.isoformat()!r})"
    if attrs.has(type(value)):
        fields = {field.name: getattr(value, field.name) for field in attrs.fields(type(value))}
        present = ", ".join(f"{name}={_python(part)}" for name, part in fields.items() if part is not None)
        return f"{type(value).__name__}({present})"
    return repr(list(value) if isinstance(value, tuple) else value)


def _instant(at: dt.datetime) -> str:
    return f'dt.datetime.fromisoformat("{at.isoformat()}")'
