"""
The portal with Flask as ``psc-workflow judge`` can judge it: on a machine of your own, never where people can reach it.

What a session, a clock and the employer's files say elsewhere, every request says here:

- ``Test-Now``: the instant of the request, in UTC;
- ``Test-Role`` and ``Test-Dossier``: who is logged in;
- ``agent``, in the body that opens a dossier: what the employer knows;
- in a command, what only the host may fill in, such as the ``evidence`` of a signature: it is taken out of the body,
  and counts as what the signing service said;
- ``POST /test/run-due``: what ``cron`` starts elsewhere.

Start it with ``python -m portals.on_trial`` from ``examples``, then ``psc-workflow judge http://127.0.0.1:8000``.
"""

import datetime as dt
import io
import json
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from flask import Flask, request

from portals.with_flask import create_app
from psc_workflow import Agent, Contract, Effect, Role, contracts
from psc_workflow.stores import SQLiteStore
from psc_workflow.testing import agent_of, split_request
from psc_workflow.web import Caller, Host, run_due


def create_trial_app(contract: Contract, path: Path, sent: list[Effect]) -> Flask:
    """Make the application; what is delivered is added to *sent*."""
    host = Host(contract, _now, _caller, _agent, sent.append, _verified)
    app = create_app(host, path)
    app.wsgi_app = _SigningService(app.wsgi_app)  # type: ignore[method-assign]  # as Flask's documentation has it

    @app.post("/test/run-due")
    def let_happen_what_is_due() -> dict[str, Any]:
        with SQLiteStore(path, contracts=host.contracts) as store:
            return {"failed": list(run_due(host, store).failed)}

    return app


class _SigningService:
    """Takes out of a command what only the host may fill in, as if another machine had said it."""

    def __init__(self, app: Any) -> None:
        self._app = app

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Part the body of a command."""
        if environ["PATH_INFO"].endswith("/commands"):
            content = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
            command = json.loads(content)
            if isinstance(command, dict):
                command, environ["psc.verified"] = split_request(command)
                content = json.dumps(command).encode()
            environ |= {"wsgi.input": io.BytesIO(content), "CONTENT_LENGTH": str(len(content))}
        answer: Iterable[bytes] = self._app(environ, start_response)
        return answer


def _verified(request: Any, _: str) -> dict[str, Any]:
    verified: dict[str, Any] = request.environ.get("psc.verified", {})
    return verified


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
