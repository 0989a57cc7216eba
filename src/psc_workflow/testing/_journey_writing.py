"""
The forms in which journeys are written: for programs, for readers, for pytest, and as scenario files.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from psc_workflow._model.commands import parse
from psc_workflow._model.decision import Outcome
from psc_workflow._structuring import unstructure
from psc_workflow.exceptions import InvalidCommandError
from psc_workflow.testing._journey_files import JourneyFile, dump
from psc_workflow.testing._journeys import INVALID, Act, ActKind, Journey

_MODULE = '''\
"""
Journeys to play through a portal, written by: psc-workflow witness-paths --format pytest

Give a fixture ``play``: a function that carries out one act and returns what the
portal then tells, under any of the names that ``act["expect"]`` has. What it does
not tell is not compared. ``agent`` is whom the employer has prefilled, in an act
that opens a dossier.
"""

import json

import pytest

FILE = json.loads(r"""
{data}""")


@pytest.mark.parametrize("journey", FILE["journeys"], ids=lambda journey: journey["name"])
def test_the_portal_answers_as_the_library_does(journey, play):
    for number, act in enumerate(journey["acts"], 1):
        shown = play(act, agent=FILE["cases"].get(act.get("case")))
        expected = {{name: act["expect"].get(name, []) for name in shown}}
        assert shown == expected, f"act {{number}} of {{len(journey['acts'])}}: {{act}}"
'''


def write_json(file: JourneyFile) -> str:
    """Write *file* in full, one journey a line."""
    return dump(file).decode()


def write_markdown(file: JourneyFile) -> str:
    """Write *file* for readers: every act on a line, with its outcome and its codes."""
    return "\n".join(_markdown(file))


def write_pytest(file: JourneyFile) -> str:
    """Write *file* as a module of tests, which needs a fixture."""
    return _MODULE.format(data=dump(file).decode())


def write_scenarios(file: JourneyFile) -> str:
    """Write a list of scenarios; without requests that are no command, or that a key or a revision has decided."""
    scenarios = [_scenario(journey, file.contract) for journey in file.journeys]
    return json.dumps(scenarios, ensure_ascii=False, indent=1) + "\n"


WRITERS: Mapping[str, Callable[[JourneyFile], str]] = {
    "json": write_json,
    "md": write_markdown,
    "pytest": write_pytest,
    "scenario": write_scenarios,
}
"""By the name of the format."""


def _markdown(file: JourneyFile) -> Iterator[str]:
    yield f"# Witness paths under {file.contract}\n"
    for journey in file.journeys:
        yield f"## {journey.name}\n"
        yield from (f"{number}. {_sentence(act)}" for number, act in enumerate(journey.acts, 1))
        yield f"\nReaches: {', '.join(journey.reaches)}.\n"
    yield "# Not reached\n"
    yield from (f"- {entry.goal}: {entry.reason}" for entry in file.not_reached)
    yield ""


def _sentence(act: Act) -> str:
    at, expect = act.at.isoformat(timespec="minutes"), act.expect
    what = {ActKind.OPEN: f"the dossier of {act.case} is opened", ActKind.TICK: "time passes"}.get(act.kind)
    asked = what or f"`{act.do}` {json.dumps(act.fields, ensure_ascii=False) if act.fields else ''}".rstrip()
    if expect is None:
        return f"{at} {asked}"
    codes = f" ({', '.join((*expect.codes, *expect.warnings))})" if expect.codes or expect.warnings else ""
    return f"{at} {asked}: {expect.outcome}{codes}"


def _scenario(journey: Journey, contract: str) -> dict[str, Any]:
    opening = journey.acts[0]
    agent = {name: value for name, value in unstructure(opening.agent).items() if value is not None}
    return {
        "about": journey.name,
        "contract": contract,
        "id": opening.id,
        "agent": agent,
        "invited_at": opening.at.isoformat(),
        "steps": [step for act in journey.acts[1:] for step in _steps(act)],
    }


def _steps(act: Act) -> Iterator[dict[str, Any]]:
    expect = {"expect": unstructure(act.expect)} if act.expect is not None else {}
    if act.kind is ActKind.TICK:
        yield {"at": act.at.isoformat(), "do": "tick", **expect}
    elif _is_command(act) and act.expected_revision is None and not _is_repeated(act):
        yield {"at": act.at.isoformat(), **act.request, "as": act.role, **expect}


def _is_command(act: Act) -> bool:
    try:
        parse(act.do, act.fields)
    except InvalidCommandError:
        return False
    return True


def _is_repeated(act: Act) -> bool:
    return act.expect is not None and act.expect.outcome in (INVALID, Outcome.DUPLICATE)
