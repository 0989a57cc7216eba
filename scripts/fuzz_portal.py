"""
Send to the FastAPI portal whatever its OpenAPI document allows, and what it does not: its answers are as described.

Most bodies drawn from a schema are no command: a day that no calendar has, a
list of nulls. At least half of those that are sent are therefore commands that
the testing kit draws, right for a dossier where it stands. ``make fuzz`` runs
this, in an environment that has Schemathesis.
"""

import argparse
import contextlib
import datetime as dt
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import CHECKS
from sqlalchemy import StaticPool, create_engine

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "examples"), str(ROOT / "tests" / "support")]

from dossiers import PLACES, dossier_in, now_of  # noqa: E402 -- found by the line before
from portals.with_fastapi import create_app  # noqa: E402 -- the same
from psc_workflow import Agent, Dossier, Role, commands, contracts  # noqa: E402 -- the same
from psc_workflow.exceptions import InvalidCommandError  # noqa: E402 -- the same
from psc_workflow.stores.sql import SQLAlchemyStore  # noqa: E402 -- the same
from psc_workflow.testing import split_request, strategies  # noqa: E402 -- the same
from psc_workflow.testing._journeys import request_of  # noqa: E402 -- the same
from psc_workflow.web import Caller, Host  # noqa: E402 -- the same

STATES = ("home", "regime", "beneficiaries", "formula", "identity", "children_details", "signature", "confirmed")
NAMES = ("not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance")
LATER = dt.datetime(2030, 12, 1, 12, tzinfo=dt.UTC)
ROLE = "x-role"
"""Header that tells the trial portal who asks; a real one reads a session."""

FEWEST_WELL_FORMED = 0.5
"""Of the bodies of a command, at least so many are commands."""


class Trial:
    """The portal, with a dossier in each of many states, and a clock that stands where the dossier asked about does."""

    def __init__(self) -> None:
        names = [*(f"affiliation.{state}" for state in STATES), *PLACES]
        self.dossiers = {name: _named(dossier_in(name), name) for name in names}
        self.now = LATER
        engine = create_engine("sqlite://", connect_args={"check_same_thread": False}, poolclass=StaticPool)
        host = Host(
            contracts.get("guide-illustration"),
            now=lambda: self.now,
            caller=lambda request: Caller(_role_of(request), dossier=request.path_params.get("id")),
            agent=lambda _: Agent(),
            send=lambda _: None,
        )
        store = SQLAlchemyStore(engine, contracts=host.contracts)
        store.create_tables()
        for dossier in self.dossiers.values():
            store.create(dossier)
        self.app = create_app(host, engine)


def _role_of(request: Any) -> Role:
    """Read who asks; a manager, whatever else the header holds."""
    name = request.headers.get(ROLE)
    return Role(name) if name in list(Role) else Role.MANAGER


def _named(dossier: Dossier, name: str) -> Dossier:
    return attrs.evolve(dossier, record=attrs.evolve(dossier.record, id=name))


@attrs.define
class Count:
    """What came of the requests of one operation."""

    statuses: dict[int, int] = attrs.field(factory=dict)
    bodies: int = 0
    well_formed: int = 0

    def add(self, case: Any, status: int) -> None:
        """Count one request."""
        self.statuses[status] = self.statuses.get(status, 0) + 1
        if takes_commands(case.operation):
            self.bodies += 1
            self.well_formed += is_command(case.body)

    def __str__(self) -> str:
        answers = ", ".join(f"{status}: {number}" for status, number in sorted(self.statuses.items()))
        return f"{answers}; {self.well_formed} of {self.bodies} bodies are commands" if self.bodies else answers


def takes_commands(operation: Any) -> bool:
    """Whether the body of *operation* is a command."""
    return str(operation.label).endswith("/commands")


def is_command(body: Any) -> bool:
    """Whether *body* is a well-formed command of somebody, as a browser sends it."""
    if not isinstance(body, dict):
        return False
    try:
        commands.parse(body.get("do"), {name: value for name, value in body.items() if name != "do"}, body=True)
    except InvalidCommandError:
        return False
    return bool(body["do"] != "tick")


@st.composite
def requests(draw: st.DrawFn, trial: Trial) -> tuple[str, Role, dict[str, Any]]:
    """Draw a well-formed command, mostly one that a dossier accepts where it stands, with its id and who gives it."""
    id_ = draw(st.sampled_from([*trial.dossiers]))
    dossier = trial.dossiers[id_]
    kind = draw(st.sampled_from([command for command in commands.ALL if command is not commands.Tick]))
    role = draw(st.sampled_from([Role.AGENT, Role.AGENT, Role.MANAGER, Role.EMPLOYER, Role.INSURER]))
    fitting = strategies.requests(dossier, at=now_of(dossier), role=role)
    request = draw(st.one_of(fitting, fitting, strategies.answers(kind).map(request_of)))
    body, _ = split_request(request if request["do"] != "tick" else draw(strategies.answers(kind).map(request_of)))
    return id_, role, body


def main() -> int:
    """Try every operation; print how often each was tried, by which statuses it was answered, and with what bodies."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=300, help="requests per operation")
    parser.add_argument("--seed", type=int, default=None, help="the same requests each time")
    options = parser.parse_args()
    trial = Trial()
    schema = schemathesis.openapi.from_asgi("/openapi.json", trial.app)
    checks = CHECKS.get_by_names(list(NAMES))
    status = 0
    for result in schema.get_all_operations():
        operation = result.ok()
        count = try_operation(operation, trial, checks, options)
        print(f"{operation.label}: {count}")
        if count.well_formed < FEWEST_WELL_FORMED * count.bodies:
            print("too few of these bodies are commands")
            status = 1
    return status


def try_operation(operation: Any, trial: Trial, checks: Any, options: Any) -> Count:
    """Try *operation* with what its schema allows, with what it does not, and with as many right commands as both."""
    count = Count()

    def call(case: Any) -> None:
        response = case.call()
        count.add(case, response.status_code)
        case.validate_response(response, checks=checks)

    def send(case: Any, id_: str | None) -> None:
        trial.now = LATER
        if id_ is not None and "id" in (case.path_parameters or {}):
            case.path_parameters["id"] = id_
        call(case)

    def send_right(case: Any, request: tuple[str, Role, dict[str, Any]]) -> None:
        id_, role, case.body = request
        case.path_parameters, case.query, case.headers = {"id": id_}, {}, {ROLE: role.value}
        trial.now = now_of(trial.dossiers[id_])
        call(case)

    modes = [*schemathesis.GenerationMode]
    if takes_commands(operation):  # before the clock goes on, and as often as what follows
        drawn = operation.as_strategy(generation_mode=schemathesis.GenerationMode.POSITIVE)
        _run(send_right, (drawn, requests(trial)), len(modes) * options.examples, options.seed)
    for mode in modes:
        drawn = operation.as_strategy(generation_mode=mode)
        _run(send, (drawn, st.sampled_from([None, *trial.dossiers])), options.examples, options.seed)
    return count


def _run(send: Callable[..., None], drawn: tuple[Any, ...], number: int, start: int | None) -> None:
    """Send as many requests, the same for the same *start*."""
    limits = settings(
        max_examples=number,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate, Phase.shrink],
    )
    test = limits(given(*drawn)(send))
    with contextlib.suppress(Unsatisfiable):  # an operation without anything that could be wrong
        (test if start is None else seed(start)(test))()


if __name__ == "__main__":
    sys.exit(main())
