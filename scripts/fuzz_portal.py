"""
Send to the FastAPI portal whatever its OpenAPI document allows, and what it does not: its answers are as described.

``make fuzz`` runs this, in an environment that has Schemathesis.
"""

import argparse
import contextlib
import datetime as dt
import sys
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

from dossiers import PLACES, dossier_in  # noqa: E402 -- found by the line before
from portals.with_fastapi import create_app  # noqa: E402 -- the same
from psc_workflow import Agent, Role, contracts  # noqa: E402 -- the same
from psc_workflow.stores.sql import SQLAlchemyStore  # noqa: E402 -- the same
from psc_workflow.web import Caller, Host  # noqa: E402 -- the same

STATES = ("home", "regime", "beneficiaries", "formula", "identity", "children_details", "signature", "confirmed")
NAMES = ("not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance")
LATER = dt.datetime(2030, 12, 1, 12, tzinfo=dt.UTC)


def make_app() -> tuple[Any, list[str]]:
    """Make the portal, with a dossier in each of many states; everybody who asks is a manager."""
    engine = create_engine("sqlite://", connect_args={"check_same_thread": False}, poolclass=StaticPool)
    host = Host(
        contracts.get("guide-illustration"),
        now=lambda: LATER,
        caller=lambda _: Caller(Role.MANAGER),
        agent=lambda _: Agent(),
        send=lambda _: None,
    )
    store = SQLAlchemyStore(engine, contracts=host.contracts)
    store.create_tables()
    names = [*(f"affiliation.{state}" for state in STATES), *PLACES]
    for name in names:
        dossier = dossier_in(name)
        store.create(attrs.evolve(dossier, record=attrs.evolve(dossier.record, id=name)))
    return create_app(host, engine), names


def main() -> int:
    """Try every operation; print how often each was tried, and by which statuses it was answered."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=300, help="requests per operation")
    parser.add_argument("--seed", type=int, default=None, help="the same requests each time")
    options = parser.parse_args()
    app, ids = make_app()
    schema = schemathesis.openapi.from_asgi("/openapi.json", app)
    checks = CHECKS.get_by_names(list(NAMES))
    for result in schema.get_all_operations():
        operation = result.ok()
        statuses: dict[int, int] = {}
        try_operation(operation, ids, checks, statuses, options)
        print(operation.label, dict(sorted(statuses.items())))
    return 0


def try_operation(operation: Any, ids: list[str], checks: Any, statuses: dict[int, int], options: Any) -> None:
    """Try *operation* with what its schema allows, then with what it does not."""
    for mode in schemathesis.GenerationMode:

        @settings(
            max_examples=options.examples,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate, Phase.shrink],
        )
        @given(operation.as_strategy(generation_mode=mode), st.sampled_from([None, *ids]))
        def send(case: Any, id_: str | None) -> None:
            if id_ is not None and "id" in (case.path_parameters or {}):
                case.path_parameters["id"] = id_
            response = case.call()
            statuses[response.status_code] = statuses.get(response.status_code, 0) + 1
            case.validate_response(response, checks=checks)

        with contextlib.suppress(Unsatisfiable):  # an operation without anything that could be wrong
            (send if options.seed is None else seed(options.seed)(send))()


if __name__ == "__main__":
    sys.exit(main())
