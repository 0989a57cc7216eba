"""
The portal with Flask as ``psc-workflow judge`` can judge it: on a machine of your own, never where people can reach it.

What a session, a clock and the employer's files say elsewhere, every request says here:

- ``Test-Now``: the instant of the request, in UTC;
- ``Test-Role`` and ``Test-Dossier``: who is logged in;
- ``agent``, in the body that opens a dossier: what the employer knows;
- ``POST /test/run-due``: what ``cron`` starts elsewhere.

Start it with ``python -m portals.on_trial`` from ``examples``, then ``psc-workflow judge http://127.0.0.1:8000``.
"""

import datetime as dt
import tempfile
from pathlib import Path
from typing import Any

from flask import Flask, request

from portals.common import Caller, Host
from portals.with_flask import create_app, run_due
from psc_workflow import Agent, Contract, Effect, Role, contracts
from psc_workflow.testing import agent_of


def create_trial_app(contract: Contract, path: Path, sent: list[Effect]) -> Flask:
    """Make the application; what is delivered is added to *sent*."""
    host = Host(contract, _now, _caller, _agent, sent.append)
    app = create_app(host, path)

    @app.post("/test/run-due")
    def let_happen_what_is_due() -> dict[str, Any]:
        return {"failed": list(run_due(host, path).failed)}

    return app


def _now() -> dt.datetime:
    return dt.datetime.fromisoformat(request.headers["Test-Now"])


def _caller(_: Any) -> Caller:
    return Caller(Role(request.headers["Test-Role"]), request.headers["Test-Dossier"])


def _agent(_: str) -> Agent:
    return agent_of(request.get_json()["agent"])


if __name__ == "__main__":
    from wsgiref.simple_server import make_server

    with tempfile.TemporaryDirectory() as folder:
        trial = create_trial_app(contracts.get("guide-illustration"), Path(folder) / "trial.db", [])
        make_server("127.0.0.1", 8000, trial).serve_forever()
